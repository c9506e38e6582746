package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// foot is the line below the rows: how many are shown, and the whole of the
// cell under the pointer where that is cut.
type foot struct {
	widget.BaseWidget
	count, hint string
}

func newFoot() *foot {
	f := &foot{}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is for Fyne.
func (f *foot) CreateRenderer() fyne.WidgetRenderer {
	r := &footRenderer{f: f, count: &canvas.Text{}, hint: &canvas.Text{}}
	r.Refresh()
	return r
}

type footRenderer struct {
	f           *foot
	count, hint *canvas.Text
	meter       *meter.Meter
}

const footHeight = 26

func (r *footRenderer) Destroy() {}

func (r *footRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.count, r.hint} }

func (r *footRenderer) MinSize() fyne.Size { return fyne.NewSize(100, footHeight) }

// Layout returns the hint what room the count leaves.
func (r *footRenderer) Layout(size fyne.Size) {
	c := r.count.MinSize()
	r.count.Move(fyne.NewPos(cellInset, (size.Height-c.Height)/2))
	r.count.Resize(c)
	x := cellInset + c.Width + theme.Size(theme.SizeMargin)
	r.hint.Text = r.meter.Fit(r.f.hint, max(size.Width-x-cellInset, 0), meter.CutMiddle)
	h := r.hint.MinSize()
	r.hint.Move(fyne.NewPos(x, (size.Height-h.Height)/2))
	r.hint.Resize(h)
}

func (r *footRenderer) Refresh() {
	if r.meter == nil || r.meter.Size != theme.Size(theme.SizeCaption) {
		r.meter = meter.New(theme.SizeCaption, false)
	}
	for _, t := range []*canvas.Text{r.count, r.hint} {
		t.TextSize, t.Color = r.meter.Size, theme.Color(theme.ColorSubtle)
	}
	r.count.Text = r.f.count
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}
