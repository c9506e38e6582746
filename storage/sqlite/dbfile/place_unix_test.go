//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package dbfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitewell/storage"
)

// Nobody else may read a history: its addresses say what somebody works on.
func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	folder := filepath.Join(t.TempDir(), "made", "here")
	path := filepath.Join(folder, "history.db")
	db := openTest(t, path)
	if _, err := db.Write.Exec(`INSERT INTO site (name, client, start, created, settings) VALUES ('', '', '', 0, '{}')`); err != nil {
		t.Fatal(err)
	}
	if err := db.keepCopy(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Name())
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o, want 600", e.Name(), info.Mode().Perm())
		}
	}
	for _, want := range []string{"history.db", "history.db-wal", "history.db-shm", "history.db.schema-1"} {
		if !strings.Contains(strings.Join(names, " ")+" ", want+" ") {
			t.Errorf("%s is not among %v", want, names)
		}
	}
	for _, dir := range []string{folder, filepath.Dir(folder)} {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("folder %s: %v, %v, want mode 700", dir, info.Mode(), err)
		}
	}
}

// What can't be a history is refused before it is opened: opening a pipe would
// wait for the program at its other end.
func TestPlacesThatCannotHoldAHistory(t *testing.T) {
	dir := t.TempDir()
	name := func(s string) string { return filepath.Join(dir, s) }
	if err := syscall.Mkfifo(name("pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, link := range [][2]string{{"b", "a"}, {"a", "b"}, {"pipe", "to-pipe"}} {
		if err := os.Symlink(name(link[0]), name(link[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(name("file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	deep := name(strings.Repeat("folder/", 70))
	for path, want := range map[string]error{
		name("pipe"):                   storage.ErrNotFile,
		name("to-pipe"):                storage.ErrNotFile,
		dir:                            storage.ErrNotFile,
		os.DevNull:                     storage.ErrNotFile,
		name("a"):                      syscall.ELOOP,
		name(strings.Repeat("a", 300)): syscall.ENAMETOOLONG,
		name(strings.Repeat("a", 250)): syscall.ENAMETOOLONG, // with -journal
		filepath.Join(deep, "some.db"): syscall.ENAMETOOLONG, // SQLite takes 512 bytes
		name("file") + "/history.db":   syscall.ENOTDIR,
	} {
		for _, readOnly := range []bool{false, true} {
			db, err := Open(t.Context(), path, Options{ReadOnly: readOnly})
			if !errors.Is(err, want) {
				t.Errorf("%.200s, read-only %v: %v, want %v", path, readOnly, err, want)
			}
			if err == nil {
				db.Close()
			}
		}
	}
}

// Programs that start while another one makes or migrates the file wait for it.
func TestConcurrentStarts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	open := func() error {
		db, err := Open(t.Context(), path, Options{BusyTimeout: 2 * time.Second})
		if err != nil {
			return err
		}
		_, err = db.Write.Exec(`INSERT INTO site (name, client, start, created, settings) VALUES ('', '', '', 0, '{}')`)
		return errors.Join(err, db.Close())
	}
	const programs = 8
	for range 5 {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		for range programs {
			go func() { done <- open() }()
		}
		for range programs {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
}
