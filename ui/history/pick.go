package history

import (
	"slices"

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
		return !slices.ContainsFunc(s.kept, func(scan storage.Scan) bool { return scan.ID == id })
	})
	show(s.compare, len(s.kept) > 1)
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
