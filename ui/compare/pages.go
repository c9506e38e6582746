package compare

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/meter"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// comparePages compares the pages, once the problems are shown.
func (s *Screen) comparePages() {
	s.tabs.SetCount(pagesTab(), -1)
	s.suggestion.RemoveAll()
	pair := s.shown.Pair
	s.pagesLoader.Load(s.o.Run, func(ctx context.Context) (storage.PageComparison, error) {
		return s.o.Read.Pages(ctx, pair)
	}, func(c storage.PageComparison, err error) {
		if err != nil {
			s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
			s.content.Refresh()
			return
		}
		s.pages = &c
		s.tabs.SetCount(pagesTab(), len(c.Rows))
		s.suggest(c.Suggested)
		if s.onPages() {
			s.ask()
		}
		s.content.Refresh()
	})
}

// pageList is the list of what became of pages.
type pageList struct {
	s       *Screen
	about   *widget.Label
	table   *table.Table[int, pageItem]
	content *fyne.Container
}

// pageItem is a row of the list.
type pageItem struct {
	at int // in the comparison
	storage.PageRow
	PageWords
}

func newPageList(s *Screen) *pageList {
	l := &pageList{s: s, about: badge.Caption("")}
	l.about.Wrapping = fyne.TextWrapWord
	subtle := func(pageItem) fyne.ThemeColorName { return theme.ColorSubtle }
	l.table = table.New(table.Options[int, pageItem]{
		Name: "pagechanges", ID: func(p pageItem) int { return p.at }, Run: s.o.Run, Prefs: s.o.Prefs,
		Columns: []table.Column[pageItem]{
			{
				ID: "change", Title: lang.L("Change"), Width: 340, MinWidth: 250, Fixed: true, Sortable: true,
				Text: func(p pageItem) string { return p.Headline }, Color: func(p pageItem) fyne.ThemeColorName { return pageColor(p.Change) },
			},
			{
				ID: "address", Title: lang.L("Address"), Width: 220, MinWidth: 160, Grow: true, Fixed: true, Sortable: true, Cut: meter.CutMiddle, Show: words.Readable,
				Text: func(p pageItem) string { return l.address(p) }, Full: func(p pageItem) string { return p.Pages[0].URL },
			},
			{ID: "before", Title: lang.L("Before"), Width: 190, MinWidth: 110, Text: func(p pageItem) string { return p.Was }, Color: subtle},
			{ID: "now", Title: lang.L("Now"), Width: 190, MinWidth: 110, Text: func(p pageItem) string { return cmp.Or(p.Is, p.Why) }},
			{
				ID: "pages", Title: lang.L("Pages"), Width: 76, MinWidth: 70, Sortable: true, DescFirst: true, Right: true,
				Text:  func(p pageItem) string { return words.Number(len(p.Pages)) },
				Value: func(p pageItem) any { return len(p.Pages) },
			},
		},
		OnPress: l.open, OnOpen: l.open, OnError: func(err error) { s.apply(answer{}, err) },
		Copy: s.o.Desktop.Copy, CopyText: func(p pageItem) string { return p.Pages[0].URL },
		Menu: l.menu, Keys: s.o.Keys, Typed: s.typed,
		Count: func(n int) string { return lang.N("{{.Count}} rows", n, map[string]any{"Count": words.Number(n)}) },
		Empty: l.empty,
	})
	l.content = container.NewBorder(l.about, nil, nil, nil, l.table)
	l.content.Hide()
	return l
}

// pageColor returns the colour of the words for a change of pages. None is better or
// worse by itself; a page that is gone asks for a look.
func pageColor(c storage.PageChange) fyne.ThemeColorName {
	switch c {
	case storage.PageRemoved:
		return theme.ColorBroken
	case storage.PageNew:
		return theme.ColorWorks
	default:
		return ""
	}
}

// address names the first page of a row, and how many more there are.
func (l *pageList) address(p pageItem) string {
	address := l.s.within(p.Pages[0].URL)
	if more := len(p.Pages) - 1; more > 0 {
		return address + " (+" + words.Number(more) + ")"
	}
	return address
}

