//go:build e2e && !headless

package outline

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	_ "unsafe" // for go:linkname

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// walkVisible is Fyne's own walk over what is visible, with the position and
// the clipping of every object. Fyne does not export it; a copy could disagree
// with what is drawn.
//
//go:linkname walkVisible fyne.io/fyne/v2/internal/driver.WalkVisibleObjectTree
func walkVisible(o fyne.CanvasObject,
	before func(o fyne.CanvasObject, pos, clip fyne.Position, clipSize fyne.Size) bool,
	after func(o fyne.CanvasObject, pos fyne.Position, parent fyne.CanvasObject),
) bool

// rect is a rectangle in Fyne's units.
type rect struct{ x1, y1, x2, y2 float32 }

func (r rect) and(o rect) rect {
	return rect{max(r.x1, o.x1), max(r.y1, o.y1), min(r.x2, o.x2), min(r.y2, o.y2)}
}

func (r rect) empty() bool { return r.x2-r.x1 < 1 || r.y2-r.y1 < 1 }

func (r rect) has(x, y float32) bool { return x >= r.x1 && x < r.x2 && y >= r.y1 && y < r.y2 }

// found is an object that reacts to the pointer.
type found struct {
	object  fyne.CanvasObject
	visible rect
	part    string
	texts   []string
	icon    string
}

// walker collects what is visible in one canvas.
type walker struct {
	canvas  fyne.Canvas
	window  rect
	part    string
	all     []*found // in the order drawn
	open    []frame  // around the present object
	scrolls []rect
	faults  []string
	dotted  []string
	first   string // the first text
}

// frame is an object around the present one.
type frame struct {
	found   *found // nil where it does not react
	widget  rect   // of the innermost widget
	scrolls container.ScrollDirection
	inside  bool // of a scroller
	name    string
}

// describe must be called on the window's thread.
func describe(c fyne.Canvas) Window {
	scale := c.Scale()
	size, least := c.Size(), c.Content().MinSize()
	least.Height += c.Content().Position().Y // the menu bar
	px := func(v float32) int { return int(math.Round(float64(v * scale))) }
	out := Window{
		Width: px(size.Width), Height: px(size.Height), MinWidth: px(least.Width), MinHeight: px(least.Height), Scale: float64(scale),
		Overlays: len(c.Overlays().List()),
	}
	w := &walker{canvas: c, window: rect{0, 0, size.Width, size.Height}}
	if top := c.Overlays().Top(); top != nil {
		w.walk(top, "dialog")
		out.Dialog = w.first
	} else {
		w.walk(c.Content(), "")
		if c, ok := c.(interface{ ObjectTrees() []fyne.CanvasObject }); ok { // a test's canvas has no menu bar
			for _, tree := range c.ObjectTrees() {
				if tree != w.canvas.Content() {
					w.walk(tree, "menu")
				}
			}
		}
	}
	for i, f := range w.all {
		if x, y, ok := w.reach(i); ok && !isGround(f.object) {
			out.Widgets = append(out.Widgets, f.describe(px, x, y))
		}
	}
	for _, r := range w.scrolls {
		out.Scrolls = append(out.Scrolls, Scroll{px((r.x1 + r.x2) / 2), px((r.y1 + r.y2) / 2)})
	}
	out.Faults, out.Dotted = w.faults, w.dotted
	return out
}

// isGround reports whether an object only takes the clicks beside a menu, a
// dialog, or a scroll bar; the wheel does what a scroll bar does.
func isGround(o fyne.CanvasObject) bool {
	switch kind(o) {
	case "widget.OverlayContainer", "widget.PopUp", "widget.modalPopUp", "glfw.menuBarUnderlay", "widget.scrollBarArea":
		return true
	}
	return false
}

func (f *found) describe(px func(float32) int, x, y float32) Widget {
	w := Widget{
		Kind: kind(f.object), Part: f.part, X: px(x), Y: px(y),
		Width: px(f.visible.x2 - f.visible.x1), Height: px(f.visible.y2 - f.visible.y1),
		Name: strings.Join(f.texts, " "),
	}
	if w.Name == "" {
		w.Name = f.icon
	}
	_, tap := f.object.(fyne.Tappable)
	_, mouse := f.object.(desktop.Mouseable)
	_, w.Secondary = f.object.(fyne.SecondaryTappable)
	w.Tap = tap || mouse
	if d, ok := f.object.(fyne.Disableable); ok {
		w.Disabled = d.Disabled()
	}
	if e := entryOf(f.object); e != nil {
		w.Type, w.Lines, w.Secret = true, e.MultiLine, e.Password
		w.Name, w.Text = e.PlaceHolder, e.Text
	}
	if s, ok := f.object.(*widget.Select); ok {
		w.Name = strings.Join(s.Options, "|")
	}
	return w
}

// entryOf returns the text field that a widget is or embeds, or nil.
func entryOf(o fyne.CanvasObject) *widget.Entry {
	if e, ok := o.(*widget.Entry); ok {
		return e
	}
	v := reflect.ValueOf(o)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	if f := v.Elem().FieldByName("Entry"); f.IsValid() && f.CanAddr() {
		e, _ := f.Addr().Interface().(*widget.Entry)
		return e
	}
	return nil
}

func kind(o fyne.CanvasObject) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(fmt.Sprintf("%T", o), "*"), "[")
	if fyne, ours := extended[name]; ours {
		return fyne
	}
	return name
}

// extended are widgets of ours by the name of Fyne's that they extend.
var extended = map[string]string{
	"control.Button": "widget.Button", "tip.Button": "widget.Button", "control.Link": "widget.Hyperlink", "control.Check": "widget.Check", "control.Select": "widget.Select",
}

