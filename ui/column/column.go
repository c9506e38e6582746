// Package column lays out screens in columns of a readable width: as wide as
// there is room for, but never wider than lines can be read comfortably. It must
// not know what the columns contain.
package column

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// New returns content with a width of at most max units, centred if there is more
// room.
func New(max float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&centred{max: max}, content)
}

type centred struct{ max float32 }

func (l *centred) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, l.max)
	objects[0].Move(fyne.NewPos((size.Width-w)/2, 0))
	objects[0].Resize(fyne.NewSize(w, size.Height))
}

// Left returns content with a width of at most max units, at the left if there is
// more room.
func Left(max float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&left{max: max}, content)
}

type left struct{ max float32 }

func (l *left) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *left) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(min(size.Width, l.max), size.Height))
}

// Below returns content in the room below top. Unlike container.NewBorder it
// keeps that order for the Tab key as well, and top may be a Flow.
func Below(top, content fyne.CanvasObject) *fyne.Container {
	return container.New(between{}, top, content)
}

// Between is Below with another object at the bottom.
func Between(top, content, bottom fyne.CanvasObject) *fyne.Container {
	return container.New(between{}, top, content, bottom)
}

// between sets the width of what is at the top before it asks for its height.
type between struct{}

func (between) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size.Width, size.Height = max(size.Width, m.Width), size.Height+m.Height+gapOf(size.Height)
		}
	}
	return size
}

// gapOf is the room above an object that others are above.
func gapOf(above float32) float32 {
	if above == 0 {
		return 0
	}
	return theme.Padding()
}

func (between) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, content := objects[0], objects[1]
	var above, below float32
	if top.Visible() {
		top.Resize(fyne.NewSize(size.Width, top.Size().Height))
		height := top.MinSize().Height
		top.Move(fyne.NewPos(0, 0))
		top.Resize(fyne.NewSize(size.Width, height))
		above = height + gapOf(height)
	}
	if len(objects) > 2 && objects[2].Visible() {
		bottom := objects[2]
		height := bottom.MinSize().Height
		bottom.Move(fyne.NewPos(0, size.Height-height))
		bottom.Resize(fyne.NewSize(size.Width, height))
		below = height + gapOf(height)
	}
	content.Move(fyne.NewPos(0, above))
	content.Resize(fyne.NewSize(size.Width, max(size.Height-above-below, 0)))
}

// Inset returns content with as much space at its sides as labels have next to
// their text, so that objects with a visible edge line up with text.
func Inset(content fyne.CanvasObject) *fyne.Container {
	side := theme.Size(theme.SizeNameInnerPadding)
	return container.New(layout.NewCustomPaddedLayout(0, 0, side, side), content)
}

// cut is the width of its items that widget.List hides at the right edge.
const cut = 4

// List is Inset for a list whose items are Cards.
func List(content fyne.CanvasObject) *fyne.Container {
	side := theme.Size(theme.SizeNameInnerPadding)
	return container.New(layout.NewCustomPaddedLayout(0, 0, side, side-cut), content)
}

// Card returns an item of a List: content with space below it.
func Card(space float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(0, space, 0, cut), content)
}

// Fixed returns content with a fixed width, at which its text wraps and which
// determines its height.
func Fixed(width float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&fixed{width: width}, content)
}

type fixed struct{ width float32 }

func (l *fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	o := objects[0]
	if o.Size().Width != l.width {
		o.Resize(fyne.NewSize(l.width, o.Size().Height)) // wrapped text is measured at its current width
	}
	return fyne.NewSize(l.width, o.MinSize().Height)
}

func (l *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(l.width, size.Height))
}

// Margin returns content with the same space on every side.
func Margin(space float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&margin{space: space}, content)
}

type margin struct{ space float32 }

func (l *margin) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*l.space, 2*l.space)
}

func (l *margin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewSquareOffsetPos(l.space))
	objects[0].Resize(size.SubtractWidthHeight(2*l.space, 2*l.space))
}

// Flow returns the objects side by side, gap units apart, in as many lines as are
// needed.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

// flow remembers its width, because its height depends on it.
type flow struct{ gap, width float32 }

func (l *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, l.place(objects, max(l.width, widest), false))
}

func (l *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width, true)
}

// place lays out the lines and returns their total height.
func (l *flow) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	var x, y, line float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			x, y, line = 0, y+line+l.gap, 0
		}
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(m)
		}
		x += m.Width + l.gap
		line = max(line, m.Height)
	}
	return y + line
}
