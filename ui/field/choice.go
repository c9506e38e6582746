package field

import (
	"fyne.io/fyne/v2"

	"sitewell/ui/control"
)

// Choice is a drop-down list that passes Enter and Escape on to what is around it.
type Choice struct {
	control.Select
	keys func(*fyne.KeyEvent)
}

// NewChoice returns a list of which the first is chosen. chose receives the position of
// what a person chooses, and keys receives Enter and Escape.
func NewChoice(titles []string, chose func(i int), keys func(*fyne.KeyEvent)) *Choice {
	c := &Choice{keys: keys}
	c.Options, c.Selected = titles, titles[0]
	c.OnChanged = func(string) { chose(c.SelectedIndex()) }
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is for Fyne.
func (c *Choice) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		c.keys(k)
	default:
		c.Select.TypedKey(k)
	}
}
