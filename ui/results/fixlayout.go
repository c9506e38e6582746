package results

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// fixLayout places the parts of the panel of a fix: its head, the guide, the tabs and
// the list of the tab that is shown. Where the panel is low, there is no room for guide
// and list together, and the guide has a tab of its own.
type fixLayout struct {
	p *fixPanel
	// low reports whether the guide is one of the tabs.
	low bool
}

const (
	// guideBeside is the least height of guide and list together.
	guideBeside = 400
	// listShare is the part of that height which the list has at most.
	listShare = 0.3
	// listLeast is the height of the list's heading, two rows and the line below.
	listLeast = 132
)

// MinSize never grows with the content: guide and list scroll.
func (l *fixLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(max(objects[0].MinSize().Width, objects[2].MinSize().Width), 100)
}

func (l *fixLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, guide, tabs, list := objects[0], objects[1], objects[2], objects[3]
	top.Resize(fyne.NewSize(size.Width, top.MinSize().Height))
	height := top.MinSize().Height // what wraps knows its height by now
	top.Resize(fyne.NewSize(size.Width, height))
	row := tabs.MinSize().Height
	rest := max(size.Height-height-row, 0)
	if low := rest < guideBeside; size.Height > 0 && low != l.low {
		l.low = low
		l.p.fold(low)
	}
	put := func(o fyne.CanvasObject, y, height float32) {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
	}
	if l.low {
		put(tabs, height, row)
		put(guide, height+row, rest)
		put(list, height+row, rest)
		return
	}
	below := min(max(l.p.listHeight(), listLeast), rest*listShare)
	put(guide, height, rest-below)
	put(tabs, height+rest-below, row)
	put(list, height+rest-below+row, below)
}

// firstLine places what is at the left and at the right of the first line of the panel, and
// between them, where there is room for it, which row of the list it is.
type firstLine struct{ place *widget.Label }

// MinSize leaves out the place.
func (l firstLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[2].MinSize()
	return fyne.NewSize(left.Width+right.Width, max(left.Height, right.Height))
}

func (l firstLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, place, right := objects[0].MinSize(), l.place.MinSize(), objects[2].MinSize()
	objects[0].Resize(fyne.NewSize(left.Width, size.Height))
	objects[2].Resize(fyne.NewSize(right.Width, size.Height))
	objects[2].Move(fyne.NewPos(size.Width-right.Width, 0))
	l.place.Hidden = l.place.Text == "" || left.Width+place.Width+right.Width > size.Width
	l.place.Resize(fyne.NewSize(place.Width, size.Height))
	l.place.Move(fyne.NewPos(size.Width-right.Width-place.Width, 0))
}
