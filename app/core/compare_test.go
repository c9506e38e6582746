package core

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// bakeryLater is the bakery some months on: /gone is there, the mill's flour is
// not linked any more, /cake.png is lost.
var bakeryLater = strings.NewReplacer(
	`<a href="https://mill.example/flour">Flour</a>`, "",
	"-- GET /cake.png --\nContent-Type: image/png\n\nGIF89a, not really\n", "",
	"-- GET /deep --", "-- GET /gone --\n\n<title>Here again</title><a href=\"/\">Home</a>\n-- GET /deep --",
).Replace(bakery)

// changes returns what became of each address, and of how many the counts tell.
func changes(t *testing.T, c *Core, d Comparison) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for row, err := range c.db.EachChange(t.Context(), d.Pair, storage.ChangeFilter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(row.URL, "https://")] = row.Change.String()
	}
	if len(all) != d.Counts.All() {
		t.Errorf("%d changes, the counts say %d", len(all), d.Counts.All())
	}
	return all
}

// Truths 3 and 8 of the design.
func TestCompare(t *testing.T) {
	before, after := sitetest.New(t, bakery), sitetest.New(t, bakeryLater)
	before.Open("oven")
	c := kitchen(t, before)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	first := await(t, c, r, err)

	if _, err := c.History.Compare(t.Context(), first.Site, 0, 0); !errors.Is(err, ErrNothingToCompare) {
		t.Errorf("with one scan: got %v, want %v", err, ErrNothingToCompare)
	}

	// A scan that is stopped before it found anything fixes nothing.
	c.config.Prepare = prepare(after)
	r, err = c.Runner.ScanAddress(t.Context(), "bakery.example")
	if err != nil {
		t.Fatal(err)
	}
	until(t, r, func(p result.Progress) bool { return p.Checked+p.Skipped >= 6 })
	r.Stop()
	stopped := await(t, c, r, nil)
	d, err := c.History.Compare(t.Context(), first.Site, first.ID, stopped.ID)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range c.db.EachChange(t.Context(), d.Pair, storage.ChangeFilter{}, storage.Order{}) {
		if err != nil || row.Change == storage.LinkRemoved || row.Change == storage.Fixed && row.Now.Verdict != outcome.Works {
			t.Errorf("a scan that was stopped has %s as %s (%+v), %v", row.URL, row.Change, row.Now, err)
		}
	}
	var short bytes.Buffer
	if err := report.ChangesText(t.Context(), &short, NewReports(c).Changes(d), report.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if s := "The newer scan did not come to its end"; !strings.Contains(short.String(), s) {
		t.Errorf("the text lacks %q:\n%s", s, &short)
	}

	after.Open("oven")
	r, err = c.Runner.ScanAddress(t.Context(), "bakery.example")
	second := await(t, c, r, err)
	if d, err = c.History.Compare(t.Context(), first.Site, first.ID, second.ID); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"bakery.example/cake.png":      "new",
		"bakery.example/cakes#nowhere": "still-there",
		"bakery.example/gone":          "fixed",
		"bakery.example/moved":         "still-there",
		"mill.example/flour":           "link-removed",
	}
	if diff := cmp.Diff(want, changes(t, c, d)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if d.SettingsDiffer || d.VersionsDiffer {
		t.Errorf("settings differ: %v, versions: %v; want neither", d.SettingsDiffer, d.VersionsDiffer)
	}

	// Which is older decides, whatever the order; and the newest two complete
	// ones are compared if nobody says otherwise.
	for _, pair := range [][2]storage.ScanID{{second.ID, first.ID}, {0, 0}, {0, second.ID}} {
		again, err := c.History.Compare(t.Context(), first.Site, pair[0], pair[1])
		if err != nil || again.Pair.From != first.ID || again.Pair.To != second.ID || again.Counts != d.Counts {
			t.Errorf("compare %v: got scans %d and %d, %+v, %v", pair, again.Pair.From, again.Pair.To, again.Counts, err)
		}
	}

	// The same numbers everywhere.
	var lines, text, sheet bytes.Buffer
	src := NewReports(c).Changes(d)
	if err := errors.Join(
		report.ChangesJSONLines(t.Context(), &lines, src),
		report.ChangesText(t.Context(), &text, src, report.TextOptions{Problems: true}),
		report.ChangesXLSX(t.Context(), &sheet, src),
	); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(lines.String(), "\n"); n != d.Counts.All() {
		t.Errorf("%d lines, want %d:\n%s", n, d.Counts.All(), &lines)
	}
	for _, s := range []string{
		"bakery.example: 1 new, 1 fixed, 2 still there, 1 not linked any more",
		"\nNew                 1  ", "\nFixed               1  ", "\nStill there         2  ", "\nLink removed        1  ",
		"https://bakery.example/gone\n", "https://mill.example/flour\n", "https://bakery.example/cakes#nowhere\n",
	} {
		if !strings.Contains(text.String(), s) {
			t.Errorf("the text lacks %q:\n%s", s, &text)
		}
	}
	rows := rowsOf(t, sheet.Bytes())
	if got := len(rows) - 5; got != d.Counts.All() { // three lines, an empty one, and the head
		t.Errorf("%d rows in the sheet, want %d:\n%q", got, d.Counts.All(), rows)
	}
}

func TestCompareRefuses(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	var unknown *UnknownSiteError
	if _, err := c.History.FindSite(t.Context(), "mill.example"); !errors.As(err, &unknown) || unknown.Typed != "mill.example" {
		t.Errorf("a site that was never scanned: %v", err)
	}
	var typed *weburl.InputError
	if _, err := c.History.FindSite(t.Context(), "no address"); !errors.As(err, &typed) {
		t.Errorf("no address: %v", err)
	}
	for _, typed := range []string{"bakery.example", "https://bakery.example/", "www.bakery.example", "http://bakery.example/cakes"} {
		if got, err := c.History.FindSite(t.Context(), typed); err != nil || got.ID != scan.Site {
			t.Errorf("%s: got site %d, %v", typed, got.ID, err)
		}
	}
	if _, err := c.Store.SaveSite(t.Context(), storage.Site{Start: "https://bakery.example/shop/"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.History.FindSite(t.Context(), "www.bakery.example"); !errors.As(err, &unknown) {
		t.Errorf("one of two sites: %v", err)
	}
	if _, err := c.History.Compare(t.Context(), scan.Site, 99, 0); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("scan 99: %v", err)
	}
	if _, err := c.History.Compare(t.Context(), scan.Site, scan.ID, scan.ID); !errors.Is(err, ErrNothingToCompare) {
		t.Errorf("a scan with itself: %v", err)
	}
}

// What the later scan's settings leave out proves nothing about links.
func TestUnread(t *testing.T) {
	scan := func(structured bool) storage.Scan {
		settings, err := json.Marshal(profile.Settings{StructuredData: structured})
		if err != nil {
			t.Fatal(err)
		}
		return storage.Scan{Settings: string(settings)}
	}
	for _, tt := range []struct {
		before, now bool
		want        []string
	}{
		{true, false, []string{"script[ld+json]"}}, {true, true, nil}, {false, true, nil}, {false, false, nil},
	} {
		if got := unread(scan(tt.before), scan(tt.now)); !slices.Equal(got, tt.want) {
			t.Errorf("structured data before %v, now %v: got %q, want %q", tt.before, tt.now, got, tt.want)
		}
	}
}

// Links that only scripts make are not gone because the later scan ran no scripts, or
// those of fewer pages.
// (check 127)
func TestUnreadOfScripts(t *testing.T) {
	scan := func(render string) storage.Scan {
		settings, err := json.Marshal(profile.Settings{Render: render})
		if err != nil {
			t.Fatal(err)
		}
		return storage.Scan{Settings: string(settings)}
	}
	unreadScripts := []string{"*, found by script"}
	for _, tt := range []struct {
		before, now string
		want        []string
	}{
		{"auto", "", unreadScripts},
		{"always", "never", unreadScripts},
		{"always", "auto", unreadScripts},
		{"auto", "auto", nil},
		{"auto", "always", nil},
		{"", "auto", nil},
		{"never", "", nil},
	} {
		if got := unread(scan(tt.before), scan(tt.now)); !slices.Equal(got, tt.want) {
			t.Errorf("scripts before %q, now %q: got %q, want %q", tt.before, tt.now, got, tt.want)
		}
	}
	if scanSettings(scan("never")) != scanSettings(scan("")) || scanSettings(scan("auto")) == scanSettings(scan("")) {
		t.Error("whether pages were shown in a browser is a difference, and how it was switched off is none")
	}
}

// Another version of Sitewell may be why two scans differ, and that is said.
func TestCompareVersions(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	c.config.Version = "1.2.4"
	r, err = c.Runner.ScanAddress(t.Context(), "bakery.example")
	await(t, c, r, err)
	d, err := c.History.Compare(t.Context(), scan.Site, 0, 0)
	if err != nil || !d.VersionsDiffer {
		t.Fatalf("versions differ: %v, %v", d.VersionsDiffer, err)
	}
	var text bytes.Buffer
	if err := report.ChangesText(t.Context(), &text, NewReports(c).Changes(d), report.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := "The scans were made by different versions of Sitewell: 1.2.3 and 1.2.4."; !strings.Contains(text.String(), want) {
		t.Errorf("the text lacks %q:\n%s", want, &text)
	}
}

// rowsOf reads the sheet of a comparison.
func rowsOf(t *testing.T, workbook []byte) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Changes")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
