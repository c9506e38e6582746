// Package codes shows what every outcome means, whether a scan had it or not:
// a list that can be searched, and beside it the article of the one that is
// chosen. It must not know of any scan.
package codes

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/ui/article"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Book explains outcomes. It answers from memory, on the window's thread.
type Book interface {
	// Search lists the entries that fit a query, best first; all of them, class
	// by class, where it is empty.
	Search(query, language string) []knowledge.Entry
	Entry(key outcome.Key, language string) knowledge.Entry
	ExplainKey(key outcome.Key) (knowledge.Explanation, error)
}

// Options are what the screen needs.
type Options struct {
	Run  *background.Runner
	Book Book
	// Occurring returns the outcomes of the problems that the scans of this history have,
	// most frequent first. It is called off the window's thread.
	Occurring func(ctx context.Context) ([]outcome.Key, error)
	// Browse opens a web page, Sentence says what went wrong.
	Browse   func(address string)
	Sentence func(error) string
	Copy     func(text string)
	// Keys is asked first about keys that type nothing; may be nil.
	Keys func(*fyne.KeyEvent) bool
}

// Screen is the list of all outcomes. Its methods belong to the window's thread.
type Screen struct {
	o     Options
	lines []line
	shown outcome.Key   // whose article is open, "" for none
	way   []outcome.Key // that was read before it, by links
	// occurring are listed first while nothing is searched for.
	occurring []outcome.Key
	loader    background.Loader[[]outcome.Key]

	search  *field.Entry
	count   *widget.Label
	list    *control.List
	none    fyne.CanvasObject
	left    fyne.CanvasObject
	article *fyne.Container
	right   *container.Scroll
	split   *container.Split
	content *fyne.Container
	width   float32
}

// line is an entry of the list, or the heading of a class.
type line struct {
	heading string
	entry   knowledge.Entry
}

// narrow is the width under which list and article do not fit side by side.
const narrow = 700

// New makes the screen with everything listed.
func New(o Options) *Screen {
	s := &Screen{o: o, count: badge.Caption(""), article: container.NewVBox()}
	s.search = field.NewSearch(lang.L("Search codes and what they mean"))
	s.search.SetIcon(fynetheme.SearchIcon())
	s.search.Keys = s.key
	s.search.OnChanged = func(string) { s.apply() }
	s.search.OnSubmitted = func(string) { s.openFirst() }
	s.buildList()
	s.none = container.NewVScroll(badge.Empty(fynetheme.SearchIcon(), lang.L("No code fits"),
		lang.L("Try a number, such as 404, or a word, such as certificate."),
		badge.Action{Text: lang.L("Show all"), Do: func() { s.search.SetText("") }}))
	s.none.Hide()
	s.right = container.NewVScroll(s.article)
	s.left = column.Below(container.NewVBox(column.Inset(s.search), s.count), container.NewStack(s.list, s.none))
	s.split = container.NewHSplit(s.left, badge.NewSurface(s.right))
	s.split.Offset = 0.36
	s.content = container.New(arranger{s}, badge.Title(lang.L("What codes mean")), container.NewStack())
	s.apply()
	s.showArticle()
	s.loader.Load(o.Run, o.Occurring, func(keys []outcome.Key, err error) {
		if err != nil || len(keys) == 0 {
			return // all are listed anyway
		}
		s.occurring = keys
		s.apply()
		if s.shown == "" && s.search.Text == "" && !s.isNarrow() {
			s.Open(keys[0])
		}
	})
	return s
}

// buildList makes the list of codes. The article follows the keyboard where it is beside
// the list.
func (s *Screen) buildList() {
	s.list = control.NewList(func() int { return len(s.lines) }, newLine, func(i int, o fyne.CanvasObject) {
		s.lines[i].show(o.(*widget.Label))
	})
	s.list.Open = s.selected
	s.list.Skips = func(i int) bool { return s.lines[i].heading != "" }
	s.list.Keys = s.key
	s.list.Reached = func(i int) {
		if !s.isNarrow() {
			s.list.Select(i)
		}
	}
	s.list.Typed = func(r rune) {
		if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
			s.Focus(c)
			s.search.TypedRune(r)
		}
	}
	s.list.Menu = func(i int) *fyne.Menu {
		e := s.lines[i].entry
		return fyne.NewMenu("",
			fyne.NewMenuItem(lang.L("Open"), func() { s.Open(e.Key) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(lang.L("Copy name"), func() { s.o.Copy(e.Title) }),
			fyne.NewMenuItem(lang.L("Copy what it means"), func() { s.o.Copy(e.Title + "\n" + e.Short) }))
	}
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus puts the keyboard into the search field.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.search) }

// Search does so, too.
func (s *Screen) Search(c fyne.Canvas) { s.Focus(c) }

// Back goes back by the way that was read, and then closes the article; it
// reports whether one was open.
func (s *Screen) Back() bool {
	if s.shown == "" {
		return false
	}
	s.back()
	return true
}

// Open shows the article of an outcome.
func (s *Screen) Open(key outcome.Key) {
	s.way = nil
	s.open(key)
}

