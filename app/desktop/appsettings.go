//go:build !headless

package desktop

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"sitewell/app/core"
	"sitewell/app/session"
	"sitewell/app/settings"
	"sitewell/scanner/fetch"
	"sitewell/ui/appsettings"
	"sitewell/ui/language"
)

// ownStore adapts the settings of Sitewell itself to the window's, which reads them from
// memory.
type ownStore struct {
	h        session.Opened
	file     *settings.File
	proxies  *session.Proxies
	ownPlace bool // of the history

	mu      sync.Mutex
	now     settings.Settings
	changed []settingChange // that are not stored yet
	// versions are those of browsers, by their files. They are remembered, since a browser
	// has to be started to tell its version.
	versions map[string]string
}

type settingChange struct{ name, value string }

// newOwnStore reads the settings. Those of an earlier version were among Fyne's
// preferences.
func newOwnStore(h session.Opened, o Options, earlier fyne.Preferences) (*ownStore, error) {
	file, err := session.SettingsFile()
	if err != nil {
		return nil, err
	}
	s := &ownStore{h: h, file: file, proxies: o.Proxies, ownPlace: o.IsOwnHistory}
	if s.now, err = file.Read(); err != nil {
		h.Log.Warn("settings of a new user are used", "error", err)
	}
	s.takeOver(appsettings.Appearance, "theme", s.now.Appearance == "", earlier.String, earlier)
	s.takeOver(appsettings.TextSize, "text.size", s.now.TextSize == 0, func(key string) string { return strconv.Itoa(earlier.IntWithFallback(key, 100)) }, earlier)
	s.takeOver(appsettings.ReduceMotion, "motion.reduced", !s.now.ReduceMotion, func(key string) string { return yesNo(earlier.Bool(key)) }, earlier)
	return s, s.Save(context.Background())
}

// takeOver changes a setting that nobody has changed to what an earlier version kept under
// a key. What can't be used stays as for a new user.
func (s *ownStore) takeOver(name appsettings.Name, key string, isNew bool, value func(key string) string, earlier fyne.Preferences) {
	before := s.now
	if err := settings.Apply(&s.now, string(name), value(key)); isNew && err == nil && s.now != before {
		s.changed = append(s.changed, settingChange{string(name), value(key)})
	} else {
		s.now = before
	}
	earlier.RemoveValue(key)
}

func yesNo(b bool) string {
	if b {
		return appsettings.Yes
	}
	return appsettings.No
}

// Values implements appsettings.Store.
func (s *ownStore) Values() appsettings.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := appsettings.Values{
		Language: s.now.Language, Appearance: s.now.Appearance, TextSize: s.now.Size(), ReduceMotion: s.now.ReduceMotion,
		ReportFolder: s.now.ReportFolder, DataFixed: !s.ownPlace, Browser: s.now.Browser, BrowserHint: s.now.BrowserHint == "",
	}
	switch p, err := settings.ParseProxy(s.now.Proxy); {
	case s.now.Proxy == settings.NoProxy:
		v.Proxy.Mode = appsettings.NoProxy
	case s.now.Proxy != "" && err == nil:
		v.Proxy = appsettings.Proxy{Mode: appsettings.OwnProxy, User: p.User}
		p.User = ""
		v.Proxy.Address = strings.TrimPrefix(p.String(), "http://")
	}
	return v
}

// Set implements appsettings.Store.
func (s *ownStore) Set(name appsettings.Name, value string) error {
	s.mu.Lock()
	before := s.now
	err := settings.Apply(&s.now, string(name), value)
	now := s.now
	if err == nil {
		s.changed = append(s.changed, settingChange{string(name), value})
	}
	s.mu.Unlock()
	if err != nil || now.Language == before.Language {
		return err
	}
	r, err := UseLanguage(now.Language)
	if err != nil {
		return err
	}
	s.h.Core.SetLanguage(r.Language, r.Speech.Say("Demo site", nil))
	s.h.Files.SetLanguage(r.Language, r.Speech)
	s.h.Log.Info("language chosen", "setting", now.Language, "speaks", language.Current())
	return nil
}

// Save implements appsettings.Store.
func (s *ownStore) Save(context.Context) error {
	s.mu.Lock()
	changed := s.changed
	s.changed = nil
	s.mu.Unlock()
	for _, c := range changed {
		if _, err := s.file.Set(c.name, c.value); err != nil {
			return err
		}
	}
	return nil
}

