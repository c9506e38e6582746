package results

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/table"
)

// Shown is a list that is on the screen.
type Shown struct {
	// Title says what it is, in the reader's language, where it is in the panel beside the
	// list of the tab; "" for the latter.
	Title string
	table.View
	// Problems returns the problems of its rows; it is called off the window's thread. It is
	// nil where the rows are something else.
	Problems func(ctx context.Context) ([]storage.URLID, error)
}

// Shown returns the lists with rows that are on the screen, with their search, filters and
// order: the list of the tab, and that of the panel beside it.
func (s *Screen) Shown() (all []Shown) {
	if !s.loaded {
		return nil
	}
	add := func(l Shown) {
		if l.Count > 0 {
			all = append(all, l)
		}
	}
	main := Shown{View: s.panes[s.view].View()}
	if v, read, scan, q := s.view, s.o.Read, s.o.Scan, s.query; v == problems {
		from := source{read: read, scan: scan, query: q, view: v, natural: natural(v), since: s.since.changes, chosen: among(q.changes, inTables)}
		main.Problems = func(ctx context.Context) ([]storage.URLID, error) { return from.IDs(ctx, table.Sort{}) }
	}
	add(main)
	switch {
	case s.isOpen(s.panel.Content()):
		if v, ok := s.panel.Links(); ok {
			add(Shown{Title: lang.L("Links of this problem"), View: v})
		}
	case s.isOpen(s.fix.content):
		if s.fix.tab == tabPages {
			add(Shown{Title: lang.L("Pages of this fix"), View: s.fix.pages.View()})
		} else {
			add(Shown{Title: lang.L("Problems of this fix"), View: s.fix.problems.View()})
		}
	}
	return all
}
