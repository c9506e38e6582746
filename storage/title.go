package storage

import "net/url"

// Title is what a site is called on screens and in reports: its name, or the
// host of its start address where it has none.
func (s Site) Title() string {
	if s.Name != "" {
		return s.Name
	}
	return HostOf(s.Start)
}

// HostOf returns the host of an address with its port, or the text as it is
// where that is no address.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Host
}
