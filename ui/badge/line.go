package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// Line is one line of text that takes whatever width it is given and is
// shortened at its end to fit. Unlike a label it knows the width of all of it.
type Line struct {
	widget.BaseWidget
	text   string
	strong bool
}

// NewLine makes an empty line; a strong one is bold, any other is subtle.
func NewLine(strong bool) *Line {
	l := &Line{strong: strong}
	l.ExtendBaseWidget(l)
	return l
}

// Set changes the text.
func (l *Line) Set(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// Width returns how wide the whole text is.
func (l *Line) Width() float32 {
	return meter.New(theme.SizeBody, l.strong).Width(l.text) + 1
}

// CreateRenderer is for Fyne.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{l: l, text: newText(l.strong)}
	r.Refresh()
	return r
}

type lineRenderer struct {
	l    *Line
	text *canvas.Text
}

func (r *lineRenderer) Destroy() {}

func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }

func (r *lineRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, meter.New(theme.SizeBody, r.l.strong).Height)
}

func (r *lineRenderer) Layout(size fyne.Size) {
	r.text.Text = meter.New(theme.SizeBody, r.l.strong).Fit(r.l.text, size.Width, meter.CutEnd)
	m := r.text.MinSize()
	r.text.Resize(m)
	r.text.Move(fyne.NewPos(0, (size.Height-m.Height)/2))
}

func (r *lineRenderer) Refresh() {
	color := theme.ColorSubtle
	if r.l.strong {
		color = fynetheme.ColorNameForeground
	}
	style(r.text, color, theme.SizeBody)
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}
