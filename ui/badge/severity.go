package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Severity shows how much a problem matters: one to four rising bars and the
// word. NoSeverity shows nothing.
type Severity struct {
	widget.BaseWidget
	level outcome.Severity
}

// NewSeverity makes a mark for s.
func NewSeverity(s outcome.Severity) *Severity {
	m := &Severity{level: s}
	m.ExtendBaseWidget(m)
	return m
}

// Set changes what is shown.
func (m *Severity) Set(s outcome.Severity) {
	if m.level != s {
		m.level = s
		m.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (m *Severity) CreateRenderer() fyne.WidgetRenderer {
	r := &severityRenderer{m: m, word: newText(false)}
	for i := range r.bars {
		r.bars[i] = &canvas.Rectangle{CornerRadius: 1}
		r.objects = append(r.objects, r.bars[i])
	}
	r.objects = append(r.objects, r.word)
	r.Refresh()
	return r
}

const (
	barWidth  = 4
	barGap    = 2
	barHeight = 14
	barsWidth = 4*barWidth + 3*barGap
)

type severityRenderer struct {
	m       *Severity
	bars    [4]*canvas.Rectangle
	word    *canvas.Text
	objects []fyne.CanvasObject
}

func (r *severityRenderer) Destroy() {}

func (r *severityRenderer) Objects() []fyne.CanvasObject {
	if r.m.level == outcome.NoSeverity {
		return nil
	}
	return r.objects
}

func (r *severityRenderer) MinSize() fyne.Size {
	if r.m.level == outcome.NoSeverity {
		return fyne.NewSize(0, pillHeight)
	}
	return fyne.NewSize(barsWidth+iconGap+2+r.word.MinSize().Width, pillHeight)
}

func (r *severityRenderer) Layout(size fyne.Size) {
	bottom := (size.Height + barHeight) / 2
	for i, b := range r.bars {
		h := float32(barHeight) * float32(i+2) / 5
		b.Move(fyne.NewPos(float32(i)*(barWidth+barGap), bottom-h))
		b.Resize(fyne.NewSize(barWidth, h))
	}
	w := r.word.MinSize()
	r.word.Move(fyne.NewPos(barsWidth+iconGap+2, (size.Height-w.Height)/2))
	r.word.Resize(w)
}

func (r *severityRenderer) Refresh() {
	on := theme.ColorSubtle
	switch r.m.level {
	case outcome.Critical, outcome.Serious:
		on = theme.ColorBroken
	case outcome.Moderate:
		on = theme.ColorWarning
	}
	for i, b := range r.bars {
		b.FillColor = theme.Color(theme.ColorBorder)
		if i < int(r.m.level) {
			b.FillColor = theme.Color(on)
		}
		b.Refresh()
	}
	style(r.word, on, theme.SizeCaption)
	r.word.Text = words.Severity(r.m.level)
	r.Layout(r.m.Size())
	r.word.Refresh()
	canvas.Refresh(r.m)
}
