// Package tally shows the problems of a scan at a glance: how many are broken,
// warn, or can't be verified, each number beside its verdict's picture; a tick
// where there are none; or that the site was not looked at, or only in part.
package tally

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Tally is the widget. It is cheap enough for the rows of a list.
type Tally struct {
	widget.BaseWidget
	shown [3]part
}

// New returns a tally that shows nothing; Set fills it.
func New() *Tally {
	t := &Tally{}
	t.ExtendBaseWidget(t)
	return t
}

// Set shows a scan.
func (t *Tally) Set(s storage.Scan) {
	var shown [3]part
	copy(shown[:], parts(s))
	if t.shown != shown {
		t.shown = shown
		t.Refresh()
	}
}

// Width returns how much room the tally of a scan takes in all.
func Width(s storage.Scan) float32 {
	var width float32
	for _, p := range parts(s) {
		if width > 0 {
			width += partGap
		}
		width += theme.Size(theme.SizeBadge) + iconGap + fyne.MeasureText(p.text, theme.Size(theme.SizeBody), fyne.TextStyle{Bold: true}).Width
	}
	return width
}

// part is one picture with its text; an empty one shows nothing.
type part struct {
	verdict outcome.Verdict
	text    string
}

// parts lists what is shown: verdicts without problems are left out.
func parts(s storage.Scan) []part {
	var all []part
	c := s.Counts
	for _, p := range []struct {
		v outcome.Verdict
		n int
	}{{outcome.Broken, c.Broken}, {outcome.Warning, c.Warning}, {outcome.CantVerify, c.Cant}} {
		if p.n > 0 {
			all = append(all, part{p.v, words.Number(p.n)})
		}
	}
	switch extent := coverage.ExtentOf(s.Gaps()); {
	case len(all) > 0:
		return all
	case extent == coverage.None:
		return []part{{outcome.Skipped, lang.L("Not scanned")}}
	case extent == coverage.Part && c.Works > 0:
		return []part{{outcome.Skipped, lang.L("Only partly scanned")}}
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
		m := fyne.MeasureText(r.t.shown[i].text, r.texts[i].TextSize, r.texts[i].TextStyle)
		if size.Width > 0 && x > 0 && x+edge+iconGap+m.Width > size.Width+1 { // never over what is beside it
			r.icons[i].Hide()
			r.texts[i].Hide()
			if i > 0 && !strings.HasSuffix(r.texts[i-1].Text, "…") && r.texts[i-1].Visible() {
				r.texts[i-1].Text += " …"
				r.texts[i-1].Resize(r.texts[i-1].MinSize())
			}
			continue
		}
		r.icons[i].Show()
		r.texts[i].Show()
		r.texts[i].Text = r.t.shown[i].text
		r.icons[i].Move(fyne.NewPos(x, (size.Height-edge)/2))
		r.icons[i].Resize(fyne.NewSquareSize(edge))
		x += edge + iconGap
		r.texts[i].Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		r.texts[i].Resize(m)
		x += m.Width + partGap
	}
}

func (r *renderer) Refresh() {
	r.shown = 0
	for i, p := range r.t.shown {
		if p.text == "" {
			break
		}
		r.shown++
		r.icons[i].Resource = theme.VerdictIcon(p.verdict)
		r.icons[i].Refresh()
		r.texts[i].Text = p.text
		r.texts[i].Color, r.texts[i].TextSize = theme.Color(theme.VerdictColor(p.verdict)), theme.Size(theme.SizeBody)
		r.texts[i].Refresh()
	}
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}
