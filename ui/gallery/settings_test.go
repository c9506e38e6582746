package gallery

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/sitesettings"
)

// settingsOf makes the screen of a site's settings.
func settingsOf(run *background.Runner, s *Site, w fyne.Window) *sitesettings.Screen {
	return sitesettings.New(sitesettings.Options{
		Run: run, Site: s.ID, Store: settings{}, Words: s, Dialogs: ask.NewHost(w.Canvas()),
		Sentence: func(err error) string { return err.Error() },
		Done:     func() {}, Tell: func(string) {}, Canvas: w.Canvas(),
	})
}

// settings are canned.
type settings struct{}

// LoadSettings returns a site with a little of everything.
func (settings) LoadSettings(context.Context, storage.SiteID) (sitesettings.Site, error) {
	return sitesettings.Site{Title: "The Corner Bakery", Start: "https://www.example.com/", Settings: profile.Settings{
		Version: 1, Exclude: []string{"/calendar/", `/print\?`}, MaxDepth: 12, Headers: []string{"Accept-Language: en"},
		SignIn:   &profile.SignIn{Kind: profile.Password, User: "anna", Key: "www.example.com 01"},
		Verdicts: map[outcome.Key]string{"403": "works", outcome.TLSExpired: "broken", "301": "works"},
	}}, nil
}

// SaveSettings refuses an address with a space.
func (settings) SaveSettings(_ context.Context, _ storage.SiteID, e sitesettings.Input) (profile.Settings, error) {
	if strings.Contains(e.Start, " ") {
		return profile.Settings{}, &sitesettings.Refused{Problems: []sitesettings.Problem{{
			Field: sitesettings.Start, Sentence: "A website's address has no spaces. Type it as your browser shows it, for example: example.com",
		}}}
	}
	return e.Settings, nil
}

// MatchRules finds the rules' texts in a few addresses.
func (settings) MatchRules(_ context.Context, _ storage.SiteID, rules []string, _ bool) (sitesettings.Matches, error) {
	m := sitesettings.Matches{Of: 214, Count: 9}
	for _, rule := range rules {
		m.Examples = append(m.Examples, "https://www.example.com"+strings.ReplaceAll(rule, `\`, "")+"2026-05")
	}
	return m, nil
}
