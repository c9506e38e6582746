package storage

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
		"text":       {write(strings.Repeat("Dear diary, ", 100)), ErrNotDatabase},
		"short text": {write("hello"), ErrNotDatabase},
		"header cut": {write("SQLite format 3\x00"), ErrNotDatabase},
		"folder": {func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, ErrNotDatabase},
		"someone else's database": {func(t *testing.T, path string) {
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(`CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')`); err != nil {
				t.Fatal(err)
			}
		}, ErrNotDatabase},
		"newer version": {func(t *testing.T, path string) {
			db := openTest(t, path)
			if _, err := db.write.Exec(`PRAGMA user_version = 999`); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}, ErrNewer},
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
		}, ErrCorrupt},
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

// A database of the first schema, in which every text has its hash, goes on as
// if it had always been of the present one.
func TestMigrateFirstSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db := openTest(t, path)
	scan, m := filled(t, db, newScan(t, db).Site(), 1, 4)
	texts := rowCounts(t, db)["url"]
	s, err := db.ScanByID(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	err = db.writing(t.Context(), "take back", func(tx *sql.Tx) error {
		if err := db.seed.hashRecent(tx); err != nil {
			return err
		}
		if err := unbundle(t, tx); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM setting WHERE name = 'hashed'; DROP TABLE bundle; ALTER TABLE scan DROP COLUMN omitted; PRAGMA user_version = 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = openTest(t, path)
	checkModel(t, db, scan, m)
	again := scanOf(t, db, s.Site)
	m.replay(t, again)
	if err := again.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	checkModel(t, db, again.ID(), m)
	if got := rowCounts(t, db)["url"]; got != texts {
		t.Errorf("%d address texts after the same scan, want %d", got, texts)
	}
}

// unbundle packs what links say as the first schema had it: each by itself.
func unbundle(t *testing.T, tx *sql.Tx) error {
	var uses []bundleUse
	if err := eachBundleUse(t.Context(), tx, func(u bundleUse) { uses = append(uses, u) }); err != nil {
		return err
	}
	if len(uses) == 0 {
		t.Error("nothing stands in a bundle")
	}
	bundles := newBundles(tx)
	for _, u := range uses {
		raw, err := bundles.part(u.bundleRef)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE `+u.table+` SET rest = ? WHERE id = ?`, bundles.pack(nil, raw, nil), u.id); err != nil {
			return err
		}
	}
	return nil
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
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, ErrNotFound) {
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
	if _, err := read.SaveSite(t.Context(), Site{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("writing: %v, want ErrReadOnly", err)
	}
	if _, err := read.NewScan(t.Context(), Scan{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("scanning: %v, want ErrReadOnly", err)
	}
}

func TestSites(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	b, err := db.SaveSite(ctx, Site{Name: "bakery", Client: "Anna", Start: "https://b.example/", Settings: `{"a":1}`})
	if err != nil {
		t.Fatal(err)
	}
	a, err := db.SaveSite(ctx, Site{Start: "https://a.example/", Settings: "{}", Created: clock().AddDate(0, -1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	b.Name = "Zoo"
	if _, err := db.SaveSite(ctx, b); err != nil {
		t.Fatal(err)
	}
	first, _ := filled(t, db, b.ID, 1, 3)
	w := scanOf(t, db, b.ID)
	if err := w.Finish(ctx, Stopped, result.Summary{Ended: clock(), Diagnosis: result.NoLinks, Sample: "x"}); err != nil {
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
	diff(t, "sites", got, []SiteSummary{{Site: a}, {Site: b, Last: &last, Trend: []int{counts.Problems()}}})
	diff(t, "last scan", last, Scan{
		ID: w.ID(), Site: b.ID, Start: "https://www.example.com/", State: Stopped, Began: clock(), Ended: clock(),
		Version: "test", Settings: "{}", Diagnosis: "no-links", Sample: "x",
	})
	found, err := db.SiteByStart(ctx, a.Start)
	if err != nil || found != a {
		t.Errorf("site by start: %v, %v", found, err)
	}
	if _, err := db.SiteByID(ctx, 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such site: %v, want ErrNotFound", err)
	}
	if _, err := db.SaveSite(ctx, Site{ID: 99}); !errors.Is(err, ErrNotFound) {
		t.Errorf("saving no such site: %v, want ErrNotFound", err)
	}
	if _, err := db.NewScan(ctx, Scan{Site: 99}); !errors.Is(err, ErrNotFound) {
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
