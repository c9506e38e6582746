package scanning

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// Bar is a thin progress bar; the words are beside it, where they can be read.
type Bar struct {
	widget.BaseWidget
	share float64
}

// NewBar returns an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows how much is done, from 0 to 1.
func (b *Bar) Set(share float64) {
	if b.share != share {
		b.share = share
		b.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{b: b, ground: &canvas.Rectangle{}, done: &canvas.Rectangle{}}
	r.Refresh()
	return r
}

const barHeight = 10

type barRenderer struct {
	b            *Bar
	ground, done *canvas.Rectangle
}

func (r *barRenderer) Destroy() {}

func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.done} }

func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(100, barHeight) }

func (r *barRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	width := size.Width * float32(min(max(r.b.share, 0), 1))
	if width > 0 {
		width = max(width, size.Height) // a round dot at the least
	}
	r.done.Resize(fyne.NewSize(width, size.Height))
}

func (r *barRenderer) Refresh() {
	r.ground.FillColor, r.ground.CornerRadius = theme.Color(fynetheme.ColorNameButton), barHeight/2
	r.done.FillColor, r.done.CornerRadius = theme.Color(fynetheme.ColorNamePrimary), barHeight/2
	r.Layout(r.b.Size())
	r.ground.Refresh()
	r.done.Refresh()
}
