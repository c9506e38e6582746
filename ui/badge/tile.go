package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Tile shows one number large, with the words below it that say what it
// counts, and a verdict's icon where it counts a verdict. With a press
// function it is a button, too.
type Tile struct {
	press
	number  int
	caption string
	verdict outcome.Verdict
	on      bool
}

// NewTile makes a tile. Verdict Unchecked shows no icon; pressed may be nil.
func NewTile(caption string, v outcome.Verdict, pressed func()) *Tile {
	t := &Tile{caption: caption, verdict: v}
	t.onPress = pressed
	if v != outcome.Unchecked {
		t.tells(t, words.VerdictMeaning(v))
	}
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the number and the words below it. A negative number is not
// known yet and shows a dash.
func (t *Tile) Set(n int, caption string) {
	if t.number != n || t.caption != caption {
		t.number, t.caption = n, caption
		t.Refresh()
	}
}

// SetOn marks the tile as the one that is chosen.
func (t *Tile) SetOn(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{
		t: t, ground: &canvas.Rectangle{}, wash: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain},
		number: newText(true), caption: newText(false),
	}
	r.Refresh()
	return r
}

const (
	tileInset = 12
	tileWidth = 104
)

type tileRenderer struct {
	t               *Tile
	ground, wash    *canvas.Rectangle
	icon            *canvas.Image
	number, caption *canvas.Text
}

func (r *tileRenderer) Destroy() {}

func (r *tileRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.ground, r.wash, r.number, r.caption}
	if r.t.verdict != outcome.Unchecked {
		o = append(o, r.icon)
	}
	return o
}

func (r *tileRenderer) MinSize() fyne.Size {
	n, c := r.number.MinSize(), r.caption.MinSize()
	w := n.Width
	if r.t.verdict != outcome.Unchecked {
		w += theme.Size(theme.SizeBadge) + iconGap
	}
	return fyne.NewSize(max(tileWidth, 2*tileInset+max(w, c.Width)), n.Height+c.Height+2*8)
}

func (r *tileRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	const line = 1 // half of the ring, which is drawn around the edge of wash
	r.wash.Move(fyne.NewSquareOffsetPos(line))
	r.wash.Resize(size.SubtractWidthHeight(2*line, 2*line))
	n, c := r.number.MinSize(), r.caption.MinSize()
	top := (size.Height - n.Height - c.Height) / 2
	x := float32(tileInset)
	if r.t.verdict != outcome.Unchecked {
		edge := theme.Size(theme.SizeBadge) + 2
		r.icon.Move(fyne.NewPos(x, top+(n.Height-edge)/2))
		r.icon.Resize(fyne.NewSquareSize(edge))
		x += edge + iconGap
	}
	r.number.Move(fyne.NewPos(x, top))
	r.number.Resize(n)
	r.caption.Move(fyne.NewPos(tileInset, top+n.Height))
	r.caption.Resize(c)
}

func (r *tileRenderer) Refresh() {
	for _, g := range []*canvas.Rectangle{r.ground, r.wash} {
		g.CornerRadius = theme.Size(fynetheme.SizeNameCardRadius)
	}
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorSurface), theme.Color(theme.ColorBorder), 1
	if r.t.on {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), 2
		r.ground.FillColor = theme.Color(theme.ColorInfoSoft)
	}
	r.wash.FillColor, r.wash.StrokeWidth = nil, 0
	if r.t.hovered && r.t.onPress != nil {
		r.wash.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if r.t.focused {
		r.wash.StrokeColor, r.wash.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), 2
	}
	style(r.number, fynetheme.ColorNameForeground, theme.SizeNumber)
	style(r.caption, theme.ColorSubtle, theme.SizeCaption)
	r.number.Text, r.caption.Text = words.Number(r.t.number), r.t.caption
	if r.t.number < 0 {
		r.number.Text = "–"
	}
	r.icon.Resource = theme.VerdictIcon(r.t.verdict)
	r.Layout(r.t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.t)
}
