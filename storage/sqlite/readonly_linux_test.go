package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"sitewell/storage"
)

// asStranger runs f with the file permissions of nobody, even if root runs the
// tests: the thread that it runs on gives up its rights and ends with it.
func asStranger(t *testing.T, f func()) {
	t.Helper()
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

func TestFolderThatCannotBeWritten(t *testing.T) {
	folder := t.TempDir()
	for dir := folder; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "sitewell.db")
	db := openTest(t, path)
	scan, m := filled(t, db, newScan(t, db).Site(), 1, 4)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) })
	ctx := context.Background() // a context that can end would move SQLite to another thread
	asStranger(t, func() {
		for _, path := range []string{path, filepath.Join(folder, "new.db"), filepath.Join(folder, "deep", "new.db")} {
			if db, err := Open(ctx, path, Options{}); !errors.Is(err, storage.ErrReadOnly) {
				t.Errorf("%s: %v, want ErrReadOnly", path, err)
				if err == nil {
					db.Close()
				}
			}
		}
		read, err := Open(ctx, path, Options{ReadOnly: true})
		if err != nil {
			t.Errorf("reading only: %v", err)
			return
		}
		defer read.Close()
		if got, err := read.Counts(ctx, scan); err != nil || got != m.counts() {
			t.Errorf("counts %+v, err %v, want %+v", got, err, m.counts())
		}
	})
}
