package results

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// build puts the parts together.
func (s *Screen) build() {
	s.tabs = badge.NewTabs(func(i int) { s.show(view(i)) }, lang.L("Fixes"), lang.L("Problems"), lang.L("All addresses"), lang.L("Pages"), lang.L("Fixed"))
	s.tabs.Shorten(int(addresses), lang.L("Addresses"))
	s.tabs.Offer(int(gone), false)
	s.room = &searchRoom{s: s}
	s.search = field.NewSearch(s.room.hint())
	s.search.Icon = fynetheme.SearchIcon()
	s.search.OnChanged = func(text string) { s.change(func(q *query) { q.text = text }) }
	s.search.Keys = s.searchKey
	s.filters = newFilters(s)
	s.bar = column.Flow(theme.Size(theme.SizeGap), s.tabs.Content, container.New(s.room, s.search), s.filters.changes, s.filters.status, s.filters.side, s.filters.kinds, s.filters.page, s.filters.ignored, s.filters.clear, s.notices.folded)
	s.main = newMain(s)
	s.content = s.main.content
}

// searchRoom returns the search field less room in a narrow window, so that tabs
// and filters stay in one line.
type searchRoom struct {
	s       *Screen
	changes bool // there are a chip and a list more
}

const (
	searchWide   = 240
	searchNarrow = 180
	searchTight  = 150
	searchLeast  = 100
	// roomy is the width of the screen from which on there is room for all.
	roomy = 1000
	// ample is the same where there are changes to filter by.
	ample = 1160
)

func (l *searchRoom) width() float32 {
	m := l.s.main
	switch {
	case m == nil || m.size.Width == 0:
		return searchWide
	case m.side != nil && m.size.Width < roomy:
		return searchTight
	case m.side == nil && l.changes && m.size.Width < ample:
		return searchTight
	case m.side != nil || m.size.Width < roomy:
		return searchNarrow
	default:
		return searchWide
	}
}

// hint is what the field says while it is empty, as far as there is room.
func (l *searchRoom) hint() string {
	if l.width() < searchWide {
		return lang.L("Search")
	}
	return lang.L("Search addresses and titles")
}

func (l *searchRoom) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.fitted(), objects[0].MinSize().Height)
}

func (l *searchRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(l.fitted(), size.Height))
}

// fitted is the width of the field, less what the rest of its line lacks: a filter that is
// chosen, and what clears it, must not move the table.
func (l *searchRoom) fitted() float32 {
	w, gap := l.width(), theme.Size(theme.SizeGap)
	if l.s.bar == nil || l.s.bar.Size().Width == 0 {
		return w
	}
	var chips float32
	for _, o := range l.s.bar.Objects[2:] { // behind tabs and field
		if o.Visible() {
			chips += o.MinSize().Width + gap
		}
	}
	room := l.s.bar.Size().Width
	for _, taken := range []float32{l.s.tabs.Content.MinSize().Width + gap + chips, chips} {
		if left := room - taken; left >= searchLeast {
			return min(w, left)
		}
	}
	return w
}

// paneOf returns the table of a view, made when it is first shown.
func (s *Screen) paneOf(v view) *pane {
	if s.panes[v] != nil {
		return s.panes[v]
	}
	switch v {
	case fixes:
		s.panes[v] = s.fixPane()
		return s.panes[v]
	case gone:
		s.panes[v] = s.gonePane()
		return s.panes[v]
	}
	o := table.Options[storage.URLID, storage.Row]{
		Name: []string{"fixes", "problems", "addresses", "pages"}[v], Columns: s.columns(v),
		ID: func(r storage.Row) storage.URLID { return r.ID }, Run: s.o.Run, Prefs: s.o.Prefs,
		OnSelect: s.selected, OnPress: s.opened, OnOpen: s.opened,
		OnLoaded: func(int) { s.placePanel() },
		OnError:  s.notices.fail,
		Copy:     s.o.Desktop.Copy, CopyText: func(r storage.Row) string { return r.URL },
		Menu: s.menu, Keys: s.o.Keys, Typed: s.typed,
		Count: func(n int) string { return s.count(v, n) },
		Empty: func() fyne.CanvasObject { return s.empty(v) },
	}
	chosen := chooseIn(s, &o)
	t := chosen.of(table.New(o))
	t.Offer(string(storage.ByChange), s.compared())
	s.panes[v] = &pane{list: t, stale: true, ask: func() {
		t.SetSource(source{
			read: s.o.Read, scan: s.o.Scan, query: s.query, view: v, natural: natural(v), edits: s.edits,
			since: s.since.changes, chosen: among(s.query.changes, inTables),
		})
		if v == pages {
			s.countOnPages(t.SetNote)
		}
	}}
	return s.panes[v]
}

