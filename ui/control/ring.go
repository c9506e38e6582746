// Package control contains the buttons, check boxes, lists to choose from and links of
// all screens. While one of them has the keyboard it has a clear ring around it, and keys
// that it does not use (F5, Escape) go to the window. Fyne's own do neither. No other
// package creates them. It must not know what they do.
package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/ui/theme"
)

// Ring shows which widget has the keyboard: a line in the colour of text, and within it
// one in the colour of the background. So one of both has a contrast of at least 3 to 1
// to whatever is around and below (WCAG 2.2, 1.4.11 and 2.4.7), teal buttons included.
type Ring struct {
	outer, inner *canvas.Rectangle
	single       bool // without the inner line
}

// NewRing makes a ring that is hidden.
func NewRing() *Ring {
	r := &Ring{outer: &canvas.Rectangle{}, inner: &canvas.Rectangle{}}
	r.outer.Hide()
	r.inner.Hide()
	return r
}

// Objects returns what is drawn, to be put above all else.
func (r *Ring) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.inner, r.outer} }

// RingWidth is the width of each of the lines.
const RingWidth = 2

// Layout places the ring within a widget whose corner is at pos, so that nothing cuts it off.
func (r *Ring) Layout(pos fyne.Position, size fyne.Size) {
	put := func(o *canvas.Rectangle, inset float32) {
		o.Move(pos.AddXY(inset, inset))
		o.Resize(fyne.NewSize(max(size.Width-2*inset, 0), max(size.Height-2*inset, 0)))
	}
	put(r.outer, RingWidth/2)
	put(r.inner, RingWidth/2+RingWidth)
}

// Show draws the ring in the colours of the present theme, or hides it.
func (r *Ring) Show(on bool) {
	radius := theme.Size(fynetheme.SizeNameButtonRadius)
	outer := fynetheme.ColorNameForeground
	if r.single {
		outer = fynetheme.ColorNamePrimary
	}
	for o, name := range map[*canvas.Rectangle]fyne.ThemeColorName{r.outer: outer, r.inner: fynetheme.ColorNameBackground} {
		o.StrokeColor, o.StrokeWidth, o.CornerRadius = theme.Color(name), RingWidth, radius
		o.Hidden = !on || r.single && o == r.inner
		o.Refresh()
	}
}

// Pass hands a key that the widget with the keyboard does not use to the window.
func Pass(k *fyne.KeyEvent) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c := w.Canvas(); c.Focused() != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(k)
			return
		}
	}
}

// ringed draws a widget of Fyne with a ring around it. The widget itself is never told
// that it has the focus: what Fyne draws then is too faint, and hides what is below.
type ringed struct {
	fyne.WidgetRenderer
	ring    *Ring
	focused *bool
	// tight draws the ring around what the widget needs, not around all its room.
	tight   bool
	objects []fyne.CanvasObject
	shown   bool // the ring, at the last Refresh
}

func newRinged(r fyne.WidgetRenderer, focused *bool) *ringed {
	return &ringed{WidgetRenderer: r, ring: NewRing(), focused: focused}
}

// ForEntry draws an entry with a ring around it while focused is true: a single line in the
// colour of accents, which both the entry and what is around it differ from.
func ForEntry(entry fyne.WidgetRenderer, focused *bool) fyne.WidgetRenderer {
	r := newRinged(entry, focused)
	r.ring.single = true
	return r
}

// Objects is for Fyne.
func (r *ringed) Objects() []fyne.CanvasObject {
	r.objects = append(append(r.objects[:0], r.WidgetRenderer.Objects()...), r.ring.Objects()...)
	return r.objects
}

// Layout is for Fyne.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	if r.tight {
		size.Width = min(size.Width, r.MinSize().Width)
	}
	r.ring.Layout(fyne.Position{}, size)
}

// Refresh is for Fyne.
func (r *ringed) Refresh() {
	r.ring.Show(*r.focused)
	r.WidgetRenderer.Refresh()
	if *r.focused && !r.shown {
		reveal()
	}
	r.shown = *r.focused
}
