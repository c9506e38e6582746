package export

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Callers need not know the driver to say that the disk is full.
func TestErrorsOfTheSystem(t *testing.T) {
	full := sqlite3.Error{Code: sqlite3.ErrFull}
	quota := sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EDQUOT}
	for err, want := range map[error]error{full: syscall.ENOSPC, quota: syscall.EDQUOT} {
		if got := wrap("write", fmt.Errorf("insert: %w", err)); !errors.Is(got, want) || !errors.Is(got, err) {
			t.Errorf("%v is not %v", got, want)
		}
	}
	if err := wrap("write", nil); err != nil {
		t.Error(err)
	}
}

// What ends the rows ends the export.
func TestRowsThatFail(t *testing.T) {
	broken := errors.New("broken")
	c := Contents{
		Scan:  storage.Scan{Began: time.Unix(0, 0)},
		Words: func(outcome.Key, bool) (string, string, string) { return "", "", "" },
		Rows:  func(yield func(storage.Row, error) bool) { yield(storage.Row{}, broken) },
		Links: func(func(storage.LinkRow, error) bool) {},
	}
	if err := Write(t.Context(), filepath.Join(t.TempDir(), "export.db"), c); !errors.Is(err, broken) {
		t.Errorf("rows that fail: %v", err)
	}
	c.Rows, c.Links = func(func(storage.Row, error) bool) {}, func(yield func(storage.LinkRow, error) bool) { yield(storage.LinkRow{}, broken) }
	if err := Write(t.Context(), filepath.Join(t.TempDir(), "export.db"), c); !errors.Is(err, broken) {
		t.Errorf("links that fail: %v", err)
	}
	c.Links = func(func(storage.LinkRow, error) bool) {}
	path := filepath.Join(t.TempDir(), "export.db")
	if err := Write(t.Context(), path, c); err != nil {
		t.Fatal(err)
	}
	if err := Write(t.Context(), path, c); err == nil {
		t.Error("a file was filled twice")
	}
}
