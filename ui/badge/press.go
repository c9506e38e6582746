package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/tip"
)

// press is what chips and tiles have in common: they can be tapped, hovered,
// focused, and pressed by Space and Enter.
type press struct {
	widget.BaseWidget
	onPress          func()
	hovered, focused bool
	self             fyne.CanvasObject // that shows the tip
	tip              string
}

// tells sets what is told about the object once the pointer rests on it.
func (p *press) tells(self fyne.CanvasObject, text string) { p.self, p.tip = self, text }

func (p *press) showTip() {
	if p.self != nil {
		tip.Show(p.self, p.tip)
	}
}

func (p *press) hideTip() {
	if p.self != nil {
		tip.Hide(p.self)
	}
}

var (
	_ fyne.Tappable      = (*press)(nil)
	_ fyne.Focusable     = (*press)(nil)
	_ desktop.Hoverable  = (*press)(nil)
	_ desktop.Cursorable = (*press)(nil)
)

func (p *press) Tapped(*fyne.PointEvent) {
	p.hideTip()
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
	p.showTip()
}

func (p *press) MouseMoved(*desktop.MouseEvent) {}

func (p *press) MouseOut() {
	p.hovered = false
	p.Refresh()
	p.hideTip()
}

func (p *press) FocusGained() {
	p.focused = true
	p.Refresh()
	p.showTip()
}

func (p *press) FocusLost() {
	p.focused = false
	p.Refresh()
	p.hideTip()
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
