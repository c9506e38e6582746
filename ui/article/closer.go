package article

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Tight stacks a caption on its text without the room that labels keep.
func Tight(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(closer{by: 12}, objects...)
}

// closer stacks objects by less than their own padding, so that a caption and
// what it heads read as one. It never asks for more width than it has.
type closer struct{ by float32 }

func (c closer) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range objects {
		m := o.MinSize()
		s.Width = max(s.Width, m.Width)
		s.Height += m.Height
		if i > 0 {
			s.Height -= c.by
		}
	}
	return s
}

func (c closer) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		h := o.MinSize().Height // a wrapped text knows its height once it has its width
		o.Resize(fyne.NewSize(size.Width, h))
		o.Move(fyne.NewPos(0, y))
		y += h - c.by
	}
}
