package compare

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/field"
	"sitewell/ui/uitest"
)

// addSite adds a site with a scan of six pages, of which the home page leads to the
// others, and one of these to an address that is broken.
func addSite(t *testing.T, r *reader, name, start string) storage.SiteID {
	t.Helper()
	db := r.Store.(*sqlite.DB)
	site, err := db.SaveSite(t.Context(), storage.Site{Start: start, Name: name, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 5, 3, 10, 0, 0, 0, time.UTC)
	s := sqlitetest.Scan{Scan: storage.Scan{Site: site.ID, Start: start, State: storage.Complete, Began: at, Ended: at, Version: "1.0"}}
	home := sqlitetest.Address{Row: storage.Row{URL: start, Outcome: "200", Internal: true, Reason: "HTTP 200 OK"}, Read: true}
	for i := range 5 {
		url := fmt.Sprintf("%spage%d", start, i)
		page := sqlitetest.Address{Row: storage.Row{URL: url, Outcome: "200", Internal: true, Reason: "HTTP 200 OK"}, Read: true}
		page.Title = fmt.Sprintf("Page %d", i)
		if i == 0 {
			page.Links = []sqlitetest.Link{{To: start + "missing", Text: "Recipe"}}
		}
		home.Links = append(home.Links, sqlitetest.Link{To: url, Text: page.Title})
		s.Found = append(s.Found, page)
	}
	broken := sqlitetest.Address{Row: storage.Row{URL: start + "missing", Outcome: "404", Internal: true, Severity: outcome.Serious, Reason: "HTTP 404 Not Found"}}
	s.Found = append([]sqlitetest.Address{home}, append(s.Found, broken)...)
	sqlitetest.Store(t, db, s)
	return site.ID
}

// Where nearly everything has another address, rules are suggested, and one click
// compares by them.
func TestSuggestedRules(t *testing.T) {
	f := openMoved(t)
	f.until("Nearly all pages have another address than before.", "Compared by this rule, most of them are the same: Another host.")
	uitest.Tap(t, f.w.Content(), "Compare like this")
	f.until("1 still there")
	f.q.Until(t, func() bool { return f.pages != nil })
	if got := uitest.Texts(f.w.Content()); slices.Contains(got, "Compare like this") {
		t.Errorf("the suggestion stays: %q", got)
	}
	uitest.Tap(t, f.w.Content(), "Save comparison …")
	if got := f.to[len(f.to)-1]; !strings.HasSuffix(got, "[host]") {
		t.Errorf("saved: %s", got)
	}
}

// openMoved compares two scans of different hosts by a rule that fits none of their
// addresses.
func openMoved(t *testing.T) *fixture {
	t.Helper()
	var old, live storage.SiteID
	f := open(t, 0, 0, func(r *reader) {
		old, live = addSite(t, r, "Staging", "https://staging.example/"), addSite(t, r, "Live", "https://live.example/")
	})
	f.until("1 new, 9 still there")
	f.before.site, f.before.scan, f.now.site, f.now.scan = old, 0, live, 0
	f.applyRules([]string{storage.MapSlash})
	return f
}

// Two sites are chosen from the lists of scans, and compared by another host.
func TestTwoSites(t *testing.T) {
	f := open(t, 0, 0, func(r *reader) {
		addSite(t, r, "Staging", "https://staging.example/")
		addSite(t, r, "Live", "https://live.example/")
	})
	f.until("1 new, 9 still there")
	choose := func(of *side, text string) {
		t.Helper()
		at := slices.IndexFunc(of.box.Options, func(o string) bool { return strings.Contains(o, text) })
		if at < 0 {
			t.Fatalf("%q is not offered: %q", text, of.box.Options)
		}
		of.box.SetSelectedIndex(at)
	}
	choose(&f.before, "Another site: Staging")
	f.until("staging.example · Scan 6 · 03/05/2026 10:00")
	choose(&f.now, "Another site: Live")
	f.until("1 still there", "live.example · Scan 7 · 03/05/2026 10:00", "1 row")
}

// The dialog shows what rules do while they are chosen and typed, and says in a sentence
// what is wrong with one.
func TestMatchAddresses(t *testing.T) {
	f := openMoved(t)
	f.until("Compare like this")
	uitest.Tap(t, f.w.Content(), "Match addresses …")
	f.inDialog("0 of 7 addresses have a match, 0 of them under another address. Pages: 0 of 6.")
	top := func() fyne.CanvasObject { return f.w.Canvas().Overlays().Top() }
	box := uitest.First[*check](t, top(), "With or without a slash at the end")
	if !box.Checked {
		t.Error("the rule that holds is not ticked")
	}
	test.Tap(uitest.First[*check](t, top(), "Another host"))
	f.inDialog("7 of 7 addresses have a match, 7 of them under another address. Pages: 6 of 6.")
	test.Tap(uitest.First[*check](t, top(), "Another host"))
	var lines *field.Lines
	uitest.Walk(top(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*field.Lines); ok {
			lines = l
		}
		return true
	})
	f.w.Canvas().Focus(lines)
	test.Type(lines, "https://staging.example/page=")
	f.inDialog("Sentence for rule for addresses \"https://staging.example/page=\" can't be used")
	if compare := uitest.First[interface{ Disabled() bool }](t, top(), "Compare"); !compare.Disabled() {
		t.Error("Compare can be pressed with a rule that can't be used")
	}
	lines.SetText("https://staging.example/=https://live.example/")
	f.inDialog("7 of 7 addresses have a match, 7 of them under another address. Pages: 6 of 6.")
	box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	f.until("1 still there")
	if diff := fmt.Sprint(f.shown.Rules); diff != "[slash https://staging.example/=https://live.example/]" {
		t.Errorf("compared by %s", diff)
	}
	f.q.Until(t, func() bool { return f.pages != nil })
	uitest.Tap(t, f.w.Content(), "Match addresses …")
	f.inDialog("https://staging.example/=https://live.example/")
	test.Tap(uitest.First[*check](t, top(), "With or without a slash at the end"))
	uitest.Walk(top(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*field.Lines); ok {
			l.SetText("")
		}
		return true
	})
	f.inDialog("Without a rule of yours, this one applies: Another host.\n7 of 7 addresses have a match, 7 of them under another address. Pages: 6 of 6.")
	f.w.Canvas().Focus(uitest.First[*check](t, top(), "Another host"))
	f.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if f.o.Dialogs.Open() {
		t.Error("Escape did not close the dialog")
	}
}
