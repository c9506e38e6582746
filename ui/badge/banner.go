package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
)

// Tone is how grave a banner is.
type Tone int

const (
	Info Tone = iota
	Warn
	Fail
)

// Action is something a person can do about what a widget says.
type Action struct {
	Text string // what the button says
	Icon fyne.Resource
	Do   func()
}

// Banner is a message within a screen: an icon by tone, a sentence, advice
// below it where there is any, and buttons.
func Banner(tone Tone, sentence, advice string, actions ...Action) fyne.CanvasObject {
	var picture fyne.Resource = fynetheme.NewColoredResource(fynetheme.InfoIcon(), theme.ColorInfo)
	fill := theme.ColorInfoSoft
	switch tone {
	case Warn:
		picture, fill = theme.VerdictIcon(outcome.Warning), theme.ColorWarningSoft
	case Fail:
		picture, fill = theme.VerdictIcon(outcome.Broken), theme.ColorBrokenSoft
	}
	head := widget.NewLabel(sentence)
	head.Wrapping, head.TextStyle.Bold = fyne.TextWrapWord, advice != ""
	text := container.New(layout.NewCustomPaddedVBoxLayout(-10), head)
	if advice != "" {
		more := widget.NewLabel(advice)
		more.Wrapping = fyne.TextWrapWord
		text.Add(more)
	}
	icon := container.New(layout.NewCustomPaddedLayout(8, 0, 10, 2), widget.NewIcon(picture))
	var right fyne.CanvasObject
	if len(actions) > 0 {
		buttons := container.NewHBox()
		for _, a := range actions {
			buttons.Add(widget.NewButtonWithIcon(a.Text, a.Icon, a.Do))
		}
		right = container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), container.NewCenter(buttons))
	}
	s := NewSurface(container.NewBorder(nil, nil, container.NewVBox(icon), right, text))
	s.Fill, s.Plain, s.Inset = fill, true, 3
	return s
}
