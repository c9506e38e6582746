package appsettings

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/column"
	"sitewell/ui/control"
)

// look is about the window.
func (s *Screen) look() {
	v := s.o.Store.Values()
	s.section(lang.L("The window"))

	languages := append([]Choice{{"", lang.L("Like the system")}}, s.o.Languages...)
	s.language = s.list(Language, lang.L("Language"),
		lang.L("Of the window, of explanations, and of reports whose brand names no other."), languages, v.Language)

	s.list(Appearance, lang.L("Appearance"), lang.L("Light or dark."),
		[]Choice{{"", lang.L("Like the system")}, {"light", lang.L("Light")}, {"dark", lang.L("Dark")}}, v.Appearance)

	var sizes []Choice
	for _, percent := range s.o.TextSizes {
		sizes = append(sizes, Choice{strconv.Itoa(percent), lang.L("{{.Number}} %", map[string]any{"Number": percent})})
	}
	s.list(TextSize, lang.L("Text size"), lang.L("Everything in the window grows with its text."), sizes, strconv.Itoa(v.TextSize))

	var n *notice
	motion := control.NewCheck(lang.L("Reduce motion"), func(on bool) { s.set(ReduceMotion, map[bool]string{true: Yes, false: No}[on], n) })
	motion.Checked = v.ReduceMotion
	n = s.add(lang.L("Motion"), lang.L("With reduced motion, nothing in the window moves by itself."), motion)
}

// list adds a setting that is chosen from a list.
func (s *Screen) list(name Name, title, help string, choices []Choice, now string) *control.Select {
	var n *notice
	list := newList(choices, now, func(value string) { s.set(name, value, n) })
	n = s.add(title, help, list)
	return list
}

// newList returns a list of choices; chose receives the value that a person chooses.
func newList(choices []Choice, now string, chose func(value string)) *control.Select {
	var titles []string
	at := 0
	for i, c := range choices {
		titles = append(titles, c.Name)
		if c.Value == now {
			at = i
		}
	}
	list := control.NewSelect(titles, nil)
	list.Selected = titles[at]
	list.OnChanged = func(string) {
		if i := list.SelectedIndex(); i >= 0 {
			chose(choices[i].Value)
		}
	}
	return list
}

// reports is about what is saved for others.
func (s *Screen) reports() {
	s.section(lang.L("Reports"))
	var n *notice
	s.folder = &widget.Label{Wrapping: fyne.TextWrapBreak}
	pick := &control.Button{Button: widget.Button{Text: lang.L("Choose a folder …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() {
		s.o.PickFolder(s.o.Store.Values().ReportFolder, func(folder string) {
			s.set(ReportFolder, folder, n)
			s.showFolder()
		})
	}}}
	s.usual = &control.Button{Button: widget.Button{Text: lang.L("The folder used last"), OnTapped: func() {
		s.set(ReportFolder, "", n)
		s.showFolder()
	}}}
	n = s.add(lang.L("Folder for reports"), lang.L("Where reports are saved unless you choose another folder."),
		container.NewVBox(s.folder, column.Flow(8, pick, s.usual)))
	s.showFolder()
	s.add(lang.L("Agency and branding"), lang.L("Logo, name, colour and language of reports, for your agency and for each client."),
		column.Flow(8, &control.Button{Button: widget.Button{Text: lang.L("Look of reports …"), Icon: fynetheme.ColorPaletteIcon(), OnTapped: s.o.Brands}}))
}

// showFolder shows where reports are saved.
func (s *Screen) showFolder() {
	folder := s.o.Store.Values().ReportFolder
	if folder == "" {
		s.folder.SetText(lang.L("The folder used last"))
		s.usual.Hide()
	} else {
		s.folder.SetText(folder)
		s.usual.Show()
	}
	s.refresh()
}
