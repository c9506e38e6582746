package gallery

import (
	"fyne.io/fyne/v2"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/results"
)

// Results makes the screen of a scan's results.
func Results(run *background.Runner, s *Site, prefs fyne.Preferences, running bool) *results.Screen {
	return results.New(results.Options{
		Run: run, Scan: 1, Read: s, Statuses: s, Fixes: s, Problem: s, Book: s, Going: nowhere{}, Desktop: nowhere{}, Prefs: prefs,
		Running:  func(storage.ScanID) bool { return running },
		Sentence: func(err error) string { return err.Error() },
		Tick:     results.Every,
	})
}

// nowhere is where buttons lead in the gallery.
type nowhere struct{}

func (nowhere) Watch(storage.ScanID)        {}
func (nowhere) Resume(storage.ScanID)       {}
func (nowhere) ScanSite(storage.SiteID)     {}
func (nowhere) ScanAddress(string)          {}
func (nowhere) IgnoreRobots(storage.SiteID) {}
func (nowhere) Settings(storage.SiteID)     {}
func (nowhere) SignIn(storage.SiteID)       {}
func (nowhere) Export(storage.Scan)         {}
func (nowhere) Copy(string)                 {}
func (nowhere) Browse(string)               {}
func (nowhere) Tell(string)                 {}
