package results

import (
	"fyne.io/fyne/v2"

	"sitewell/storage"
)

// What follows is about the panel beside the list: a problem, or a fix with
// its problems, from which one of them can be opened in its place.

// showSide opens a panel, in place of the one that is open.
func (s *Screen) showSide(o fyne.CanvasObject) {
	if s.main.side == o {
		s.placePanel()
		return
	}
	s.main.side = o
	s.main.arrange()
	s.main.relayout()
	s.placePanel()
	s.panes[s.view].Reveal() // the panel takes its room
}

// hideSide closes the panel.
func (s *Screen) hideSide() {
	s.main.remember()
	s.main.side, s.fix.inside = nil, false
	s.main.arrange()
	s.main.relayout()
	s.panes[s.view].Reveal()
}

// isOpen reports which panel is open.
func (s *Screen) isOpen(o fyne.CanvasObject) bool { return s.main.side == o }

// selected updates the panel to the selection if the panel is beside the list.
func (s *Screen) selected(id storage.URLID) {
	if s.isOpen(s.panel.Content()) {
		s.panel.Show(s.scanOf(id), id)
		s.placePanel()
	}
}

// opened opens the panel of a problem.
func (s *Screen) opened(id storage.URLID) {
	if s.isOpen(s.panel.Content()) && s.panel.Shown() == id {
		return
	}
	s.panel.Show(s.scanOf(id), id)
	s.showSide(s.panel.Content())
}

// closePanel goes back to where the panel was opened from: the fix, or the list.
func (s *Screen) closePanel() {
	switch {
	case s.main.side == nil:
	case s.fix.inside:
		s.fix.inside = false
		s.showSide(s.fix.content)
		s.fix.focus()
	default:
		s.hideSide()
		s.panes[s.view].Focus()
	}
}

// Back closes the panel where it is open, and reports whether it was.
func (s *Screen) Back() bool {
	open := s.main.side != nil
	s.closePanel()
	return open
}

// Open opens the panel for an address and selects it in the list.
func (s *Screen) Open(id storage.URLID) {
	if s.view == fixes || s.view == gone {
		s.show(problems)
	}
	if t, ok := s.panes[s.view].list.(interface{ Select(storage.URLID) }); ok {
		t.Select(id)
	}
	s.opened(id)
}

// Step selects the next (1) or previous (-1) row of the list that the panel
// was opened from.
func (s *Screen) Step(by int) {
	if s.fix.inside {
		s.fix.problems.Step(by)
		return
	}
	s.panes[s.view].Step(by)
}

// placePanel sets the position in the list that the open panel shows.
func (s *Screen) placePanel() {
	l := s.panes[s.view].list
	place, total := l.Place()+1, l.Len()
	s.fix.setPlace(place, total)
	switch {
	case s.fix.inside:
		s.panel.SetPlace(s.fix.problems.Place()+1, s.fix.problems.Len())
	case s.view != fixes && !s.shownIsSelected():
		s.panel.SetPlace(0, total)
	default:
		s.panel.SetPlace(place, total)
	}
}

// shownIsSelected reports whether the panel shows the row that is selected.
func (s *Screen) shownIsSelected() bool {
	t, ok := s.panes[s.view].list.(interface{ Selected() (storage.URLID, bool) })
	if !ok {
		return false
	}
	id, chosen := t.Selected()
	return chosen && id == s.panel.Shown()
}
