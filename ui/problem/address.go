package problem

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// address shows an address in at most two lines, the middle of a longer one
// left out: both ends tell something. All of it is under "What we saw".
type address struct {
	widget.BaseWidget
	whole string
	label *widget.Label
}

func newAddress() *address {
	a := &address{label: &widget.Label{Wrapping: fyne.TextWrapBreak, Selectable: true}}
	a.ExtendBaseWidget(a)
	return a
}

func (a *address) set(whole string) {
	a.whole = whole
	a.Refresh()
}

// CreateRenderer is for Fyne.
func (a *address) CreateRenderer() fyne.WidgetRenderer { return &addressRenderer{a: a} }

type addressRenderer struct{ a *address }

func (r *addressRenderer) Destroy() {}

func (r *addressRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.a.label} }

// MinSize is, as that of a wrapped label, for the width that it has.
func (r *addressRenderer) MinSize() fyne.Size { return r.a.label.MinSize() }

func (r *addressRenderer) Layout(size fyne.Size) {
	m := meter.New(theme.SizeBody, false)
	line := size.Width - 2*theme.Size(fynetheme.SizeNameInnerPadding)
	text := m.Fit(r.a.whole, 2*(line-m.Width("W")), meter.CutMiddle) // each line ends short of one character
	if text != r.a.label.Text {
		r.a.label.SetText(text)
	}
	r.a.label.Resize(size)
}

func (r *addressRenderer) Refresh() {
	r.Layout(r.a.Size())
	canvas.Refresh(r.a)
}
