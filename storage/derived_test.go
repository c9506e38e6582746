package storage

import (
	"database/sql"
	"errors"
	"testing"

	"sitewell/scanner/result"
)

// finished stores a scan of a made site of so many pages.
func finished(t *testing.T, pages int) (*DB, *Writer) {
	t.Helper()
	db := newDB(t)
	w := newScan(t, db)
	t.Cleanup(func() { w.Close() })
	newSynth(pages, 20, 30).run(t, w, 1)
	return db, w
}

func derivedRows(t *testing.T, db *DB, scan int64, names ...string) (rows []derivedData) {
	t.Helper()
	for _, name := range names {
		err := db.reading(t.Context(), "test", func(tx *sql.Tx) error {
			return eachQuery(tx, `SELECT name, part, data FROM derived WHERE scan = ? AND name = ? ORDER BY part`, func(in *sql.Rows) error {
				var d derivedData
				err := in.Scan(&d.name, &d.part, &d.data)
				rows = append(rows, d)
				return err
			}, scan, name)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

// Postings that do not fit into memory are worked out in several passes, and
// are the same.
func TestPostingsInPasses(t *testing.T) {
	db, w := finished(t, 1500)
	want := derivedRows(t, db, w.ID(), derivedList, derivedSources)
	for _, limit := range []int{0, 30_000, 60_000} {
		err := db.viewing(t.Context(), "test", w.ID(), func(tx *sql.Tx, v *view) error {
			d := &derivation{db: db, view: v}
			p := v.newPostings()
			p.limit = limit
			if err := p.read(t.Context(), tx); err != nil {
				return err
			}
			if p.to == v.len() {
				t.Errorf("limit %d: one pass did it", limit)
			}
			if err := p.put(t.Context(), tx, d); err != nil {
				return err
			}
			if len(d.parts) != len(want) {
				t.Fatalf("limit %d: %d parts, want %d", limit, len(d.parts), len(want))
			}
			for i, part := range d.parts {
				if part.name != want[i].name || part.part != want[i].part || string(part.data) != string(want[i].data) {
					t.Errorf("limit %d: part %d of %s differs", limit, part.part, part.name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is worked out of a scan that has changed meanwhile is of no use.
func TestDeriveOvertaken(t *testing.T) {
	ctx := t.Context()
	db, w := finished(t, 20)
	var old *view
	if err := db.viewing(ctx, "test", w.ID(), func(_ *sql.Tx, v *view) error { old = v; return nil }); err != nil {
		t.Fatal(err)
	}
	valid := func() (valid bool) {
		t.Helper()
		if err := db.read.QueryRow(`SELECT derived = revision FROM scan WHERE id = ?`, w.ID()).Scan(&valid); err != nil {
			t.Fatal(err)
		}
		return valid
	}
	if !valid() {
		t.Fatal("nothing was derived")
	}
	found := &result.Batch{Found: []result.Address{{ID: result.ID(old.len() + 1), URL: "https://www.example.com/new", Internal: true, Kind: result.KindPage}}}
	if err := w.Commit(ctx, found); err != nil {
		t.Fatal(err)
	}
	if err := db.derive(ctx, old, nil); err != nil || valid() {
		t.Errorf("what belongs to an older revision counts: valid %v, err %v", valid(), err)
	}
	d := &derivation{db: db, view: old}
	if err := d.put(ctx, derivedTitle, 7, make([]byte, derivedBytes)); !errors.Is(err, errNoMore) {
		t.Errorf("stored what belongs to an older revision: %v", err)
	}
	if rows := derivedRows(t, db, w.ID(), derivedTitle); len(rows) != 1 {
		t.Errorf("%d parts of titles, want 1", len(rows))
	}
}

// What was left by a program that ended while it derived does no harm.
func TestDeriveAgain(t *testing.T) {
	ctx := t.Context()
	db, w := finished(t, 20)
	want := derivedRows(t, db, w.ID(), derivedAddress, derivedTitle, derivedSize, derivedNames, derivedList, derivedSources)
	_, err := db.write.Exec(`UPDATE scan SET derived = 0; UPDATE derived SET part = part + 3, data = x'00' WHERE name = 'sources'`)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(ctx, Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	got := derivedRows(t, db, w.ID(), derivedAddress, derivedTitle, derivedSize, derivedNames, derivedList, derivedSources)
	if len(got) != len(want) {
		t.Fatalf("%d parts, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i].name != want[i].name || got[i].part != want[i].part || string(got[i].data) != string(want[i].data) {
			t.Errorf("part %d of %s differs", got[i].part, got[i].name)
		}
	}
}
