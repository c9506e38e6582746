package redirects

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// parts are the widgets of the screen.
type parts struct {
	title, about, count *widget.Label
	busy                *widget.Activity
	sure                *control.Button
	failure             *fyne.Container
	tabs                *badge.Tabs
	table               *table.Table[string, Row]
	search              *field.Entry

	accepting, changing, skipping, resetting *control.Button
	line                                     *widget.Label // about the row that is selected

	format        *control.Select
	copying, save *control.Button
	how, left     *widget.Label
	preview       *widget.Label
	scroll        *container.Scroll
	lists, files  *fyne.Container
	content       *fyne.Container
}

const (
	tabList = iota
	tabFile
)

// build puts the parts together.
func (s *Screen) build() {
	s.title = badge.Title(lang.L("Redirects"))
	s.title.Truncation = fyne.TextTruncateEllipsis
	s.about, s.count = badge.Caption(""), badge.Body("")
	s.about.Wrapping, s.count.Wrapping = fyne.TextWrapWord, fyne.TextWrapOff
	s.busy = widget.NewActivity()
	s.busy.Hide()
	s.failure = container.NewStack()
	s.sure = &control.Button{Button: widget.Button{Text: lang.L("Accept all that are sure"), Icon: fynetheme.ConfirmIcon(), OnTapped: s.acceptSure}}
	s.sure.Disable()
	s.search = field.NewSearch(lang.L("Search addresses"))
	s.search.SetIcon(fynetheme.SearchIcon())
	s.search.Keys = s.key
	s.search.OnChanged = func(string) { s.table.Renew(source{rows: s.matching()}) }
	s.tabs = badge.NewTabs(s.showTab, lang.L("Addresses"), lang.L("File"))
	s.table = table.New(table.Options[string, Row]{
		Name: "redirects", ID: func(r Row) string { return r.Address }, Run: s.o.Run, Prefs: s.o.Prefs, Columns: s.columns(),
		OnSelect: s.selected, OnOpen: s.opened, OnError: s.tell,
		Copy: s.o.Desktop.Copy, CopyText: func(r Row) string { return r.Address },
		Menu: s.menu, Keys: s.o.Keys, Typed: s.typed,
		Count: func(n int) string { return lang.N("{{.Count}} addresses", n, map[string]any{"Count": words.Number(n)}) },
		Empty: func() fyne.CanvasObject {
			if s.loaded && s.search.Text != "" {
				return badge.Empty(fynetheme.SearchIcon(), lang.L("No address matches"), "", badge.Action{Text: lang.L("Show all"), Do: func() { s.search.SetText("") }})
			}
			if !s.loaded {
				return badge.Empty(fynetheme.SearchIcon(), lang.L("Looking for addresses that fit …"), "")
			}
			return badge.Empty(fynetheme.ConfirmIcon(), lang.L("Nothing has to be redirected"), lang.L("The scan found no address of the website that is missing."))
		},
	})
	s.buildList()
	s.buildFile()

	top := badge.BesideOrBelow(s.title, container.NewHBox(s.busy, s.count, s.sure))
	s.content = container.New(&below{title: s.title, about: s.about}, top, s.about, s.failure, s.tabs.Content, container.NewStack(s.lists, s.files))
	s.showTab(tabList)
	s.showChosen()
}

// buildList puts the list together, with what can be done with the row that is selected.
func (s *Screen) buildList() {
	of := func(do func(Row)) func() {
		return func() {
			if r, ok := s.row(s.chosen); ok {
				do(r)
			}
		}
	}
	s.line = badge.Caption("")
	s.line.Truncation = fyne.TextTruncateEllipsis
	s.accepting = &control.Button{Button: widget.Button{Text: lang.L("Accept"), Icon: fynetheme.ConfirmIcon(), Importance: widget.HighImportance, OnTapped: of(s.accept)}}
	s.changing = &control.Button{Button: widget.Button{Text: lang.L("Change the target …"), OnTapped: of(s.change)}}
	s.skipping = &control.Button{Button: widget.Button{Text: lang.L("Skip"), OnTapped: of(s.skip)}}
	s.resetting = &control.Button{Button: widget.Button{Text: lang.L("Take back"), OnTapped: of(s.reset)}}
	actions := container.NewHBox(s.accepting, s.changing, s.skipping, s.resetting)
	low := container.NewBorder(nil, nil, actions, nil, s.line)
	s.lists = container.New(layout.NewBorderLayout(s.search, low, nil, nil), s.search, s.table, low) // in the order of the Tab key
}

