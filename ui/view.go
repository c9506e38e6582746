package ui

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/appsettings"
)

// textSizes are the sizes of text to choose from, in percent.
func textSizes() []int { return []int{80, 90, 100, 110, 125, 150, 175, 200} }

// scaleVariable is where Fyne reads how large everything is, whenever its settings change.
const scaleVariable = "FYNE_SCALE"

// textSize is what the person chose, in percent. Everything grows with the text, so that
// nothing is cut.
func (w *Window) textSize() int {
	return min(max(w.o.AppSettings.Values().TextSize, textSizes()[0]), textSizes()[len(textSizes())-1])
}

// chooseTextSize changes the size of text at once.
func (w *Window) chooseTextSize(percent int) {
	w.tellRefused(w.set(appsettings.TextSize, strconv.Itoa(percent)))
}

// resizeText has the text as large as it was chosen. The window stays as large as it is.
func (w *Window) resizeText(before int) {
	size, shrink := w.window.Canvas().Size(), float32(before)/float32(w.textSize())
	w.applyTextSize()
	w.window.Resize(fyne.NewSize(max(size.Width*shrink, minWidth), max(size.Height*shrink, minHeight)))
	w.applyTheme(w.theme())
}

// applyTextSize multiplies the scale that the person gave Fyne, or the desktop did.
func (w *Window) applyTextSize() {
	if w.scale == 0 {
		w.scale = 1
		if f, err := strconv.ParseFloat(os.Getenv(scaleVariable), 64); err == nil && f > 0 {
			w.scale = f
		} else if s := w.o.App.Settings().Scale(); s > 0 {
			w.scale = float64(s)
		}
	}
	// A failure leaves the text as it is.
	_ = os.Setenv(scaleVariable, strconv.FormatFloat(w.scale*float64(w.textSize())/100, 'f', 3, 64))
}

// reducedMotion reports whether nothing in the window is to move by itself.
func (w *Window) reducedMotion() bool { return w.o.AppSettings.Values().ReduceMotion }

func (w *Window) chooseMotion(reduced bool) {
	value := appsettings.No
	if reduced {
		value = appsettings.Yes
	}
	w.tellRefused(w.set(appsettings.ReduceMotion, value))
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

// textSizeMenu has one entry for each size, the present one ticked.
func (m *menu) textSizeMenu() *fyne.MenuItem {
	var sizes []*fyne.MenuItem
	for _, percent := range textSizes() {
		i := fyne.NewMenuItem(lang.L("{{.Number}} %", map[string]any{"Number": percent}), func() { m.w.chooseTextSize(percent) })
		m.ticked = append(m.ticked, ticked{i, func() bool { return m.w.textSize() == percent }})
		sizes = append(sizes, i)
	}
	i := fyne.NewMenuItem(lang.L("Text size"), nil)
	i.ChildMenu = fyne.NewMenu("", sizes...)
	return i
}

// motionItem switches animations off and on.
func (m *menu) motionItem() *fyne.MenuItem {
	i := fyne.NewMenuItem(lang.L("Reduce motion"), func() { m.w.chooseMotion(!m.w.reducedMotion()) })
	m.ticked = append(m.ticked, ticked{i, m.w.reducedMotion})
	return i
}

// ticked is an entry that shows whether something is chosen.
type ticked struct {
	item *fyne.MenuItem
	on   func() bool
}
