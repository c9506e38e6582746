package problem

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// platform says for which platform and hosting panel the steps below are, and lets
// the person say what their site runs on. At a website builder there is no hosting
// to choose.
func (e *explanation) platform(x knowledge.Explanation) fyne.CanvasObject {
	first := lang.L("As the scan recognises it")
	if x.StepsFor == "" {
		first = lang.L("Not recognised")
	}
	rows := []fyne.CanvasObject{
		&widget.Label{Text: lang.L("Show steps for:")},
		container.NewHBox(choose(first, lang.L("As the scan recognises it"), knowledge.FamilyNames(), x.StepsFor, e.p.choosePlatform)),
	}
	if f, _ := knowledge.FindFamily(x.StepsFor); f.Group != knowledge.Builder {
		names, labels := words.HostingPanels()
		chosen := ""
		if i := slices.Index(names, x.Panel); i >= 0 {
			chosen = labels[i]
		}
		rows = append(rows,
			&widget.Label{Text: lang.L("Hosted with:")},
			container.NewHBox(choose(lang.L("Not listed, or not known"), lang.L("As the scan recognises it"), labels, chosen, func(label string) {
				name := ""
				if i := slices.Index(labels, label); i >= 0 {
					name = names[i]
				}
				e.p.choosePanel(name)
			})))
	}
	return container.New(layout.NewFormLayout(), rows...)
}

// choose returns a list whose first option stands for "", which is what then is
// called with for it. A list is as wide as its placeholder, whatever its options, so
// it gets that of wide.
func choose(first, wide string, names []string, chosen string, then func(string)) *control.Select {
	s := &control.Select{Select: widget.Select{Options: append([]string{first}, names...), PlaceHolder: wide}}
	s.SetSelectedIndex(1 + slices.Index(names, chosen)) // 0 where it is none
	s.OnChanged = func(string) {
		name := ""
		if i := s.SelectedIndex(); i > 0 {
			name = names[i-1]
		}
		then(name)
	}
	return s
}
