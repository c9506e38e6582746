package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// Excerpt shows a text of any length in a few lines. It wraps, and the middle
// of a longer one is left out: both ends of an address tell something. What is
// shown can be selected.
type Excerpt struct {
	widget.BaseWidget
	whole string
	lines int
	size  fyne.ThemeSizeName
	label *widget.Label
}

// NewExcerpt makes an empty excerpt of at most so many lines of body text.
func NewExcerpt(lines int) *Excerpt {
	return newExcerpt(lines, theme.SizeBody, &widget.Label{Wrapping: fyne.TextWrapWord, Selectable: true})
}

// NewHeading makes an excerpt of at most two lines in the style of Section,
// which is not selected.
func NewHeading() *Excerpt {
	label := Section("")
	label.Wrapping = fyne.TextWrapWord
	return newExcerpt(2, theme.SizeSection, label)
}

func newExcerpt(lines int, size fyne.ThemeSizeName, label *widget.Label) *Excerpt {
	e := &Excerpt{lines: lines, size: size, label: label}
	e.ExtendBaseWidget(e)
	return e
}

// SetText changes the text.
func (e *Excerpt) SetText(whole string) {
	e.whole = whole
	e.Refresh()
}

// Natural returns how wide the text is in one line, with the room beside it.
func (e *Excerpt) Natural() float32 {
	return e.meter().Width(e.whole) + 2*theme.Size(fynetheme.SizeNameInnerPadding) + 1
}

func (e *Excerpt) meter() *meter.Meter { return meter.New(e.size, e.label.TextStyle.Bold) }

// CreateRenderer is for Fyne.
func (e *Excerpt) CreateRenderer() fyne.WidgetRenderer {
	r := &excerptRenderer{e: e}
	r.Layout(e.Size())
	return r
}

type excerptRenderer struct{ e *Excerpt }

func (r *excerptRenderer) Destroy() {}

func (r *excerptRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.e.label} }

// MinSize is, as that of a wrapped label, for the width that it has.
func (r *excerptRenderer) MinSize() fyne.Size { return r.e.label.MinSize() }

// Layout takes as much of the text as has room in its lines. How much a line
// loses to a word that does not fit shows only when the text is wrapped.
func (r *excerptRenderer) Layout(size fyne.Size) {
	m, pad := r.e.meter(), theme.Size(fynetheme.SizeNameInnerPadding)
	line, lines := size.Width-2*pad, float32(r.e.lines)
	highest := lines*(m.Height+theme.Size(fynetheme.SizeNameLineSpacing)) + 2*pad
	for room := lines * line; ; room -= line / 8 {
		if text := m.Fit(r.e.whole, room, meter.CutMiddle); text != r.e.label.Text {
			r.e.label.SetText(text)
		}
		r.e.label.Resize(size)
		if room <= line || r.e.label.MinSize().Height <= highest {
			return
		}
	}
}

func (r *excerptRenderer) Refresh() {
	r.Layout(r.e.Size())
	r.e.label.Refresh()
	canvas.Refresh(r.e)
}
