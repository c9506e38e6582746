package session

import (
	"os"
	"path/filepath"
	"testing"
)

// A schedule starts the program without a console, where there is one.
func TestScheduledProgram(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"sitewell.exe", "sitewell.com", "alone.com"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for executable, want := range map[string]string{"sitewell.com": "sitewell.exe", "sitewell.exe": "sitewell.exe", "alone.com": "alone.com", "sitewell": "sitewell"} {
		if got := withoutConsole(filepath.Join(dir, executable)); got != filepath.Join(dir, want) {
			t.Errorf("%s: %s, want %s", executable, got, want)
		}
	}
}
