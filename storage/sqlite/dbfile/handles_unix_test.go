//go:build unix

package dbfile

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"sitewell/storage"
)

// A database that can't be opened because the process has no file handles left
// says so: there is nothing wrong with its folder.
func TestNoFileHandlesLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db := openTest(t, path)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	few := before
	few.Cur = 256
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)
	var held []*os.File
	defer func() {
		for _, f := range held {
			f.Close()
		}
	}()
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		held = append(held, f)
	}
	failed := 0
	for len(held) > 0 {
		db, err := Open(t.Context(), path, Options{})
		if err == nil {
			db.Close()
			break
		}
		failed++
		if !errors.Is(err, syscall.EMFILE) || errors.Is(err, storage.ErrReadOnly) {
			t.Errorf("with %d handles left: %v", failed-1, err)
		}
		held[len(held)-1].Close()
		held = held[:len(held)-1]
	}
	if failed < 2 { // SQLite itself never failed to open a file
		t.Errorf("failed %d times", failed)
	}
}
