package render

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// Each way to install a browser puts it where it is found: packages of Linux, snaps,
// Flatpaks for all users and for one, and the installers of macOS and Windows.
func TestUsualPlaces(t *testing.T) {
	environment := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	linux := environment(map[string]string{"HOME": "/home/anna"})
	windows := environment(map[string]string{"ProgramFiles": `C:\Program Files`, "ProgramFiles(x86)": `C:\Program Files (x86)`, "LocalAppData": `C:\Users\Anna\AppData\Local`})
	for _, c := range []struct {
		system string
		getenv func(string) string
		want   []string
	}{
		{"linux", linux, []string{
			"/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge", "/opt/brave.com/brave/brave", "/snap/bin/chromium", "/snap/bin/brave",
			"/var/lib/flatpak/exports/bin/com.google.Chrome", "/var/lib/flatpak/exports/bin/com.microsoft.Edge",
			"/home/anna/.local/share/flatpak/exports/bin/org.chromium.Chromium", "/home/anna/.local/share/flatpak/exports/bin/com.brave.Browser",
		}},
		{"darwin", linux, []string{
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
			"/home/anna/Applications/Chromium.app/Contents/MacOS/Chromium",
		}},
		{"windows", windows, []string{
			`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
			`C:\Users\Anna\AppData\Local\Google\Chrome\Application\chrome.exe`, `C:\Users\Anna\AppData\Local\Chromium\Application\chrome.exe`,
			`C:\Program Files\BraveSoftware\Brave-Browser\Application\brave.exe`,
		}},
	} {
		places := usualPlaces(c.system, c.getenv)
		for i := range places {
			if c.system != "windows" {
				places[i] = filepath.ToSlash(places[i])
			}
		}
		for _, want := range c.want {
			if !slices.Contains(places, want) {
				t.Errorf("%s: %s is not looked for", c.system, want)
			}
		}
	}
	if places := usualPlaces("windows", environment(nil)); len(places) > 0 {
		t.Errorf("without its variables Windows has %q", places)
	}
}

// A browser is found in the PATH before it is looked for elsewhere; a file that can't be
// started is none, and a browser that was given is used or nothing.
func TestFindInATree(t *testing.T) {
	root := t.TempDir()
	program := func(path string, mode fs.FileMode) string {
		t.Helper()
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Setenv("PATH", filepath.Join(root, "bin"))
	t.Setenv("HOME", filepath.Join(root, "home"))
	program("bin/google-chrome", 0o600) // no program
	brave := program("bin/brave-browser", 0o700)
	flatpak := program("home/.local/share/flatpak/exports/bin/com.google.Chrome", 0o700)
	if got, err := Find(""); err != nil || got != brave {
		t.Errorf("found %q, %v; want %q", got, err, brave)
	}
	if got, err := Find(flatpak); err != nil || got != flatpak {
		t.Errorf("given %q: %q, %v", flatpak, got, err)
	}
	if got, err := Find(filepath.Join(root, "bin/google-chrome")); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("what is no program is used: %q, %v", got, err)
	}
	for _, path := range usualPlaces("linux", os.Getenv) {
		if _, err := exec.LookPath(path); err == nil && path != flatpak {
			return // this computer has one that comes first
		}
	}
	if err := os.Remove(brave); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(""); err != nil || got != flatpak {
		t.Errorf("found %q, %v; want %q", got, err, flatpak)
	}
}
