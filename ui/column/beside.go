package column

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Beside returns left with right at the right of it, or, where left would have less room than
// least units and than it wants, above it.
func Beside(least float32, left, right fyne.CanvasObject) *fyne.Container {
	return container.New(&beside{least: least}, left, right)
}

// beside remembers its width, because its height depends on it.
type beside struct{ least, width float32 }

func (l *beside) isOneLine(objects []fyne.CanvasObject, width float32) bool {
	return max(objects[0].MinSize().Width, l.least)+theme.Padding()+objects[1].MinSize().Width <= width
}

// MinSize is for Fyne.
func (l *beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	widest := max(left.Width, right.Width)
	if l.isOneLine(objects, max(l.width, widest)) {
		return fyne.NewSize(widest, max(left.Height, right.Height))
	}
	return fyne.NewSize(widest, left.Height+theme.Padding()+right.Height)
}

// Layout is for Fyne.
func (l *beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	left, right := objects[0], objects[1]
	width := right.MinSize().Width
	left.Move(fyne.NewPos(0, 0))
	if l.isOneLine(objects, size.Width) {
		left.Resize(fyne.NewSize(size.Width-width-theme.Padding(), size.Height))
		right.Move(fyne.NewPos(size.Width-width, 0))
		right.Resize(fyne.NewSize(width, size.Height))
		return
	}
	height := left.MinSize().Height
	left.Resize(fyne.NewSize(size.Width, height))
	right.Move(fyne.NewPos(max(size.Width-width, 0), height+theme.Padding()))
	right.Resize(fyne.NewSize(width, right.MinSize().Height))
}
