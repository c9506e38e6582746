package badge

import (
	"image/color"

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
	switch {
	case b.verdict != v:
		b.verdict, b.empty = v, false
		b.Refresh()
	case b.empty:
		b.empty = false
		canvas.Refresh(b)
	}
}

// Clear shows nothing, while the verdict is not known.
func (b *Verdict) Clear() {
	if !b.empty {
		b.empty = true
		canvas.Refresh(b)
	}
}

// CreateRenderer is for Fyne.
func (b *Verdict) CreateRenderer() fyne.WidgetRenderer {
	r := &verdictRenderer{b: b, ground: &canvas.Rectangle{}, word: newText(true)}
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
	icon   *canvas.Image // of the verdict, one of icons
	word   *canvas.Text
	// icons are kept, since reading one costs more than all else and cells of
	// tables change their verdict all the time; they are of one theme.
	icons map[outcome.Verdict]*canvas.Image
	tint  color.Color
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
	r.pickIcon()
	style(r.word, theme.VerdictColor(r.b.verdict), theme.SizeCaption)
	r.word.Text = words.Verdict(r.b.verdict)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

// pickIcon makes the verdict's picture where there is none of this theme yet.
func (r *verdictRenderer) pickIcon() {
	if tint := theme.Color(theme.ColorBroken); r.icons == nil || tint != r.tint {
		r.icons, r.tint = map[outcome.Verdict]*canvas.Image{}, tint
	}
	if r.icons[r.b.verdict] == nil {
		i := canvas.NewImageFromResource(theme.VerdictIcon(r.b.verdict))
		i.FillMode = canvas.ImageFillContain
		r.icons[r.b.verdict] = i
	}
	r.icon = r.icons[r.b.verdict]
}