// SetProxy implements appsettings.Store.
func (s *ownStore) SetProxy(ctx context.Context, p appsettings.Proxy, password string) error {
	value, err := proxyOf(p, password)
	if err != nil {
		return err
	}
	text := string(p.Mode)
	if p.Mode == appsettings.OwnProxy {
		text = value.String()
	}
	now, err := s.file.Set(settings.Proxy, text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.now.Proxy = now.Proxy
	s.mu.Unlock()
	return s.proxies.Keep(ctx, value)
}

// TestProxy implements appsettings.Store.
func (s *ownStore) TestProxy(ctx context.Context, p appsettings.Proxy, password string) (site string, err error) {
	value, err := proxyOf(p, password)
	if err != nil {
		return "", err
	}
	switch p.Mode {
	case appsettings.SystemProxy:
		return s.h.History.TestProxy(ctx, "")
	case appsettings.NoProxy:
		return s.h.History.TestProxy(ctx, fetch.DirectProxy)
	}
	if value.Password == "" {
		if value.Password, err = s.proxies.Password(ctx, value); err != nil {
			return "", err
		}
	}
	return s.h.History.TestProxy(ctx, value.URL())
}

// Browser implements appsettings.Store.
func (s *ownStore) Browser(ctx context.Context) (appsettings.FoundBrowser, error) {
	program, err := s.h.Browser.Find()
	if err != nil {
		return appsettings.FoundBrowser{}, nil // which is said where it is shown
	}
	found := appsettings.FoundBrowser{Program: program}
	found.Version, err = s.versionOf(ctx, program)
	return found, err
}

// versionOf returns the version of a browser, which is started the first time.
func (s *ownStore) versionOf(ctx context.Context, program string) (string, error) {
	s.mu.Lock()
	version := s.versions[program]
	s.mu.Unlock()
	if version != "" {
		return version, nil
	}
	version, err := core.CheckBrowser(ctx, program)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.versions == nil {
		s.versions = make(map[string]string)
	}
	s.versions[program] = version
	return version, nil
}

// SetBrowser implements appsettings.Store.
func (s *ownStore) SetBrowser(ctx context.Context, program string) error {
	if program != "" {
		if _, err := s.versionOf(ctx, program); err != nil {
			return err
		}
	}
	now, err := s.file.Set(settings.Browser, program)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.now.Browser = now.Browser
	s.mu.Unlock()
	return nil
}

// proxyOf reads what a person typed.
func proxyOf(p appsettings.Proxy, password string) (settings.ProxyAddress, error) {
	if p.Mode != appsettings.OwnProxy {
		return settings.ProxyAddress{}, nil
	}
	value, err := settings.ParseProxy(p.Address)
	if err != nil {
		return value, err
	}
	if p.User = strings.TrimSpace(p.User); p.User != "" {
		value.User = p.User
	}
	if password != "" {
		value.Password = password
	}
	return value, nil
}

// mover has another history used from the next start on.
type mover struct {
	replacer
	settings *settings.File
}

// HasHistory implements keeping.Mover.
func (mover) HasHistory(_ context.Context, folder string) (bool, error) {
	_, err := os.Stat(filepath.Join(folder, session.HistoryName))
	if os.IsNotExist(err) {
		return false, nil
	}
	return err == nil, err
}

// Move implements keeping.Mover.
func (m mover) Move(ctx context.Context, folder string, progress func(done, total int64)) (from, to string, err error) {
	to = filepath.Join(folder, session.HistoryName)
	if err := m.close(); err != nil {
		return "", "", err
	}
	if err := core.CopyHistory(ctx, m.file, to, progress); err != nil {
		return "", "", err
	}
	_, err = m.settings.Set(settings.DataFolder, folder)
	return m.file, to, err
}

// Use implements keeping.Mover.
func (m mover) Use(ctx context.Context, folder string) error {
	if err := m.close(); err != nil {
		return err
	}
	_, err := core.CheckHistory(ctx, filepath.Join(folder, session.HistoryName), func(int, int) {})
	if err != nil {
		return err
	}
	_, err = m.settings.Set(settings.DataFolder, folder)
	return err
}
