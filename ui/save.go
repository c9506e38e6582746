package ui

import (
	"os"
	"path/filepath"

	"sitewell/storage"
	"sitewell/ui/compare"
	"sitewell/ui/export"
	"sitewell/ui/results"
	"sitewell/ui/router"
)

// scanAgain scans the site that is looked at.
func (w *Window) scanAgain() {
	switch route := w.router.Route(); {
	case w.dialogs.Open():
	case route.Name == router.History:
		w.ScanSite(route.Site)
	case route.Name == router.Results && w.subject.scan.ID == route.Scan && route.Scan != 0:
		w.ScanSite(w.subject.scan.Site)
	}
}

// problemsAgain checks what had problems at the site that is looked at.
func (w *Window) problemsAgain() {
	switch route := w.router.Route(); {
	case w.dialogs.Open():
	case route.Name == router.History:
		w.ScanProblems(route.Site)
	case route.Name == router.Results && w.subject.scan.ID == route.Scan && route.Scan != 0:
		w.ScanProblems(w.subject.scan.Site)
	}
}

// export saves the scan, or the comparison, that is looked at as a file.
func (w *Window) export() {
	if page, ok := w.router.Page().(*compare.Screen); ok {
		page.Save()
		return
	}
	if route := w.router.Route(); route.Name == router.Results && w.subject.scan.ID == route.Scan {
		w.exportScan(w.subject.scan)
	}
}

func (w *Window) exportScan(scan storage.Scan) {
	host := storage.HostOf(scan.Start)
	if w.subject.scan.ID == scan.ID {
		host = w.subject.site.Title()
	}
	name := export.Suggest(host, scan.Began.In(w.o.Now().Location()))
	o := w.exportOptions()
	if s, ok := w.router.Page().(*results.Screen); ok && s.Scan() == scan.ID {
		for _, l := range s.Shown() {
			o.Shown = append(o.Shown, export.Shown{Title: l.Title, View: l.View, Problems: l.Problems})
		}
	}
	export.Show(o, scan.ID, name)
}

func (w *Window) exportOptions() export.Options {
	return export.Options{
		Run: w.run, Dialogs: w.dialogs, Exporter: w.o.Exporter, Reports: w.o.Reports, Views: w.o.Views, Folders: folders{w}, Shower: w.o.Desktop,
		Pick: w.chooser.Folder, Sentence: w.o.Sentence,
		Saved: func(path string) { w.o.Logger.Info("report saved", "path", path) },
	}
}

// folders remembers where files go.
type folders struct{ w *Window }

func (f folders) Last() string {
	if chosen := f.w.o.AppSettings.Values().ReportFolder; chosen != "" {
		return chosen
	}
	if last := f.w.o.App.Preferences().String(prefFolder); last != "" {
		return last
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	for _, usual := range []string{"Documents", "Downloads"} {
		if info, err := os.Stat(filepath.Join(home, usual)); err == nil && info.IsDir() {
			return filepath.Join(home, usual)
		}
	}
	return home
}

func (f folders) Remember(folder string) { f.w.o.App.Preferences().SetString(prefFolder, folder) }

func (f folders) Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
