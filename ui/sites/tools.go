package sites

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// widestSearch is how wide the field is in which sites are searched.
const widestSearch = 300

// tools lays out the line above the list: at its left the field for a search, and at its
// right the number of sites and how they are listed. Where there is little room, the field
// is narrower, and then the number, which is worth least, is left out.
type tools struct{}

// MinSize is for Fyne.
func (tools) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for i, o := range objects {
		if i == 1 || i > 1 && !o.Visible() {
			continue
		}
		if m := o.MinSize(); size.Width == 0 {
			size = m
		} else {
			size.Width += fynetheme.Padding() + m.Width
			size.Height = max(size.Height, m.Height)
		}
	}
	return size
}

// Layout is for Fyne.
func (l tools) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	search, count := objects[0], objects[1]
	hasRoom := l.MinSize(objects).Width+fynetheme.Padding()+count.MinSize().Width <= size.Width
	if count.Visible() != hasRoom {
		show(count, hasRoom)
	}
	right := size.Width
	for i := len(objects) - 1; i > 0; i-- {
		if o := objects[i]; o.Visible() {
			width := o.MinSize().Width
			o.Move(fyne.NewPos(right-width, 0))
			o.Resize(fyne.NewSize(width, size.Height))
			right -= width + fynetheme.Padding()
		}
	}
	search.Move(fyne.NewPos(0, 0))
	search.Resize(fyne.NewSize(min(right, widestSearch), size.Height))
}

// lowList is a stack that may be lower than a row of the list in it: where the window has room
// for hardly anything, the list is scrolled, and the window does not grow.
type lowList struct{}

// MinSize is for Fyne.
func (lowList) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			size.Width = max(size.Width, o.MinSize().Width)
		}
	}
	size.Height = 32
	return size
}

// Layout is for Fyne.
func (lowList) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}