// apply lists what fits the search.
func (s *Screen) apply() {
	entries := s.o.Book.Search(s.search.Text, words.Language())
	s.lines = s.lines[:0]
	if s.search.Text == "" && len(s.occurring) > 0 {
		s.lines = append(s.lines, line{heading: lang.L("In your newest scans")})
		for _, key := range s.occurring {
			s.lines = append(s.lines, line{entry: s.o.Book.Entry(key, words.Language())})
		}
	}
	var class outcome.Class
	for _, e := range entries {
		if e.Class != class && s.search.Text == "" {
			class = e.Class
			s.lines = append(s.lines, line{heading: words.Group(class)})
		}
		s.lines = append(s.lines, line{entry: e})
	}
	s.count.SetText(lang.N("{{.Count}} codes", len(entries), map[string]any{"Count": words.Number(len(entries))}))
	show(s.none, len(entries) == 0)
	show(s.list, len(entries) > 0)
	s.list.UnselectAll()
	s.list.Refresh()
	s.list.ScrollToTop()
	if s.search.Text == "" { // else what fits best stays in view
		s.mark()
	}
}

// openFirst opens what fits best.
func (s *Screen) openFirst() {
	for _, l := range s.lines {
		if l.heading == "" {
			s.Open(l.entry.Key)
			return
		}
	}
}

// selected opens a line; a heading is none.
func (s *Screen) selected(i widget.ListItemID) {
	l := s.lines[i]
	switch {
	case l.heading != "":
		s.list.UnselectAll()
		s.mark()
	case l.entry.Key != s.shown:
		s.Open(l.entry.Key)
	}
}

// mark selects the line of what is shown, where it is listed.
func (s *Screen) mark() {
	for i, l := range s.lines {
		if l.heading == "" && l.entry.Key == s.shown {
			s.list.Select(i)
			return
		}
	}
	s.list.UnselectAll()
}

func (s *Screen) open(key outcome.Key) {
	s.shown = key
	s.mark()
	s.showArticle()
}

// read follows a link of the article.
func (s *Screen) read(key outcome.Key) {
	s.way = append(s.way, s.shown)
	s.open(key)
}

// back goes to the article before, or closes the first.
func (s *Screen) back() {
	if n := len(s.way); n > 0 {
		before := s.way[n-1]
		s.way = s.way[:n-1]
		s.open(before)
		return
	}
	s.open("")
}

// showArticle fills the right side.
func (s *Screen) showArticle() {
	s.article.RemoveAll()
	s.right.ScrollToTop()
	if s.shown == "" {
		s.article.Add(badge.Body(lang.L("Choose a code from the list, or type one. Everything that a scan finds is explained here: what it means, how serious it is, and how to fix it.")))
		s.arrange()
		return
	}
	if back := s.backButton(); back != nil {
		s.article.Add(container.NewHBox(back))
	}
	x, err := s.o.Book.ExplainKey(s.shown)
	if err != nil {
		s.article.Add(badge.Banner(badge.Fail, s.o.Sentence(err), ""))
		s.arrange()
		return
	}
	s.article.Add(article.General(x, article.Links{Title: s.title, Read: s.read, Browse: s.o.Browse}))
	s.arrange()
}

// backButton leads back by the way that was read, and to the list where that
// is not beside it.
func (s *Screen) backButton() *control.Button {
	text := ""
	switch n := len(s.way); {
	case n > 0:
		text = lang.L("Back to {{.Title}}", map[string]any{"Title": s.title(s.way[n-1])})
	case s.isNarrow():
		text = lang.L("Back to all codes")
	default:
		return nil
	}
	return &control.Button{Button: widget.Button{Text: text, Icon: fynetheme.NavigateBackIcon(), Importance: widget.LowImportance, OnTapped: s.back}}
}

func (s *Screen) title(key outcome.Key) string { return s.o.Book.Entry(key, words.Language()).Title }

func (s *Screen) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && s.search.Text != "" {
		s.search.SetText("")
		return true
	}
	return s.o.Keys != nil && s.o.Keys(k)
}

func (s *Screen) isNarrow() bool { return s.width > 0 && s.width < narrow }

// arrange puts list and article where they belong at this width.
func (s *Screen) arrange() {
	below := s.content.Objects[1].(*fyne.Container)
	want := fyne.CanvasObject(s.split)
	switch {
	case s.isNarrow() && s.shown != "":
		want = s.split.Trailing
	case s.isNarrow():
		want = s.left
	}
	if len(below.Objects) != 1 || below.Objects[0] != want {
		below.Objects = []fyne.CanvasObject{want}
	}
	below.Refresh()
}

// arranger lays the screen out, title above.
type arranger struct{ s *Screen }

// MinSize never grows with the content.
func (a arranger) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(360, 240) }

func (a arranger) Layout(o []fyne.CanvasObject, size fyne.Size) {
	margin := theme.Size(theme.SizeMargin)
	if was := a.s.isNarrow(); a.s.width != size.Width {
		a.s.width = size.Width
		if was != a.s.isNarrow() {
			a.s.showArticle()
		}
	}
	title := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(margin, margin/2))
	o[0].Resize(fyne.NewSize(size.Width-2*margin, title))
	o[1].Move(fyne.NewPos(margin, margin/2+title))
	o[1].Resize(fyne.NewSize(size.Width-2*margin, max(size.Height-margin-title, 0)))
}

func newLine() fyne.CanvasObject { return &widget.Label{Truncation: fyne.TextTruncateEllipsis} }

// show draws a line; labels are used again for others.
func (l line) show(label *widget.Label) {
	label.TextStyle.Bold, label.Importance, label.SizeName = false, widget.MediumImportance, theme.SizeBody
	text := l.entry.Title
	if l.heading != "" {
		text, label.TextStyle.Bold, label.Importance, label.SizeName = l.heading, true, widget.LowImportance, theme.SizeCaption
	}
	label.SetText(text)
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
