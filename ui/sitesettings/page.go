package sitesettings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
)

// lineWidth is how wide settings are at most, so that their help is read with ease.
const lineWidth = 640

// page is a column of settings that scrolls.
type page struct {
	settings []*setting
	folds    []*fold
	form     *fyne.Container
	scroll   *container.Scroll
	content  fyne.CanvasObject
}

func newPage() *page {
	p := &page{form: container.New(&stack{gap: 6})}
	p.scroll = container.NewVScroll(p.form)
	p.content = container.New(measured{p.form}, p.scroll)
	return p
}

// add puts a setting below the others.
func (p *page) add(s *setting) *setting {
	s.page = p
	p.settings = append(p.settings, s)
	p.form.Add(s.content)
	return s
}

// refresh makes room for what was shown or hidden.
func (p *page) refresh() {
	p.form.Refresh()
	p.scroll.Refresh()
}

// tell shows beside each setting what is wrong with it, and gives the first
// that has something.
func (p *page) tell(said map[Field]string) (first *setting) {
	for _, s := range p.settings {
		if s.tell(said[s.field]); said[s.field] != "" && s.field != "" && first == nil {
			first = s
		}
	}
	p.refresh()
	if first != nil {
		for _, f := range p.folds {
			if slices.Contains(f.parts, fyne.CanvasObject(first.content)) {
				f.set(true)
			}
		}
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, first.content.Position().Y-20)))
	}
	return first
}

// setting is one thing to decide: its name, what it means in a sentence, what
// it is set with, and why that can't be used.
type setting struct {
	field   Field
	page    *page
	focus   fyne.Focusable
	problem *fyne.Container
	reason  *widget.Label
	content *fyne.Container
}

// newSetting returns a setting with a name above its parts, which are below each other.
func newSetting(f Field, name, help string, focus fyne.Focusable, parts ...fyne.CanvasObject) *setting {
	s := &setting{field: f, focus: focus}
	s.reason = &widget.Label{Wrapping: fyne.TextWrapWord}
	icon := widget.NewIcon(theme.VerdictIcon(outcome.Broken))
	s.problem = container.NewBorder(nil, nil, container.NewVBox(column.Margin(theme.Size(theme.SizeGap), icon)), nil, s.reason)
	s.problem.Hide()
	s.content = container.New(&stack{})
	if name != "" {
		head := container.New(&stack{gap: -14}, &widget.Label{Text: name, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord})
		if help != "" {
			head.Add(caption(help))
		}
		s.content.Add(head)
	}
	for _, part := range parts {
		s.content.Add(column.Inset(part))
	}
	if help != "" && name == "" { // a check box names itself
		s.content.Objects = []fyne.CanvasObject{container.New(&stack{gap: -14},
			container.NewStack(s.content.Objects...), container.New(layout.NewCustomPaddedLayout(0, 0, 28, 0), caption(help)))}
	}
	s.content.Add(s.problem)
	return s
}

// tell shows why the setting can't be used, "" for nothing.
func (s *setting) tell(why string) {
	s.reason.SetText(why)
	show(s.problem, why != "")
}

// ease takes a complaint away once the person does something about it.
func (s *setting) ease() {
	if s.problem.Visible() {
		s.tell("")
		s.page.refresh()
	}
}

// caption is a subtle text that wraps.
func caption(text string) *widget.Label {
	return &widget.Label{Text: text, SizeName: theme.SizeCaption, Importance: widget.LowImportance, Wrapping: fyne.TextWrapWord}
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// check is a check box with a sentence of help below.
func (s *Screen) check(p *page, text, help string) *checkBox {
	c := newCheck(text, s.key, s.Save)
	p.add(newSetting("", "", help, c, c))
	return c
}

// entry is a one-line field.
func (s *Screen) entry(hint string) *field.Entry {
	e := field.New(hint)
	e.Keys = s.key
	e.OnSubmitted = func(string) { s.Save() }
	return e
}

// lines is a field of several lines.
func (s *Screen) lines(hint string) *field.Lines {
	e := field.NewLines(hint, 3)
	e.Keys = s.key
	return e
}

func (s *Screen) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		return s.Back()
	}
	return s.o.Keys != nil && s.o.Keys(k)
}

// checkBox is Fyne's, which leaves Escape and Enter to the form around it.
type checkBox struct {
	control.Check
	keys  func(*fyne.KeyEvent) bool
	enter func()
}

func newCheck(text string, keys func(*fyne.KeyEvent) bool, enter func()) *checkBox {
	c := &checkBox{keys: keys, enter: enter}
	c.Text = text
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is for Fyne.
func (c *checkBox) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.enter()
	default:
		if !c.keys(k) {
			c.Check.TypedKey(k)
		}
	}
}

// stack puts objects below each other, gap apart, no wider than a line should
// be. Wrapped texts are measured at the width that they get.
type stack struct{ gap, width float32 }

func (l *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, l.place(objects, l.width, false))
}

func (l *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = min(size.Width, lineWidth)
	l.place(objects, l.width, true)
}

func (l *stack) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if width > 0 && o.Size().Width != width {
			o.Resize(fyne.NewSize(width, o.Size().Height))
		}
		h := o.MinSize().Height
		if move {
			o.Move(fyne.NewPos(0, y))
			o.Resize(fyne.NewSize(width, h))
		}
		y += h + l.gap
	}
	return max(y-l.gap, 0)
}

// measured sets the width of a form before the scroller around it asks for its
// height.
type measured struct{ form fyne.CanvasObject }

func (measured) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 80) }

func (m measured) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m.form.Resize(fyne.NewSize(size.Width, m.form.Size().Height))
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// fold hides what is needed less often behind a button.
type fold struct {
	page  *page
	open  bool
	text  string
	press *control.Button
	parts []fyne.CanvasObject
}

// fold begins a part of the page that is folded; what is added until it is
// closed belongs to it.
func (p *page) fold(text string, fill func()) *fold {
	f := &fold{page: p, text: text}
	f.press = &control.Button{Button: widget.Button{Text: text, Icon: fynetheme.MenuExpandIcon(), Importance: widget.LowImportance, Alignment: widget.ButtonAlignLeading, OnTapped: f.toggle}}
	p.form.Add(container.New(layout.NewCustomPaddedLayout(theme.Size(theme.SizeGap), 0, 0, 0), container.NewHBox(f.press)))
	before := len(p.form.Objects)
	fill()
	f.parts = append(f.parts, p.form.Objects[before:]...)
	f.set(false)
	p.folds = append(p.folds, f)
	return f
}

func (f *fold) toggle() { f.set(!f.open) }

func (f *fold) set(open bool) {
	f.open = open
	icon := fynetheme.MenuExpandIcon()
	if open {
		icon = fynetheme.MenuDropDownIcon()
	}
	f.press.SetIcon(icon)
	for _, o := range f.parts {
		show(o, open)
	}
	f.page.refresh()
}
