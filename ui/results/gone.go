package results

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/changelist"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// gonePane makes the list of what was fixed since the scan before, with what was
// done about it.
func (s *Screen) gonePane() *pane {
	t := table.New(table.Options[storage.URLID, storage.ChangeRow]{
		Name: "gone", ID: func(r storage.ChangeRow) storage.URLID { return r.ID }, Run: s.o.Run, Prefs: s.o.Prefs,
		Columns: changelist.Columns(changelist.Texts{
			Heading: lang.L("What was done"), Why: s.o.Changes.Why, Within: s.within,
			Outcome: func(key outcome.Key) string { return s.o.Book.Entry(key, words.Language()).Title },
		}),
		OnSelect: s.selected, OnPress: s.opened, OnOpen: s.opened,
		OnLoaded: func(int) { s.placePanel() },
		OnError:  s.notices.fail,
		Copy:     s.o.Desktop.Copy, CopyText: func(r storage.ChangeRow) string { return r.URL },
		Menu: s.goneMenu, Keys: s.o.Keys, Typed: s.typed,
		Count: func(n int) string { return s.count(gone, n) },
		Empty: func() fyne.CanvasObject {
			if s.query.any() {
				return s.empty(gone)
			}
			return s.nothingGone()
		},
	})
	return &pane{list: t, stale: true, ask: func() {
		t.SetSource(changelist.Source{Read: s.o.Changes, Pair: s.since.comparison.Pair, Filter: s.query.goneFilter()})
	}}
}

// scanOf returns the scan in which the problem of a row is explained: the one before
// where this one did not find the address any more.
func (s *Screen) scanOf(id storage.URLID) storage.ScanID {
	if s.view == gone {
		t := s.panes[gone].list.(*table.Table[storage.URLID, storage.ChangeRow])
		if r, ok := t.Row(id); ok && r.Now.ID == 0 {
			return s.facts.before.ID
		}
	}
	return s.o.Scan
}

// changesIn returns the changes that rows of a view have.
func changesIn(v view) []storage.Change {
	if v == gone {
		return whoseGone
	}
	return inTables
}

// offerChanges shows what is only there where a scan before is.
func (s *Screen) offerChanges() {
	on := s.compared()
	if !on && s.view == gone {
		s.show(fixes)
	}
	s.tabs.Offer(int(gone), on)
	s.room.changes = on
	s.search.SetPlaceHolder(s.room.hint())
	visible(s.filters.changes, on)
	for v, p := range s.panes {
		if p == nil || view(v) == gone {
			continue
		}
		p.list.(interface{ Offer(string, bool) }).Offer(string(storage.ByChange), on)
	}
}
