package core

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// A history that can't be written is read, which is told once, and a scan says why it
// can't begin before anything is requested.
func TestHistoryThatCanOnlyBeRead(t *testing.T) {
	folder := t.TempDir()
	for dir := folder; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "history.db")
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	site, err := db.SaveSite(t.Context(), storage.Site{Start: "http://127.0.0.1:1/", Settings: "{}"})
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) })
	for _, mode := range []struct{ file, folder os.FileMode }{{0o444, 0o777}, {0o444, 0o555}, {0o666, 0o555}} {
		if err := errors.Join(os.Chmod(path, mode.file), os.Chmod(folder, mode.folder)); err != nil {
			t.Fatal(err)
		}
		asStranger(func() {
			ctx := context.Background() // a context that can end would move SQLite to another thread
			c, err := Open(ctx, Config{DB: path})
			if err != nil {
				t.Errorf("%v: %v", mode, err)
				return
			}
			defer c.Close()
			if len(c.Notices()) != 1 {
				t.Errorf("%v: %d notices, want 1", mode, len(c.Notices()))
			} else if notice := <-c.Notices(); !errors.Is(notice, ErrReading) {
				t.Errorf("%v: notice %v, want ErrReading", mode, notice)
			}
			if sites, err := c.Store.Sites(ctx); err != nil || len(sites) != 1 {
				t.Errorf("%v: sites %v, %v", mode, sites, err)
			}
			if _, err := c.Runner.StartScan(ctx, site.ID); !errors.Is(err, ErrReading) {
				t.Errorf("%v: scan %v, want ErrReading", mode, err)
			}
			if _, err := c.Runner.ScanAddress(ctx, "http://127.0.0.1:1/"); !errors.Is(err, ErrReading) {
				t.Errorf("%v: scan of an address %v, want ErrReading", mode, err)
			}
		})
	}
}

// asStranger runs f with the file permissions of nobody, whatever account runs the
// tests: the thread that it runs on gives up its rights and ends with it.
func asStranger(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread is not used again
		if os.Getuid() == 0 {
			const nobody = 65534
			syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0) // it reports no error
		}
		f()
	}()
	<-done
}
