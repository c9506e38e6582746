package compare

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/changelist"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// build puts the parts together.
func (s *Screen) build() {
	s.title, s.about = badge.Title(lang.L("Loading…")), badge.Caption("")
	s.title.Wrapping, s.title.Truncation = fyne.TextWrapWord, fyne.TextTruncateOff // Fyne panics with both
	s.about.Wrapping = fyne.TextWrapWord
	s.notes = badge.Caption("")
	s.notes.Wrapping = fyne.TextWrapWord
	for _, of := range []*side{&s.before, &s.now} {
		of.box = control.NewSelect(nil, func(string) { s.chose(of) })
		of.box.PlaceHolder = lang.L("Choose a scan")
	}
	s.match = &control.Button{Button: widget.Button{Text: lang.L("Match addresses …"), OnTapped: s.matchAddresses}}
	s.match.Disable()
	s.save = &control.Button{Button: widget.Button{Text: lang.L("Save comparison …"), Icon: fynetheme.DocumentSaveIcon(), Importance: widget.HighImportance, OnTapped: s.Save}}
	s.save.Disable()
	results := &control.Button{Button: widget.Button{Text: lang.L("Results"), OnTapped: func() {
		if s.loaded {
			s.o.Going.Results(s.now.scan)
		}
	}}}
	s.failure, s.suggestion = container.NewVBox(), container.NewStack()
	titles := []string{lang.L("All changes")}
	for _, c := range tabChanges() {
		titles = append(titles, words.Change(c))
	}
	titles = append(titles, lang.L("Pages"))
	s.tabs = badge.NewTabs(func(int) { s.ask() }, titles...)
	s.search = field.NewSearch(lang.L("Search"))
	s.search.Icon = fynetheme.SearchIcon()
	s.search.OnChanged = func(string) { s.ask() }
	s.search.Keys = s.o.Keys
	s.table = table.New(table.Options[storage.URLID, storage.ChangeRow]{
		Name: "changes", ID: func(r storage.ChangeRow) storage.URLID { return r.ID }, Run: s.o.Run, Prefs: s.o.Prefs,
		Columns: changelist.Columns(changelist.Texts{
			Heading: lang.L("Why"), Why: s.o.Read.Why, Within: s.within,
			Outcome: func(key outcome.Key) string { return s.o.Book.Entry(key, words.Language()).Title },
		}),
		OnOpen: s.open, OnError: func(err error) { s.apply(answer{}, err) },
		Copy: s.o.Desktop.Copy, CopyText: func(r storage.ChangeRow) string { return r.URL },
		Menu: s.menu, Keys: s.o.Keys, Typed: s.typed,
		Count: func(n int) string { return lang.N("{{.Count}} rows", n, map[string]any{"Count": words.Number(n)}) },
		Empty: s.empty,
	})
	show(s.about, false)
	show(s.notes, false)

	s.pageList = newPageList(s)
	s.lists = container.NewStack(s.table, s.pageList.content)
	gap := theme.Size(theme.SizeGap)
	top := badge.BesideOrBelow(s.title, container.NewHBox(results, s.save))
	pair := container.NewBorder(nil, nil, nil, s.match,
		column.Left(scansWidth, container.NewGridWithColumns(2, beside(lang.L("Before"), s.before.box), beside(lang.L("Now"), s.now.box))))
	lists := container.NewBorder(nil, nil, nil, column.Fixed(searchWidth, s.search), container.NewHScroll(s.tabs.Content))
	s.content = container.New(&stack{space: gap, low: s.setLow}, top, s.about, pair, s.notes, s.suggestion, s.failure, lists, s.lists)
}

// Widths of the search field, and of both lists of scans together.
const (
	searchWidth = 170
	scansWidth  = 840
)

// beside puts the name of a list of scans before it.
func beside(name string, list *control.Select) fyne.CanvasObject {
	frame := badge.NewSurface(list)
	frame.Inset = 1
	return container.NewBorder(nil, nil, widget.NewLabel(name), nil, frame)
}

// stack puts its objects below each other, and gives the last the room that is left.
// It never forces the window to be larger.
type stack struct {
	space float32
	low   func(bool) // told whether there is little height
}

// lowHeight is the height under which the sentence is smaller, so that rows are in
// view.
const lowHeight = 420

func (s *Screen) setLow(low bool) {
	size := theme.SizeTitle
	if low {
		size = theme.SizeSection
	}
	if s.title.SizeName != size {
		s.title.SizeName = size
		s.title.Refresh()
	}
}

// MinSize is small enough for every window.
func (l *stack) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 200) }

func (l *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.low(size.Height < lowHeight)
	margin := theme.Size(theme.SizeMargin)
	width := max(size.Width-2*margin, 0)
	y := margin / 2
	last := len(objects) - 1
	for _, o := range objects[:last] {
		if !o.Visible() || o.MinSize().Height == 0 {
			continue
		}
		o.Move(fyne.NewPos(margin, y))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Resize(fyne.NewSize(width, o.MinSize().Height)) // what wraps knows its height by now
		y += o.Size().Height + l.space
	}
	objects[last].Move(fyne.NewPos(margin, y))
	objects[last].Resize(fyne.NewSize(width, max(size.Height-y-margin/2, 0)))
}

// within leaves the site's own origin out of an address.
func (s *Screen) within(address string) string {
	if rest, own := strings.CutPrefix(address, s.origin); s.origin != "" && own && strings.HasPrefix(rest, "/") {
		return rest
	}
	return address
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
