package sites

import (
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
	"sitewell/ui/tally"
	"sitewell/ui/theme"
)

// columns are the widths that the contents of the shown rows need.
type columns struct{ health, when float32 }

// columnsFor measures the rows of sites.
func columnsFor(shown []storage.SiteSummary, now time.Time) columns {
	c := columns{health: 170, when: 100}
	for _, s := range shown {
		ago, exact := whenOf(s, false, now)
		padding := 2 * theme.Size(fynetheme.SizeNameInnerPadding)
		c.when = max(c.when,
			padding+fyne.MeasureText(ago, theme.Size(theme.SizeBody), fyne.TextStyle{}).Width,
			padding+fyne.MeasureText(exact, theme.Size(theme.SizeCaption), fyne.TextStyle{}).Width)
		if s.Last != nil {
			c.health = max(c.health, tally.Width(*s.Last))
		}
	}
	c.when++ // labels round down
	return c
}

// cells lays a row out: the name takes what the others leave, and what can be
// done without gives way where there is no room. The problems then
// replace the address, and the further buttons are in the menu.
type cells struct {
	columns
	left, address, health, since, trend, when, scan, further, more, tick fyne.CanvasObject

	ticking bool // the box for ticking is there

	scanWidth, furtherWidth float32
}

const (
	trendWidth = 90
	leftWidth  = 150 // the least
	cellGap    = 12
	sinceLift  = 4 // how far the label below the tally overlaps it
)

func (c *cells) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.left, c.health, c.since, c.trend, c.when, c.scan, c.further, c.more, c.tick}
}

// MinSize is that of the cells which always stay; the others come with room.
func (c *cells) MinSize([]fyne.CanvasObject) fyne.Size {
	height := max(c.left.MinSize().Height, c.when.MinSize().Height, c.scan.MinSize().Height, c.more.MinSize().Height)
	return fyne.NewSize(leftWidth+cellGap+c.scanWidth+c.more.MinSize().Width, height)
}

func (c *cells) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	more := c.more.MinSize().Width
	// What there is room for, most wanted first.
	begin := c.placeTick(size)
	room := size.Width - begin - more - c.scanWidth - cellGap - leftWidth
	fits := func(width float32) bool {
		if width+cellGap > room {
			return false
		}
		room -= width + cellGap
		return true
	}
	health, when, further, trend := fits(c.columns.health), fits(c.columns.when), fits(c.furtherWidth), fits(trendWidth)

	right := size.Width
	put := func(o fyne.CanvasObject, width, gap float32) {
		right -= width
		height := min(o.MinSize().Height, size.Height)
		o.Move(fyne.NewPos(right, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
		right -= gap
	}
	place := func(o fyne.CanvasObject, on bool, width float32) {
		show(o, on)
		if on {
			put(o, width, cellGap)
		}
	}
	put(c.more, more, 0)
	place(c.further, further, c.furtherWidth)
	put(c.scan, c.scanWidth, cellGap)
	place(c.when, when, c.columns.when)
	show(c.since, health)
	if health {
		x := right - c.columns.health
		put(c.health, c.columns.health, cellGap)
		padding := theme.Size(fynetheme.SizeNameInnerPadding)
		tally, since := c.health.MinSize().Height, c.since.MinSize().Height
		top := (size.Height - tally - since + sinceLift) / 2
		c.health.Move(fyne.NewPos(x, top))
		c.since.Move(fyne.NewPos(x-padding, top+tally-sinceLift))
		c.since.Resize(fyne.NewSize(c.columns.health+padding, since))
	}
	place(c.trend, trend, trendWidth)

	left := c.left.MinSize()
	c.left.Move(fyne.NewPos(begin, (size.Height-left.Height)/2))
	c.left.Resize(fyne.NewSize(right-begin, left.Height))
	c.address.Show()
	if !health && c.health.Visible() {
		c.address.Hide()
		padding := theme.Size(fynetheme.SizeNameInnerPadding)
		height := c.health.MinSize().Height
		c.health.Move(fyne.NewPos(begin+padding, size.Height-height))
		c.health.Resize(fyne.NewSize(right-begin-padding, height))
		c.left.Move(fyne.NewPos(begin, 0))
	}
}

// placeTick puts the box for ticking at the left, and returns where the rest begins.
func (c *cells) placeTick(size fyne.Size) (begin float32) {
	show(c.tick, c.ticking)
	if !c.ticking {
		return 0
	}
	box := c.tick.MinSize()
	c.tick.Move(fyne.NewPos(0, (size.Height-box.Height)/2))
	c.tick.Resize(box)
	return box.Width
}
