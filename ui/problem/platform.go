package problem

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
)

// platform says for which platform the steps below are, and lets the person say
// what their site runs on.
func (e *explanation) platform(stepsFor string) fyne.CanvasObject {
	names := knowledge.FamilyNames()
	first := lang.L("As the scan recognises it")
	if stepsFor == "" {
		first = lang.L("Not recognised")
	}
	// A list is as wide as its placeholder, whatever its options.
	choose := &widget.Select{Options: append([]string{first}, names...), PlaceHolder: lang.L("As the scan recognises it")}
	choose.SetSelectedIndex(1 + slices.Index(names, stepsFor)) // 0 where it is none
	choose.OnChanged = func(string) {
		name := ""
		if i := choose.SelectedIndex(); i > 0 {
			name = names[i-1]
		}
		e.p.choosePlatform(name)
	}
	return container.NewHBox(&widget.Label{Text: lang.L("Show steps for:")}, choose)
}
