package results

import "fyne.io/fyne/v2"

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
