package export

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// formats are all forms in which a scan is saved.
var formats = []Format{Database, Spreadsheet, JSONLines}

// linked is how many addresses the scan of linkedScan has, beside its one page.
const linked = 4000

// linkedScan returns the scan of a page with so many broken links that writing them is
// reported more than once.
func linkedScan(t *testing.T) (*Exporter, storage.Scan) {
	t.Helper()
	var page strings.Builder
	page.WriteString("-- host https://many.example --\n-- GET / --\n\n<title>Many</title>\n")
	for i := range linked {
		fmt.Fprintf(&page, "<a href=\"mailto:baker%d(at)many.example\">Mail</a>\n", i)
	}
	e, c := kitchen(t, sitetest.New(t, page.String()))
	r, err := c.Runner.ScanAddress(t.Context(), "many.example")
	return e, await(t, c, r, err)
}

// Every format reports how many rows are written, and ends with all of them.
func TestProgressOfEveryFormat(t *testing.T) {
	e, scan := linkedScan(t)
	for _, as := range formats {
		calls, done, total := 0, 0, 0
		err := e.Export(t.Context(), scan.ID, as, filepath.Join(t.TempDir(), "report"), func(d, all int) {
			if d < done || d > all {
				t.Errorf("%s: %d of %d rows after %d", as, d, all, done)
			}
			calls, done, total = calls+1, d, all
		})
		if err != nil {
			t.Fatalf("%s: %v", as, err)
		}
		if calls < linked/1000 || done < linked || done != total {
			t.Errorf("%s: progress was reported %d times, in the end %d of %d rows", as, calls, done, total)
		}
	}
}

// An export that is stopped halfway ends soon, and leaves the folder as it was.
func TestStoppedHalfway(t *testing.T) {
	e, scan := linkedScan(t)
	for _, as := range formats {
		dir := t.TempDir()
		path := filepath.Join(dir, "report")
		if err := os.WriteFile(path, []byte("before"), 0o644); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		afterwards := 0
		err := e.Export(ctx, scan.ID, as, path, func(int, int) {
			if ctx.Err() != nil {
				afterwards++
			}
			cancel()
		})
		if !errors.Is(err, context.Canceled) || message.ForError(err).Text != "Stopped." {
			t.Errorf("%s: stopped halfway: %v", as, err)
		}
		if afterwards > 1 {
			t.Errorf("%s: %d thousand rows were written after the end", as, afterwards)
		}
		entries, err := os.ReadDir(dir)
		if text, _ := os.ReadFile(path); err != nil || len(entries) != 1 || string(text) != "before" {
			t.Errorf("%s: left %v with %.10q, %v", as, entries, text, err)
		}
	}
}

// A database of a scan to which another program adds something meanwhile would have
// links without their addresses: it is not saved.
func TestDatabaseOfAScanOfAnotherProgram(t *testing.T) {
	e, scan := linkedScan(t)
	other, err := sql.Open("sqlite3", e.o().DB)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	path := filepath.Join(t.TempDir(), "report.db")
	err = e.Export(t.Context(), scan.ID, Database, path, func(int, int) {
		if _, err := other.Exec(`UPDATE scan SET found = found + 1 WHERE id = ?`, scan.ID); err != nil {
			t.Error(err)
		}
	})
	if !errors.Is(err, core.ErrChanging) || !strings.Contains(message.ForError(err).Text, "still running") {
		t.Errorf("got %v, %q", err, message.ForError(err))
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the database was saved")
	}
	if err := e.Export(t.Context(), scan.ID, Database, path, nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// If the other program stores something only once meanwhile, the scan is written again.
func TestDatabaseIsWrittenAgain(t *testing.T) {
	e, scan := linkedScan(t)
	other, err := sql.Open("sqlite3", e.o().DB)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	changed := false
	err = e.Export(t.Context(), scan.ID, Database, filepath.Join(t.TempDir(), "report.db"), func(int, int) {
		if changed {
			return
		}
		changed = true
		if _, err := other.Exec(`UPDATE scan SET found = found + 1 WHERE id = ?`, scan.ID); err != nil {
			t.Error(err)
		}
	})
	if err != nil || !changed {
		t.Errorf("changed %v, got %v", changed, err)
	}
}
