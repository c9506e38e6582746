package settings

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSet(t *testing.T) {
	f := At(filepath.Join(t.TempDir(), "sitewell", "settings.json"))
	for _, tt := range []struct{ name, value, want string }{
		{Language, "de", "de"},
		{Language, "SYSTEM", "system"},
		{Language, "", "system"},
		{Language, "FR", "fr"},
		{Appearance, "Dark", "dark"},
		{TextSize, "125", "125"},
		{TextSize, "100", "100"},
		{TextSize, "system", "100"},
		{ReduceMotion, "yes", "yes"},
		{ReduceMotion, "system", "no"},
		{ReportFolder, "/home/anna/Reports/", "/home/anna/Reports"},
		{DataFolder, "/data", "/data"},
		{DataFolder, "system", "system"},
		{Browser, "/opt/chromium/chrome", "/opt/chromium/chrome"},
		{Browser, "system", "system"},
		{BrowserHint, "Never", "never"},
		{BrowserHint, "system", "system"},
		{Proxy, "none", "none"},
		{Proxy, "proxy.example:3128", "http://proxy.example:3128"},
		{Proxy, "http://anna:secret@proxy.example:3128/", "http://anna@proxy.example:3128"},
		{Proxy, "socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080"},
		{Proxy, "system", "system"},
	} {
		s, err := f.Set(tt.name, tt.value)
		if err != nil {
			t.Fatalf("%s %q: %v", tt.name, tt.value, err)
		}
		setting, err := Find(tt.name)
		if err != nil || setting.Get(s) != tt.want {
			t.Errorf("%s %q: it is %q, want %q (%v)", tt.name, tt.value, setting.Get(s), tt.want, err)
		}
		if again, err := f.Read(); err != nil || again != s {
			t.Errorf("%s %q: stored as %+v, want %+v (%v)", tt.name, tt.value, again, s, err)
		}
	}
}

// What can't be used is refused, and nothing changes.
func TestSetRefuses(t *testing.T) {
	f := At(filepath.Join(t.TempDir(), "settings.json"))
	before, err := f.Set(Appearance, Dark)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range [][2]string{
		{Language, "xx"},
		{Appearance, "pink"},
		{TextSize, "7"},
		{TextSize, "large"},
		{ReduceMotion, "maybe"},
		{ReportFolder, "Reports"},
		{Browser, "chromium"},
		{BrowserHint, "always"},
		{Proxy, "nome"},
		{Proxy, "http://"},
		{Proxy, "ftp://proxy.example"},
		{Proxy, "proxy.example:99999"},
		{Proxy, "proxy.example/path"},
		{Proxy, "two words:80"},
	} {
		_, err := f.Set(tt[0], tt[1])
		var wrong *ValueError
		if !errors.As(err, &wrong) || wrong.Name != tt[0] {
			t.Errorf("%s %q: %v", tt[0], tt[1], err)
		}
	}
	var unknown *NameError
	if _, err := f.Set("colour", "red"); !errors.As(err, &unknown) {
		t.Errorf("an unknown name: %v", err)
	}
	if now, err := f.Read(); err != nil || now != before {
		t.Errorf("-want +got:\n%s, %v", cmp.Diff(before, now), err)
	}
}

// No password is in the file, nor in what is refused.
func TestNoPasswordIsStored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if _, err := At(path).Set(Proxy, "http://anna:hunter2@proxy.example:3128"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "hunter2") || !strings.Contains(string(text), "anna@proxy.example:3128") {
		t.Errorf("stored: %s, %v", text, err)
	}
	if _, err := ParseProxy("ftp://anna:hunter2@proxy.example"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("refused as %v", err)
	}
	p, err := ParseProxy("https://anna:hunter2@proxy.example:3128")
	if printed := fmt.Sprintf("%v %+v %#v", p, p, p); strings.Contains(printed, "hunter2") {
		t.Errorf("it prints as %s", printed)
	}
	if err != nil || p.URL() != "https://anna:hunter2@proxy.example:3128" || p.String() != "https://anna@proxy.example:3128" {
		t.Errorf("%v, %v", p, err)
	}
}

// A file that can't be read counts as that of a new user and is kept; what it says and
// nobody knows is left out.
func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"language": "xx", "appearance": "dark", "text-size": 3, "future": true}`)
	if s, err := At(path).Read(); err != nil || s != (Settings{Appearance: Dark}) {
		t.Errorf("%+v, %v", s, err)
	}
	write(`{"language": `)
	s, err := At(path).Read()
	var damaged *FileError
	if !errors.As(err, &damaged) || damaged.Path != path || s != (Settings{}) {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err = At(path).Set(Language, "de"); err != nil || s.Language != "de" {
		t.Errorf("%+v, %v", s, err)
	}
	if text, err := os.ReadFile(path + ".unreadable"); err != nil || string(text) != `{"language": ` {
		t.Errorf("the damaged file is not kept: %q, %v", text, err)
	}
}
