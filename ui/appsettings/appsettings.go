package appsettings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/keeping"
	"sitewell/ui/theme"
)

// Options are what the screen needs.
type Options struct {
	Run   *background.Runner
	Store Store
	// Messages keeps how messages are sent; nil: nothing is said of them.
	Messages MessageStore
	// Languages are those that there are, as tags and each in itself.
	Languages []Choice
	TextSizes []int
	// Set changes a setting, and has the window look accordingly.
	Set func(name Name, value string) error
	// Keeping is what the dialogs about the history need.
	Keeping keeping.Options
	// Brands shows what reports look like, PickFolder lets the person choose a folder, and
	// Reveal shows a file in its folder.
	Brands     func()
	PickFolder func(from string, chosen func(folder string))
	// PickProgram lets the person choose a program.
	PickProgram func(chosen func(path string))
	Reveal      func(path string)
	Sentence    func(error) string
	Keys        func(*fyne.KeyEvent) bool
}

// Choice is a value with its name.
type Choice struct{ Value, Name string }

// Screen is the settings of Sitewell.
type Screen struct {
	o        Options
	form     *fyne.Container
	scroll   *container.Scroll
	language *control.Select
	folder   *widget.Label
	usual    *control.Button
	proxy    *proxy
	browser  *browser
	messages *messages // nil for none
	data     *data
	content  fyne.CanvasObject
	proxies  background.Loader[string]
}

// New makes the screen.
func New(o Options) *Screen {
	s := &Screen{o: o, form: container.New(&rows{gap: rowGap})}
	s.look()
	s.reports()
	s.proxy = newProxy(s)
	s.browser = newBrowser(s)
	if o.Messages != nil {
		s.messages = newMessages(s, o.Messages)
	}
	s.data = newData(s)
	s.scroll = container.NewVScroll(s.form)
	top := container.New(layout.NewCustomPaddedLayout(theme.Size(theme.SizeMargin)/2, 4, 0, 0), badge.Title(lang.L("Settings")))
	s.content = container.New(layout.NewCustomPaddedLayout(0, 0, theme.Size(theme.SizeMargin), 4), column.Below(top, container.New(measured{s.form}, s.scroll)))
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus puts the keyboard into the first setting.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.language) }

// Opened shows what may have changed elsewhere.
func (s *Screen) Opened() {
	s.data.read()
	s.browser.read()
	if s.messages != nil {
		s.messages.read()
	}
}

// Left drops what is under way.
func (s *Screen) Left() {
	s.proxies.Cancel()
	s.browser.about.Cancel()
	s.data.cancel()
	if s.messages != nil {
		s.messages.left()
	}
}

// section begins a part of the screen.
func (s *Screen) section(title string) {
	s.form.Add(container.New(layout.NewCustomPaddedLayout(8, -8, 0, 0), badge.Section(title)))
}

// add puts a setting below the others: its name, a sentence of help, and what it is set
// with. It returns where it says what is wrong.
func (s *Screen) add(name, help string, control fyne.CanvasObject, below ...fyne.CanvasObject) *notice {
	text := container.New(&rows{gap: textGap}, &widget.Label{Text: name, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}, wrapped(help))
	n := newNotice(s)
	all := append([]fyne.CanvasObject{text, control}, below...)
	s.form.Add(container.New(&row{}, append(all, n.content)...))
	return n
}

// wrapped is a subtle text that wraps.
func wrapped(text string) *widget.Label {
	return &widget.Label{Text: text, SizeName: theme.SizeCaption, Importance: widget.LowImportance, Wrapping: fyne.TextWrapWord}
}

// set changes a setting, or says why it can't have that value.
func (s *Screen) set(name Name, value string, n *notice) {
	err := s.o.Set(name, value)
	if n == nil {
		return
	}
	n.tell(s.o.Sentence, err)
}

// notice says what is wrong with a setting, or what came of it.
type notice struct {
	s       *Screen
	icon    *widget.Icon
	text    *widget.Label
	content *fyne.Container
}

func newNotice(s *Screen) *notice {
	n := &notice{s: s, icon: widget.NewIcon(theme.VerdictIcon(outcome.Broken)), text: &widget.Label{Wrapping: fyne.TextWrapWord}}
	n.content = container.NewBorder(nil, nil, container.NewVBox(column.Margin(theme.Size(theme.SizeGap), n.icon)), nil, n.text)
	n.content.Hide()
	return n
}

// tell says what went wrong, nothing for nil.
func (n *notice) tell(sentence func(error) string, err error) {
	if err == nil {
		n.say("", false)
		return
	}
	n.say(sentence(err), false)
}

// say shows a sentence, "" for none.
func (n *notice) say(text string, good bool) {
	n.icon.SetResource(theme.VerdictIcon(map[bool]outcome.Verdict{true: outcome.Works, false: outcome.Broken}[good]))
	n.text.SetText(text)
	if text == "" {
		n.content.Hide()
	} else {
		n.content.Show()
	}
	n.s.refresh()
}

// refresh makes room for what was shown or hidden.
func (s *Screen) refresh() {
	s.form.Refresh()
	if s.scroll != nil {
		s.scroll.Refresh()
	}
}

// store runs what may take time and shows what came of it.
func (s *Screen) store(n *notice, work func(ctx context.Context) (string, error)) {
	s.proxies.Load(s.o.Run, work, func(said string, err error) {
		if err != nil {
			n.tell(s.o.Sentence, err)
			return
		}
		n.say(said, true)
	})
}
