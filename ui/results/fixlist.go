package results

import (
	"context"

	"fyne.io/fyne/v2"

	"sitewell/scanner/fix"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/table"
)

// fixesLoad is the list of fixes as it was loaded last, and when that was.
type fixesLoad struct {
	loader background.Loader[[]fixRow]
	// progress is asked for once fixes are there.
	progress background.Loader[map[string]fix.Progress]
	past     map[string]fix.Progress // by key
	rows     []fixRow
	marked   *changes // that the rows have their changes from, nil for none
	loaded   bool
	loading  bool
	// While a scan runs, ticks since the last load began, and how many of them
	// it took.
	since, took int
}

const (
	// fixesEvery is how many looks at a scan that runs lie between two loads.
	fixesEvery = 5
	// fixesShare bounds the part of the time that loading may take.
	fixesShare = 10
)

// due reports whether it is time to load again while a scan runs.
func (f *fixesLoad) due() bool { return !f.loading && f.since >= max(fixesEvery, fixesShare*f.took) }

func (f *fixesLoad) tick() { f.since++ }

func (f *fixesLoad) left() {
	f.loader.Cancel()
	f.progress.Cancel()
	f.loading = false
}

// loadFixes loads the fixes again; until then the list stays as it is.
func (s *Screen) loadFixes() {
	f := &s.fixes
	f.loading, f.since = true, 0
	from, scan, site, changes := s.o.Fixes, s.o.Scan, s.facts.scan.Start, s.since.changes
	f.loader.Load(s.o.Run, func(ctx context.Context) ([]fixRow, error) {
		rows, err := loadFixes(ctx, from, scan, site)
		return withChanges(rows, changes), err
	}, func(rows []fixRow, err error) {
		f.loading, f.took = false, f.since
		if err != nil {
			s.fixTable().SetSource(failing{err})
			return
		}
		s.since.marker.Cancel()
		f.rows, f.loaded, f.marked = rows, true, changes
		s.head.show(s.facts, s.fixes, s.running())
		s.tabs.SetCount(int(fixes), len(rows))
		s.bar.Refresh()
		s.main.relayout()
		s.renewFixes()
		s.markFixes()
		s.loadProgress()
	})
}

// loadProgress finds out how the fixes went on, once the scan has ended. That may take
// longer than all else, and where it fails nothing is said.
func (s *Screen) loadProgress() {
	f := &s.fixes
	if s.running() || len(f.rows) == 0 {
		return
	}
	from, scan := s.o.Fixes, s.o.Scan
	fixes := make([]fix.Fix, len(f.rows))
	for i, r := range f.rows {
		fixes[i] = r.Fix
	}
	f.progress.Load(s.o.Run, func(ctx context.Context) (map[string]fix.Progress, error) {
		return from.FixProgress(ctx, scan, fixes)
	}, func(past map[string]fix.Progress, err error) {
		if err == nil {
			f.past = past
			s.fix.showProgress()
		}
	})
}

// renewFixes shows the rows that were loaded.
func (s *Screen) renewFixes() {
	s.fix.renew(s.fixes.rows)
	if s.view == fixes {
		s.fixTable().Renew(s.fixSource())
	} else {
		s.panes[fixes].stale = true
	}
}

// fixTable is the list of fixes; the screen always has it.
func (s *Screen) fixTable() *table.Table[string, fixRow] {
	return s.panes[fixes].list.(*table.Table[string, fixRow])
}

// fixPane makes the list of fixes.
func (s *Screen) fixPane() *pane {
	o := table.Options[string, fixRow]{
		Name: "fixes", Columns: s.fixColumns(), ID: func(r fixRow) string { return r.key }, Run: s.o.Run, Prefs: s.o.Prefs,
		OnSelect: s.selectedFix, OnPress: s.openFix, OnOpen: s.enterFix,
		OnLoaded: func(int) { s.placePanel() },
		OnError:  s.notices.fail,
		Copy:     s.o.Desktop.Copy, CopyText: func(r fixRow) string { return r.title },
		Menu: s.fixMenu, Keys: s.o.Keys, Typed: s.typed,
		Count: func(n int) string { return s.count(fixes, n) },
		Empty: func() fyne.CanvasObject { return s.empty(fixes) },
	}
	chosen := chooseIn(s, &o)
	t := chosen.ofFixes(table.New(o))
	t.Offer(string(storage.ByChange), s.compared())
	return &pane{list: t, stale: true, ask: func() {
		if !s.fixes.loaded {
			t.SetSource(waiting{})
			return
		}
		t.SetSource(s.fixSource())
	}}
}

func (s *Screen) fixSource() fixSource {
	return fixSource{read: s.o.Read, scan: s.o.Scan, rows: s.fixes.rows, query: s.query, since: s.since.changes}
}

// selectedFix follows the selection with the panel where that is open.
func (s *Screen) selectedFix(key string) {
	if s.main.side != nil {
		s.openFix(key)
	}
}

// enterFix opens a fix and gives its problems the keyboard.
func (s *Screen) enterFix(key string) {
	s.openFix(key)
	if s.isOpen(s.fix.content) {
		s.fix.focus()
	}
}
