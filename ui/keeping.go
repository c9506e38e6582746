package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fynestorage "fyne.io/fyne/v2/storage"

	"sitewell/storage"
	"sitewell/ui/keeping"
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

func (w *Window) keepingOptions() keeping.Options {
	return keeping.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Keeping, Sentence: w.o.Sentence,
		Pick:     func(chosen func(folder string)) { w.pickFolder(folders{w}.Last(), chosen) },
		FreeName: func(folder string) string { return freeBackup(folder, w.o.Now()) },
	}
}

// freeBackup returns the path of a file that does not exist, for a copy of the history.
func freeBackup(folder string, now time.Time) string {
	base := filepath.Join(folder, "Sitewell history "+now.Format(time.DateOnly))
	name := base + ".db"
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s (%d).db", base, n)
	}
}

// historyFile shows where the history is, and what can be done with it.
func (w *Window) historyFile() { keeping.ShowFile(w.keepingOptions()) }

// KeepRule asks which scans of a site are kept.
func (w *Window) KeepRule(site storage.SiteID) { keeping.ShowRule(w.keepingOptions(), site) }

// importScan lets the person choose a file with a scan, and adds it.
func (w *Window) importScan() {
	if w.picker != nil {
		return
	}
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		w.importFile(path)
	}, w.window)
	d.SetFilter(fynestorage.NewExtensionFileFilter([]string{keeping.Extension}))
	w.showPicker(d, readableFolder(folders{w}.Last()))
}

// importFile adds the scan in a file and shows its results.
func (w *Window) importFile(path string) {
	keeping.Import(w.keepingOptions(), path, func(scan storage.Scan) {
		w.o.Logger.Info("scan imported", "scan", scan.ID)
		w.reload()
		w.Results(scan.ID)
		w.toasts.Show(toast.Message{Text: lang.L("The scan of {{.Date}} was added.", map[string]any{"Date": words.DateTime(scan.Began.In(w.o.Now().Location()))})})
	})
}

// dropped adds the scan of a file that was dropped on the window.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	if w.dialogs.Open() || w.picker != nil || len(files) == 0 {
		return
	}
	if len(files) > 1 || !strings.EqualFold(files[0].Extension(), keeping.Extension) {
		w.dialogs.Tell(lang.L("No scan was added"), lang.L("Drop one file with a scan here. Its name ends in .sitewell."), lang.L("OK"))
		return
	}
	w.importFile(files[0].Path())
}
