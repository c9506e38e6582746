package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets"
	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/theme"
)

// ShowFailure says in a small window why Sitewell can't start, and returns when
// the person has closed it. It is to be called from the main goroutine.
func ShowFailure(app fyne.App, sentence string) {
	app.Settings().SetTheme(theme.New(theme.System))
	w := app.NewWindow(lang.L("Sitewell"))
	w.SetIcon(fyne.NewStaticResource("sitewell.svg", assets.Icon()))
	w.SetContent(failure(sentence, w.Close))
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) {
		switch k.Name {
		case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
			w.Close()
		}
	})
	w.Resize(fyne.NewSize(520, 200))
	w.CenterOnScreen()
	w.ShowAndRun()
}

func failure(sentence string, closed func()) fyne.CanvasObject {
	icon := container.NewVBox(column.Margin(theme.Size(theme.SizeGap), widget.NewIcon(theme.VerdictIcon(outcome.Broken))))
	text := container.NewVBox(badge.Section(lang.L("Sitewell could not start")), badge.Body(sentence))
	button := &widget.Button{Text: lang.L("Close"), Importance: widget.HighImportance, OnTapped: closed}
	return column.Margin(theme.Size(theme.SizeRoom), container.NewBorder(nil, container.NewHBox(layout.NewSpacer(), button), icon, nil, text))
}
