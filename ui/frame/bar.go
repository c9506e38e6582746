package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/tip"
)

// BarOptions are what the buttons of the bar do.
type BarOptions struct {
	Back, Forward, History, Settings func()
}

// Place is what the bar says about where one is.
type Place struct {
	Text                    string
	CanGoBack, CanGoForward bool
	// HasHistory and HasSettings offer those of the site that is looked at.
	HasHistory, HasSettings bool
}

// Bar says where one is and leads back.
type Bar struct {
	back, forward     *tip.Button
	place             *widget.Label
	history, settings *control.Button
	content           fyne.CanvasObject
}

// NewBar returns a bar that says nothing yet.
func NewBar(o BarOptions) *Bar {
	b := &Bar{place: &widget.Label{Truncation: fyne.TextTruncateEllipsis, Importance: widget.LowImportance}}
	quiet := func(text string, icon fyne.Resource, do func()) *control.Button {
		return &control.Button{Button: widget.Button{Text: text, Icon: icon, Importance: widget.LowImportance, OnTapped: do}}
	}
	b.back = tip.NewButton(fynetheme.NavigateBackIcon(), lang.L("Back"), o.Back)
	b.forward = tip.NewButton(fynetheme.NavigateNextIcon(), lang.L("Forward"), o.Forward)
	b.history = quiet(lang.L("History"), fynetheme.HistoryIcon(), o.History)
	b.settings = quiet(lang.L("Settings"), fynetheme.SettingsIcon(), o.Settings)
	row := container.NewBorder(nil, nil, container.NewHBox(b.back, b.forward), container.NewHBox(b.history, b.settings), b.place)
	b.content = container.NewStack(newGround(fynetheme.ColorNameHeaderBackground), container.NewPadded(row))
	return b
}

// Content is the bar on the screen.
func (b *Bar) Content() fyne.CanvasObject { return b.content }

// Show says where one is.
func (b *Bar) Show(p Place) {
	able(b.back, p.CanGoBack)
	able(b.forward, p.CanGoForward)
	visible(b.history, p.HasHistory)
	visible(b.settings, p.HasSettings)
	b.place.SetText(p.Text)
	b.content.Refresh()
}

func able(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
