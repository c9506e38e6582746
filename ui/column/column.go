// Package column lays screens out in columns that stay readable: as wide as
// there is room for, never wider than lines can be read. It must not know
// what stands in them.
package column

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// New keeps content at most max units wide, in the middle of wider room.
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

// Left keeps content at most max units wide, at the left of wider room.
func Left(max float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&left{max: max}, content)
}

type left struct{ max float32 }

func (l *left) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *left) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(min(size.Width, l.max), size.Height))
}

// Below puts content into the room below top. Unlike container.NewBorder it
// keeps that order for the Tab key, too.
func Below(top, content fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewBorderLayout(top, nil, nil, nil), top, content)
}

// Inset leaves space beside content, as wide as labels leave beside their
// text, so that what has an edge of its own lines up with text.
func Inset(content fyne.CanvasObject) *fyne.Container {
	side := theme.Size(theme.SizeNameInnerPadding)
	return container.New(layout.NewCustomPaddedLayout(0, 0, side, side), content)
}

// cut is how much widget.List hides of its items at their right edge.
const cut = 4

// List is Inset for a list whose items are Cards.
func List(content fyne.CanvasObject) *fyne.Container {
	side := theme.Size(theme.SizeNameInnerPadding)
	return container.New(layout.NewCustomPaddedLayout(0, 0, side, side-cut), content)
}

// Card is an item of a List: content with space below it.
func Card(space float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(0, space, 0, cut), content)
}

// Fixed gives content a width of its own, so that text in it wraps there and
// the height follows.
func Fixed(width float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(&fixed{width: width}, content)
}

type fixed struct{ width float32 }

func (l *fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	o := objects[0]
	if o.Size().Width != l.width {
		o.Resize(fyne.NewSize(l.width, o.Size().Height)) // wrapped text measures itself at its width
	}
	return fyne.NewSize(l.width, o.MinSize().Height)
}

func (l *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(l.width, size.Height))
}

// Margin surrounds content by the same space on every side.
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

// Flow lays objects side by side, gap units apart, and goes on in a new line
// where there is no more room.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

// flow remembers the width it was given, because its height depends on it.
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

// place runs through the lines and gives their height together.
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
