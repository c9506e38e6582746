//go:build e2e

package e2e

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sitewell/app/robot"
	"sitewell/ui/outline"
)

// A history from before the first release is kept under another name. The window
// says so once; its button leads to the first screen.
func TestHistoryOfAnOldFormat(t *testing.T) {
	h := newHome(t, openDisplay(t, 1280, 820), "1", "light")
	makeOldHistory(t, h.database())
	kept := h.database() + ".old-1"

	p := h.start(t)
	shown := p.showing(t, "the notice", func(shown outline.Window) bool { return shown.Dialog != "" })
	if shown.Dialog != "About your history" {
		t.Errorf("the window says %q", shown.Dialog)
	}
	if len(shown.Faults) > 0 {
		t.Errorf("drawn outside its frame: %v", shown.Faults)
	}
	p.tap(t, shown, "OK")
	p.showing(t, "the first screen", func(shown outline.Window) bool { return shown.Overlays == 0 })
	p.press(t, "ctrl+q")
	if code := p.exits(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the old history is not kept: %v", err)
	}

	p = h.start(t)
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the first screen")
	p.settled(t)
	if shown := p.showing(t, "the window", func(outline.Window) bool { return true }); shown.Overlays > 0 {
		t.Errorf("the next day the window says %q", shown.Dialog)
	}
	p.press(t, "ctrl+q")
	p.exits(t)
}

// makeOldHistory makes a history with the mark of the format before the first
// release.
func makeOldHistory(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`PRAGMA application_id = 0x5357656c; CREATE TABLE site (name TEXT)`); err != nil {
		t.Fatal(err)
	}
}

// showing waits until the window shows something, and returns what it shows.
func (p *program) showing(t *testing.T, what string, shows func(outline.Window) bool) (shown outline.Window) {
	t.Helper()
	within(t, time.Minute, what, func(ctx context.Context) bool {
		var err error
		shown, err = p.Look(ctx, time.Minute)
		return err == nil && shows(shown)
	})
	return shown
}

// tap clicks on the button with a text.
func (p *program) tap(t *testing.T, shown outline.Window, text string) {
	t.Helper()
	for _, w := range shown.Widgets {
		if w.Name == text && !w.Disabled {
			if err := p.Click(t.Context(), w.X, w.Y, robot.Left, 1); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("there is no button %q, the window shows %+v", text, shown)
}
