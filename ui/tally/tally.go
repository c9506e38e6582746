// Package tally shows the problems of a scan at a glance: how many are broken,
// warn, or can't be verified, each number beside its verdict's picture; or a
// tick where there are none.
package tally

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Tally is the widget. It is cheap enough for the rows of a list.
type Tally struct {
	widget.BaseWidget
	counts storage.Counts
}

// New makes a tally of counts.
func New(c storage.Counts) *Tally {
	t := &Tally{counts: c}
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the numbers.
func (t *Tally) Set(c storage.Counts) {
	if t.counts != c {
		t.counts = c
		t.Refresh()
	}
}

// part is one picture with its text.
type part struct {
	verdict outcome.Verdict
	text    string
}

// parts lists what is shown: verdicts without problems are left out.
func parts(c storage.Counts) []part {
	var all []part
	for _, p := range []struct {
		v outcome.Verdict
		n int
	}{{outcome.Broken, c.Broken}, {outcome.Warning, c.Warning}, {outcome.CantVerify, c.Cant}} {
		if p.n > 0 {
			all = append(all, part{p.v, words.Number(p.n)})
		}
	}
	switch {
	case len(all) > 0:
		return all
	case c.Works > 0:
		return []part{{outcome.Works, lang.L("No problems")}}
	default:
		return []part{{outcome.Skipped, lang.L("Nothing checked")}}
	}
}

// CreateRenderer is for Fyne.
func (t *Tally) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{t: t}
	for i := range r.texts {
		r.texts[i] = &canvas.Text{TextStyle: fyne.TextStyle{Bold: true}}
		r.icons[i] = &canvas.Image{FillMode: canvas.ImageFillContain}
	}
	r.Refresh()
	return r
}

const (
	iconGap = 4
	partGap = 12
)

type renderer struct {
	t     *Tally
	shown int
	icons [3]*canvas.Image
	texts [3]*canvas.Text
}

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for i := range r.shown {
		objects = append(objects, r.icons[i], r.texts[i])
	}
	return objects
}

func (r *renderer) MinSize() fyne.Size {
	edge := theme.Size(theme.SizeBadge)
	size := fyne.NewSize(0, edge)
	for i := range r.shown {
		m := r.texts[i].MinSize()
		size.Width += edge + iconGap + m.Width
		size.Height = max(size.Height, m.Height)
		if i > 0 {
			size.Width += partGap
		}
	}
	return size
}

func (r *renderer) Layout(size fyne.Size) {
	edge := theme.Size(theme.SizeBadge)
	var x float32
	for i := range r.shown {
		m := r.texts[i].MinSize()
		r.icons[i].Move(fyne.NewPos(x, (size.Height-edge)/2))
		r.icons[i].Resize(fyne.NewSquareSize(edge))
		x += edge + iconGap
		r.texts[i].Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		r.texts[i].Resize(m)
		x += m.Width + partGap
	}
}

func (r *renderer) Refresh() {
	all := parts(r.t.counts)
	r.shown = len(all)
	for i, p := range all {
		r.icons[i].Resource = theme.VerdictIcon(p.verdict)
		r.icons[i].Refresh()
		r.texts[i].Text = p.text
		r.texts[i].Color, r.texts[i].TextSize = theme.Color(theme.VerdictColor(p.verdict)), theme.Size(theme.SizeBody)
		r.texts[i].Refresh()
	}
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}
