package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/storage"
)

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
		}, storage.ErrNotDatabase},
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
			if _, err := db.write.Exec(`PRAGMA user_version = 999`); err != nil {
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

func TestOpenCreatesFolderAndCleansUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "50% of ? & #", "sitewell.db")
	db := openTest(t, path)
	w := newScan(t, db)
	g := newGenerator(1)
	for range 5 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	count(t, w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"sitewell.db"}; !gocmp.Equal(names, want) {
		t.Errorf("files after close: %q, want %q", names, want)
	}
	checkModel(t, openTest(t, path), w.ID(), g.model)
}

func TestOpenEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	newScan(t, openTest(t, path))
}

func TestMigrateKeepsCopy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db := openTest(t, path)
	scan, m := filled(t, db, newScan(t, db).Site(), 1, 4)
	all, err := migrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, m := range all {
		files[m.name] = &fstest.MapFile{Data: []byte(m.sql)}
	}
	last := len(all)
	files[fmt.Sprintf("migrations/%04d_more.sql", last+1)] = &fstest.MapFile{Data: []byte(`CREATE TABLE more (id INTEGER PRIMARY KEY)`)}
	files[fmt.Sprintf("migrations/%04d_bad.sql", last+2)] = &fstest.MapFile{Data: []byte(`CREATE TABLE even_more (id INTEGER PRIMARY KEY); SELECT no_such_function()`)}
	if err := db.migrate(t.Context(), files); err == nil {
		t.Error("a migration that fails gave no error")
	}
	version, err := schemaVersion(t.Context(), db.write)
	if err != nil || version != last+1 {
		t.Errorf("version %d, err %v, want %d: the last step that went through", version, err, last+1)
	}
	var n int
	if err := db.write.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'even_more'`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d tables of the step that failed, err %v", n, err)
	}
	kept := openTest(t, CopyBeforeMigration(path, last))
	checkModel(t, kept, scan, m)
}

func TestMigrationNumbers(t *testing.T) {
	if got := newest(migrationFiles); got < 1 {
		t.Errorf("newest schema is %d", got)
	}
	for _, files := range []fstest.MapFS{
		{"migrations/0002_start.sql": {}},
		{"migrations/start.sql": {}},
	} {
		if all, err := migrations(files); err == nil {
			t.Errorf("%v gave %v, want an error", files, all)
		}
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("missing file: %v, want ErrNotFound", err)
	}
	db := openTest(t, path)
	scan, m := filled(t, db, newScan(t, db).Site(), 1, 4)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	checkModel(t, read, scan, m)
	if _, err := read.SaveSite(t.Context(), storage.Site{}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("writing: %v, want ErrReadOnly", err)
	}
	if _, err := read.NewScan(t.Context(), storage.Scan{}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("scanning: %v, want ErrReadOnly", err)
	}
}

func TestSites(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	b, err := db.SaveSite(ctx, storage.Site{Name: "bakery", Client: "Anna", Start: "https://b.example/", Settings: `{"a":1}`})
	if err != nil {
		t.Fatal(err)
	}
	a, err := db.SaveSite(ctx, storage.Site{Start: "https://a.example/", Settings: "{}", Created: clock().AddDate(0, -1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	b.Name = "Zoo"
	if _, err := db.SaveSite(ctx, b); err != nil {
		t.Fatal(err)
	}
	first, _ := filled(t, db, b.ID, 1, 3)
	w := scanOf(t, db, b.ID)
	if err := w.Finish(ctx, storage.Stopped, result.Summary{Ended: clock(), Diagnosis: result.NoLinks, Sample: "x"}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Sites(ctx)
	if err != nil {
		t.Fatal(err)
	}
	last, err := db.ScanByID(ctx, w.ID())
	if err != nil {
		t.Fatal(err)
	}
	counts, err := db.Counts(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "sites", got, []storage.SiteSummary{{Site: a}, {Site: b, Last: &last, Trend: []int{counts.Problems()}}})
	diff(t, "last scan", last, storage.Scan{
		ID: w.ID(), Site: b.ID, Start: "https://www.example.com/", State: storage.Stopped, Began: clock(), Ended: clock(),
		Version: "test", Settings: "{}", Diagnosis: "no-links", Sample: "x",
	})
	found, err := db.SiteByStart(ctx, a.Start)
	if err != nil || found != a {
		t.Errorf("site by start: %v, %v", found, err)
	}
	if _, err := db.SiteByID(ctx, 99); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such site: %v, want ErrNotFound", err)
	}
	if _, err := db.SaveSite(ctx, storage.Site{ID: 99}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("saving no such site: %v, want ErrNotFound", err)
	}
	if _, err := db.NewScan(ctx, storage.Scan{Site: 99}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("scanning no such site: %v, want ErrNotFound", err)
	}
}

// A program that is killed while it makes its database leaves one with nothing
// in it, not even our mark, or with a mark that is about to be taken back. The
// next start must go on from there, and so must the one after it.
func TestOpenAfterAKillWhileItWasMade(t *testing.T) {
	for name, tt := range map[string]struct {
		steps   string // with our mark for %d
		journal bool   // is what the last step left
	}{
		"before the mark":           {steps: `PRAGMA auto_vacuum = INCREMENTAL`},
		"mark not yet committed":    {steps: `PRAGMA auto_vacuum = INCREMENTAL; BEGIN EXCLUSIVE; PRAGMA application_id = %d`, journal: true},
		"nothing but the mark, too": {steps: `BEGIN EXCLUSIVE; PRAGMA application_id = %d`, journal: true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sitewell.db")
			half, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			half.SetMaxOpenConns(1)
			steps := strings.ReplaceAll(tt.steps, "%d", fmt.Sprint(applicationID))
			// Without syncing, the journal is complete as soon as it is written.
			if _, err := half.Exec(fmt.Sprintf(`PRAGMA synchronous = OFF; PRAGMA page_size = %d; %s`, pageSize, steps)); err != nil {
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
	for n := 1; n <= 2; n++ {
		makeOldFormat(t, path)
		var set *OldFormatError
		if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.As(err, &set) || set.Kept != "" {
			t.Fatalf("reading it: %v, want an OldFormatError that keeps nothing", err)
		}
		kept := fmt.Sprintf("%s.old-%d", path, n)
		if _, err := Open(t.Context(), path, Options{}); !errors.As(err, &set) || set.Kept != kept || !strings.Contains(err.Error(), kept) {
			t.Fatalf("opening it: %v, want an OldFormatError with %s", err, kept)
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
func makeOldFormat(t *testing.T, path string) {
	t.Helper()
	made := filepath.Join(t.TempDir(), "made.db")
	pool := sql.OpenDB(newConnector(made, busyTimeout, "_journal_mode=WAL"))
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	_, err := pool.Exec(fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA wal_checkpoint(TRUNCATE);
		CREATE TABLE site (name TEXT); INSERT INTO site VALUES ('Bakery')`, oldApplicationID))
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
	pool := sql.OpenDB(newConnector(path, busyTimeout))
	defer pool.Close()
	if err := pool.QueryRow(`SELECT name FROM site`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}
