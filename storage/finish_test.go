package storage

import (
	"path/filepath"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// gradeTest makes severity from everything that it may depend on.
func gradeTest(r Row, navigation bool) outcome.Severity {
	s := outcome.Minor
	if navigation {
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
		c.Severity = gradeTest(m.row(id), navigation)
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
