package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

// A migration may take longer than any lock of SQLite is waited for.
func TestStartWaitsForMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	if err := create(t.Context(), path, time.Second); err != nil {
		t.Fatal(err)
	}
	other, err := tryLock(presenceLock(path), true)
	if err != nil || other == nil {
		t.Fatalf("lock %v, %v", other, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, path, Options{BusyTimeout: time.Millisecond}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while another program migrates: %v, want that it waits", err)
	}
	done := make(chan error)
	go func() {
		db, err := Open(t.Context(), path, Options{BusyTimeout: time.Millisecond})
		if err == nil {
			err = db.Close()
		}
		done <- err
	}()
	other.unlock()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// The lock on a scan is known to others, and only as long as the scan runs.
func TestScanLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	a, b := openTest(t, path), openTest(t, path)
	if b.RunsElsewhere(7) {
		t.Error("a scan that nobody runs is called running")
	}
	first, err := a.LockScan(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	second, err := a.LockScan(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	first()
	if a.RunsElsewhere(7) || !b.RunsElsewhere(7) || b.RunsElsewhere(8) {
		t.Error("who runs the scan is not known")
	}
	if _, err := b.LockScan(t.Context(), 7); !errors.Is(err, storage.ErrElsewhere) {
		t.Errorf("taken over from another program: %v, want ErrElsewhere", err)
	}
	second()
	if b.RunsElsewhere(7) {
		t.Error("a scan that has ended is called running")
	}
	third, err := b.LockScan(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	third()
	if left := allScanLocks(path); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A database that was not closed is checked, and what is missing is told.
func TestTracesOfAKilledProgram(t *testing.T) {
	var root int // page of an index
	kill := func(t *testing.T) (path string) {
		dir := t.TempDir()
		db := openTest(t, filepath.Join(dir, "made.db"))
		if _, err := db.Write.Exec(`INSERT INTO site (name, client, start, created, settings) VALUES ('', '', '', 0, '{}')`); err != nil {
			t.Fatal(err)
		}
		if err := db.Write.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'url_page'`).Scan(&root); err != nil {
			t.Fatal(err)
		}
		path = filepath.Join(dir, "history.db")
		for _, end := range []string{"", "-wal", "-lock"} {
			data, err := os.ReadFile(db.Path + end)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+end, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	for name, tt := range map[string]struct {
		change func(t *testing.T, path string)
		sites  int // that are left
		want   error
	}{
		"nothing happened": {func(*testing.T, string) {}, 1, nil},
		"-wal file moved into it by another program": {func(t *testing.T, path string) {
			other := sql.OpenDB(newPlainConnector(path, busyTimeout))
			defer other.Close()
			var n int
			if err := other.QueryRow(`SELECT count(*) FROM site`).Scan(&n); err != nil || n != 1 {
				t.Fatalf("another program reads %d sites, %v", n, err)
			}
		}, 1, storage.ErrLostWAL},
		"-wal file lost": {func(t *testing.T, path string) {
			if err := os.Remove(path + "-wal"); err != nil {
				t.Fatal(err)
			}
		}, 0, storage.ErrLostWAL},
		"damaged": {func(t *testing.T, path string) {
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt(make([]byte, pagesum.PageSize), int64(root-1)*pagesum.PageSize); err != nil {
				t.Fatal(err)
			}
		}, 1, storage.ErrCorrupt},
	} {
		t.Run(name, func(t *testing.T) {
			path := kill(t)
			tt.change(t, path)
			if tt.want != storage.ErrCorrupt {
				checkReadOnly(t, path, tt.sites)
			}
			for n, want := range []error{tt.want, nil} {
				noticed := make(chan error, 2)
				db, err := Open(t.Context(), path, Options{Noticed: func(err error) { noticed <- err }})
				if err != nil {
					t.Fatal(err)
				}
				if n == 0 && !db.traces.unclean {
					t.Error("the database is called closed")
				}
				if n == 1 && db.traces != (traces{}) {
					t.Errorf("a database that was closed has %+v", db.traces)
				}
				var sites int
				if err := db.Read.QueryRow(`SELECT count(*) FROM site`).Scan(&sites); err != nil || sites != tt.sites {
					t.Errorf("%d sites are left, %v, want %d", sites, err, tt.sites)
				}
				var got error
				if want != nil {
					got = <-noticed
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
				if got == nil && len(noticed) > 0 {
					got = <-noticed
				}
				if !errors.Is(got, want) {
					t.Errorf("opened %d times: %v, want %v", n+1, got, want)
				}
			}
		})
	}
}

// checkReadOnly checks that a copy of a database of so many sites can be read as it is.
func checkReadOnly(t *testing.T, path string, sites int) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "history.db")
	for _, end := range []string{"", "-wal", "-lock"} {
		if data, err := os.ReadFile(path + end); err == nil {
			if err := os.WriteFile(copied+end, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	db, err := Open(t.Context(), copied, Options{ReadOnly: true})
	if err != nil {
		t.Error(err)
		return
	}
	defer db.Close()
	var n int
	if err := db.Read.QueryRow(`SELECT count(*) FROM site`).Scan(&n); err != nil || n != sites {
		t.Errorf("read-only: %d sites, %v, want %d", n, err, sites)
	}
	if err := db.quickCheck(t.Context()); err != nil {
		t.Errorf("read-only: %v", err)
	}
}
