package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// foot is the line below the rows: how many are shown, and the whole of the
// cell under the pointer where that is cut. While several rows are chosen it says how
// many, and has the bar of what can be done to them, whose room is always kept.
type foot struct {
	widget.BaseWidget
	count, hint, chosen string
	note                string            // what is going on, "" for nothing
	bar                 fyne.CanvasObject // nil: none
	choosing            bool              // several rows can be chosen
}

func newFoot(bar fyne.CanvasObject, choosing bool) *foot {
	f := &foot{bar: bar, choosing: choosing}
	if bar != nil {
		bar.Hide()
	}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is for Fyne.
func (f *foot) CreateRenderer() fyne.WidgetRenderer {
	r := &footRenderer{f: f, count: &canvas.Text{}, hint: &canvas.Text{}}
	r.objects = []fyne.CanvasObject{r.count, r.hint}
	if f.bar != nil {
		r.objects = append(r.objects, f.bar)
	}
	r.Refresh()
	return r
}

type footRenderer struct {
	f           *foot
	count, hint *canvas.Text
	meter       *meter.Meter
	objects     []fyne.CanvasObject
}

const footHeight = 26

func (r *footRenderer) Destroy() {}

func (r *footRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *footRenderer) MinSize() fyne.Size {
	height := float32(footHeight)
	if r.f.bar != nil {
		height = max(height, r.f.bar.MinSize().Height)
	}
	return fyne.NewSize(100, height)
}

// Layout returns the hint what room the count leaves, and the bar all of that.
func (r *footRenderer) Layout(size fyne.Size) {
	c := r.count.MinSize()
	r.count.Move(fyne.NewPos(cellInset, (size.Height-c.Height)/2))
	r.count.Resize(c)
	x := cellInset + c.Width + theme.Size(theme.SizeMargin)
	room := max(size.Width-x-cellInset, 0)
	r.hint.Text = r.meter.Fit(r.f.hinted(), room, meter.CutMiddle)
	h := r.hint.MinSize()
	r.hint.Move(fyne.NewPos(x, (size.Height-h.Height)/2))
	r.hint.Resize(h)
	if b := r.f.bar; b != nil {
		b.Move(fyne.NewPos(x, (size.Height-b.MinSize().Height)/2))
		b.Resize(fyne.NewSize(room, b.MinSize().Height))
	}
}

// hinted is what is said beside the count.
func (f *foot) hinted() string {
	switch {
	case f.chosen != "" && f.bar != nil:
		return "" // the bar is there
	case f.hint == "" && f.note != "":
		return f.note
	case f.hint == "" && f.choosing && f.count != "":
		return lang.L("Ctrl+click or Shift+click chooses several rows")
	default:
		return f.hint
	}
}

func (r *footRenderer) Refresh() {
	if r.meter == nil || r.meter.Size != theme.Size(theme.SizeCaption) {
		r.meter = meter.New(theme.SizeCaption, false)
	}
	for _, t := range []*canvas.Text{r.count, r.hint} {
		t.TextSize, t.Color = r.meter.Size, theme.Color(theme.ColorSubtle)
	}
	r.count.Text = r.f.count
	r.count.TextStyle.Bold = false
	if r.f.chosen != "" {
		r.count.Text = r.f.chosen
		r.count.TextStyle.Bold = true
		r.count.Color = theme.Color(fynetheme.ColorNameForeground)
	}
	if b := r.f.bar; b != nil {
		if r.f.chosen != "" {
			b.Show()
		} else {
			b.Hide()
		}
	}
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}
