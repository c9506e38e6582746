//go:build !headless

package desktop

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/signin"
	"sitewell/ui/sitesettings"
)

// siteSettings adapts core's settings to the screen's.
type siteSettings struct {
	core    *core.SiteSettings
	brands  *core.Brands
	browser *core.Browser
}

func (s siteSettings) LoadSettings(ctx context.Context, site storage.SiteID) (sitesettings.Site, error) {
	found, settings, err := s.core.Settings(ctx, site)
	if err != nil {
		return sitesettings.Site{}, err
	}
	loaded := sitesettings.Site{Title: found.Title(), Start: found.Start, Settings: settings}
	_, missing := s.browser.Find()
	loaded.NoBrowser = missing != nil
	if loaded.Brands, err = s.brands.List(ctx); err != nil {
		return sitesettings.Site{}, err
	}
	loaded.Brand, err = s.brands.SiteBrand(ctx, site)
	return loaded, err
}

func (s siteSettings) SaveSettings(ctx context.Context, site storage.SiteID, e sitesettings.Input) (profile.Settings, error) {
	edit := core.SettingsInput{Start: e.Start, Settings: e.Settings, SignOut: e.SignOut}
	if e.SignIn != nil {
		edit.SignIn = &core.SecretInput{Kind: e.SignIn.Kind, User: e.SignIn.User, Text: e.SignIn.Text}
	}
	stored, err := s.core.SaveSettings(ctx, site, edit)
	if wrong := core.FieldErrors(err); len(wrong) > 0 {
		refused := &sitesettings.Refused{}
		for _, e := range wrong {
			refused.Problems = append(refused.Problems, sitesettings.Problem{Field: sitesettings.Field(e.Field), Sentence: sentence(e)})
		}
		return profile.Settings{}, refused
	}
	if stored.Version == 0 { // nothing was stored
		return stored, err
	}
	return stored, errors.Join(err, s.brands.SetSiteBrand(ctx, site, e.Brand))
}

func (s siteSettings) MatchRules(ctx context.Context, site storage.SiteID, rules []string, internal bool) (sitesettings.Matches, error) {
	m, err := s.core.Match(ctx, site, rules, internal)
	return sitesettings.Matches{Of: m.Of, Count: m.Count, Examples: m.Examples}, err
}

// SignIn sets the credential that a scan lacks.
func (s scans) SignIn(_ context.Context, needed *signin.Needed, text string) error {
	return s.signIns.SetCredential(needed.SignIn, needed.Start, core.SecretInput{Kind: needed.SignIn.Kind, User: needed.SignIn.User, Text: text})
}

// lacking lets the window ask for what a scan lacks.
func lacking(err error) error {
	var e *core.SignInError
	if !errors.As(err, &e) {
		return err
	}
	s := message.ForError(e)
	return &signin.Needed{SignIn: e.SignIn, Start: e.Start, Host: e.Host, Sentence: lang.L(s.Text, s.Data), Err: err}
}