// show lists the rows of a comparison, nil while it is being made.
func (l *pageList) show(c *storage.PageComparison, text string) {
	if c == nil {
		l.about.SetText(lang.L("Loading…"))
		return
	}
	l.about.SetText(l.s.o.Read.OfPages(c))
	l.content.Refresh()
	l.table.SetSource(pageSource{rows: c.Rows, text: strings.ToLower(text), words: l.s.o.Read.OfPage})
}

func (l *pageList) empty() fyne.CanvasObject { return l.s.empty() }

func (l *pageList) menu(p pageItem) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("Show before and now"), func() { l.detail(p) }),
		fyne.NewMenuItemWithIcon(lang.L("Copy address"), fynetheme.ContentCopyIcon(), func() { l.s.o.Desktop.Copy(p.Pages[0].URL) }),
		fyne.NewMenuItem(lang.L("Open the address"), func() { l.s.o.Desktop.Browse(p.Pages[0].URL) }),
		fyne.NewMenuItemWithIcon(lang.L("Save comparison …"), fynetheme.DocumentSaveIcon(), l.s.Save),
	}
}

func (l *pageList) open(at int) {
	if p, ok := l.table.Row(at); ok && !l.s.o.Dialogs.Open() {
		l.detail(p)
	}
}

// Sizes of the dialog about a row.
const (
	detailWidth = 820
	pagesHeight = 300
)

// detail shows what a row was and is, and all its pages.
func (l *pageList) detail(p pageItem) {
	parts := container.NewVBox()
	say := func(name, text string) {
		if text != "" {
			parts.Add(container.New(layout.NewCustomPaddedVBoxLayout(-10), badge.Caption(name), badge.Body(text)))
		}
	}
	say(lang.L("Why"), p.Why)
	say(lang.L("Before"), p.Was)
	say(lang.L("Now"), p.Is)
	if p.Field == storage.FieldText {
		parts.Add(badge.Body(lang.L("The words on the page have changed. Sitewell keeps no copy of them, so it can't show how.")))
	}
	var d *ask.Dialog
	list := newPagesOf(l.s, p, func() { d.Close() }, func(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyEscape && d.Key(k) })
	height := min(pagesHeight, float32(len(p.Pages))*36+90)
	room := fyne.NewSize(1, height)
	parts.Add(container.New(&least{room}, list))
	d = &ask.Dialog{
		Title: p.Headline, Content: parts, Width: detailWidth,
		Cancel: ask.Button{Text: lang.L("Close"), Do: list.Close},
	}
	l.s.o.Dialogs.Show(d)
	list.Focus()
}

// newPagesOf lists the pages of a row with what was and is, where that differs.
func newPagesOf(s *Screen, p pageItem, leave func(), keys func(*fyne.KeyEvent) bool) *table.Table[storage.URLID, storage.PageRef] {
	scan := s.now.scan
	if p.Change == storage.PageRemoved {
		scan = s.before.scan
	}
	open := func(id storage.URLID) {
		leave()
		s.o.Going.Problem(scan, id)
	}
	columns := []table.Column[storage.PageRef]{{
		ID: "address", Title: lang.L("Page"), Width: 300, MinWidth: 200, Grow: true, Fixed: true, Cut: meter.CutMiddle, Show: words.Readable,
		Text: func(r storage.PageRef) string { return s.within(r.URL) }, Full: func(r storage.PageRef) string { return r.URL },
	}}
	if p.Edit != storage.EditSame && p.Field != storage.FieldText {
		value := func(text string) string { return s.o.Read.PageValue(p.Field, text) }
		columns = append(columns,
			table.Column[storage.PageRef]{
				ID: "before", Title: lang.L("Before"), Width: 220, MinWidth: 140, Text: func(r storage.PageRef) string { return value(r.Before) },
				Color: func(storage.PageRef) fyne.ThemeColorName { return theme.ColorSubtle },
			},
			table.Column[storage.PageRef]{
				ID: "now", Title: lang.L("Now"), Width: 220, MinWidth: 140, Text: func(r storage.PageRef) string { return value(r.Now) },
			})
	}
	t := table.New(table.Options[storage.URLID, storage.PageRef]{
		Name: "pagesof", ID: func(r storage.PageRef) storage.URLID { return r.ID }, Run: s.o.Run, Prefs: s.o.Prefs, Columns: columns,
		OnOpen: open, Copy: s.o.Desktop.Copy, CopyText: func(r storage.PageRef) string { return r.URL }, Keys: keys,
		Menu: func(r storage.PageRef) []*fyne.MenuItem {
			return []*fyne.MenuItem{fyne.NewMenuItem(lang.L("Show in the results"), func() { open(r.ID) })}
		},
		Count: func(n int) string { return lang.N("{{.Count}} pages", n, map[string]any{"Count": words.Number(n)}) },
	})
	t.SetSource(refSource{p.Pages})
	return t
}

