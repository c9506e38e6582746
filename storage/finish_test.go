package storage

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// gradeTest makes severity from everything that it may depend on.
func gradeTest(r Graded) outcome.Severity {
	s := outcome.Minor
	if r.Navigation {
		s++
	}
	if r.Sources > 3 {
		s++
	}
	if r.Internal {
		s++
	}
	return s
}

func TestFinishGrades(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "sitewell.db"), Options{Clock: clock, Grade: gradeTest})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	g := newGenerator(5)
	w := newScan(t, db)
	for range 12 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	finish := func(state State) {
		t.Helper()
		if err := w.Finish(t.Context(), state, result.Summary{}); err != nil {
			t.Fatal(err)
		}
		g.model.grade()
		checkModel(t, db, w.ID(), g.model)
	}
	finish(Stopped)
	for range 5 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	finish(Complete)
	again := &result.Batch{}
	for id := range g.model.checks { // checked again, without a page
		again.Checks = append(again.Checks, g.check(g.model, id))
		if len(again.Checks) == 10 {
			break
		}
	}
	g.model.apply(again)
	if err := w.Commit(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	finish(Complete)
}

// A problem is graded by whether the last complete scan of its site saw it,
// too: not a scan that was stopped, nor one of another site.
func TestFinishKnowsTheScanBefore(t *testing.T) {
	failed := map[string]bool{}
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "sitewell.db"), Options{Clock: clock, Grade: func(g Graded) outcome.Severity {
		failed[g.URL] = g.FailedBefore
		return outcome.Minor
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	scan := func(w *Writer, state State, broken ...string) map[string]bool {
		t.Helper()
		clear(failed)
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
		return maps.Clone(failed)
	}
	first := newScan(t, db)
	site, err := db.ScanByID(t.Context(), first.ID())
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "the first scan", scan(first, Complete, "a", "b"), map[string]bool{"a": false, "b": false})
	diff(t, "another site's", scan(newScan(t, db), Complete, "c"), map[string]bool{"c": false})
	diff(t, "the second", scan(scanOf(t, db, site.Site), Stopped, "b", "c"), map[string]bool{"b": true, "c": false})
	diff(t, "after one that was stopped", scan(scanOf(t, db, site.Site), Complete, "a", "c"), map[string]bool{"a": true, "c": false})
}

// grade does to a model what Finish does.
func (m *model) grade() {
	m.known, m.finished = nil, true
	for id, c := range m.checks {
		if !c.Verdict.IsProblem() {
			continue
		}
		navigation := false
		all, _ := m.sources(id)
		for _, s := range all {
			navigation = navigation || s.Place == result.PlaceHeader || s.Place == result.PlaceNavigation
		}
		c.Severity = gradeTest(Graded{Row: m.row(id), Navigation: navigation})
		m.checks[id] = c
	}
}

func TestFinishKeepsTime(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(1)
	session := func(state State, minutes int) Scan {
		t.Helper()
		if err := w.Commit(ctx, g.batch()); err != nil {
			t.Fatal(err)
		}
		if s, err := db.ScanByID(ctx, w.ID()); err != nil || s.State != Interrupted || !s.Ended.IsZero() {
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
	if s := session(Stopped, 3); s.State != Stopped || s.Worked != 3*time.Minute {
		t.Errorf("after the first session: state %d, worked %v", s.State, s.Worked)
	}
	var left int
	if err := db.read.QueryRow(`SELECT count(*) FROM anchor`).Scan(&left); err != nil || left == 0 {
		t.Errorf("%d anchors of a stopped scan, err %v", left, err)
	}
	if s := session(Complete, 5); s.State != Complete || s.Worked != 8*time.Minute {
		t.Errorf("after the second session: state %d, worked %v", s.State, s.Worked)
	}
	if err := db.read.QueryRow(`SELECT count(*) FROM anchor`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d anchors of a complete scan, err %v", left, err)
	}
}
