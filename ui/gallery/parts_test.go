package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
)

// parts shows every shared widget in its states.
func parts() fyne.CanvasObject {
	verdicts, chips, tiles, marks := container.NewHBox(), container.NewHBox(), container.NewHBox(), container.NewHBox()
	for i, v := range outcome.Verdicts() {
		verdicts.Add(badge.NewVerdict(v))
		c := badge.NewVerdictChip(v, nil)
		c.SetCount(i * 1204)
		c.Set(i == 1)
		chips.Add(c)
		t := badge.NewTile("", v, func() {})
		t.Set(i*317, "addresses")
		t.SetOn(i == 0)
		tiles.Add(t)
		marks.Add(badge.NewSeverity(outcome.Severity(i)))
	}
	chips.Add(badge.NewChip("No count", nil))
	return container.NewPadded(container.NewVBox(
		badge.Title("Title of a screen"), badge.Section("Section"), badge.Caption("A caption beside something"),
		verdicts, marks, chips, tiles,
		badge.Banner(badge.Info, "This scan is still running.", ""),
		badge.Banner(badge.Warn, "Only 1 page: the menu is built by script.", "Sitewell reads pages as they are sent and does not run scripts, so it saw no links to follow.",
			badge.Action{Text: "Resume", Icon: fynetheme.MediaPlayIcon()}),
		badge.Banner(badge.Fail, "The start address gave no page.", "Open it in your browser.", badge.Action{Text: "Try again"}),
		badge.Empty(fynetheme.ConfirmIcon(), "Nothing to fix", "214 addresses checked, and every one of them works.", badge.Action{Text: "Scan again"}),
	))
}
