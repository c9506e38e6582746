package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/addresslist"
	"sitewell/ui/keeping"
	"sitewell/ui/returned"
	"sitewell/ui/scanning"
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

func (w *Window) keepingOptions() keeping.Options {
	return keeping.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Keeping, Sentence: w.o.Sentence,
		Pick:     func(chosen func(folder string)) { w.chooser.Folder(folders{w}.Last(), chosen) },
		FreeName: func(folder string) string { return freeBackup(folder, w.o.Now()) },
		PickFile: func(chosen func(path string)) { w.chooser.File(keeping.BackupExtension, chosen) },
		Leave:    w.leaveHistory, Restart: w.restart,
	}
}

// leaveHistory ends the scans, so that the history can be closed.
func (w *Window) leaveHistory(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return w.jobs.stop(ctx)
}

// restart closes the window for a program that starts again, since the history was
// replaced. What was thrown away is not deleted: it is in the new history as well.
func (w *Window) restart() {
	w.replaced = true
	w.quit()
}

// Restarts reports, once Run has returned, whether the program is to start again.
func (w *Window) Restarts() bool { return w.replaced }

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

// historyFile shows where the history is, and what can be done with it.
func (w *Window) historyFile() { keeping.ShowFile(w.keepingOptions()) }

// KeepRule asks which scans of a site are kept.
func (w *Window) KeepRule(site storage.SiteID) { keeping.ShowRule(w.keepingOptions(), site) }

// importScan lets the person choose a file with a scan, and adds it.
func (w *Window) importScan() { w.chooser.File(keeping.Extension, w.importFile) }

// importFile adds the scan in a file and shows its results.
func (w *Window) importFile(path string) {
	keeping.Import(w.keepingOptions(), path, func(scan storage.Scan) {
		w.o.Logger.Info("scan imported", "scan", scan.ID)
		w.reload()
		w.Results(scan.ID)
		w.toasts.Show(toast.Message{Text: lang.L("The scan of {{.Date}} was added.", map[string]any{"Date": words.DateTime(scan.Began.In(w.o.Now().Location()))})})
	})
}

// dropped adds the scan of a file that was dropped on the window, or reads what people
// wrote into a workbook.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 1 && !w.chooser.IsOpen() && w.droppedMany(files[0].Path()) {
		return
	}
	if w.dialogs.Open() || w.chooser.IsOpen() || len(files) == 0 {
		return
	}
	switch ending := strings.ToLower(files[0].Extension()); {
	case len(files) == 1 && ending == keeping.Extension:
		w.importFile(files[0].Path())
	case len(files) == 1 && ending == returned.Extension:
		w.droppedList(files[0].Path(), w.o.Lists.IsSaved)
	case len(files) == 1 && slices.Contains(addresslist.Extensions(), ending):
		w.droppedList(files[0].Path(), func(context.Context, string) bool { return false })
	default:
		w.dialogs.Tell(lang.L("No file was read"), lang.L("Drop one file here: a scan (.sitewell), a workbook that Sitewell saved and people filled in (.xlsx), or a list of addresses or of sites (.txt, .csv, .xlsx, .xml)."), lang.L("OK"))
	}
}

// list is what a file that was dropped is.
type list int

const (
	ofAddresses list = iota
	ofSites
	savedBySitewell
)

// droppedList looks into a list. Sites are added, and addresses are checked; either is shown
// before anything is done, so nobody is asked which it is.
func (w *Window) droppedList(path string, isSaved func(context.Context, string) bool) {
	w.telling.Load(w.run, func(ctx context.Context) (list, error) {
		switch {
		case isSaved(ctx, path):
			return savedBySitewell, nil
		case w.o.Lists.IsSites(ctx, path):
			return ofSites, nil
		default:
			return ofAddresses, nil
		}
	}, func(is list, _ error) {
		switch {
		case w.dialogs.Open():
		case is == savedBySitewell:
			w.importWorkbook(path)
		case is == ofSites:
			w.addMany()
			w.many.File(path)
		default:
			addresslist.OpenFile(w.listOptions(), path)
		}
	})
}

// checkList asks for addresses, and checks just those.
func (w *Window) checkList() { addresslist.Open(w.listOptions()) }

func (w *Window) listOptions() addresslist.Options {
	return addresslist.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Lists, Sentence: w.o.Sentence, Now: w.o.Now,
		PickFile: func(chosen func(path string)) { w.chooser.File("", chosen) },
		Scan: func(name string, addresses []string) {
			w.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.ScanList(ctx, name, addresses) })
		},
	}
}

// pickWorkbook lets the person choose a workbook that people filled in, and reads it.
func (w *Window) pickWorkbook() { w.chooser.File(returned.Extension, w.importWorkbook) }

// importWorkbook reads what people wrote into a workbook.
func (w *Window) importWorkbook(path string) {
	returned.Open(returned.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Returned, Sentence: w.o.Sentence, Now: w.o.Now, Offer: w.offer,
		Changed: w.reload,
	}, path)
}
