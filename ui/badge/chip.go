package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/assets/icons/verdict"
	"sitewell/scanner/outcome"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Chip is a filter that can be switched on and off, with the number of things
// it leaves. On, it is filled and says so by its dark ground.
type Chip struct {
	press
	// OnChanged is called when the person switches the chip; Set does not call it.
	OnChanged func(on bool)

	text    string
	count   int
	on      bool
	verdict outcome.Verdict
	icon    bool
	chosen  string // of a menu chip
	menu    bool
	brief   bool // icon and number without the word
}

// NewChip makes a chip that is off and shows no count.
func NewChip(text string, changed func(on bool)) *Chip {
	c := &Chip{text: text, count: -1, OnChanged: changed}
	c.onPress = c.toggle
	c.ExtendBaseWidget(c)
	return c
}

// NewVerdictChip makes a chip with a verdict's icon and word.
func NewVerdictChip(v outcome.Verdict, changed func(on bool)) *Chip {
	c := NewChip(words.Verdict(v), changed)
	c.verdict, c.icon = v, true
	c.tells(c, words.VerdictMeaning(v))
	return c
}

// NewMenuChip makes a chip that opens a menu, and is on while something is
// chosen there.
func NewMenuChip(text string, open func()) *Chip {
	c := NewChip(text, nil)
	c.menu = true
	c.onPress = open
	return c
}

// SetBrief leaves out the word of a chip that has an icon and a number, where
// room is short.
func (c *Chip) SetBrief(on bool) {
	if c.brief != on {
		c.brief = on
		c.Refresh()
	}
}

// SetChosen says what is chosen in a menu chip's menu; "" for nothing.
func (c *Chip) SetChosen(what string) {
	if c.chosen != what {
		c.chosen, c.on = what, what != ""
		c.Refresh()
	}
}

// says is the text that the chip shows.
func (c *Chip) says() string {
	if c.brief {
		return ""
	}
	if c.chosen != "" {
		return lang.L("{{.Filter}}: {{.Chosen}}", map[string]any{"Filter": c.text, "Chosen": c.chosen})
	}
	return c.text
}

// Set switches the chip without telling OnChanged.
func (c *Chip) Set(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// On reports whether the chip is switched on.
func (c *Chip) On() bool { return c.on }

// SetCount changes the number beside the word; a negative number shows none.
func (c *Chip) SetCount(n int) {
	if c.count != n {
		c.count = n
		c.Refresh()
	}
}

func (c *Chip) toggle() {
	c.on = !c.on
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(c.on)
	}
}

// CreateRenderer is for Fyne.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{
		c: c, ground: &canvas.Rectangle{}, wash: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain},
		word: newText(false), count: newText(true), more: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
	r.Refresh()
	return r
}

const chipHeight = 30

type chipRenderer struct {
	c            *Chip
	ground, wash *canvas.Rectangle
	icon, more   *canvas.Image
	word, count  *canvas.Text
}

func (r *chipRenderer) Destroy() {}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.ground, r.wash, r.word}
	if r.c.icon {
		o = append(o, r.icon)
	}
	if r.c.count >= 0 {
		o = append(o, r.count)
	}
	if r.c.menu {
		o = append(o, r.more)
	}
	return o
}

const chipInset = 12

func (r *chipRenderer) MinSize() fyne.Size {
	w := 2*chipInset + r.word.MinSize().Width
	if r.c.icon {
		w += theme.Size(theme.SizeBadge) + iconGap
	}
	if r.c.count >= 0 {
		w += r.count.MinSize().Width
		if r.word.Text != "" {
			w += iconGap + 1
		}
	}
	if r.c.menu {
		w += theme.Size(theme.SizeBadge)
	}
	return fyne.NewSize(w, max(chipHeight, tabHeight)) // beside tabs and fields it is centred
}

func (r *chipRenderer) Layout(size fyne.Size) {
	m := r.MinSize()
	top := (size.Height - chipHeight) / 2
	r.ground.Move(fyne.NewPos(0, top))
	r.ground.Resize(fyne.NewSize(m.Width, chipHeight))
	inset := float32(0)
	if r.c.focused && r.c.on {
		inset = control.RingWidth // within the ring
	}
	r.wash.Move(fyne.NewPos(inset, top+inset))
	r.wash.Resize(fyne.NewSize(m.Width-2*inset, chipHeight-2*inset))
	x := float32(chipInset)
	if r.c.icon {
		edge := theme.Size(theme.SizeBadge)
		r.icon.Move(fyne.NewPos(x, (size.Height-edge)/2))
		r.icon.Resize(fyne.NewSquareSize(edge))
		x += edge + iconGap
	}
	for _, t := range []*canvas.Text{r.word, r.count} {
		w := t.MinSize()
		t.Move(fyne.NewPos(x, (size.Height-w.Height)/2))
		t.Resize(w)
		if t.Text != "" {
			x += w.Width + iconGap + 1
		}
	}
	edge := theme.Size(theme.SizeBadge) + 2
	r.more.Move(fyne.NewPos(m.Width-chipInset-edge+4, (size.Height-edge)/2))
	r.more.Resize(fyne.NewSquareSize(edge))
}

func (r *chipRenderer) Refresh() {
	text, icon := fynetheme.ColorNameForeground, theme.VerdictColor(r.c.verdict)
	r.ground.FillColor, r.ground.StrokeColor = theme.Color(theme.ColorSurface), theme.Color(fynetheme.ColorNameInputBorder)
	if r.c.on {
		text, icon = fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNameForegroundOnPrimary
		r.ground.FillColor, r.ground.StrokeColor = theme.Color(fynetheme.ColorNamePrimary), theme.Color(fynetheme.ColorNamePrimary)
	}
	r.ground.StrokeWidth = 1
	r.wash.FillColor, r.wash.StrokeWidth = nil, 0
	if r.c.hovered {
		r.wash.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if r.c.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), control.RingWidth
	}
	if r.c.focused && r.c.on { // the ring alone is too dark beside what is within
		r.wash.StrokeColor, r.wash.StrokeWidth = theme.Color(fynetheme.ColorNameBackground), control.RingWidth
	}
	r.ground.CornerRadius, r.wash.CornerRadius = chipHeight/2, chipHeight/2
	r.icon.Resource = fynetheme.NewColoredResource(fyne.NewStaticResource("verdict-"+r.c.verdict.String()+".svg", verdict.SVG(r.c.verdict)), icon)
	r.more.Resource = fynetheme.NewColoredResource(fynetheme.MenuDropDownIcon(), text)
	style(r.word, text, theme.SizeBody)
	style(r.count, text, theme.SizeBody)
	r.word.Text = r.c.says()
	r.count.Text = ""
	if r.c.count >= 0 {
		r.count.Text = words.Number(r.c.count)
	}
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.c)
}
