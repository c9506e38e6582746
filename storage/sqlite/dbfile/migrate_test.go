package dbfile

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestMigrateKeepsCopy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db := openTest(t, path)
	if _, err := db.Write.Exec(`INSERT INTO site (name, client, start, created, settings) VALUES ('Bakery', '', 'https://www.example.com/', 0, '{}')`); err != nil {
		t.Fatal(err)
	}
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
	version, err := schemaVersion(t.Context(), db.Write)
	if err != nil || version != last+1 {
		t.Errorf("version %d, err %v, want %d: the last step that went through", version, err, last+1)
	}
	var n int
	if err := db.Write.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'even_more'`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d tables of the step that failed, err %v", n, err)
	}
	kept := openTest(t, CopyBeforeMigration(path, last))
	var name string
	if err := kept.Read.QueryRow(`SELECT name FROM site`).Scan(&name); err != nil || name != "Bakery" {
		t.Errorf("the copy has site %q, err %v", name, err)
	}
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
