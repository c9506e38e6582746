package history

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
)

// Two scans are compared by ticking them. A third takes the place of the one that was
// ticked first, so that there never are more than two.

func (s *Screen) isPicked(id storage.ScanID) bool { return slices.Contains(s.picked, id) }

// pick chooses a scan to be compared, or no longer.
func (s *Screen) pick(id storage.ScanID, on bool) {
	s.picked = slices.DeleteFunc(s.picked, func(other storage.ScanID) bool { return other == id })
	if on {
		if len(s.picked) == 2 {
			s.picked = slices.Delete(s.picked, 0, 1)
		}
		s.picked = append(s.picked, id)
	}
	s.picks()
	s.list.Refresh()
}

// picks forgets scans that are not there any more, and offers to compare two.
func (s *Screen) picks() {
	s.picked = slices.DeleteFunc(s.picked, func(id storage.ScanID) bool {
		return !slices.ContainsFunc(s.shown, func(scan storage.Scan) bool { return scan.ID == id })
	})
	show(s.compare, len(s.shown) > 1)
	if len(s.picked) == 2 {
		s.compare.Enable()
	} else {
		s.compare.Disable()
	}
}

// ComparePicked compares exactly the two scans that were ticked, and reports whether
// there are two.
func (s *Screen) ComparePicked() bool {
	if len(s.picked) != 2 {
		return false
	}
	s.o.Going.Compare(s.o.Site, s.picked[0], s.picked[1])
	return true
}

// list hands keys on to the window before it takes them, as tables do.
type list struct {
	widget.List
	keys func(*fyne.KeyEvent) bool
}

func newList(length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject), keys func(*fyne.KeyEvent) bool) *list {
	l := &list{keys: keys}
	l.Length, l.CreateItem, l.UpdateItem, l.HideSeparators = length, create, update, true
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey is for Fyne.
func (l *list) TypedKey(k *fyne.KeyEvent) {
	if l.keys != nil && l.keys(k) {
		return
	}
	l.List.TypedKey(k)
}
