package core

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

func TestScanAddress(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)

	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)

	if diff := cmp.Diff(bakeryVerdicts, verdicts(t, c, scan.ID)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if scan.State != storage.Complete || scan.Start != "https://bakery.example/" || scan.Version != "1.2.3" {
		t.Errorf("got scan %+v, want it complete, from https, by version 1.2.3", scan)
	}
	// Truth 1: found is what is checked, skipped or waits.
	n := countsOf(t, c, scan.ID)
	if n.Rows() != len(bakeryVerdicts) || n.Rows() != n.Found+n.PlaceProblems || n.PlacesChecked != 2 || n.PlaceProblems != 1 {
		t.Errorf("counts do not add up: %+v", n)
	}
	if p := r.Progress(); p.Found != n.Found || p.Problems != n.Problems() || p.PlacesChecked != n.PlacesChecked || p.PlaceProblems != n.PlaceProblems {
		t.Errorf("progress ends with %+v, the history holds %+v", p, n)
	}
	if c.Runner.Running(r.SiteID()) != nil {
		t.Error("the site still counts as being scanned")
	}

	// The second scan belongs to the same site.
	r, err = c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
	again := await(t, c, r, err)
	if again.Site != scan.Site || again.ID == scan.ID {
		t.Errorf("got site %d, scan %d; want site %d and a new scan", again.Site, again.ID, scan.Site)
	}
}

// A wrong address leaves nothing behind: no site, no empty scan.
func TestScanAddressRefuses(t *testing.T) {
	site := sitetest.New(t, `
-- host https://bakery.example --
-- GET / --
-- host http://refused.example --
connect: refused
-- host http://nobody.example --
dns: nxdomain
`)
	c := kitchen(t, site)
	tests := []struct {
		typed string
		want  outcome.Key // "" for a typing error
	}{
		{"", ""},
		{"foo bar", ""},
		{"ftp://x", ""},
		{"nobody.example", outcome.DNSNotFound},
		{"http://refused.example", outcome.ConnectionRefused},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			_, err := c.Runner.ScanAddress(t.Context(), tt.typed)
			var typing *weburl.InputError
			var unreachable *UnreachableError
			switch {
			case tt.want == "" && !errors.As(err, &typing):
				t.Errorf("got %v, want a typing error", err)
			case tt.want != "" && (!errors.As(err, &unreachable) || unreachable.Outcome != tt.want):
				t.Errorf("got %v, want unreachable by %s", err, tt.want)
			}
		})
	}
	sites, err := c.Store.Sites(t.Context())
	if err != nil || len(sites) != 0 {
		t.Errorf("sites %v are left behind (error %v)", sites, err)
	}
}