// buildFile puts the file together.
func (s *Screen) buildFile() {
	titles := make([]string, len(s.formats))
	for i, f := range s.formats {
		titles[i] = f.Title
	}
	s.format = control.NewSelect(titles, nil)
	s.format.SetSelectedIndex(s.lastFormat())
	s.format.OnChanged = func(string) { s.choseFormat() }
	s.copying = &control.Button{Button: widget.Button{Text: lang.L("Copy"), Icon: fynetheme.ContentCopyIcon(), OnTapped: func() {
		s.o.Desktop.Copy(s.file.Text)
		s.o.Desktop.Tell(lang.L("The file's text is copied."))
	}}}
	s.save = &control.Button{Button: widget.Button{Text: lang.L("Save …"), Icon: fynetheme.DocumentSaveIcon(), Importance: widget.HighImportance, OnTapped: s.askWhere}}
	s.how, s.left = badge.Caption(""), badge.Caption("")
	s.how.Wrapping, s.left.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	s.how.Selectable = true
	s.preview = &widget.Label{TextStyle: fyne.TextStyle{Monospace: true}, Selectable: true, SizeName: theme.SizeCaption}
	s.scroll = container.NewScroll(s.preview)
	frame := badge.NewSurface(s.format)
	frame.Inset = 1
	top := container.NewBorder(nil, nil, widget.NewLabel(lang.L("For")), container.NewHBox(s.copying, s.save), column.Left(320, frame))
	head := container.NewVBox(top, s.how, s.left)
	s.files = container.New(&headed{}, head, badge.NewSurface(s.scroll))
}

// showTab shows the list or the file.
func (s *Screen) showTab(i int) {
	if i == tabFile {
		s.lists.Hide()
		s.files.Show()
	} else {
		s.files.Hide()
		s.lists.Show()
	}
	if s.content != nil {
		s.content.Refresh()
	}
}

// selected is called when another row is selected.
func (s *Screen) selected(address string) {
	s.chosen = address
	s.showChosen()
}

// opened accepts a row, or asks for another target where it is accepted.
func (s *Screen) opened(address string) {
	r, ok := s.row(address)
	switch {
	case !ok:
	case r.Decision == "" && r.Suggestion != "":
		s.accept(r)
	default:
		s.change(r)
	}
}

// showChosen says what is selected, and what can be done with it.
func (s *Screen) showChosen() {
	r, ok := s.row(s.chosen)
	able(s.accepting, ok && r.Decision != "accepted" && r.Suggestion != "")
	able(s.changing, ok)
	able(s.skipping, ok && r.Decision != "skipped")
	able(s.resetting, ok && r.Decision != "")
	if !ok {
		s.line.SetText(lang.L("Select an address, then decide."))
		return
	}
	s.line.SetText(cmp.Or(r.reason(), r.advice()))
}

// below puts its objects below each other, and gives the last the room that is left. It
// never forces the window to be larger.
type below struct {
	// title and about are left out where the room is short, so that rows are in view. The
	// bar above the screen has the title, too.
	title, about fyne.CanvasObject
}

// lowScreen is the height under which the room is short.
const lowScreen = 420

// MinSize is small enough for every window.
func (*below) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 200) }

// Layout places the objects.
func (l *below) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	margin := theme.Size(theme.SizeMargin)
	width := max(size.Width-2*margin, 0)
	y := margin / 2
	last := len(objects) - 1
	for _, o := range []fyne.CanvasObject{l.title, l.about} {
		if size.Height < lowScreen {
			o.Hide()
		} else {
			o.Show()
		}
	}
	for _, o := range objects[:last] {
		if !o.Visible() || o.MinSize().Height == 0 {
			continue
		}
		o.Move(fyne.NewPos(margin, y))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Resize(fyne.NewSize(width, o.MinSize().Height)) // what wraps knows its height by now
		y += o.Size().Height
	}
	objects[last].Move(fyne.NewPos(margin, y))
	objects[last].Resize(fyne.NewSize(width, max(size.Height-y-margin/2, 0)))
}

// headed puts a head above what has the room that is left, which is at least half of it.
type headed struct{}

// MinSize is small enough for every window.
func (*headed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(280, 160) }

// Layout places both.
func (*headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, rest := objects[0], objects[1]
	head.Resize(fyne.NewSize(size.Width, head.MinSize().Height))
	head.Resize(fyne.NewSize(size.Width, head.MinSize().Height)) // what wraps knows its height by now
	head.Move(fyne.NewPos(0, 0))
	y := head.MinSize().Height
	rest.Move(fyne.NewPos(0, y))
	rest.Resize(fyne.NewSize(size.Width, max(size.Height-y, 0)))
}
