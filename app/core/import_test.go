package core

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
)

// What another computer gets does not say how somebody signs in, and what it sends can't name a secret
// of this one.
func TestSettingsOfAFileHaveNoSignIn(t *testing.T) {
	const signedIn = `{"version":1,"maxDepth":3,"folder":"/home/anna/site","schedule":{"plan":"daily 07:00 for anna","since":"2026-11-29T07:00:00Z"},"signIn":{"kind":"password","user":"anna","key":"bakery.example 0102"}}`
	clean, err := portable(signedIn)
	if err != nil || strings.Contains(clean, "anna") || strings.Contains(clean, "0102") || !strings.Contains(clean, `"maxDepth":3`) {
		t.Errorf("%s, %v", clean, err)
	}
	const start = "https://bakery.example/"
	f := &sqlite.ScanFile{Site: storage.Site{Start: start, Settings: signedIn}, Scan: storage.Scan{Start: start, Settings: signedIn}}
	if err := checkImport(f); err != nil || strings.Contains(f.Site.Settings+f.Scan.Settings, "anna") {
		t.Errorf("%s, %s, %v", f.Site.Settings, f.Scan.Settings, err)
	}
	for _, bad := range []string{"", "bakery.example", "ftp://bakery.example/", "javascript:alert(1)", "https://bakery.example/#part", "https://BAKERY.example/"} {
		f := &sqlite.ScanFile{Site: storage.Site{Start: bad}, Scan: storage.Scan{Start: start}}
		if err := checkImport(f); !errors.Is(err, storage.ErrCorrupt) {
			t.Errorf("start address %q: %v", bad, err)
		}
	}
	f = &sqlite.ScanFile{Site: storage.Site{Start: start, Settings: `{"version":99}`}, Scan: storage.Scan{Start: start}}
	if err := checkImport(f); !errors.Is(err, storage.ErrNewer) {
		t.Errorf("newer settings: %v", err)
	}
}

// The name and note of a scan, and marks, are as a person could have written them.
func TestTextsOfAFileAreThoseThatPeopleCanWrite(t *testing.T) {
	const start = "https://bakery.example/"
	file := func(name, note string) *sqlite.ScanFile {
		return &sqlite.ScanFile{Site: storage.Site{Start: start, Settings: "{}"}, Scan: storage.Scan{Start: start, Settings: "{}", Name: name, Note: note}}
	}
	f := file(" New\x1b\nmenu ", "why")
	if err := checkImport(f); err != nil || f.Scan.Name != "New menu" {
		t.Errorf("%q, %v", f.Scan.Name, err)
	}
	for _, f := range []*sqlite.ScanFile{file("17", ""), file(strings.Repeat("x", maxScanName+1), ""), file("", strings.Repeat("x", maxScanNote+1))} {
		if err := checkImport(f); !errors.Is(err, storage.ErrCorrupt) {
			t.Errorf("name %.10q, note %.10q: %v", f.Scan.Name, f.Scan.Note, err)
		}
	}
	made := time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	check := checkImportedMark(made.AddDate(1, 0, 0))
	for _, m := range []storage.Mark{
		{Kind: storage.Ignored, Scope: storage.OnPattern, Subject: "*", Made: made},
		{Kind: storage.Ignored, Scope: storage.OnPattern, Subject: "https://*", Made: made},
		{Kind: storage.Ignored, Scope: storage.OnHost, Subject: "%", Made: made},
		{Kind: storage.Noted, Scope: storage.OnAddress, Subject: start, Made: made},
		{Kind: storage.Noted, Scope: storage.OnAddress, Subject: start, Text: strings.Repeat("x", maxMarkText+1), Made: made},
	} {
		if err := check(&m); !errors.Is(err, storage.ErrCorrupt) {
			t.Errorf("%s %s %q: %v", m.Kind, m.Scope, m.Subject, err)
		}
	}
	ended := storage.Mark{Kind: storage.WorksInBrowser, Scope: storage.OnAddress, Subject: start, Made: made, Until: made.AddDate(0, 0, storage.BrowserDays)}
	if err := check(&ended); err != nil {
		t.Errorf("a mark that has ended: %v", err)
	}
}

// What people said on one computer is there on the other.
func TestImportOfAnAnnotatedScan(t *testing.T) {
	from, to := kitchen(t, sitetest.New(t, "")), kitchen(t, sitetest.New(t, ""))
	site, err := from.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: `{"version":1}`})
	if err != nil {
		t.Fatal(err)
	}
	made := markedScan(site.ID, time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC), map[string]outcome.Key{markedHome + "gone": "404"})
	made.Settings = `{"version":1}`
	scan := sqlitetest.Store(t, from.db, made)
	mark := storage.Mark{Kind: storage.Assigned, Scope: storage.OnAddress, Subject: markedHome + "gone", Assignee: "Anna", Due: "2026-05-20"}
	host := storage.Mark{Kind: storage.Ignored, Scope: storage.OnHost, Subject: "other.example:8080"}
	if _, err := from.Marks.Change(t.Context(), storage.MarkChange{Site: site.ID, Save: []storage.Mark{mark, host}}); err != nil {
		t.Fatal(err)
	}
	if err := from.History.NameScan(t.Context(), scan, "Launch", "New menu"); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "scan.sitewell")
	if err := from.History.ExportScan(t.Context(), scan, name, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	s, err := to.History.Import(t.Context(), name, func(int, int) {})
	if err != nil || s.Name != "Launch" || s.Note != "New menu" {
		t.Fatalf("%+v, %v", s, err)
	}
	marks, err := to.Marks.List(t.Context(), s.Site)
	if err != nil || len(marks) != 2 || marks[0].Assignee != mark.Assignee || marks[0].Due != mark.Due || marks[1].Subject != host.Subject {
		t.Errorf("marks: %+v, %v", marks, err)
	}
	if rows, err := to.Store.ScanByID(t.Context(), s.ID); err != nil || rows.Counts.Broken != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
}
