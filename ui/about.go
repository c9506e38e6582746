package ui

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/ask"
	"sitewell/ui/badge"
)

// about says what Sitewell is.
func about(dialogs *ask.Host, program string) {
	dialogs.Show(&ask.Dialog{
		Title: program,
		Content: container.NewVBox(
			badge.Body(lang.L("Finds what is broken on a website and says in plain words how to fix it.")),
			badge.Body(lang.L("It asks the site that you scan and the addresses that its pages name, and nobody else: no account, no statistics, no server of ours. Everything it finds stays on this computer.")),
		),
		Confirm: ask.Button{Text: lang.L("Close")},
	})
}
