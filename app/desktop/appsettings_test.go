//go:build !headless

package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/app/core"
	"sitewell/app/session"
	"sitewell/app/settings"
	"sitewell/scanner"
	"sitewell/scanner/render"
	"sitewell/ui/appsettings"
)

// memoryKeys is a key store in memory.
type memoryKeys map[string]string

func (k memoryKeys) Get(_ context.Context, name string) (string, error) {
	if s, ok := k[name]; ok {
		return s, nil
	}
	return "", core.ErrNoSecret
}

func (k memoryKeys) Set(_ context.Context, name, secret string) error { k[name] = secret; return nil }

func (k memoryKeys) Delete(_ context.Context, name string) error { delete(k, name); return nil }

// ownOf opens a history and the settings of a person with a home of their own.
func ownOf(t *testing.T, keys core.KeyStore) (*ownStore, *session.Session, session.Opened) {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	p := session.New("", keys, nil)
	h, err := p.OpenHistory(t.Context(), session.HistoryOptions{DB: filepath.Join(t.TempDir(), "history.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeCore(t, h.Core) })
	earlier := test.NewTempApp(t).Preferences()
	earlier.SetString("theme", "dark")
	earlier.SetInt("text.size", 125)
	earlier.SetBool("motion.reduced", true)
	h.Log, _ = p.OpenLog()
	own, err := newOwnStore(h, Options{Proxies: p.Proxies, IsOwnHistory: true}, earlier)
	if err != nil {
		t.Fatal(err)
	}
	if earlier.String("theme") != "" {
		t.Error("the preferences of an earlier version are still there")
	}
	return own, p, h
}

// What an earlier version kept is taken over, and stored once.
func TestEarlierPreferencesAreTakenOver(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	own, _, _ := ownOf(t, nil)
	want := settings.Settings{Appearance: settings.Dark, TextSize: 125, ReduceMotion: true}
	stored, err := own.file.Read()
	if diff := cmp.Diff(want, stored); diff != "" || err != nil {
		t.Errorf("-want +got:\n%s, %v", diff, err)
	}
	if v := own.Values(); v.Appearance != "dark" || v.TextSize != 125 || !v.ReduceMotion || v.DataFixed {
		t.Errorf("the window has %+v", v)
	}
}

// Another language is that of texts, explanations and reports at once.
func TestLanguageIsChosen(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	own, _, h := ownOf(t, nil)
	if err := own.Set(appsettings.Language, "de"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = own.Set(appsettings.Language, "") })
	x, err := h.Explainer.ExplainKey("404")
	if err != nil || x.Lang != "de" || lang.L("Search") != "Suchen" {
		t.Errorf("explained in %q, the window says %q, %v", x.Lang, lang.L("Search"), err)
	}
	if title, _, _ := h.Explainer.Words("404", true); !strings.HasPrefix(title, "Seite nicht") {
		t.Errorf("reports say %q", title)
	}
	if err := own.Set(appsettings.Language, "xx"); err == nil || own.Values().Language != "de" {
		t.Errorf("a language that there is not: %v, %+v", err, own.Values())
	}
}

// The password of a proxy goes to the key store and to scans, and to no file.
func TestProxyOfTheSettings(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	keys := memoryKeys{}
	own, p, _ := ownOf(t, keys)
	typed := appsettings.Proxy{Mode: appsettings.OwnProxy, Address: "proxy.example:3128", User: "anna"}
	if err := own.SetProxy(t.Context(), typed, "hunter2"); err != nil {
		t.Fatal(err)
	}
	if got := own.Values().Proxy; got != typed {
		t.Errorf("the window shows %+v", got)
	}
	used := func() string {
		var o scanner.Options
		p.PrepareScan(t.Context())(&o)
		return o.Proxy
	}
	if got := used(); got != "http://anna:hunter2@proxy.example:3128" {
		t.Errorf("scans use %q", got)
	}
	p.Proxies = &session.Proxies{Keys: keys} // the next run of the program
	own.proxies = p.Proxies
	if got := used(); got != "http://anna:hunter2@proxy.example:3128" || len(keys) != 1 {
		t.Errorf("later scans use %q, the key store has %d entries", got, len(keys))
	}
	for _, dir := range []string{os.Getenv("XDG_CONFIG_HOME"), state} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), "hunter2") {
				t.Errorf("%s contains the password, %v", path, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := own.SetProxy(t.Context(), appsettings.Proxy{Mode: appsettings.NoProxy}, ""); err != nil || used() != "direct" {
		t.Errorf("without a proxy scans use %q, %v", used(), err)
	}
	p.Proxies.Keys = nil
	if err := own.SetProxy(t.Context(), typed, "other"); !errors.Is(err, core.ErrProxyPassword) || used() != "http://anna:other@proxy.example:3128" {
		t.Errorf("without a key store: %v, scans use %q", err, used())
	}
}

// A history is moved to another folder, and the program finds it there afterwards.
func TestHistoryIsMoved(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	p := &session.Session{}
	h, err := p.OpenHistory(t.Context(), session.HistoryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	old, _ := h.History.File()
	file, err := session.SettingsFile()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	m := mover{replacer{old, h.Close}, file}
	if has, err := m.HasHistory(t.Context(), folder); has || err != nil {
		t.Errorf("an empty folder has a history: %v, %v", has, err)
	}
	from, to, err := m.Move(t.Context(), folder, func(int64, int64) {})
	if err != nil || from != old || to != filepath.Join(folder, session.HistoryName) {
		t.Fatalf("moved from %s to %s, %v", from, to, err)
	}
	if now, err := session.HistoryFile(""); err != nil || now != to {
		t.Errorf("the program uses %s, %v", now, err)
	}
	if _, err := os.Stat(old); err != nil {
		t.Errorf("the history from before: %v", err)
	}
	if has, err := m.HasHistory(t.Context(), folder); !has || err != nil {
		t.Errorf("it is not found there: %v, %v", has, err)
	}
	// A folder that is gone is not made again: an empty history would be taken for it.
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	var gone *settings.NoFolderError
	if _, err := session.HistoryFile(""); !errors.As(err, &gone) {
		t.Errorf("without the folder: %v", err)
	}
}

// A browser is started once for its version, however often the settings are opened.
func TestBrowserIsStartedOnceForItsVersion(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	real, err := render.Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	starts, program := filepath.Join(t.TempDir(), "starts"), filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(program, fmt.Appendf(nil, "#!/bin/sh\necho start >>'%s'\nexec '%s' \"$@\"\n", starts, real), 0o700); err != nil {
		t.Fatal(err)
	}
	own, _, _ := ownOf(t, nil)
	if err := own.SetBrowser(t.Context(), program); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if version, err := own.versionOf(t.Context(), program); err != nil || version == "" {
			t.Fatalf("version %q, %v", version, err)
		}
	}
	if log, err := os.ReadFile(starts); err != nil || string(log) != "start\n" {
		t.Errorf("started: %q, %v", log, err)
	}
}
