package problem

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/meter"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// links is the tab with every link that leads to the address.
// check 89
type links struct {
	p       *Panel
	table   *table.Table[int, link]
	pages   int
	failure *fyne.Container
	content fyne.CanvasObject

	// edits are the addresses at which pages are edited; edit opens the one of the row
	// that is selected, or of the first.
	edits  map[storage.URLID]string
	edit   *control.Button
	bar    *fyne.Container
	ofPage *widget.Label // which page that is
	loader background.Loader[map[storage.URLID]string]
}

// link is one row, known by its place among all.
type link struct {
	at int
	storage.Source
}

func newLinks(p *Panel) *links {
	l := &links{p: p, failure: container.NewStack()}
	l.table = table.New(table.Options[int, link]{
		Name: "links",
		Columns: []table.Column[link]{
			{
				ID: "page", Title: lang.L("Page"), Width: 200, MinWidth: 120, Grow: true, Fixed: true, Cut: meter.CutMiddle, Show: words.Readable,
				Text: func(k link) string { return pageName(k.Source) },
			},
			{
				ID: "text", Title: lang.L("Link text"), Width: 130, MinWidth: 90,
				Text: func(k link) string { return k.Text },
			},
			{
				ID: "place", Title: lang.L("Place on the page"), Width: 140, MinWidth: 136,
				Text: func(k link) string { return words.Place(k.Place) },
			},
			{
				ID: "line", Title: lang.L("Line"), Width: 56, MinWidth: 50, Right: true,
				Text: func(k link) string { return lineOf(k.Source) },
				Value: func(k link) any {
					if k.Line == 0 {
						return nil
					}
					return k.Line
				},
			},
			{
				ID: "found-by", Title: lang.L("Found by"), Width: 90, MinWidth: 70, Hidden: true,
				Text:  func(k link) string { return foundBy(k.ByScript) },
				Color: func(link) fyne.ThemeColorName { return theme.ColorSubtle },
			},
			{
				ID: "address", Title: lang.L("Page's address"), Width: 200, MinWidth: 120, Hidden: true, Cut: meter.CutMiddle, Show: words.Readable,
				Text: func(k link) string { return k.PageURL },
			},
			{
				ID: "element", Title: lang.L("Element"), Width: 100, MinWidth: 80, Hidden: true,
				Text:  func(k link) string { return k.Element },
				Color: func(link) fyne.ThemeColorName { return theme.ColorSubtle },
			},
		},
		ID: func(k link) int { return k.at }, Run: p.o.Run, Prefs: p.o.Prefs, Keys: p.o.Keys,
		Copy: p.o.Desktop.Copy, CopyText: func(k link) string { return k.PageURL },
		OnError: l.failed,
		OnOpen:  l.open, OnSelect: func(int) { l.offerEdit() }, OnLoaded: func(int) { l.offerEdit() },
		Menu:  l.menu,
		Count: l.count,
		Empty: func() fyne.CanvasObject {
			if result.IsWholeSite(p.facts.detail.URL) {
				return badge.Empty(nil, lang.L("No page links here"), lang.L("This is about the whole site, so no link leads to it."))
			}
			return badge.Empty(nil, lang.L("No page links here"), lang.L("The address itself was where the scan began, or only the sitemap names it."))
		},
	})
	l.ofPage = badge.Caption("")
	l.ofPage.Truncation = fyne.TextTruncateEllipsis
	l.edit = &control.Button{Button: widget.Button{Text: lang.L("Edit this page"), Icon: fynetheme.DocumentCreateIcon(), OnTapped: func() {
		if k, ok := l.editable(); ok {
			l.p.o.Desktop.Browse(l.edits[k.Page])
		}
	}}}
	l.bar = container.NewBorder(nil, nil, l.edit, nil, l.ofPage)
	l.bar.Hide()
	l.content = container.NewBorder(l.failure, l.bar, nil, nil, l.table)
	return l
}

func (l *links) show(scan storage.ScanID, f facts) {
	l.failure.RemoveAll()
	l.pages = f.pages
	l.edits = nil
	l.bar.Hide()
	source := linkSource{src: l.p.o.Source, scan: scan, id: f.detail.ID, links: f.links}
	l.table.SetSource(source)
	l.loader.Load(l.p.o.Run, source.edits, func(edits map[storage.URLID]string, err error) {
		if err == nil { // without them all else is the same
			l.edits = edits
			l.offerEdit()
		}
	})
}

// editable returns the link whose page can be edited: that of the row that is selected, or of the
// first one on such a page.
func (l *links) editable() (link, bool) {
	if at, ok := l.table.Selected(); ok {
		k, ok := l.table.Row(at)
		return k, ok && l.edits[k.Page] != ""
	}
	for at := range min(l.table.Len(), mostEdits) {
		if k, ok := l.table.Row(at); ok && l.edits[k.Page] != "" {
			return k, true
		}
	}
	return link{}, false
}

