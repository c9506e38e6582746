package problem

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// panelLayout places the head of the panel above what has the rest of its height. Where
// that is little, most of the head scrolls away with the explanation.
type panelLayout struct {
	p   *Panel
	low bool
}

// lowPanel is the height under which the head scrolls.
const lowPanel = 380

// MinSize is as high as the head, and no less wide.
func (l *panelLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, body.Width), head.Height+body.Height)
}

func (l *panelLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if low := size.Height < lowPanel; size.Height > 0 && low != l.low {
		l.low = low
		l.p.fold(low)
	}
	if l.p.tabs.Fit(size.Width) {
		l.p.tabs.Content.Refresh()
	}
	head, body := objects[0], objects[1]
	head.Resize(fyne.NewSize(size.Width, head.MinSize().Height))
	height := head.MinSize().Height // what wraps knows its height by now
	head.Resize(fyne.NewSize(size.Width, height))
	body.Move(fyne.NewPos(0, height))
	body.Resize(fyne.NewSize(size.Width, max(size.Height-height, 0)))
}

// fold moves what happened and what can be done about it to the top of the explanation,
// or back into the head.
func (p *Panel) fold(low bool) {
	h, e := p.head, p.explain
	if low {
		h.content.Remove(h.what)
		e.scroll.Content = container.NewVBox(h.what, e.box)
	} else {
		e.scroll.Content = e.box
		h.content.Add(h.what)
	}
	e.content.Refresh()
}
