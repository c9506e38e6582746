package history

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// leastList is how high the list of scans is at least where anything is above it that can be
// left out: two scans.
const leastList = 150

// page lays out what is at the top, how the problems went, and the list of scans below that.
// Where there is no room for all three, the second is left out.
type page struct{}

// MinSize is for Fyne.
func (page) MinSize(objects []fyne.CanvasObject) fyne.Size {
	top, list := objects[0].MinSize(), objects[2].MinSize()
	return fyne.NewSize(max(top.Width, list.Width), top.Height+fynetheme.Padding()+list.Height)
}

// Layout is for Fyne.
func (page) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, about, list := objects[0], objects[1], objects[2]
	top.Resize(fyne.NewSize(size.Width, top.Size().Height)) // before it is asked how high it is
	y := top.MinSize().Height
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, y))
	y += fynetheme.Padding()
	height := about.MinSize().Height
	hasRoom := height == 0 || y+height+fynetheme.Padding()+leastList <= size.Height
	if about.Visible() != hasRoom {
		show(about, hasRoom)
	}
	if hasRoom {
		about.Move(fyne.NewPos(0, y))
		about.Resize(fyne.NewSize(size.Width, height))
		y += height + fynetheme.Padding()
	}
	list.Move(fyne.NewPos(0, y))
	list.Resize(fyne.NewSize(size.Width, max(size.Height-y, 0)))
}
