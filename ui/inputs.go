package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/addresslist"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/chooser"
	"sitewell/ui/keeping"
	"sitewell/ui/manysites"
	"sitewell/ui/returned"
	"sitewell/ui/scanning"
	"sitewell/ui/toast"
)

// inputs reads what a person gives Sitewell: lists of addresses and of sites, filled-in workbooks, and
// whatever is dropped on the window.
type inputs struct {
	run       *background.Runner
	dialogs   *ask.Host
	toasts    *toast.Host
	chooser   *chooser.Chooser
	lists     addresslist.Store
	returned  returned.Store
	manySites manysites.Store
	scans     *scans
	keeper    *keeper
	sentence  func(error) string
	now       func() time.Time
	offer     func(message, action string, do func())
	reload    func() // shows sites and scans as they are

	many    *manysites.Form         // the dialog that adds many sites, once it was opened
	telling background.Loader[list] // what kind of list was dropped
}

// dropped adds the scan of a file that was dropped on the window, or reads what people
// wrote into a workbook.
func (i *inputs) dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 1 && !i.chooser.IsOpen() && i.droppedMany(files[0].Path()) {
		return
	}
	if i.dialogs.Open() || i.chooser.IsOpen() || len(files) == 0 {
		return
	}
	switch ending := strings.ToLower(files[0].Extension()); {
	case len(files) == 1 && ending == keeping.Extension:
		i.keeper.importFile(files[0].Path())
	case len(files) == 1 && ending == returned.Extension:
		i.droppedList(files[0].Path(), i.lists.IsSaved)
	case len(files) == 1 && slices.Contains(addresslist.Extensions(), ending):
		i.droppedList(files[0].Path(), func(context.Context, string) bool { return false })
	default:
		i.dialogs.Tell(lang.L("No file was read"), lang.L("Drop one file here: a scan (.sitewell), a workbook that Sitewell saved and people filled in (.xlsx), or a list of addresses or of sites (.txt, .csv, .xlsx, .xml)."), lang.L("OK"))
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
func (i *inputs) droppedList(path string, isSaved func(context.Context, string) bool) {
	i.telling.Load(i.run, func(ctx context.Context) (list, error) {
		switch {
		case isSaved(ctx, path):
			return savedBySitewell, nil
		case i.lists.IsSites(ctx, path):
			return ofSites, nil
		default:
			return ofAddresses, nil
		}
	}, func(is list, _ error) {
		switch {
		case i.dialogs.Open():
		case is == savedBySitewell:
			i.importWorkbook(path)
		case is == ofSites:
			i.addMany()
			i.many.File(path)
		default:
			addresslist.OpenFile(i.listOptions(), path)
		}
	})
}

// checkList asks for addresses, and checks just those.
func (i *inputs) checkList() { addresslist.Open(i.listOptions()) }

func (i *inputs) listOptions() addresslist.Options {
	return addresslist.Options{
		Run: i.run, Dialogs: i.dialogs, Store: i.lists, Sentence: i.sentence, Now: i.now,
		PickFile: func(chosen func(path string)) { i.chooser.File("", chosen) },
		Scan: func(name string, addresses []string) {
			i.scans.start(func(ctx context.Context) (scanning.Job, error) { return i.scans.store.ScanList(ctx, name, addresses) })
		},
	}
}

// pickWorkbook lets the person choose a workbook that people filled in, and reads it.
func (i *inputs) pickWorkbook() { i.chooser.File(returned.Extension, i.importWorkbook) }

// importWorkbook reads what people wrote into a workbook.
func (i *inputs) importWorkbook(path string) {
	returned.Open(returned.Options{
		Run: i.run, Dialogs: i.dialogs, Store: i.returned, Sentence: i.sentence, Now: i.now, Offer: i.offer,
		Changed: i.reload,
	}, path)
}

// addMany asks for a list of sites.
func (i *inputs) addMany() { i.many = manysites.Open(i.manyOptions()) }

func (i *inputs) manyOptions() manysites.Options {
	return manysites.Options{
		Run: i.run, Dialogs: i.dialogs, Toasts: i.toasts, Store: i.manySites, Sentence: i.sentence,
		PickFile: func(chosen func(path string)) { i.chooser.File("", chosen) },
		Changed:  i.reload,
	}
}

// droppedMany reads a file that is dropped on the dialog for many sites, and reports whether
// that is open.
func (i *inputs) droppedMany(path string) bool {
	if i.many == nil || !i.many.IsOpen() {
		return false
	}
	i.many.File(path)
	return true
}
