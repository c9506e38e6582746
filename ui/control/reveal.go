package control

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Holder is a widget of ours that is drawn around something else.
type Holder interface{ Held() fyne.CanvasObject }

// watched are the scrollers of the dialogs that are open, the newest last. What Fyne puts
// around a dialog does not tell what is in it.
var watched []*container.Scroll

// Watch has s follow the keyboard until Unwatch, as the scrollers of screens do. It is for
// dialogs, and belongs to the window's thread.
func Watch(s *container.Scroll) { watched = append(watched, s) }

// Unwatch ends Watch.
func Unwatch(s *container.Scroll) {
	watched = slices.DeleteFunc(watched, func(o *container.Scroll) bool { return o == s })
}

// reveal scrolls what has the keyboard into view. What a person can click at its middle
// stays where it is: it must not move away between pressing the mouse and letting it go.
func reveal() {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		c := w.Canvas()
		o, ok := c.Focused().(fyne.CanvasObject)
		if !ok {
			continue
		}
		for _, s := range watched {
			if revealIn(s, o) {
				return
			}
		}
		revealIn(c.Content(), o)
		return
	}
}

// revealIn reports whether o is in root, and scrolls what is around it.
func revealIn(root, o fyne.CanvasObject) bool {
	switch r := root.(type) {
	case *fyne.Container:
		for _, child := range r.Objects {
			if revealIn(child, o) {
				return true
			}
		}
	case *container.Scroll:
		if !revealIn(r.Content, o) {
			return false
		}
		scrollTo(r, o)
		return true
	case *container.Split:
		return revealIn(r.Leading, o) || revealIn(r.Trailing, o)
	case Holder:
		return root == o || revealIn(r.Held(), o)
	}
	return root == o
}

// around is how much is seen above and below what was scrolled to.
const around = 12

func scrollTo(s *container.Scroll, o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s).Y
	height := o.Size().Height
	if middle := top + height/2; middle >= 0 && middle <= s.Size().Height {
		return
	}
	offset := s.Offset
	if top < 0 {
		offset.Y += top - around
	} else {
		offset.Y += top + height + around - s.Size().Height
	}
	s.ScrollToOffset(offset)
}
