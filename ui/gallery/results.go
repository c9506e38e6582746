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
		Running:  func(int64) bool { return running },
		Sentence: func(err error) string { return err.Error() },
		Tick:     results.Every,
	})
}

// nowhere is where buttons lead in the gallery.
type nowhere struct{}

func (nowhere) Watch(int64)         {}
func (nowhere) Resume(int64)        {}
func (nowhere) ScanSite(int64)      {}
func (nowhere) ScanAddress(string)  {}
func (nowhere) IgnoreRobots(int64)  {}
func (nowhere) Settings(int64)      {}
func (nowhere) SignIn(int64)        {}
func (nowhere) Export(storage.Scan) {}
func (nowhere) Copy(string)         {}
func (nowhere) Browse(string)       {}
func (nowhere) Tell(string)         {}
