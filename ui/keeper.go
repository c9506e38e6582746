package ui

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/chooser"
	"sitewell/ui/keeping"
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

// keeper is what is done with the file of the history: copies, replacing it, which scans are kept, and
// scans that come from files.
type keeper struct {
	run      *background.Runner
	dialogs  *ask.Host
	toasts   *toast.Host
	chooser  *chooser.Chooser
	store    keeping.Store
	folders  folders
	jobs     *jobs
	going    *navigator
	log      *slog.Logger
	sentence func(error) string
	now      func() time.Time
	reload   func() // shows sites and scans as they are
	restart  func() // ends the program, which starts again
}

func (k *keeper) options() keeping.Options {
	return keeping.Options{
		Run: k.run, Dialogs: k.dialogs, Store: k.store, Sentence: k.sentence,
		Pick:     func(chosen func(folder string)) { k.chooser.Folder(k.folders.Last(), chosen) },
		FreeName: func(folder string) string { return freeBackup(folder, k.now()) },
		PickFile: func(chosen func(path string)) { k.chooser.File(keeping.BackupExtension, chosen) },
		Leave:    k.leave, Restart: k.restart,
	}
}

// leave ends the scans, so that the history can be closed.
func (k *keeper) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return k.jobs.stop(ctx)
}

// show shows where the history is, and what can be done with it.
func (k *keeper) show() { keeping.ShowFile(k.options()) }

// KeepRule asks which scans of a site are kept.
func (k *keeper) KeepRule(site storage.SiteID) { keeping.ShowRule(k.options(), site) }

// importScan lets the person choose a file with a scan, and adds it.
func (k *keeper) importScan() { k.chooser.File(keeping.Extension, k.importFile) }

// importFile adds the scan in a file and shows its results.
func (k *keeper) importFile(path string) {
	keeping.Import(k.options(), path, func(scan storage.Scan) {
		k.log.Info("scan imported", "scan", scan.ID)
		k.reload()
		k.going.Results(scan.ID)
		k.toasts.Show(toast.Message{Text: lang.L("The scan of {{.Date}} was added.", map[string]any{"Date": words.DateTime(scan.Began.In(k.now().Location()))})})
	})
}

// freeBackup returns the path of a file that does not exist, for a copy of the history.
func freeBackup(folder string, now time.Time) string {
	base := filepath.Join(folder, "Sitewell history "+now.Format(time.DateOnly))
	name := base + keeping.BackupExtension
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s (%d)%s", base, n, keeping.BackupExtension)
	}
}
