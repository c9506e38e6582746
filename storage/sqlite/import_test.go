package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/pagesum"
)

func asItIs(settings string) (string, error) { return settings, nil }

// exported saves a scan as a file.
func exported(t *testing.T, db *DB, scan storage.ScanID) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "scan.sitewell")
	if err := db.ExportScan(t.Context(), scan, name, asItIs, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return name
}

// imports opens a file and imports it.
func imports(ctx context.Context, db *DB, name string) (storage.ScanID, error) {
	f, err := OpenScanFile(ctx, name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return db.Import(ctx, f, ImportChecks{Mark: func(*storage.Mark) error { return nil }, Redirect: func(*storage.Redirect) error { return nil }}, func(int, int) {})
}

// findingsOf is all that a scan found, without the numbers of addresses.
type findingsOf struct {
	Scan  storage.Scan
	Rows  []storage.Row
	Links []string
	Kept  []storage.Detail
}

func foundBy(t *testing.T, db *DB, scan storage.ScanID) (f findingsOf) {
	t.Helper()
	ctx := t.Context()
	s, err := db.ScanByID(ctx, scan)
	if err != nil {
		t.Fatal(err)
	}
	f.Scan = s
	f.Scan.ID, f.Scan.Site = 0, 0
	for r, err := range db.EachRow(ctx, scan, storage.Filter{}, storage.Order{By: storage.ByAddress}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict.IsProblem() {
			d, err := db.Detail(ctx, scan, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			d.ID, d.Page = 0, 0
			f.Kept = append(f.Kept, d)
		}
		r.ID, r.Page = 0, 0
		f.Rows = append(f.Rows, r)
	}
	for l, err := range db.EachLink(ctx, scan, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		l.Page, l.Target, l.Row = 0, 0, 0
		f.Links = append(f.Links, fmt.Sprintf("%+v", l))
	}
	slices.Sort(f.Links)
	return f
}

// What is imported is what was exported, in a history that has other addresses by other
// numbers, and a scan that is imported twice is there once.
func TestImport(t *testing.T) {
	from := newDB(t)
	site := newSite(t, from)
	filled(t, from, site, 1, 6)
	second, _ := filled(t, from, site, 2, 6)
	want := foundBy(t, from, second)
	name := exported(t, from, second)

	to := newDB(t)
	other, _ := filled(t, to, newSiteAt(t, to, "https://other.example/"), 3, 6)
	otherWas := foundBy(t, to, other)
	id, err := imports(t.Context(), to, name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, foundBy(t, to, id), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("imported (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(otherWas, foundBy(t, to, other)); diff != "" {
		t.Errorf("the other scan (-want +got):\n%s", diff)
	}
	var there *storage.AlreadyThereError
	if again, err := imports(t.Context(), to, name); !errors.As(err, &there) || there.Scan != id {
		t.Errorf("again: scan %d, %v, want an AlreadyThereError with %d", again, err, id)
	}
	if sites, err := to.Sites(t.Context()); err != nil || len(sites) != 2 {
		t.Errorf("%d sites, %v", len(sites), err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, "imported", to.file.Path)
}

func newSiteAt(t *testing.T, db *DB, start string) storage.SiteID {
	t.Helper()
	s, err := db.SaveSite(t.Context(), storage.Site{Start: start, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	return s.ID
}

// scanAt makes a complete scan that began at a time.
func scanAt(t *testing.T, db *DB, site storage.SiteID, seed uint64, began time.Time) storage.ScanID {
	t.Helper()
	w, err := db.NewScan(t.Context(), storage.Scan{Site: site, Start: "https://www.example.com/", Version: "test", Settings: "{}", Began: began})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	g := newGenerator(seed)
	for range 5 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(t.Context(), storage.Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	return w.ID()
}

// An imported scan has its place by its date among those of its site, whether it is
// older or newer than they are, and deletions of any of them leave the others as they are.
func TestImportedScansAreInTheOrderOfTheirDates(t *testing.T) {
	day := func(n int) time.Time { return clock().AddDate(0, 0, n) }
	from := newDB(t)
	theirs := newSite(t, from)
	scanAt(t, from, theirs, 1, day(1))
	three := scanAt(t, from, theirs, 2, day(3))
	seven := scanAt(t, from, theirs, 1, day(7))
	files := []string{exported(t, from, seven), exported(t, from, three)}

	to := newDB(t)
	site := newSite(t, to)
	ids := map[int]storage.ScanID{2: scanAt(t, to, site, 1, day(2)), 5: scanAt(t, to, site, 3, day(5))}
	for i, d := range []int{7, 3} {
		var err error
		if ids[d], err = imports(t.Context(), to, files[i]); err != nil {
			t.Fatal(err)
		}
	}
	want := []storage.ScanID{ids[7], ids[5], ids[3], ids[2]}
	order := func() (got []storage.ScanID) {
		scans, err := to.Scans(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scans {
			got = append(got, s.ID)
		}
		return got
	}
	if diff := cmp.Diff(want, order()); diff != "" {
		t.Errorf("scans (-want +got):\n%s", diff)
	}
	sites, err := to.Sites(t.Context())
	if err != nil || sites[0].Last.ID != ids[7] {
		t.Errorf("newest scan: %+v, %v", sites[0].Last, err)
	}
	was := make(map[storage.ScanID]findingsOf)
	for _, id := range want {
		was[id] = foundBy(t, to, id)
	}
	for _, d := range []int{5, 7, 2} {
		if err := to.DeleteScan(t.Context(), ids[d]); err != nil {
			t.Fatal(err)
		}
		delete(was, ids[d])
		for id, want := range was {
			if diff := cmp.Diff(want, foundBy(t, to, id)); diff != "" {
				t.Errorf("scan %d after scan %d was deleted (-want +got):\n%s", id, ids[d], diff)
			}
			if err := to.Verify(t.Context(), id); err != nil {
				t.Error(err)
			}
		}
	}
}

// A scan that was stopped can be imported, and not go on.
func TestImportOfAStoppedScan(t *testing.T) {
	from := newDB(t)
	w := newScan(t, from)
	g := newGenerator(4)
	for range 4 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, w, storage.Stopped)
	want := foundBy(t, from, w.ID())
	to := newDB(t)
	id, err := imports(t.Context(), to, exported(t, from, w.ID()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, foundBy(t, to, id), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("imported (-want +got):\n%s", diff)
	}
	if _, err := to.ResumeScan(t.Context(), id); !errors.Is(err, storage.ErrNotResumable) {
		t.Errorf("resume: %v, want ErrNotResumable", err)
	}
}

// forge runs statements in a copy of a file, as somebody who has our program but not our
// rules could, and returns the copy.
func forge(t *testing.T, name string, statements ...string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	forged := filepath.Join(t.TempDir(), "forged.sitewell")
	if err := os.WriteFile(forged, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+forged+"?vfs="+pagesum.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return forged
}

// A file that is not what it should be is refused, and changes nothing.
func TestHostileFilesAreRefused(t *testing.T) {
	from := newDB(t)
	scan, _ := filled(t, from, newSite(t, from), 1, 6)
	good := exported(t, from, scan)
	schema := func(table, was, is string) []string {
		return []string{`PRAGMA writable_schema = ON`, fmt.Sprintf(`UPDATE sqlite_schema SET sql = replace(sql, '%s', '%s') WHERE name = '%s'`, was, is, table)}
	}
	var bomb linkset.Packer
	big := fmt.Sprintf(`UPDATE evidence SET data = x'%x'`, bomb.Pack(nil, make([]byte, 60<<20)))
	forged := map[string][]string{
		"trigger":                  {`CREATE TRIGGER t AFTER UPDATE ON url BEGIN DELETE FROM url; END`},
		"view":                     {`CREATE VIEW v AS SELECT 1`},
		"view in place of a table": {`ALTER TABLE site RENAME TO other`, `CREATE VIEW site AS SELECT * FROM other`},
		"endless view": {
			`ALTER TABLE site RENAME TO other`,
			`CREATE VIEW site AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS name, x AS client, x AS start, x AS settings FROM n`,
		},
		"index":                 {`CREATE INDEX i ON url (text)`},
		"index with a function": {`CREATE INDEX i ON url (lower(text))`},
		"further table":         {`CREATE TABLE more (x)`},
		"virtual table":         {`CREATE VIRTUAL TABLE more USING rtree (id, a, b)`},
		"missing table":         {`DROP TABLE evidence`},
		"generated column":      {`ALTER TABLE site ADD COLUMN g TEXT GENERATED ALWAYS AS (name) VIRTUAL`},
		"default":               schema("site", "name TEXT NOT NULL", "name TEXT NOT NULL DEFAULT (abs(1))"),
		"not strict":            schema("finding", "STRICT", ""),
		"two scans":             {`INSERT INTO scan SELECT * FROM scan`},
		"no site":               {`DELETE FROM site`},
		"null":                  append(schema("site", "name TEXT NOT NULL", "name TEXT"), `PRAGMA writable_schema = OFF`),
		"verdict":               {`UPDATE finding SET verdict = 9 WHERE url = (SELECT max(url) FROM finding)`},
		"negative count":        {`UPDATE scan SET broken = -1`},
		"wrong count":           {`UPDATE scan SET broken = broken + 1`},
		"wrong links":           {`UPDATE scan SET links = links + 1`},
		"state":                 {`UPDATE scan SET state = 3`},
		"no time":               {`UPDATE scan SET began = 0`},
		"time":                  {`UPDATE scan SET began = 9223372036854775807`},
		"status":                {`UPDATE finding SET status = 100000 WHERE status = 200`},
		"kind":                  {`UPDATE finding SET kind = 'kind' WHERE kind = 'page'`},
		"outcome":               {`UPDATE finding SET outcome = '<b>' WHERE outcome <> ''`},
		"causes":                {`UPDATE finding SET causes = 'what,ever' WHERE outcome <> ''`},
		"address":               {`UPDATE finding SET final = 4000000000`},
		"address number":        {`UPDATE url SET id = 9000000000 WHERE id = (SELECT max(id) FROM url)`},
		"same address":          {`UPDATE url SET text = (SELECT text FROM url WHERE page IS NULL LIMIT 1) WHERE page IS NULL`},
		"missing address":       {`DELETE FROM url WHERE id = (SELECT min(id) FROM url)`},
		"place of a page":       {`UPDATE url SET page = (SELECT min(id) FROM url WHERE page IS NULL) WHERE page IS NULL AND id > 5`},
		"links":                 {`UPDATE page_version SET linkset = x'0100'`},
		"links of nobody":       {`UPDATE page_version SET linkset = x'' WHERE id = (SELECT min(id) FROM page_version)`},
		"missing links":         {`DELETE FROM page_version`},
		"evidence":              {`UPDATE evidence SET data = x'ff'`},
		"missing evidence":      {`DELETE FROM evidence`},
		"bomb":                  {big},
		"large blob":            {`UPDATE evidence SET data = zeroblob(100000000) WHERE id = (SELECT min(id) FROM evidence)`},
		"long name":             {`UPDATE site SET name = hex(zeroblob(10000))`},
	}
	db := newDB(t)
	kept, _ := filled(t, db, newSiteAt(t, db, "https://other.example/"), 2, 3)
	was, rows := foundBy(t, db, kept), rowCounts(t, db)
	refused := func(what, name string, want ...error) {
		t.Helper()
		id, err := imports(t.Context(), db, name)
		if !slices.ContainsFunc(want, func(want error) bool { return errors.Is(err, want) }) {
			t.Errorf("%s: scan %d, %v, want one of %v", what, id, err, want)
		}
		if now := rowCounts(t, db); cmp.Diff(rows, now) != "" {
			t.Fatalf("%s: the history is changed:\n%s", what, cmp.Diff(rows, now))
		}
	}
	for what, statements := range forged {
		refused(what, forge(t, good, statements...), storage.ErrCorrupt, storage.ErrNewer)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	header := func(at int, value uint32) string {
		changed := slices.Clone(data)
		binary.BigEndian.PutUint32(changed[at:], value)
		return written(t, changed)
	}
	wal := slices.Clone(data)
	wal[18], wal[19] = 2, 2
	refused("another application", header(68, 0x53576873), storage.ErrNotDatabase)
	refused("newer version", header(60, 99), storage.ErrNewer)
	refused("UTF-16", header(56, 2), storage.ErrCorrupt)
	refused("in WAL mode", written(t, wal), storage.ErrCorrupt)
	refused("cut off", written(t, data[:len(data)/2]), storage.ErrCorrupt)
	refused("cut off within a page", written(t, data[:len(data)-100]), storage.ErrCorrupt)
	refused("longer", written(t, append(slices.Clone(data), data[:4096]...)), storage.ErrCorrupt)
	refused("a history", from.file.Path, storage.ErrNotDatabase)
	refused("text", written(t, []byte(strings.Repeat("Dear diary. ", 100))), storage.ErrNotDatabase)
	refused("nothing", written(t, nil), storage.ErrNotDatabase)
	refused("none", filepath.Join(t.TempDir(), "none"), storage.ErrNotFound)
	refused("folder", t.TempDir(), storage.ErrNotFile)
	refused("device", os.DevNull, storage.ErrNotFile)
	r := rand.New(rand.NewPCG(5, 7))
	for range 200 * *rounds {
		changed := slices.Clone(data)
		at, bit := r.IntN(len(changed)), r.IntN(8)
		changed[at] ^= 1 << bit
		if at < 100 && at >= 92 || at >= 24 && at < 28 {
			continue // the version of SQLite, and the change counter
		}
		refused(fmt.Sprintf("bit %d of byte %d", bit, at), written(t, changed), storage.ErrCorrupt, storage.ErrNotDatabase, storage.ErrNewer)
	}
	if diff := cmp.Diff(was, foundBy(t, db, kept)); diff != "" {
		t.Errorf("the scan that was there (-want +got):\n%s", diff)
	}
	if _, err := imports(t.Context(), db, good); err != nil {
		t.Errorf("the file itself: %v", err)
	}
}

// A -wal file or a journal beside a file is not read.
func TestFilesBesideAnImportAreNotRead(t *testing.T) {
	from := newDB(t)
	scan, _ := filled(t, from, newSite(t, from), 1, 3)
	name := exported(t, from, scan)
	for _, end := range []string{"-wal", "-journal", "-shm"} {
		if err := os.WriteFile(name+end, []byte(strings.Repeat("x", 10000)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := imports(t.Context(), newDB(t), name); err != nil {
		t.Error(err)
	}
}

// An import that is stopped leaves nothing.
func TestImportStopped(t *testing.T) {
	from := newDB(t)
	scan, _ := filled(t, from, newSite(t, from), 1, 10)
	name := exported(t, from, scan)
	db := newDB(t)
	before := rowCounts(t, db)
	for after := time.Duration(0); after < 20*time.Millisecond; after += 2 * time.Millisecond {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		_, err := imports(ctx, db, name)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", after, err)
		}
		if diff := cmp.Diff(before, rowCounts(t, db)); diff != "" {
			t.Errorf("after %v (-want +got):\n%s", after, diff)
		}
	}
}

// A file that is larger than any scan is refused before it is read.
func TestImportOfAHugeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.sitewell")
	if err := os.WriteFile(path, []byte("SQLite format 3\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 8<<30+1); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenScanFile(t.Context(), path); !errors.Is(err, storage.ErrSizeLimit) {
		t.Errorf("%v, want ErrSizeLimit", err)
	}
}
