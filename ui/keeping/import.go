package keeping

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/column"
)

// Extension is the ending of the names of files with one scan.
const Extension = ".sitewell"

// BackupExtension is the ending of the names of back-ups.
const BackupExtension = ".db"

// Import adds the scan in a file, and calls added with it. What went wrong, or that it is there
// already, is said.
func Import(o Options, path string, added func(storage.Scan)) {
	var work background.Loader[storage.Scan]
	bar := widget.NewProgressBar()
	d := &ask.Dialog{
		Title:   lang.L("Adding a scan"),
		Text:    filepath.Base(path),
		Content: container.NewVBox(column.Inset(bar)),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: work.Cancel},
	}
	o.Dialogs.Show(d)
	work.Load(o.Run, func(ctx context.Context) (storage.Scan, error) {
		return o.Store.Import(ctx, path, stepsOn(o.Run, bar))
	}, func(scan storage.Scan, err error) {
		d.Close()
		if err != nil {
			o.Dialogs.Tell(lang.L("No scan was added"), o.Sentence(err), lang.L("OK"))
			return
		}
		added(scan)
	})
}