// least is the layout of content that needs at least a size.
type least struct{ size fyne.Size }

func (l *least) MinSize([]fyne.CanvasObject) fyne.Size { return l.size }

func (l *least) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// pageSource returns the rows of a comparison of pages that contain a text in lower
// case.
type pageSource struct {
	rows  []storage.PageRow
	text  string
	words func(*storage.PageRow) PageWords
}

// IDs returns the places of the rows in order.
func (s pageSource) IDs(ctx context.Context, by table.Sort) ([]int, error) {
	var items []pageItem
	for at := range s.rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if item := s.item(at); s.matches(&item) {
			items = append(items, item)
		}
	}
	if order := orders[by.Column]; order != nil {
		slices.SortStableFunc(items, func(a, b pageItem) int {
			if by.Desc {
				a, b = b, a
			}
			return order(&a, &b)
		})
	}
	ids := make([]int, len(items))
	for i := range items {
		ids[i] = items[i].at
	}
	return ids, nil
}

// orders are those of the columns.
var orders = map[string]func(a, b *pageItem) int{
	"change":  func(a, b *pageItem) int { return cmp.Compare(a.Headline, b.Headline) },
	"address": func(a, b *pageItem) int { return cmp.Compare(a.Pages[0].URL, b.Pages[0].URL) },
	"pages":   func(a, b *pageItem) int { return cmp.Compare(len(a.Pages), len(b.Pages)) },
}

func (s pageSource) item(at int) pageItem { return pageItem{at, s.rows[at], s.words(&s.rows[at])} }

func (s pageSource) matches(p *pageItem) bool {
	contains := func(text string) bool { return strings.Contains(strings.ToLower(text), s.text) }
	return s.text == "" || contains(p.Headline) || contains(p.Was) || contains(p.Is) ||
		slices.ContainsFunc(p.Pages, func(r storage.PageRef) bool { return contains(r.URL) || contains(words.Readable(r.URL)) })
}

// Rows returns some of them.
func (s pageSource) Rows(_ context.Context, ids []int) ([]pageItem, error) {
	items := make([]pageItem, len(ids))
	for i, at := range ids {
		items[i] = s.item(at)
	}
	return items, nil
}

// refSource returns the pages of a row.
type refSource struct{ pages []storage.PageRef }

// IDs returns the pages in the order of their addresses.
func (s refSource) IDs(context.Context, table.Sort) ([]storage.URLID, error) {
	ids := make([]storage.URLID, len(s.pages))
	for i, p := range s.pages {
		ids[i] = p.ID
	}
	return ids, nil
}

// Rows returns some of them.
func (s refSource) Rows(_ context.Context, ids []storage.URLID) ([]storage.PageRef, error) {
	wanted := make(map[storage.URLID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var rows []storage.PageRef
	for _, p := range s.pages {
		if wanted[p.ID] {
			rows = append(rows, p)
		}
	}
	return rows, nil
}
