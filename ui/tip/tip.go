// Package tip shows a few words about what the pointer rests on, or what was
// reached by keyboard: what a button with a picture does, what a column contains, the
// whole of a text that is cut. It must not know what it tells about.
//
// A layer over the window's content draws the words. It is no overlay of Fyne, which
// would take the clicks that are meant for what is below.
package tip

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// After is how long the pointer has to rest.
const After = 600 * time.Millisecond

// Timer runs f after d on the window's thread and returns what stops it.
type Timer func(d time.Duration, f func()) (stop func())

// Layer shows the tips of one window. Its methods belong to the window's thread.
type Layer struct {
	widget.BaseWidget
	timer Timer
	of    fyne.CanvasObject // that the tip is about, nil for none
	stop  func()
	box   *fyne.Container
	label *widget.Label
}

// NewLayer returns a layer that shows nothing. It is to be laid over the content of a
// window or of a dialog, and be the last object of the outermost container.
func NewLayer(t Timer) *Layer {
	l := &Layer{timer: t, label: &widget.Label{SizeName: theme.SizeCaption, Wrapping: fyne.TextWrapWord}}
	l.box = container.NewStack(&canvas.Rectangle{}, l.label)
	l.box.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// layerOf returns the layer of the window or dialog that an object is in, nil for none and
// where a dialog or menu is above it.
func layerOf(o fyne.CanvasObject) *Layer {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	if top := c.Overlays().Top(); top != nil {
		for _, d := range dialogs {
			if d.overlay == top && isWithin(o, d.content) {
				return d.layer
			}
		}
		return nil
	}
	outermost, ok := c.Content().(*fyne.Container)
	if !ok || len(outermost.Objects) == 0 {
		return nil
	}
	l, _ := outermost.Objects[len(outermost.Objects)-1].(*Layer)
	return l
}

// dialogs are those that are open and have a layer. Fyne does not tell what is in its
// overlays.
var dialogs []watched

type watched struct {
	layer            *Layer
	content, overlay fyne.CanvasObject
}

// Watch has the layer show what is told in a dialog, until Unwatch: in its content, while
// its overlay is the topmost of the window. It belongs to the window's thread.
func (l *Layer) Watch(content, overlay fyne.CanvasObject) {
	dialogs = append(dialogs, watched{l, content, overlay})
}

// Unwatch ends Watch.
func (l *Layer) Unwatch() {
	l.end()
	dialogs = slices.DeleteFunc(dialogs, func(w watched) bool { return w.layer == l })
}

// isWithin reports whether the middle of o is where the content of a dialog is. What is
// below a dialog gets neither the pointer nor the keyboard, so a guess is enough.
func isWithin(o, content fyne.CanvasObject) bool {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o).AddXY(o.Size().Width/2, o.Size().Height/2).Subtract(d.AbsolutePositionForObject(content))
	size := content.Size()
	return at.X >= 0 && at.Y >= 0 && at.X <= size.Width && at.Y <= size.Height
}

// Show shows text about an object once the pointer has rested there, below the object.
// An empty text shows nothing.
func Show(o fyne.CanvasObject, text string) {
	if l := layerOf(o); l != nil {
		l.begin(o, text, fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size().Height)
	}
}

// ShowAt is Show for a part of an object: the tip is below a place on the canvas with
// something of a height.
func ShowAt(o fyne.CanvasObject, text string, at fyne.Position, height float32) {
	if l := layerOf(o); l != nil {
		l.begin(o, text, at, height)
	}
}

// Hide takes away what is told about an object, or was about to be.
func Hide(o fyne.CanvasObject) {
	if l := layerOf(o); l != nil && l.of == o {
		l.end()
	}
}

func (l *Layer) begin(o fyne.CanvasObject, text string, at fyne.Position, height float32) {
	l.end()
	if text == "" {
		return
	}
	l.of = o
	l.stop = l.timer(After, func() {
		if l.of == o && layerOf(o) == l { // it may be gone, or below a dialog
			l.place(text, at, height)
		}
	})
}

func (l *Layer) end() {
	if l.stop != nil {
		l.stop()
	}
	l.of, l.stop = nil, nil
	if l.box.Visible() {
		l.box.Hide()
		l.Refresh()
	}
}

const (
	widest = 360 // of a tip
	gap    = 4   // to what it is about
)

// place puts the tip below the object, or above it where there is no room, and within
// the window: it may be larger than a dialog.
func (l *Layer) place(text string, at fyne.Position, height float32) {
	inset := 2 * theme.Size(fynetheme.SizeNameInnerPadding)
	natural := fyne.MeasureText(text, theme.Size(theme.SizeCaption), fyne.TextStyle{}).Width + inset + 1
	window, corner := l.Size(), fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		window = c.Size()
	}
	width := min(natural, widest, window.Width)
	l.label.SetText(text)
	l.label.Resize(fyne.NewSize(width, l.label.Size().Height)) // what wraps knows its height by now
	size := fyne.NewSize(width, l.label.MinSize().Height)
	pos := fyne.NewPos(max(min(at.X, window.Width-size.Width), 0), at.Y+height+gap)
	if pos.Y+size.Height > window.Height {
		pos.Y = max(at.Y-gap-size.Height, 0)
	}
	l.box.Resize(size)
	l.box.Move(pos.Subtract(corner))
	l.box.Show()
	l.Refresh()
}

// Text returns what is told now, "" for nothing.
func (l *Layer) Text() string {
	if !l.box.Visible() {
		return ""
	}
	return l.label.Text
}

// CreateRenderer is for Fyne.
func (l *Layer) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{l: l}
	r.Refresh()
	return r
}

type renderer struct{ l *Layer }

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.box} }

func (r *renderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *renderer) Layout(fyne.Size) {}

func (r *renderer) Refresh() {
	ground := r.l.box.Objects[0].(*canvas.Rectangle)
	ground.FillColor, ground.StrokeColor, ground.StrokeWidth = theme.Color(fynetheme.ColorNameOverlayBackground), theme.Color(theme.ColorBorder), 1
	ground.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	ground.Refresh()
	canvas.Refresh(r.l)
}