// reach finds a point at which the pointer reaches the object: the middle, or
// where nothing that was drawn later covers it.
func (w *walker) reach(at int) (x, y float32, ok bool) {
	f := w.all[at]
	for _, fy := range []float32{0.5, 0.25, 0.75} {
		for _, fx := range []float32{0.5, 0.3, 0.7, 0.1, 0.9} {
			x = f.visible.x1 + fx*(f.visible.x2-f.visible.x1)
			y = f.visible.y1 + fy*(f.visible.y2-f.visible.y1)
			covered := false
			for _, later := range w.all[at+1:] {
				covered = covered || later.visible.has(x, y)
			}
			if !covered {
				return x, y, true
			}
		}
	}
	return 0, 0, false
}

func (w *walker) walk(tree fyne.CanvasObject, part string) {
	w.part = part
	walkVisible(tree, w.enter, func(fyne.CanvasObject, fyne.Position, fyne.CanvasObject) {
		w.open = w.open[:len(w.open)-1]
	})
}

func (w *walker) enter(o fyne.CanvasObject, pos, clip fyne.Position, clipSize fyne.Size) bool {
	around := frame{widget: w.window}
	if n := len(w.open); n > 0 {
		around = w.open[n-1]
	}
	whole := rect{pos.X, pos.Y, pos.X + o.Size().Width, pos.Y + o.Size().Height}
	visible := whole.and(rect{clip.X, clip.Y, clip.X + clipSize.Width, clip.Y + clipSize.Height}).and(w.window)
	here := around
	switch o := o.(type) {
	case *canvas.Text:
		w.text(o, pos, visible, around)
	case *canvas.Image:
		if around.found != nil && around.found.icon == "" && o.Resource != nil {
			_, name, ok := strings.Cut(o.Resource.Name(), "_")
			if !ok {
				name = o.Resource.Name()
			}
			around.found.icon = name
		}
	case *container.Scroll:
		here.inside, here.scrolls, here.widget = true, o.Direction, visible
		if o.Content != nil && !visible.empty() && o.Offset.Y+o.Size().Height < o.Content.Size().Height-1 {
			w.scrolls = append(w.scrolls, visible)
		}
	case fyne.Widget:
		here.widget, here.name = whole, kind(o)
	}
	if reacts(o) {
		if !visible.empty() {
			here.found = &found{object: o, visible: visible, part: w.part}
			if picture, ok := o.(interface{ AltText() string }); ok {
				here.found.texts = []string{picture.AltText()}
			}
			w.all = append(w.all, here.found)
		}
		w.outside(o, whole, visible, around)
	}
	w.open = append(w.open, here)
	return false
}

// reacts reports whether the pointer does something to an object.
func reacts(o fyne.CanvasObject) bool {
	switch o.(type) {
	case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, desktop.Mouseable:
		return true
	}
	return false
}

// slack is how far things may stand over their frames without being noticed.
const slack = 1.5

// overhang is how far lines of a rich text may reach past its right edge.
const overhang = 8

// outside notes a widget that is not wholly in the window, and can't be
// scrolled into it. One of Fyne's own is passed over: the only choice in the
// menu of its dialog for folders stays where it is when the window is made
// smaller.
func (w *walker) outside(o fyne.CanvasObject, whole, visible rect, around frame) {
	if isGround(o) || whole.empty() {
		return
	}
	if c, ok := o.(*widget.Check); ok && c.Text == "Show Hidden Files" {
		return
	}
	frame := w.window
	if around.inside {
		if around.scrolls == container.ScrollBoth || around.scrolls == container.ScrollHorizontalOnly {
			return
		}
		frame.y1, frame.y2 = -math.MaxFloat32, math.MaxFloat32
	}
	if whole.x1 < frame.x1-slack || whole.y1 < frame.y1-slack || whole.x2 > frame.x2+slack || whole.y2 > frame.y2+slack {
		w.faults = append(w.faults, fmt.Sprintf("%s is outside the window: %v of %v", kind(o), whole, w.window))
	}
}

// text adds a text to the widget that it names, and notes one that is wider
// than the widget in which it is drawn.
//
// Lines of a list in a rich text may overhang a little: see package article,
// which leaves room for that.
func (w *walker) text(t *canvas.Text, pos fyne.Position, visible rect, around frame) {
	s := strings.TrimSpace(t.Text)
	if s == "" {
		return
	}
	if w.first == "" {
		w.first = s
	}
	if around.found != nil {
		around.found.texts = append(around.found.texts, s)
	}
	if visible.empty() {
		return // scrolled out of sight
	}
	if strings.Contains(s, "…") {
		w.dotted = append(w.dotted, s)
	}
	width := fyne.MeasureText(strings.TrimRight(t.Text, " "), t.TextSize, t.TextStyle).Width
	x := pos.X
	switch t.Alignment {
	case fyne.TextAlignCenter:
		x += (t.Size().Width - width) / 2
	case fyne.TextAlignTrailing:
		x += t.Size().Width - width
	}
	frame := around.widget
	if around.inside && (around.scrolls == container.ScrollBoth || around.scrolls == container.ScrollHorizontalOnly) {
		return
	}
	if frame.x2 <= frame.x1 {
		return // it has no place yet
	}
	room := float32(slack)
	if around.name == "widget.RichText" {
		room = overhang
	}
	if x < frame.x1-slack || x+width > frame.x2+room {
		w.faults = append(w.faults, fmt.Sprintf("text %q is drawn from %.0f to %.0f, outside its frame (%s from %.0f to %.0f)",
			shorten(t.Text), x, x+width, around.name, frame.x1, frame.x2))
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
