package sites

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
)

// heading is the line above the sites of a client. It is used again for others.
type heading struct {
	widget.BaseWidget
	fold *tip.Button
	name *widget.Label
	sum  *widget.Label
	scan *control.Button
	tick *control.Check
	body *fyne.Container
	do   func()
}

func newHeading() *heading {
	h := &heading{
		fold: tip.NewButton(fynetheme.MenuDropDownIcon(), lang.L("Show or hide these sites"), nil),
		name: &widget.Label{TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis},
		sum:  badge.Caption(""),
		scan: &control.Button{Button: widget.Button{Importance: widget.LowImportance}},
		tick: control.NewCheck("", nil),
	}
	h.sum.Truncation = fyne.TextTruncateEllipsis
	texts := container.New(layout.NewCustomPaddedVBoxLayout(-theme.Size(theme.SizeGap)), h.name, h.sum)
	line := container.NewBorder(nil, nil, container.NewHBox(h.fold, h.tick), container.NewCenter(h.scan), texts)
	h.body = container.NewBorder(nil, line, nil, nil) // just above its sites: all lines have one height
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer is for Fyne.
func (h *heading) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.body) }

// Tapped shows or hides the sites.
func (h *heading) Tapped(*fyne.PointEvent) {
	if h.do != nil {
		h.do()
	}
}

// updateHeading shows a group.
func (s *Screen) updateHeading(g *group, h *heading) {
	icon := fynetheme.MenuDropDownIcon()
	if g.folded {
		icon = fynetheme.MenuExpandIcon()
	}
	h.fold.SetIcon(icon)
	set(h.name, g.name())
	set(h.sum, g.sum(&s.since))
	h.do = func() { s.fold(g) }
	h.fold.OnTapped = h.do
	h.scan.Text = lang.N("Scan {{.Count}} sites", len(g.sites), map[string]any{"Count": len(g.sites)})
	h.scan.OnTapped = func() { s.scanSeveral(g.sites) }
	show(h.scan, !s.choosing)
	show(h.tick, s.choosing)
	h.tick.OnChanged = nil
	h.tick.SetChecked(s.hasAll(g.sites))
	h.tick.OnChanged = func(on bool) { s.tickAll(g.sites, on) }
	h.scan.Refresh()
	h.body.Refresh()
}
