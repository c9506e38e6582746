package core

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// A history that is copied elsewhere is the same there, and the one from before stays.
func TestCopyHistory(t *testing.T) {
	from, folder := filepath.Join(t.TempDir(), "history.db"), t.TempDir()
	to := filepath.Join(folder, "history.db")
	c, err := Open(t.Context(), Config{DB: from, Prepare: prepare(sitetest.New(t, failing))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Store.SaveSite(t.Context(), storage.Site{Name: "Bakery", Start: "https://bakery.example/"}); err != nil {
		t.Fatal(err)
	}
	ignore := func(int64, int64) {}
	if err := CopyHistory(t.Context(), from, to, ignore); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("a history in use: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := CopyHistory(t.Context(), from, to, ignore); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{from, to} {
		c, err := Open(t.Context(), Config{DB: path})
		if err != nil {
			t.Fatal(err)
		}
		sites, err := c.Store.Sites(t.Context())
		if err != nil || len(sites) != 1 || sites[0].Name != "Bakery" {
			t.Errorf("%s: %v, %v", path, sites, err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := CopyHistory(t.Context(), from, to, ignore); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another history: %v", err)
	}
	if err := CopyHistory(t.Context(), filepath.Join(t.TempDir(), "none.db"), filepath.Join(folder, "other.db"), ignore); err == nil {
		t.Error("a history that is not there was copied")
	}
}

// A copy that can't be made or verified leaves nothing.
func TestCopyOfADamagedHistory(t *testing.T) {
	from, folder := filepath.Join(t.TempDir(), "history.db"), t.TempDir()
	if err := os.WriteFile(from, []byte("this is no database, and was never one; it only has its name"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := CopyHistory(t.Context(), from, filepath.Join(folder, "history.db"), func(int64, int64) {}); err == nil {
		t.Error("it was copied")
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
