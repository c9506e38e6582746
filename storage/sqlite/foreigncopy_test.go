package sqlite

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/mattn/go-sqlite3"

	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/pagesum"
)

// plain opens a file as a program does that knows nothing of checksums.
func plain(t *testing.T, path string) *sqlite3.SQLiteConn {
	t.Helper()
	conn, err := (&sqlite3.SQLiteDriver{}).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn.(*sqlite3.SQLiteConn)
}

// copiedByOthers copies a history as the sqlite3 shell does, while Sitewell has it open.
var copiedByOthers = map[string]func(t *testing.T, from, to string){
	".backup": func(t *testing.T, from, to string) {
		source, target := plain(t, from), plain(t, to)
		b, err := target.Backup("main", source, "main")
		if err == nil {
			_, err = b.Step(-1)
		}
		if err == nil {
			err = b.Finish()
		}
		if err = errors.Join(err, target.Close()); err != nil {
			t.Fatal(err)
		}
	},
	"VACUUM INTO": func(t *testing.T, from, to string) {
		if _, err := plain(t, from).Exec(`VACUUM INTO '`+to+`'`, nil); err != nil {
			t.Fatal(err)
		}
	},
}

// What another program copies of a history that is in use can be restored.
func TestRestoreOfForeignCopies(t *testing.T) {
	for name, copyTo := range copiedByOthers {
		t.Run(name, func(t *testing.T) {
			db := newDB(t)
			scan, m := filled(t, db, newSite(t, db), 1, 6) // some of it in the -wal file
			copied := filepath.Join(t.TempDir(), "copy.db")
			copyTo(t, db.file.Path, copied)
			before, err := os.ReadFile(copied)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "history.db")
			if _, err := dbfile.Restore(t.Context(), path, copied, dbfile.Options{}, func(int64, int64) {}); err != nil {
				t.Fatal(err)
			}
			checkSound(t, "restored", path)
			restored := openTest(t, path)
			checkModel(t, restored, scan, m)
			if err := restored.Close(); err != nil {
				t.Fatal(err)
			}
			if after, err := os.ReadFile(copied); err != nil || !slices.Equal(before, after) {
				t.Errorf("the copy was changed: %v", err)
			}
			refusesDamage(t, path, before)
		})
	}
}

// refusesDamage expects that a copy with a change in any page is not restored, but in the first
// page and where it says nothing.
func refusesDamage(t *testing.T, path string, data []byte) {
	t.Helper()
	tried, refused := 0, 0
	pages := len(data) / pagesum.PageSize
	for page := 1; page < pages; page += max(pages/20, 1) {
		changed := slices.Clone(data)
		for i := range 64 {
			changed[page*pagesum.PageSize+100+i] ^= 0x55
			changed[page*pagesum.PageSize+i] ^= 0x55
		}
		_, err := dbfile.Restore(t.Context(), path, written(t, changed), dbfile.Options{}, nil)
		tried++
		if errors.Is(err, storage.ErrCorrupt) {
			refused++
		}
	}
	if refused < tried*8/10 {
		t.Errorf("%d of %d damaged copies were refused", refused, tried)
	}
}

// A copy by another program that has other tables than a history is refused.
func TestForeignCopyWithATrigger(t *testing.T) {
	db := newDB(t)
	filled(t, db, newSite(t, db), 1, 2)
	copied := filepath.Join(t.TempDir(), "copy.db")
	copiedByOthers[".backup"](t, db.file.Path, copied)
	conn, err := sql.Open("sqlite3", copied)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Exec(`PRAGMA journal_mode = DELETE; CREATE TRIGGER gone AFTER INSERT ON scan BEGIN DELETE FROM finding; END`); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = dbfile.Restore(t.Context(), filepath.Join(t.TempDir(), "history.db"), copied, dbfile.Options{}, nil)
	if !errors.Is(err, storage.ErrCorrupt) {
		t.Errorf("%v, want ErrCorrupt", err)
	}
}
