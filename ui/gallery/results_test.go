package gallery

import (
	"time"

	"fyne.io/fyne/v2"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/results"
)

// screenOf makes the screen of the results of the newest scan.
func screenOf(run *background.Runner, s *Site, prefs fyne.Preferences) *results.Screen {
	return results.New(results.Options{
		Run: run, Scan: s.Scan, Read: s, Statuses: s, Fixes: s, Problem: s, Book: s, Going: nowhere{}, Desktop: nowhere{}, Prefs: prefs,
		Marks: s, Offer: func(string, string, func()) {}, Now: time.Now,
		Running:  func(storage.ScanID) bool { return false },
		Sentence: func(err error) string { return err.Error() },
		Tick:     results.Every,
	})
}

// nowhere is where buttons lead in the gallery.
type nowhere struct{}

func (nowhere) Watch(storage.ScanID)                                   {}
func (nowhere) Resume(storage.ScanID)                                  {}
func (nowhere) ScanSite(storage.SiteID)                                {}
func (nowhere) ScanAddress(string)                                     {}
func (nowhere) IgnoreRobots(storage.SiteID)                            {}
func (nowhere) BrowserSettings()                                       {}
func (nowhere) HideBrowserHint()                                       {}
func (nowhere) Settings(storage.SiteID)                                {}
func (nowhere) SignIn(storage.SiteID)                                  {}
func (nowhere) Export(storage.Scan)                                    {}
func (nowhere) Compare(storage.SiteID, storage.ScanID, storage.ScanID) {}
func (nowhere) Copy(string)                                            {}
func (nowhere) Mail(string, string)                                    {}
func (nowhere) Browse(string)                                          {}
func (nowhere) Redirects(storage.ScanID)                               {}
func (nowhere) Tell(string)                                            {}
