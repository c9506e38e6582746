package results

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/marking"
	"sitewell/ui/problem"
	"sitewell/ui/table"
	"sitewell/ui/tip"
	"sitewell/ui/words"
)

// fixPanel shows what one fix holds: why it is one, its problems, each of
// which opens in the panel's place, and the pages concerned.
type fixPanel struct {
	s      *Screen
	row    fixRow
	shown  bool
	inside bool // a problem of the fix is shown in the panel's place
	follow bool // the next list may have the rest of the fix under another key, or not at all
	tab    int

	place           *widget.Label
	title           *badge.Excerpt
	guide           *fixGuide
	layout          *fixLayout
	previous, next  *tip.Button
	verdict         *badge.Verdict
	severity        *badge.Severity
	past            *widget.Label // hidden where nothing is known
	said            *fyne.Container
	ignore          *control.Button
	say             *tip.Button
	tabs            *badge.Tabs
	write           *control.Button // to those who can fix it; in the guide
	again           *control.Button // all problems
	lead            *control.Button // sets up redirects, where that is the fix; in the guide
	problems, pages *table.Table[storage.URLID, storage.Row]
	body            *fyne.Container
	parts           *fyne.Container
	first           *fyne.Container // the line of place and buttons
	content         fyne.CanvasObject
}

// Tabs of the panel. That of the guide is offered only where the panel is low; else the
// guide is above the list.
const (
	tabGuide = iota
	tabProblems
	tabPages
)

func newFixPanel(s *Screen) *fixPanel {
	p := &fixPanel{
		s: s, place: badge.Caption(""), title: badge.NewHeading(), guide: newFixGuide(s), body: container.NewStack(),
		verdict: badge.NewVerdict(outcome.Unchecked), severity: badge.NewSeverity(outcome.NoSeverity),
		said: container.NewVBox(), past: badge.Caption(""),
	}
	p.layout = &fixLayout{p: p}
	p.ignore = &control.Button{Button: widget.Button{Text: lang.L("Ignore …"), Importance: widget.LowImportance, OnTapped: func() { marking.ShowBelow(p.ignore, s.marker.IgnoreMenu(s.markedFix(p.row))) }}}
	p.say = tip.NewButton(fynetheme.MoreVerticalIcon(), lang.L("Mark as done, assign, add a note …"), func() { marking.ShowBelow(p.say, s.marker.MarkMenu(s.markedFix(p.row))) })
	visible(p.ignore, s.marker != nil)
	visible(p.say, s.marker != nil)
	p.previous = tip.NewButton(fynetheme.NavigateBackIcon(), lang.L("The one before in the list"), func() { s.Step(-1) })
	p.next = tip.NewButton(fynetheme.NavigateNextIcon(), lang.L("The next one in the list"), func() { s.Step(1) })
	p.tabs = badge.NewTabs(p.showTab, lang.L("What to do"), lang.L("Problems"), lang.L("Pages"))
	p.tabs.Set(tabProblems)
	p.tabs.Offer(tabGuide, false)
	p.problems = p.table("fix.problems", p.open)
	p.pages = p.table("fix.pages", func(id storage.URLID) {
		if r, ok := p.pages.Row(id); ok && problem.Browsable(r.URL) {
			s.o.Desktop.Browse(r.URL)
		}
	})
	p.again = &control.Button{Button: widget.Button{Icon: fynetheme.ViewRefreshIcon(), OnTapped: func() { s.recheckIDs(p.row.Problems) }}}
	visible(p.again, s.o.Again != nil)
	p.write = &control.Button{Button: widget.Button{Text: lang.L("Message …"), OnTapped: func() { p.chooseRecipient() }}}
	p.lead = &control.Button{Button: widget.Button{Text: lang.L("Set up redirects …"), OnTapped: func() { s.o.Going.Redirects(s.o.Scan) }}}
	marks := container.NewHBox(p.verdict, column.Margin(2, p.severity), p.ignore, p.say)
	nav := container.NewHBox(p.previous, p.next, tip.NewButton(fynetheme.CancelIcon(), lang.L("Close (Escape)"), s.closePanel))
	p.first = container.New(firstLine{p.place}, container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewCenter(marks)), p.place, nav)
	top := container.New(layout.NewCustomPaddedVBoxLayout(0),
		p.first,
		container.New(layout.NewCustomPaddedVBoxLayout(-10), p.title, p.past),
		p.said)
	tabs := container.NewBorder(nil, nil, nil, container.NewCenter(p.again), p.tabs.Content)
	p.parts = container.New(p.layout, top, p.guide.content, tabs, p.body)
	ground := badge.NewSurface(p.parts)
	ground.Inset = 8
	p.content = ground
	p.showTab(tabProblems)
	p.setPlace(0, 0)
	return p
}