// show switches to a view.
func (s *Screen) show(v view) {
	if s.main.side != nil && ((v == fixes) != (s.view == fixes) || (v == gone) != (s.view == gone)) {
		s.hideSide() // it belongs to the list that goes
	}
	s.view = v
	s.tabs.Set(int(v))
	if v == fixes || v == problems { // a filter that nothing here can pass is no use
		s.query.verdicts = problemsOf(s.query.verdicts)
	}
	if kept := among(s.query.changes, changesIn(v)); len(kept) < len(s.query.changes) {
		s.query.changes = kept
		s.stale()
	}
	p := s.paneOf(v)
	s.lists.RemoveAll()
	s.lists.Add(p.list)
	s.showQuery()
	if p.stale {
		s.setSource()
	}
	s.placePanel()
}

func problemsOf(chosen []outcome.Verdict) []outcome.Verdict {
	var left []outcome.Verdict
	for _, v := range chosen {
		if v.IsProblem() {
			left = append(left, v)
		}
	}
	return left
}

// change alters the query and asks for its rows. A slow answer to an older
// query is dropped by the table.
func (s *Screen) change(by func(q *query)) {
	by(&s.query)
	s.stale()
	s.showQuery()
	s.setSource()
}

// stale marks the rows of all views as those of an older query.
func (s *Screen) stale() {
	for _, p := range s.panes {
		if p != nil {
			p.stale = true
		}
	}
}

func (s *Screen) showQuery() {
	s.tiles.mark(s.query)
	s.head.since.mark(s.query)
	s.filters.show(s.query)
	s.bar.Refresh()
	s.main.relayout()
}

// setSource asks for the rows of the present view and query.
func (s *Screen) setSource() {
	p := s.panes[s.view]
	p.stale = false
	p.ask()
}

func (s *Screen) clearFilters() {
	s.query = query{}
	changed := s.search.OnChanged
	s.search.OnChanged = nil // one query, not two
	s.search.SetText("")
	s.search.OnChanged = changed
	s.change(func(*query) {})
}

// pressVerdict filters by a verdict, in the view that has addresses of it.
func (s *Screen) pressVerdict(v outcome.Verdict) {
	s.change(func(q *query) { q.verdicts = toggle(q.verdicts, v) })
	if (s.view == fixes || s.view == problems) && !v.IsProblem() || s.view == gone {
		s.query.verdicts = []outcome.Verdict{v}
		s.show(addresses)
	}
}

// pressStatus filters by a status of the chart, in the view that has all addresses,
// which the chart counts.
func (s *Screen) pressStatus(status int) {
	s.change(func(q *query) { q.codes = toggle(q.codes, status) })
	if s.view != addresses && slices.Contains(s.query.codes, status) {
		s.show(addresses)
	}
}

// count says how many rows of a view are shown.
func (s *Screen) count(v view, n int) string {
	total := s.facts.counts()
	all := map[view]int{fixes: len(s.fixes.rows), problems: total.Problems(), addresses: s.facts.scan.Counts.Rows(), pages: total.Pages, gone: s.since.comparison.Counts.Fixed + s.since.comparison.Counts.LinkRemoved}[v]
	if s.query.marks == storage.OnlyIgnored && v == problems {
		all = s.facts.marked.counts.Ignored.Problems()
	}
	if n == 0 {
		return ""
	}
	if n >= all {
		return lang.N("{{.Count}} rows", n, map[string]any{"Count": words.Number(n)})
	}
	return lang.L("{{.Count}} of {{.Total}} shown", map[string]any{"Count": words.Number(n), "Total": words.Number(all)})
}

// empty returns what is shown in place of a view without rows.
func (s *Screen) empty(v view) fyne.CanvasObject {
	c := s.facts.scan.Counts
	switch {
	case s.query.any():
		return badge.Empty(fynetheme.SearchIcon(), lang.L("Nothing matches"), lang.L("No address passes this search and these filters."),
			badge.Action{Text: lang.L("Clear search and filters"), Icon: fynetheme.ContentClearIcon(), Do: s.clearFilters})
	case s.running():
		return badge.Empty(nil, lang.L("Nothing yet"), lang.L("The scan is still running. What it finds appears here."))
	case words.Headline(s.facts.scan) != "" && (v == fixes || v == problems):
		return badge.Empty(theme.VerdictIcon(outcome.Skipped), words.Headline(s.facts.scan),
			lang.L("No problem was found in what was looked at. The note above says what was not."),
			badge.Action{Text: lang.L("See all addresses"), Icon: fynetheme.ListIcon(), Do: func() { s.show(addresses) }})
	case (v == fixes || v == problems) && s.facts.marked.counts.Ignored.Problems() > 0:
		return s.allIgnored()
	case (v == fixes || v == problems) && c.Found > 0:
		return s.allDone()
	default:
		return badge.Empty(nil, lang.L("Nothing was found"), lang.L("The scan ended before it met an address."))
	}
}
