package returned_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report/workbook"
	"sitewell/app/returned"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
)

const home, gone, lost = "https://a.example/", "https://a.example/gone", "https://a.example/lost"

// office is a history with a scan of a site with two things to fix.
type office struct {
	*testing.T
	*core.Core
	files *export.Exporter
	scan  storage.ScanID
	path  string // of the workbook
}

func newOffice(t *testing.T) *office {
	t.Helper()
	file := filepath.Join(t.TempDir(), "history.db")
	db, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	id := sqlitetest.Store(t, db, sqlitetest.Scan{
		Scan: storage.Scan{Start: home, State: storage.Complete, Began: at, Ended: at},
		Found: []sqlitetest.Address{
			{Row: storage.Row{URL: home, Internal: true, Outcome: "200"}, Read: true, Links: []sqlitetest.Link{{To: gone, Text: "Gone"}, {To: lost, Text: "Lost"}}},
			{Row: storage.Row{URL: gone, Internal: true, Outcome: "404"}},
			{Row: storage.Row{URL: lost, Internal: true, Outcome: "500"}},
		},
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := core.Open(t.Context(), core.Config{DB: file})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	o := &office{T: t, Core: c, files: export.New(export.Options{Core: c, DB: file}), scan: id, path: filepath.Join(t.TempDir(), "fixes.xlsx")}
	o.save()
	return o
}

// save saves the workbook.
func (o *office) save() {
	o.Helper()
	if err := o.files.Export(o.Context(), o.scan, export.Spreadsheet, o.path, nil); err != nil {
		o.Fatal(err)
	}
}

// fill writes into the row of a fix.
func (o *office) fill(address string, cells map[string]any) {
	o.Helper()
	f, err := excelize.OpenFile(o.path)
	if err != nil {
		o.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Fixes")
	if err != nil {
		o.Fatal(err)
	}
	for i, row := range rows {
		if !strings.Contains(row[len(row)-1], address) {
			continue
		}
		for column, value := range cells {
			cell, err := excelize.JoinCellName(column, i+1)
			if err == nil {
				err = f.SetCellValue("Fixes", cell, value)
			}
			if err != nil {
				o.Fatal(err)
			}
		}
	}
	if err := f.Save(); err != nil {
		o.Fatal(err)
	}
}

func (o *office) plan() *returned.Plan {
	o.Helper()
	p, err := returned.New(o.Core).Plan(o.Context(), o.path)
	if err != nil {
		o.Fatal(err)
	}
	return p
}

func (o *office) apply(overwrite bool, want int) storage.MarkChange {
	o.Helper()
	written, undo, err := returned.New(o.Core).Apply(o.Context(), o.plan(), overwrite)
	if err != nil || written != want {
		o.Fatalf("%d changes, %v, want %d", written, err, want)
	}
	return undo
}

// said returns what a report says of the fix of an address.
func (o *office) said(address string) workbook.Work {
	o.Helper()
	src, err := o.files.Report(o.Context(), o.scan)
	if err != nil {
		o.Fatal(err)
	}
	for _, f := range src.Fixes {
		if f.Example == address {
			return f.Work
		}
	}
	return workbook.Work{State: "no fix"}
}

// What people write comes back as marks, is in the next workbook, and is undone at once.
func TestWorkComesBack(t *testing.T) {
	o := newOffice(t)
	if p := o.plan(); len(p.Changes) > 0 {
		t.Fatalf("an untouched workbook changes %+v", p.Changes)
	}
	o.fill(gone, map[string]any{"F": "Anna", "G": "Done", "H": "2026-12-24", "I": "by phone"})
	o.fill(lost, map[string]any{"G": "Ignored", "I": "the server moves"})
	if got := o.plan(); len(got.Changes) != 6 || got.Conflicts() != 0 {
		t.Fatalf("plan %+v", got)
	}
	if got := o.said(gone); got != (workbook.Work{}) {
		t.Errorf("a plan has written %+v", got)
	}
	undo := o.apply(false, 6)
	if diff := cmp.Diff(workbook.Work{Owner: "Anna", State: workbook.Done, Due: "2026-12-24", Note: "by phone"}, o.said(gone)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := o.said(lost); got.State != "no fix" {
		t.Errorf("what is ignored is a fix: %+v", got)
	}
	if p := o.plan(); len(p.Changes) > 0 || len(p.Gone) != 1 {
		t.Errorf("the same workbook again: %+v", p)
	}
	if _, err := o.Marks.Change(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if marks, err := o.Marks.List(t.Context(), 1); err != nil || len(marks) > 0 {
		t.Errorf("after undo: %+v, %v", marks, err)
	}
}

// The next workbook has what was said; emptying its cells takes that back.
func TestWorkIsTakenBack(t *testing.T) {
	o := newOffice(t)
	o.fill(gone, map[string]any{"F": "Anna", "G": "Done", "H": "2026-12-24", "I": "by phone"})
	o.apply(false, 4)
	o.save()
	if p := o.plan(); len(p.Changes) > 0 {
		t.Fatalf("an untouched workbook changes %+v", p.Changes)
	}
	o.fill(gone, map[string]any{"F": nil, "G": "To do", "I": nil})
	o.apply(false, 3)
	if diff := cmp.Diff(workbook.Work{Due: "2026-12-24"}, o.said(gone)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What both sides changed is a conflict, which the history wins unless a person says
// otherwise. What both changed alike is none.
func TestConflicts(t *testing.T) {
	o := newOffice(t)
	o.fill(gone, map[string]any{"F": "Anna", "H": "2026-12-24", "I": "same"})
	var key string
	for _, c := range o.plan().Changes {
		key = c.Key
	}
	change := storage.MarkChange{Site: 1, Save: []storage.Mark{
		{Kind: storage.Assigned, Scope: storage.OnFix, Subject: key, Assignee: "Ben"},
		{Kind: storage.Noted, Scope: storage.OnFix, Subject: key, Text: "same"},
	}}
	if _, err := o.Marks.Change(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	want := []returned.Change{
		{Key: key, Field: workbook.FieldOwner, Before: "Ben", After: "Anna", Conflict: true},
		{Key: key, Field: workbook.FieldDue, After: "2026-12-24"},
	}
	if diff := cmp.Diff(want, o.plan().Changes, cmpopts.IgnoreFields(returned.Change{}, "Title")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	o.apply(false, 1)
	if got := o.said(gone); got != (workbook.Work{Owner: "Ben", Due: "2026-12-24", Note: "same"}) {
		t.Errorf("the history should win: %+v", got)
	}
	o.apply(true, 1)
	if got := o.said(gone); got.Owner != "Anna" {
		t.Errorf("the workbook should win: %+v", got)
	}
}

// Files that can't be used are refused, and name what is wrong.
func TestRefused(t *testing.T) {
	o := newOffice(t)
	r := returned.New(o.Core)
	text := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(text, []byte("a;b"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{text: workbook.ErrNotWorkbook, t.TempDir(): workbook.ErrNotWorkbook, text + "x": os.ErrNotExist} {
		var file *returned.FileError
		if _, err := r.Plan(t.Context(), path); !errors.As(err, &file) || !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	other := newOffice(t)
	if err := other.History.DeleteSite(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	var site *returned.NoSiteError
	if _, err := returned.New(other.Core).Plan(t.Context(), o.path); !errors.As(err, &site) || site.Start != home {
		t.Errorf("another history: %v", err)
	}
}