// table makes one of the two lists.
func (p *fixPanel) table(name string, open func(storage.URLID)) *table.Table[storage.URLID, storage.Row] {
	s := p.s
	o := table.Options[storage.URLID, storage.Row]{
		Name: name, Columns: p.columns(name), ID: func(r storage.Row) storage.URLID { return r.ID },
		Run: s.o.Run, Prefs: s.o.Prefs, OnOpen: open, OnError: s.notices.fail,
		Copy: s.o.Desktop.Copy, CopyText: func(r storage.Row) string { return r.URL }, Menu: s.menu, Keys: s.o.Keys,
		Count: func(n int) string { return lang.N("{{.Count}} rows", n, map[string]any{"Count": words.Number(n)}) },
		Empty: func() fyne.CanvasObject {
			return badge.Empty(nil, lang.L("No page links here"), lang.L("The address itself was where the scan began, or only the sitemap names it."))
		},
	}
	if name == "fix.problems" {
		o.OnPress, o.OnSelect = open, p.selected
		o.OnLoaded = func(int) { s.placePanel() }
	}
	return chooseIn(s, &o).of(table.New(o))
}

func (p *fixPanel) columns(name string) []declared {
	by := make(map[string]declared)
	for _, c := range append(p.s.columns(problems), p.s.columns(pages)...) {
		c.Sortable = false
		by[c.ID] = c
	}
	pick := func(ids ...storage.Column) (picked []declared) {
		for _, id := range ids {
			c := by[string(id)]
			c.Hidden = false
			picked = append(picked, c)
		}
		return picked
	}
	if name == "fix.pages" {
		return pick(storage.ByAddress, storage.ByTitle)
	}
	picked := pick(storage.ByAddress, storage.ByOutcome, storage.BySources)
	picked[1] = p.s.withVerdictNow(picked[1])
	return picked
}

// show fills the panel with a fix.
func (p *fixPanel) show(r fixRow) {
	same := p.shown && p.row.key == r.key
	p.row, p.shown = r, true
	p.mark()
	p.ask((*table.Table[storage.URLID, storage.Row]).SetSource)
	if !same {
		p.tabs.Set(p.firstTab())
		p.showTab(p.firstTab())
	}
	p.content.Refresh()
}

// ask returns both lists what the fix holds.
func (p *fixPanel) ask(set func(*table.Table[storage.URLID, storage.Row], table.Source[storage.URLID, storage.Row])) {
	read, scan, from, f := p.s.o.Read, p.s.o.Scan, p.s.o.Fixes, p.row.Fix
	set(p.problems, listed{read, scan, func(context.Context) ([]storage.URLID, error) { return f.Problems, nil }, nil})
	set(p.pages, listed{read, scan, func(ctx context.Context) ([]storage.URLID, error) { return from.FixPages(ctx, scan, f) }, p.s.edits})
}

// renew brings the panel up to date with a list that was loaded again.
func (p *fixPanel) renew(rows []fixRow) {
	i := slices.IndexFunc(rows, func(r fixRow) bool { return p.shown && r.key == p.row.key })
	if p.follow && p.shown && i < 0 {
		i = slices.IndexFunc(rows, func(r fixRow) bool {
			return slices.ContainsFunc(r.Problems, func(id storage.URLID) bool { return slices.Contains(p.row.Problems, id) })
		})
		if i < 0 && p.s.isOpen(p.content) {
			p.s.hideSide()
		}
	}
	p.follow = false
	if i < 0 || rows[i].Pages == p.row.Pages && slices.Equal(rows[i].Problems, p.row.Problems) {
		return
	}
	p.row = rows[i]
	p.mark()
	p.ask((*table.Table[storage.URLID, storage.Row]).Renew)
	p.content.Refresh()
}

// mark shows what is known of the fix without asking.
func (p *fixPanel) mark() {
	r := &p.row
	p.verdict.Set(r.Verdict)
	p.severity.Set(r.Severity)
	p.title.SetText(words.Readable(r.title))
	p.guide.show(*r)
	p.showMarks()
	p.showProgress()
	p.tabs.SetCount(tabProblems, len(r.Problems))
	p.tabs.SetCount(tabPages, r.Pages)
	p.again.SetText(againAll(len(r.Problems)))
	p.markAgain()
}

