package dbfile

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

func openTest(tb testing.TB, path string) *File {
	tb.Helper()
	f, err := Open(tb.Context(), path, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { f.Close() })
	return f
}

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	write := func(content string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, test := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"text":       {write(strings.Repeat("Dear diary, ", 100)), storage.ErrNotDatabase},
		"short text": {write("hello"), storage.ErrNotDatabase},
		"header cut": {write("SQLite format 3\x00"), storage.ErrNotDatabase},
		"folder": {func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrNotFile},
		"someone else's database": {func(t *testing.T, path string) {
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(`CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')`); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrNotDatabase},
		"newer version": {func(t *testing.T, path string) {
			db := openTest(t, path)
			if _, err := db.Write.Exec(`PRAGMA user_version = 999`); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrNewer},
		"damaged": {func(t *testing.T, path string) {
			db := openTest(t, path)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i := 100; i < len(b); i++ { // all but the header
				b[i] = 0xa5
			}
			write(string(b))(t, path)
		}, storage.ErrCorrupt},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "some.db")
			test.make(t, path)
			before, _ := os.ReadFile(path)
			db, err := Open(t.Context(), path, Options{})
			if !errors.Is(err, test.want) {
				t.Errorf("err is %v, want %v", err, test.want)
			}
			if err == nil {
				db.Close()
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("file was changed")
			}
		})
	}
}

// A program that is killed while it makes its database leaves one with nothing
// in it, not even our mark, or with a mark that is about to be taken back. The
// next start must go on from there, and so must the one after it.
func TestOpenAfterAKillWhileItWasMade(t *testing.T) {
	for name, tt := range map[string]struct {
		steps   string // with our mark for %d
		journal bool   // is what the last step left
		foreign bool   // another program made it
	}{
		"by another program":        {steps: `PRAGMA auto_vacuum = INCREMENTAL`, foreign: true},
		"before the mark":           {steps: `PRAGMA auto_vacuum = INCREMENTAL`},
		"mark not yet committed":    {steps: `PRAGMA auto_vacuum = INCREMENTAL; BEGIN EXCLUSIVE; PRAGMA application_id = %d`, journal: true},
		"nothing but the mark, too": {steps: `BEGIN EXCLUSIVE; PRAGMA application_id = %d`, journal: true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sitewell.db")
			half := openNew(path, busyTimeout)
			if tt.foreign {
				half = sql.OpenDB(newPlainConnector(path, busyTimeout))
			}
			steps := strings.ReplaceAll(tt.steps, "%d", fmt.Sprint(applicationID))
			// Without syncing, the journal is complete as soon as it is written.
			if _, err := half.Exec(fmt.Sprintf(`PRAGMA synchronous = OFF; PRAGMA page_size = %d; %s`, pagesum.PageSize, steps)); err != nil {
				t.Fatal(err)
			}
			if tt.journal {
				journal, err := os.ReadFile(path + "-journal")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := half.Exec(`COMMIT`); err != nil {
					t.Fatal(err)
				}
				if err := half.Close(); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path+"-journal", journal, 0o600); err != nil {
					t.Fatal(err)
				}
			} else if err := half.Close(); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				db, err := Open(t.Context(), path, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A file of the format before is kept under another name, with all that is in
// it, and the next start makes a new one.
func TestOldFormatIsSetAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	for i, application := range oldApplicationIDs {
		n := i + 1
		makeOldFormat(t, path, application)
		var set *storage.OldFormatError
		if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.As(err, &set) || set.Kept != "" {
			t.Fatalf("reading it: %v, want an storage.OldFormatError that keeps nothing", err)
		}
		kept := fmt.Sprintf("%s.old-%d", path, n)
		if _, err := Open(t.Context(), path, Options{}); !errors.As(err, &set) || set.Kept != kept || !strings.Contains(err.Error(), kept) {
			t.Fatalf("opening it: %v, want an storage.OldFormatError with %s", err, kept)
		}
		if got := oldSite(t, kept); got != "Bakery" {
			t.Errorf("what was kept has site %q", got)
		}
		db := openTest(t, path)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// makeOldFormat makes a database that has the mark of the format before, and
// whose content is still in its -wal file, as after a crash.
func makeOldFormat(t *testing.T, path string, application uint32) {
	t.Helper()
	made := filepath.Join(t.TempDir(), "made.db")
	pool := sql.OpenDB(newPlainConnector(made, busyTimeout, "_journal_mode=WAL"))
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	_, err := pool.Exec(fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA wal_checkpoint(TRUNCATE);
		CREATE TABLE site (name TEXT); INSERT INTO site VALUES ('Bakery')`, application))
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(made + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+end, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// oldSite returns what makeOldFormat wrote.
func oldSite(t *testing.T, path string) (name string) {
	t.Helper()
	pool := sql.OpenDB(newPlainConnector(path, busyTimeout))
	defer pool.Close()
	if err := pool.QueryRow(`SELECT name FROM site`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}
