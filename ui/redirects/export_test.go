package redirects

// ShowFile shows the file in place of the list.
func (s *Screen) ShowFile() { s.tabs.Set(tabFile); s.showTab(tabFile) }

// Change asks where an address is to lead.
func (s *Screen) Change(address string) {
	r, _ := s.row(address)
	s.change(r)
}
