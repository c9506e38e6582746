package ui

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"

	"sitewell/ui/appsettings"
	"sitewell/ui/theme"
)

// Sizes of the window in Fyne's units.
const (
	defaultWidth, defaultHeight = 1180, 760
	minWidth, minHeight         = 480, 300
)

// These are the keys of Fyne's preferences, which contain the size of the window.
const (
	prefWidth  = "window.width"
	prefHeight = "window.height"
)

// textSizes are the sizes of text to choose from, in percent.
func textSizes() []int { return []int{80, 90, 100, 110, 125, 150, 175, 200} }

// scaleVariable is where Fyne reads how large everything is, whenever its settings change.
const scaleVariable = "FYNE_SCALE"

// look is what the window looks like by the settings of Sitewell: the theme, the size of the text and
// of the window, and whether anything moves.
type look struct {
	app    fyne.App
	window fyne.Window
	own    appsettings.Store
	scale  float64 // of all, without the person's size of text; 0: not yet known
	// restore sets the variable of the scale to what it was when the program was started.
	restore func()
}

// textSize is what the person chose, in percent. Everything grows with the text, so that
// nothing is cut.
func (l *look) textSize() int {
	return min(max(l.own.Values().TextSize, textSizes()[0]), textSizes()[len(textSizes())-1])
}

// resizeText has the text as large as it was chosen. The window stays as large as it is: it
// is made smaller by as much as Fyne is about to make it larger, and corrected where Fyne
// rounded otherwise.
func (l *look) resizeText(before int) {
	c := l.window.Canvas()
	size, scale, expected := c.Size(), c.Scale(), scaleAfter(c.Scale(), before, l.textSize())
	resize := func(shrink float32) {
		l.window.Resize(fyne.NewSize(max(size.Width*shrink, minWidth), max(size.Height*shrink, minHeight)))
	}
	l.applyTextSize()
	resize(scale / expected)
	l.applyTheme(l.theme())
	if c.Scale() != expected {
		resize(scale / c.Scale())
	}
}

// scaleAfter returns how large Fyne is expected to draw once the text has another size, in
// percent: it rounds to tenths.
func scaleAfter(now float32, before, after int) float32 {
	return float32(math.Round(float64(now)*10*float64(after)/float64(before))) / 10
}

// applyTextSize multiplies the scale that the person gave Fyne, or the desktop did.
func (l *look) applyTextSize() {
	if l.scale == 0 {
		l.scale = 1
		before, isSet := os.LookupEnv(scaleVariable)
		l.restore = func() {
			if isSet {
				_ = os.Setenv(scaleVariable, before)
			} else {
				_ = os.Unsetenv(scaleVariable)
			}
		}
		if f, err := strconv.ParseFloat(os.Getenv(scaleVariable), 64); err == nil && f > 0 {
			l.scale = f
		} else if s := l.app.Settings().Scale(); s > 0 {
			l.scale = float64(s)
		}
	}
	// A failure leaves the text as it is.
	_ = os.Setenv(scaleVariable, strconv.FormatFloat(l.scale*float64(l.textSize())/100, 'f', 3, 64))
}

// reducedMotion reports whether nothing in the window is to move by itself.
func (l *look) reducedMotion() bool { return l.own.Values().ReduceMotion }

func (l *look) theme() theme.Mode {
	return theme.Mode(l.own.Values().Appearance)
}

func (l *look) applyTheme(m theme.Mode) {
	l.app.Settings().SetTheme(theme.New(m))
}

// size is that of the last time, within what can be worked with.
func (l *look) size() fyne.Size {
	p := l.app.Preferences()
	return fyne.NewSize(
		float32(max(p.FloatWithFallback(prefWidth, defaultWidth), minWidth)),
		float32(max(p.FloatWithFallback(prefHeight, defaultHeight), minHeight)),
	)
}

func (l *look) rememberSize() {
	size := l.window.Canvas().Size()
	l.app.Preferences().SetFloat(prefWidth, float64(size.Width))
	l.app.Preferences().SetFloat(prefHeight, float64(size.Height))
}

// still is the application with animations that can be switched off: Fyne's widgets ask
// the settings of the current application.
type still struct {
	fyne.App
	reduced func() bool
}

// Settings is for Fyne.
func (s still) Settings() fyne.Settings { return stillSettings{s.App.Settings(), s.reduced} }

type stillSettings struct {
	fyne.Settings
	reduced func() bool
}

// ShowAnimations is for Fyne.
func (s stillSettings) ShowAnimations() bool { return !s.reduced() && s.Settings.ShowAnimations() }
