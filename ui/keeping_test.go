package ui

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	fynestorage "fyne.io/fyne/v2/storage"

	"sitewell/storage"
	"sitewell/ui/keeping"
	"sitewell/ui/manysites"
	"sitewell/ui/router"
)

// historyFile is a history as a file. Methods that no test calls are missing.
type historyFile struct {
	keeping.Store
	scan storage.Scan

	mu       sync.Mutex
	imported []string
}

func (k *historyFile) File() (string, int64) { return "/home/anna/history.db", 3_400_000 }

func (k *historyFile) Import(_ context.Context, path string, _ func(done, total int)) (storage.Scan, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.imported = append(k.imported, path)
	return k.scan, nil
}

func (k *historyFile) all() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.imported)
}

// One file with a scan that is dropped on the window is imported and shown, whatever the case of
// its ending; anything else says what can be dropped, and while a dialog is open nothing can.
func TestDrop(t *testing.T) {
	f := bakery()
	k := &historyFile{scan: f.scans[0]}
	s := openWith(t, f, func(o *Options) { o.Keeping = k })
	s.says(t, "4 sites")
	drop := func(paths ...string) {
		var files []fyne.URI
		for _, p := range paths {
			files = append(files, fynestorage.NewFileURI(p))
		}
		s.inputs.dropped(fyne.Position{}, files)
	}
	for _, paths := range [][]string{{"/tmp/a.png"}, {"/tmp/a.sitewell", "/tmp/b.sitewell"}, {"/tmp/folder"}} {
		drop(paths...)
		s.says(t, "Drop one file here")
		drop("/tmp/while a dialog is open.sitewell")
		s.tap(t, "OK")
	}
	drop()
	if got := k.all(); len(got) > 0 || s.dialogs.Open() {
		t.Fatalf("imported %q, a dialog is open: %t", got, s.dialogs.Open())
	}
	drop("/tmp/Bäckerei 1.SiteWell")
	s.says(t, "was added.")
	if got := k.all(); !slices.Equal(got, []string{"/tmp/Bäckerei 1.SiteWell"}) || s.router.Route() != (router.Route{Name: router.Results, Scan: k.scan.ID}) {
		t.Errorf("imported %q, shown: %v", got, s.router.Route())
	}
}

// A list of addresses that is dropped on the window is shown before it is scanned, and so is a
// workbook that Sitewell did not save.
func TestDropOfAList(t *testing.T) {
	s := openWith(t, bakery(), func(*Options) {})
	s.says(t, "4 sites")
	for _, path := range []string{"/tmp/links.CSV", "/tmp/links.xlsx"} {
		s.inputs.dropped(fyne.Position{}, []fyne.URI{fynestorage.NewFileURI(path)})
		s.says(t, "Scan a list of addresses")
		s.says(t, "1 address")
		s.tap(t, "Cancel")
	}
	s.inputs.dropped(fyne.Position{}, []fyne.URI{fynestorage.NewFileURI("/tmp/links.txt")})
	s.says(t, "1 address")
	s.tap(t, "Scan")
	s.says(t, "Reading pages")
}

// clients reads every list as one of no sites.
type clients struct{}

func (clients) Plan(context.Context, string) (manysites.Plan, error) { return manysites.Plan{}, nil }

func (clients) PlanFile(context.Context, string) (manysites.Plan, error) {
	return manysites.Plan{}, nil
}

// A list of sites that is dropped on the window is shown as sites to be added.
func TestDropOfSites(t *testing.T) {
	s := openWith(t, bakery(), func(o *Options) { o.ManySites = clients{} })
	s.says(t, "4 sites")
	for _, path := range []string{"/tmp/clients.csv", "/tmp/clients.xlsx"} {
		s.inputs.dropped(fyne.Position{}, []fyne.URI{fynestorage.NewFileURI(path)})
		s.says(t, "Add many sites")
		s.says(t, filepath.Base(path))
		s.tap(t, "Close")
	}
}

// Where the history turns out to be damaged, the window leads to what can be done.
func TestDamageLeadsToTheFile(t *testing.T) {
	notices := make(chan error, 1)
	notices <- storage.ErrCorrupt
	s := openWith(t, bakery(), func(o *Options) { o.Keeping, o.Notices = &historyFile{}, notices })
	s.says(t, "About your history")
	s.tap(t, "What you can do …")
	s.says(t, "/home/anna/history.db")
	s.says(t, "Repair …")
}
