package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
)

// press is what chips and tiles have in common: they can be tapped, hovered,
// focused, and pressed by Space and Enter.
type press struct {
	widget.BaseWidget
	onPress          func()
	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*press)(nil)
	_ fyne.Focusable     = (*press)(nil)
	_ desktop.Hoverable  = (*press)(nil)
	_ desktop.Cursorable = (*press)(nil)
)

func (p *press) Tapped(*fyne.PointEvent) {
	if p.onPress != nil {
		p.onPress()
	}
}

func (p *press) Cursor() desktop.Cursor {
	if p.onPress == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
}

func (p *press) MouseMoved(*desktop.MouseEvent) {}

func (p *press) MouseOut() {
	p.hovered = false
	p.Refresh()
}

func (p *press) FocusGained() {
	p.focused = true
	p.Refresh()
}

func (p *press) FocusLost() {
	p.focused = false
	p.Refresh()
}

func (p *press) TypedRune(rune) {}

func (p *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.Tapped(nil)
	default:
		control.Pass(e)
	}
}