// redirects reports whether a fix is to redirect addresses of the site that are not found.
func redirects(f fix.Fix) bool {
	switch f.Cause {
	case fix.Folder, fix.Extension:
		return true
	case fix.Target:
		return f.Internal && (f.Outcome == "404" || f.Outcome == "410")
	}
	return false
}

// markAgain shows whether all problems can be checked again, and whether they work now.
func (p *fixPanel) markAgain() {
	if p.s.again.running || p.s.running() {
		p.again.Disable()
	} else {
		p.again.Enable()
	}
	if p.shown && p.s.leftOf(p.row) == 0 {
		p.verdict.Set(outcome.Works)
	} else {
		p.verdict.Set(p.row.Verdict)
	}
}

// showMarks says what people said about the fix.
func (p *fixPanel) showMarks() {
	if p.s.marker != nil && p.shown {
		p.s.marker.Fill(p.said, p.s.facts.scan, p.s.facts.marked.fixes[p.row.key])
	}
}

func (p *fixPanel) setPlace(place, total int) {
	able := func(b fyne.Disableable, on bool) {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	able(p.previous, place > 1)
	able(p.next, place > 0 && place < total)
	text := ""
	if place > 0 {
		text = lang.L("{{.Place}} of {{.Total}}", map[string]any{"Place": words.Number(place), "Total": words.Number(total)})
	}
	if text != p.place.Text {
		p.place.SetText(text)
		p.first.Refresh()
	}
}

func (p *fixPanel) showTab(i int) {
	p.tab = i
	p.body.RemoveAll()
	if i == tabPages {
		p.body.Add(p.pages)
	} else {
		p.body.Add(p.problems)
	}
	visible(p.guide.content, !p.layout.low || i == tabGuide)
	visible(p.body, i != tabGuide)
	p.parts.Layout.Layout(p.parts.Objects, p.parts.Size()) // the list is as high as its rows need
}

// firstTab is the one that is shown when a fix is opened.
func (p *fixPanel) firstTab() int {
	if p.layout.low {
		return tabGuide
	}
	return tabProblems
}

// fold moves the guide to a tab of its own, or takes that back.
func (p *fixPanel) fold(low bool) {
	p.tabs.Offer(tabGuide, true)
	if at := p.firstTab(); p.tab != tabPages {
		p.tabs.Set(at)
	}
	p.tabs.Offer(tabGuide, low)
	p.showTab(p.tabs.At())
}

// listHeight is how high the list is with all its rows.
func (p *fixPanel) listHeight() float32 {
	if p.tab == tabPages {
		return p.pages.HeightOf(p.row.Pages)
	}
	return p.problems.HeightOf(len(p.row.Problems))
}

// focus returns the keyboard to the list that is shown, which may not have been
// drawn yet.
func (p *fixPanel) focus() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.s.content)
	switch {
	case c == nil:
	case p.tab == tabGuide:
		p.tabs.FocusOn(c)
	case p.tab == tabPages:
		p.pages.FocusOn(c)
	default:
		p.problems.FocusOn(c)
	}
}

// selected follows the selection with the problem that is shown.
func (p *fixPanel) selected(id storage.URLID) {
	if p.inside {
		p.s.panel.Show(p.s.o.Scan, id)
		p.s.placePanel()
	}
}

// open shows a problem of the fix in the panel's place.
func (p *fixPanel) open(id storage.URLID) {
	p.inside = true
	p.s.panel.Show(p.s.o.Scan, id)
	p.s.showSide(p.s.panel.Content())
}

// listed returns a table some addresses in a given order.
type listed struct {
	read Reader
	scan storage.ScanID
	ids  func(context.Context) ([]storage.URLID, error)
	// edits looks up where pages are edited; nil: nothing does.
	edits *editBook
}

func (l listed) IDs(ctx context.Context, _ table.Sort) ([]storage.URLID, error) { return l.ids(ctx) }

func (l listed) Rows(ctx context.Context, ids []storage.URLID) ([]storage.Row, error) {
	rows, err := l.read.Rows(ctx, l.scan, ids)
	if err == nil && l.edits != nil {
		l.edits.learn(ctx, l.scan, rows)
	}
	return rows, err
}

// openFix opens a fix, or the problem itself where it holds a single one.
func (s *Screen) openFix(key string) {
	t := s.fixTable()
	r, ok := t.Row(key)
	if !ok {
		return
	}
	if r.Cause == fix.Single {
		s.fix.inside = false
		s.opened(r.Problems[0])
		return
	}
	if !(s.isOpen(s.fix.content) && s.fix.row.key == key) {
		s.fix.inside = false
		s.fix.show(r)
	}
	s.showSide(s.fix.content)
}
