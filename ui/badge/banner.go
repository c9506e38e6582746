package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/control"
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
	Main bool // it is what a person most likely wants
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
	var body fyne.CanvasObject = text
	if len(actions) > 0 {
		buttons := container.NewHBox()
		for _, a := range actions {
			b := &control.Button{Button: widget.Button{Text: a.Text, Icon: a.Icon, OnTapped: a.Do}}
			if a.Main {
				b.Importance = widget.HighImportance
			}
			buttons.Add(b)
		}
		body = BesideOrBelow(text, buttons)
	}
	s := NewSurface(container.NewBorder(nil, nil, container.NewVBox(icon), nil, body))
	s.Fill, s.Plain, s.Inset = fill, true, 3
	return s
}

// BesideOrBelow puts buttons at the right of a text, or below it where the text
// would become too narrow to be read. Its height is known once it has its width. A text
// that is hidden takes no room.
func BesideOrBelow(text, buttons fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&besideOrBelow{}, text, buttons)
}

// besideOrBelow puts buttons at the right of a text, or below it where the text
// would become too narrow to be read.
type besideOrBelow struct{ below bool }

const (
	readable  = 300 // the least width of a text beside buttons
	buttonGap = 8
)

// MinSize is for the width that was laid out last, as wrapped text has it.
func (l *besideOrBelow) MinSize(o []fyne.CanvasObject) fyne.Size {
	text, buttons := o[0].MinSize(), o[1].MinSize()
	if !o[0].Visible() {
		return buttons
	}
	if l.below {
		return fyne.NewSize(max(text.Width, buttons.Width), text.Height+buttons.Height+buttonGap)
	}
	return fyne.NewSize(text.Width, max(text.Height, buttons.Height))
}

func (l *besideOrBelow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	text, buttons := o[0], o[1]
	room := buttons.MinSize()
	l.below = text.Visible() && size.Width-room.Width-2*buttonGap < readable
	if l.below {
		text.Resize(fyne.NewSize(size.Width, size.Height-room.Height-buttonGap))
		buttons.Move(fyne.NewPos(buttonGap, size.Height-room.Height-buttonGap))
		buttons.Resize(fyne.NewSize(min(room.Width, size.Width), room.Height))
	} else {
		text.Resize(fyne.NewSize(size.Width-room.Width-2*buttonGap, size.Height))
		buttons.Move(fyne.NewPos(size.Width-room.Width-buttonGap, (size.Height-room.Height)/2))
		buttons.Resize(room)
	}
	text.Move(fyne.NewPos(0, 0))
}