// Truth 4: a scan that was stopped and resumed ends like one that was not. It
// goes on under the settings that it ran under.
func TestStopAndResume(t *testing.T) {
	site := sitetest.New(t, bakery)
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddressWith(t.Context(), "bakery.example", ScanOverrides{Change: func(s *profile.Settings) { s.UserAgent = "Bakery" }})
	if err != nil {
		t.Fatal(err)
	}
	until(t, r, func(p result.Progress) bool { return p.Checked+p.Skipped >= 6 }) // nearly all but /slow and its kin

	// While it runs there is no second scan of the site, and it can't go away.
	if _, err := c.Runner.ScanAddress(t.Context(), "bakery.example"); !errors.Is(err, ErrScanning) {
		t.Errorf("second scan: got %v, want %v", err, ErrScanning)
	}
	if err := c.History.DeleteSite(t.Context(), r.SiteID()); !errors.Is(err, ErrScanning) {
		t.Errorf("delete site: got %v, want %v", err, ErrScanning)
	}
	if err := c.History.DeleteScan(t.Context(), r.ScanID()); !errors.Is(err, ErrScanning) {
		t.Errorf("delete scan: got %v, want %v", err, ErrScanning)
	}
	if got := c.Runner.Running(r.SiteID()); got != r {
		t.Errorf("running: got %v, want %v", got, r)
	}

	r.Stop()
	scan := await(t, c, r, nil)
	if scan.State != storage.Stopped || scan.Counts.Waiting == 0 {
		t.Errorf("got state %d with %d waiting, want it stopped and some waiting", scan.State, scan.Counts.Waiting)
	}
	if unfinished, err := c.Runner.Unfinished(t.Context()); err != nil || unfinished.ID != scan.ID {
		t.Errorf("unfinished: got %d, %v; want %d", unfinished.ID, err, scan.ID)
	}

	r, err = c.Runner.ResumeScan(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	// The first snapshot is as far as the stored scan, and nothing falls back
	// while the journal is read.
	for last := progressOf(scan.Counts); ; {
		p := r.Progress()
		if p.Found < last.Found || p.Checked < last.Checked || p.Skipped < last.Skipped || p.Pages < last.Pages || p.Problems < last.Problems {
			t.Fatalf("after resuming: got %+v, want no less than %+v", p, last)
		}
		if last = p; p.Current != "" { // the coordinator works
			break
		}
	}
	site.Open("oven")
	resumed := await(t, c, r, nil)
	if got := r.Progress(); got.Pages != resumed.Counts.Pages || got.Found != resumed.Counts.Found {
		t.Errorf("at the end: got %d pages of %d addresses, want %d of %d", got.Pages, got.Found, resumed.Counts.Pages, resumed.Counts.Found)
	}
	if resumed.ID != scan.ID || resumed.State != storage.Complete || resumed.Settings != scan.Settings {
		t.Errorf("got %+v, want scan %d complete under the same settings", resumed, scan.ID)
	}
	if diff := cmp.Diff(bakeryVerdicts, verdicts(t, c, scan.ID)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if _, err := c.Runner.ResumeScan(t.Context(), scan.ID); !errors.Is(err, ErrComplete) {
		t.Errorf("resume a complete scan: got %v, want %v", err, ErrComplete)
	}
	if _, err := c.Runner.Unfinished(t.Context()); !errors.Is(err, ErrNothingToResume) {
		t.Errorf("unfinished: got %v, want %v", err, ErrNothingToResume)
	}
	if n := site.Count("GET https://bakery.example/cakes"); n != 1+1 { // by a link, and by the redirect of /moved
		t.Errorf("/cakes was asked for %d times: resuming did not go on where the scan ended", n)
	}
	for _, q := range site.Requests() {
		if agent := q.Header.Get("User-Agent"); agent != "Bakery" && strings.HasSuffix(q.URL, "/deep") {
			t.Errorf("%s was asked as %q after resuming, want the scan's own user agent", q.URL, agent)
		}
	}
}

// Closing is like a crash in which nothing is lost.
func TestCloseInterrupts(t *testing.T) {
	site := sitetest.New(t, bakery)
	path := t.TempDir() + "/history.db"
	config := Config{DB: path, Prepare: prepare(site)}
	c, err := Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	if err != nil {
		t.Fatal(err)
	}
	until(t, r, func(p result.Progress) bool { return p.Checked > 0 })
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-r.Done():
	default:
		t.Error("Close did not wait for the scan")
	}
	if _, err := c.Runner.ScanAddress(t.Context(), "bakery.example"); !errors.Is(err, ErrClosed) {
		t.Errorf("scan after Close: got %v, want %v", err, ErrClosed)
	}

	c, err = Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	scan, err := c.Store.ScanByID(t.Context(), r.ScanID())
	if err != nil || scan.State != storage.Interrupted || scan.Counts.Found == 0 {
		t.Fatalf("got %+v, %v; want it interrupted, with what was found", scan, err)
	}
	site.Open("oven")
	r, err = c.Runner.ResumeScan(t.Context(), scan.ID)
	await(t, c, r, err)
	if diff := cmp.Diff(bakeryVerdicts, verdicts(t, c, scan.ID)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

// Not obeying robots.txt is remembered for the site and scans what was forbidden.
func TestScanIgnoringRobots(t *testing.T) {
	site := sitetest.New(t, `
-- host https://shy.example --
-- GET /robots.txt --
Content-Type: text/plain

User-agent: *
Disallow: /
-- GET / --

<title>Shy</title><a href="/a">a</a>
-- GET /a --

<title>A</title>A page.
`)
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "shy.example")
	scan := await(t, c, r, err)
	if scan.Diagnosis != string(result.StartForbidden) || scan.Counts.Works != 0 {
		t.Fatalf("obeyed: got %+v, want nothing to be scanned", scan)
	}
	for range 2 { // the second time by itself
		r, err = c.Runner.ScanIgnoringRobots(t.Context(), scan.Site)
		scan = await(t, c, r, err)
		if scan.Diagnosis != "" || scan.Counts.Pages != 2 {
			t.Errorf("ignored: got %+v, want two pages", scan)
		}
	}
	if _, settings, err := c.SiteSettings.Settings(t.Context(), scan.Site); err != nil || !settings.IgnoreRobots {
		t.Errorf("got %+v, %v; want the site to remember it", settings, err)
	}
}