// offerEdit shows the button that edits a page, where one of the pages can be edited.
func (l *links) offerEdit() {
	k, ok := l.editable()
	if ok {
		l.ofPage.SetText(words.Readable(pageName(k.Source)))
		l.edit.Enable()
	} else {
		l.ofPage.SetText("")
		l.edit.Disable()
	}
	if shown := len(l.edits) > 0; shown != l.bar.Visible() {
		if shown {
			l.bar.Show()
		} else {
			l.bar.Hide()
		}
		l.content.Refresh()
	}
}

func (l *links) close() {
	l.loader.Cancel()
	l.table.Close()
}

func (l *links) failed(err error) {
	l.failure.RemoveAll()
	l.failure.Add(badge.Banner(badge.Fail, l.p.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: l.table.Reload}))
}

func (l *links) count(n int) string {
	return lang.L("{{.Links}} on {{.Pages}}", map[string]any{
		"Links": lang.N("{{.Count}} links", n, map[string]any{"Count": words.Number(n)}),
		"Pages": lang.N("{{.Count}} pages", l.pages, map[string]any{"Count": words.Number(l.pages)}),
	})
}

// open shows a link's page in the browser.
func (l *links) open(at int) {
	if k, ok := l.table.Row(at); ok && Browsable(k.PageURL) {
		l.p.o.Desktop.Browse(k.PageURL)
	}
}

func (l *links) menu(k link) []*fyne.MenuItem {
	copied := func(text string) func() {
		return func() { l.p.o.Desktop.Copy(text) }
	}
	page := fyne.NewMenuItemWithIcon(lang.L("Copy page's address"), fynetheme.ContentCopyIcon(), copied(k.PageURL))
	text := fyne.NewMenuItem(lang.L("Copy link text"), copied(k.Text))
	text.Disabled = k.Text == ""
	target := l.p.facts.detail.URL
	visit := fyne.NewMenuItemWithIcon(lang.L("Open target"), fynetheme.ComputerIcon(), func() { l.p.o.Desktop.Browse(target) })
	visit.Disabled = !Browsable(target)
	address := fyne.NewMenuItem(lang.L("Copy target's address"), copied(target))
	items := []*fyne.MenuItem{visit, page, address, text}
	if address := l.edits[k.Page]; address != "" {
		items = append(items, fyne.NewMenuItemWithIcon(lang.L("Edit this page"), fynetheme.DocumentCreateIcon(), func() { l.p.o.Desktop.Browse(address) }))
	}
	return append(items, l.p.linkMenu(k)...)
}

// pageName is a page's title with its address where it has none.
func pageName(s storage.Source) string {
	if s.Title != "" {
		return s.Title
	}
	return s.PageURL
}

// foundBy says whether a link is in the HTML of its page, or only scripts make it.
func foundBy(byScript bool) string {
	if byScript {
		return lang.L("Script")
	}
	return "HTML"
}

// lineOf returns the line of its page in which a link is; a link that only scripts make
// has none, and that is said in its place.
func lineOf(s storage.Source) string {
	switch {
	case s.ByScript:
		return foundBy(s.ByScript)
	case s.Line == 0:
		return ""
	default:
		return strconv.Itoa(s.Line)
	}
}

// linkSource pages through the links of one target.
type linkSource struct {
	src   Source
	scan  storage.ScanID
	id    storage.URLID
	links int
}

func (s linkSource) IDs(context.Context, table.Sort) ([]int, error) {
	ids := make([]int, s.links)
	for i := range ids {
		ids[i] = i
	}
	return ids, nil
}

// mostEdits is for how many links the addresses are looked up at which their pages are
// edited.
const mostEdits = 1000

// edits returns the addresses at which the pages with the first links are edited.
func (s linkSource) edits(ctx context.Context) (map[storage.URLID]string, error) {
	rows, _, _, err := s.src.Sources(ctx, s.scan, s.id, 0, mostEdits)
	if err != nil {
		return nil, err
	}
	pages := make(map[storage.URLID]string, len(rows))
	for _, r := range rows {
		pages[r.Page] = r.PageURL
	}
	return s.src.EditAddresses(ctx, s.scan, pages)
}

// Rows is asked for stretches only: tables load pages of consecutive ids.
func (s linkSource) Rows(ctx context.Context, ids []int) ([]link, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, _, _, err := s.src.Sources(ctx, s.scan, s.id, ids[0], len(ids))
	if err != nil {
		return nil, err
	}
	all := make([]link, len(rows))
	for i, r := range rows {
		all[i] = link{at: ids[0] + i, Source: r}
	}
	return all, nil
}
