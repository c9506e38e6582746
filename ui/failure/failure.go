// Package failure is the small window that says why Sitewell can't start, and offers what helps.
package failure

import (
	"context"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets"
	"sitewell/scanner/outcome"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/chooser"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/keeping"
	"sitewell/ui/theme"
)

// Options say why Sitewell can't start.
type Options struct {
	Sentence string
	// Replacer puts another history in the place of one that can't be opened; nil: that
	// would not help.
	Replacer keeping.Replacer
	// CanSalvage is true where the history is damaged.
	CanSalvage bool
	// UseUsual has the usual folder used for the history from the next start on; nil: that
	// would not help.
	UseUsual func() error
	Say      func(error) string // in the reader's words
}

// Show says in a small window why Sitewell can't start, and returns when the
// person has closed it: true where the program is to start again, since the history was
// replaced. It is to be called from the main goroutine.
func Show(ctx context.Context, app fyne.App, o Options) (again bool) {
	app.Settings().SetTheme(theme.New(theme.System))
	w := app.NewWindow(lang.L("Sitewell"))
	w.SetIcon(fyne.NewStaticResource("sitewell.svg", assets.Icon()))
	run := background.New(ctx, fyne.Do)
	dialogs := ask.NewHost(w.Canvas())
	var offers []*control.Button
	size := fyne.NewSize(520, 200)
	if o.Replacer != nil {
		size = fyne.NewSize(760, 520) // for choosing a file
		offers = rescue(keeping.ReplaceOptions{
			Run: run, Dialogs: dialogs, Replacer: o.Replacer, Sentence: o.Say,
			PickFile: func(chosen func(path string)) {
				chooser.ShowFiles(w, chooser.ReadableFolder(homeFolder()), keeping.BackupExtension, chosen, func() {})
			},
			Restart: func() { again = true; w.Close() },
		}, o.CanSalvage)
	}
	if o.UseUsual != nil {
		offers = append(offers, &control.Button{Button: widget.Button{Text: lang.L("Use the usual folder"), OnTapped: func() {
			if err := o.UseUsual(); err != nil {
				dialogs.Tell(lang.L("That did not work"), o.Say(err), lang.L("OK"))
				return
			}
			again = true
			w.Close()
		}}})
	}
	w.SetContent(content(o.Sentence, offers, o.Replacer != nil, w.Close))
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) {
		if dialogs.Key(k) {
			return
		}
		switch k.Name {
		case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
			w.Close()
		}
	})
	w.Resize(size)
	w.CenterOnScreen()
	w.ShowAndRun()
	run.Close()
	return again
}

// homeFolder is where choosing a file begins.
func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// rescue returns the buttons that put another history in the place of the present one.
func rescue(o keeping.ReplaceOptions, canSalvage bool) []*control.Button {
	all := []*control.Button{{Button: widget.Button{Text: lang.L("Restore …"), OnTapped: func() { keeping.AskRestore(o) }}}}
	if canSalvage {
		all = append(all, &control.Button{Button: widget.Button{Text: lang.L("Repair …"), OnTapped: func() { keeping.AskSalvage(o) }}})
	}
	return all
}

func content(sentence string, offers []*control.Button, rescues bool, closed func()) fyne.CanvasObject {
	icon := container.NewVBox(column.Margin(theme.Size(theme.SizeGap), widget.NewIcon(theme.VerdictIcon(outcome.Broken))))
	text := container.NewVBox(badge.Section(lang.L("Sitewell could not start")), badge.Body(sentence))
	if rescues {
		text.Add(badge.Body(lang.L("Restore brings a back-up back. Repair saves what can be read of a damaged history and says what is lost. Both keep the present file under another name.")))
	}
	all := append([]*control.Button{{Button: widget.Button{Text: lang.L("Close"), OnTapped: closed}}}, offers...)
	all[len(all)-1].Importance = widget.HighImportance
	buttons := container.NewHBox(layout.NewSpacer())
	for _, b := range all {
		buttons.Add(b)
	}
	return column.Margin(theme.Size(theme.SizeRoom), container.NewBorder(nil, buttons, icon, nil, text))
}
