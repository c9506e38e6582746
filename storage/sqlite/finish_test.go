package sqlite

import (
	"errors"
	"slices"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// A problem is graded by whether the last complete scan of its site saw it,
// too: not a scan that was stopped, nor one of another site.
func TestFinishKnowsTheScanBefore(t *testing.T) {
	db := newDB(t)
	scan := func(w *record.Writer, state storage.State, broken ...string) map[string]bool {
		t.Helper()
		b := &result.Batch{}
		for i, name := range []string{"a", "b", "c"} {
			id, key, verdict := result.ID(i+1), outcome.Key("200"), outcome.Works
			if slices.Contains(broken, name) {
				key, verdict = "404", outcome.Broken
			}
			b.Found = append(b.Found, result.Address{ID: id, URL: name, Kind: result.KindPage})
			b.Checks = append(b.Checks, result.Check{Address: id, Outcome: key, Verdict: verdict, At: clock()})
		}
		if err := w.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		if err := w.Finish(t.Context(), state, result.Summary{}); err != nil {
			t.Fatal(err)
		}
		failed := map[string]bool{}
		for p, err := range db.EachProblem(t.Context(), w.ID()) {
			if err != nil {
				t.Fatal(err)
			}
			failed[p.URL] = p.FailedBefore
		}
		return failed
	}
	first := newScan(t, db)
	site, err := db.ScanByID(t.Context(), first.ID())
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "the first scan", scan(first, storage.Complete, "a", "b"), map[string]bool{"a": false, "b": false})
	diff(t, "another site's", scan(newScan(t, db), storage.Complete, "c"), map[string]bool{"c": false})
	diff(t, "the second", scan(scanOf(t, db, site.Site), storage.Stopped, "b", "c"), map[string]bool{"b": true, "c": false})
	diff(t, "after one that was stopped", scan(scanOf(t, db, site.Site), storage.Complete, "a", "c"), map[string]bool{"a": true, "c": false})
}

func TestFinishKeepsTime(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(1)
	session := func(state storage.State, minutes int) storage.Scan {
		t.Helper()
		if err := w.Commit(ctx, g.batch()); err != nil {
			t.Fatal(err)
		}
		if s, err := db.ScanByID(ctx, w.ID()); err != nil || s.State != storage.Interrupted || !s.Ended.IsZero() {
			t.Errorf("while it runs: state %d, ended %v, err %v", s.State, s.Ended, err)
		}
		sum := result.Summary{Ended: clock().Add(time.Duration(minutes) * time.Minute)}
		sum.Started = clock()
		if err := w.Finish(ctx, state, sum); err != nil {
			t.Fatal(err)
		}
		s, err := db.ScanByID(ctx, w.ID())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := session(storage.Stopped, 3); s.State != storage.Stopped || s.Worked != 3*time.Minute {
		t.Errorf("after the first session: state %d, worked %v", s.State, s.Worked)
	}
	var left int
	if err := db.file.Read.QueryRow(`SELECT count(*) FROM scan_anchors`).Scan(&left); err != nil || left == 0 {
		t.Errorf("%d anchors of a stopped scan, err %v", left, err)
	}
	if s := session(storage.Complete, 5); s.State != storage.Complete || s.Worked != 8*time.Minute {
		t.Errorf("after the second session: state %d, worked %v", s.State, s.Worked)
	}
	if err := db.file.Read.QueryRow(`SELECT count(*) FROM scan_anchors`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d anchors of a complete scan, err %v", left, err)
	}
}

// A scan that is complete takes nothing more, and a stopped one goes on.
func TestCompleteIsTheEnd(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(2)
	if err := w.Commit(t.Context(), g.batch()); err != nil {
		t.Fatal(err)
	}
	finish(t, w, storage.Complete)
	if err := w.Commit(t.Context(), g.batch()); !errors.Is(err, storage.ErrComplete) {
		t.Errorf("a batch after the end: %v, want ErrComplete", err)
	}
	if _, err := db.ResumeScan(t.Context(), w.ID()); !errors.Is(err, storage.ErrComplete) {
		t.Errorf("going on: %v, want ErrComplete", err)
	}
}

// While a scan runs, its rows say how many pages link to them now.
func TestPagesOfARunningScan(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(8)
	for range 8 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
		checkRows(t, db, w.ID(), g.model, g.model.rows(urlIDs(t, db)))
	}
}

// The number of links that a limit left out is that of all batches together, so
// the highest counts, and a batch that is stored twice changes nothing.
func TestOmittedLinks(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	for _, omitted := range []int{3, 7, 7, 5} {
		b := newGenerator(1).batch()
		b.Omitted = omitted
		if err := w.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, w, storage.Complete)
	if c, err := db.Counts(t.Context(), w.ID()); err != nil || c.Omitted != 7 {
		t.Errorf("%d links left out, err %v, want 7", c.Omitted, err)
	}
	if err := db.Verify(t.Context(), w.ID()); err != nil {
		t.Error(err)
	}
}
