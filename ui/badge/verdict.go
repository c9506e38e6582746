package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Verdict shows a verdict as icon and word on its soft ground. It is cheap
// enough for table cells: change it with Set.
type Verdict struct {
	widget.BaseWidget
	verdict outcome.Verdict
	empty   bool
}

// NewVerdict makes a badge for v.
func NewVerdict(v outcome.Verdict) *Verdict {
	b := &Verdict{verdict: v}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes what is shown.
func (b *Verdict) Set(v outcome.Verdict) {
	if b.verdict == v && !b.empty {
		return
	}
	b.verdict, b.empty = v, false
	b.Refresh()
}

// Clear shows nothing, while the verdict is not known.
func (b *Verdict) Clear() {
	if !b.empty {
		b.empty = true
		b.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (b *Verdict) CreateRenderer() fyne.WidgetRenderer {
	r := &verdictRenderer{b: b, ground: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain}, word: newText(true)}
	r.Refresh()
	return r
}

const (
	pillHeight = 24
	pillInset  = 8
	iconGap    = 5
)

type verdictRenderer struct {
	b      *Verdict
	ground *canvas.Rectangle
	icon   *canvas.Image
	word   *canvas.Text
}

func (r *verdictRenderer) Destroy() {}

func (r *verdictRenderer) Objects() []fyne.CanvasObject {
	if r.b.empty {
		return nil
	}
	return []fyne.CanvasObject{r.ground, r.icon, r.word}
}

func (r *verdictRenderer) MinSize() fyne.Size {
	return fyne.NewSize(2*pillInset+theme.Size(theme.SizeBadge)+iconGap+r.word.MinSize().Width, pillHeight)
}

// Layout keeps the pill as wide as its word, at the left of whatever room
// there is, so that badges in a column line up.
func (r *verdictRenderer) Layout(size fyne.Size) {
	m, edge := r.MinSize(), theme.Size(theme.SizeBadge)
	top := (size.Height - pillHeight) / 2
	r.ground.Move(fyne.NewPos(0, top))
	r.ground.Resize(fyne.NewSize(m.Width, pillHeight))
	r.icon.Move(fyne.NewPos(pillInset, (size.Height-edge)/2))
	r.icon.Resize(fyne.NewSquareSize(edge))
	w := r.word.MinSize()
	r.word.Move(fyne.NewPos(pillInset+edge+iconGap, (size.Height-w.Height)/2))
	r.word.Resize(w)
}

func (r *verdictRenderer) Refresh() {
	r.ground.FillColor = theme.Color(theme.VerdictSoftColor(r.b.verdict))
	r.ground.CornerRadius = pillHeight / 2
	r.icon.Resource = theme.VerdictIcon(r.b.verdict)
	style(r.word, theme.VerdictColor(r.b.verdict), theme.SizeCaption)
	r.word.Text = words.Verdict(r.b.verdict)
	r.Layout(r.b.Size())
	r.ground.Refresh()
	r.icon.Refresh()
	r.word.Refresh()
	canvas.Refresh(r.b)
}
