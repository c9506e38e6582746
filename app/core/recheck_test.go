package core

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

const unwell = `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title> <a href="/cakes">Cakes</a> <a href="/cakes#recipe">Recipe</a> <a href="/hours">Hours</a>
<a href="https://mill.example/flour">Flour</a> <a href="mailto:baker@bakery.example">Mail</a> <a href="/moody">Moody</a>
-- GET /cakes --

<title>Cakes</title><h2>Recipe</h2>
-- GET /hours --
404

no
-- GET /moody --
503

later
-- host https://mill.example --
-- GET /flour --
404

no
`

const well = `
-- host https://bakery.example --
-- GET / --
500

out of order
-- GET /cakes --

<title>Cakes</title><h2 id="recipe">Recipe</h2>
-- GET /hours --

<title>Opening hours</title> <a href="/new">New</a> <a href="/newer">Newer</a>
-- GET /moody --

<title>Moody</title>
-- host https://mill.example --
-- GET /flour --

<title>Flour</title>
`

// One address is checked by itself; what it finds takes the place of what the
// scan found, and nothing else of the scan changes.
func TestRecheck(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	old := scans[0]
	before := verdicts(t, c, old.ID)
	if _, err := c.Rechecker.Recheck(t.Context(), old.ID, rowOf(t, c, old.ID, "https://bakery.example/cakes#recipe").ID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, verdicts(t, c, old.ID)); diff != "" {
		t.Errorf("nothing has changed yet (-want +got):\n%s", diff)
	}
	now = sitetest.New(t, well)
	for _, tt := range []struct{ url, want string }{
		{"https://bakery.example/hours", "200 works"},
		{"https://bakery.example/cakes#recipe", "200 works"},
		{"https://mill.example/flour", "200 works"},
		{"https://bakery.example/", "500 broken"},
	} {
		id := rowOf(t, c, old.ID, tt.url).ID
		d, err := c.Rechecker.Recheck(t.Context(), old.ID, id)
		if err != nil {
			t.Fatalf("%s: %v", tt.url, err)
		}
		before[tt.url] = tt.want
		if got := string(d.Outcome) + " " + d.Verdict.String(); got != tt.want || d.URL != tt.url {
			t.Errorf("%s: got %s of %s, want %s", tt.url, got, d.URL, tt.want)
		}
		if diff := cmp.Diff(before, verdicts(t, c, old.ID)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.url, diff)
		}
	}
	if n := now.Count("https://bakery.example/new*") + now.Count("https://bakery.example/sitemap.xml"); n > 0 {
		t.Errorf("%d requests for what was not asked about", n)
	}
	scan, err := c.Store.ScanByID(t.Context(), old.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := scan.Counts
	if n.Found != old.Counts.Found || n.Rows() != old.Counts.Rows() || n.PlaceProblems != 1 || n.Links != old.Counts.Links || n.Pages != old.Counts.Pages {
		t.Errorf("counts were %+v and are %+v", old.Counts, n)
	}
	scan.Counts = old.Counts
	if diff := cmp.Diff(old, scan); diff != "" {
		t.Errorf("the scan itself (-before +after):\n%s", diff)
	}
	if err := c.db.Verify(t.Context(), old.ID); err != nil {
		t.Error(err)
	}
	home, err := c.db.Detail(t.Context(), old.ID, rowOf(t, c, old.ID, "https://bakery.example/").ID)
	if err != nil || home.Severity != outcome.Critical {
		t.Errorf("severity of the home page is %v, %v", home.Severity, err)
	}
}

const hiding = `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title> <a href="https://mill.example/1">1</a> <a href="https://mill.example/2">2</a> <a href="https://mill.example/3">3</a>
-- host https://mill.example --
-- GET / --

<title>Mill</title>
-- GET /* --
404
Set-Cookie: __cf_bm=x; Path=/

no
`

// check 119: an address alone does not show whether its site hides pages from
// programs, so the verdict of the scan stays.
func TestRecheckOfAHiddenAddress(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, hiding)
	old := scans[0]
	before := rowOf(t, c, old.ID, "https://mill.example/2")
	d, err := c.Rechecker.Recheck(t.Context(), old.ID, before.ID)
	if err != nil {
		t.Fatal(err)
	}
	if before.Outcome != outcome.BotChallenge || d.Outcome != before.Outcome || d.Verdict != before.Verdict || d.Severity != before.Severity {
		t.Errorf("got %s %s (%s), it was %s %s (%s)", d.Outcome, d.Verdict, d.Severity, before.Outcome, before.Verdict, before.Severity)
	}
	if d.Evidence.Clue == "" {
		t.Error("it does not say why")
	}
}

func TestRecheckRefuses(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	scan := scans[0]
	if _, err := c.Rechecker.Recheck(t.Context(), scan.ID, rowOf(t, c, scan.ID, "mailto:baker@bakery.example").ID); !errors.Is(err, ErrNoRecheck) {
		t.Errorf("a mail address: %v", err)
	}
	if _, err := c.Rechecker.Recheck(t.Context(), scan.ID, 999); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such address: %v", err)
	}
	if err := c.reserve(scan.Site); err != nil {
		t.Fatal(err)
	}
	hours := rowOf(t, c, scan.ID, "https://bakery.example/hours").ID
	if _, err := c.Rechecker.Recheck(t.Context(), scan.ID, hours); !errors.Is(err, ErrScanning) {
		t.Errorf("while it is scanned: %v", err)
	}
	if all := c.Runner.AllRunning(); len(all) != 0 {
		t.Errorf("runs: %v", all)
	}
	c.abandon(scan.Site)

	// Stopped: the last result stands, and the place is free again.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := verdicts(t, c, scan.ID)
	if _, err := c.Rechecker.Recheck(ctx, scan.ID, hours); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if diff := cmp.Diff(before, verdicts(t, c, scan.ID)); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Rechecker.Recheck(t.Context(), scan.ID, hours); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A check that hangs can be given up.
func TestRecheckGivenUp(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	now = sitetest.New(t, `
-- host https://bakery.example --
-- GET /hours --
!wait oven

<title>Hours</title>`)
	hours := rowOf(t, c, scans[0].ID, "https://bakery.example/hours").ID
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := c.Rechecker.Recheck(ctx, scans[0].ID, hours)
		failed <- err
	}()
	if !now.Await(t.Context(), "https://bakery.example/hours", 1) {
		t.Fatal("nothing was asked")
	}
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A link may say what an address does after it was checked. Then it is not checked
// again while signed in, neither by itself nor by a redirect to it.
func TestRecheckOfWhatALinkCallsUnsafe(t *testing.T) { // check 87
	site := sitetest.New(t, `
-- host https://club.example --
-- GET /robots.txt --
404

-- GET / --

<title>Club</title><a href="/d/5">Anna</a> <a href="/moved">Moved</a> <a href="/late">Late</a>
-- GET /late --
!wait door

<title>Late</title><a href="/d/5">Delete account</a>
-- GET /d/* --

<title>Anna</title>A member of the club
-- GET /moved --
!times 1

<title>Moved</title>It is still here
-- GET /moved --
302
Location: /d/5

-- host http://club.example --
-- GET / --
301
Location: https://club.example/

`)
	c := clubhouse(t, site, filepath.Join(t.TempDir(), "history.db"), &keyring{}, io.Discard)
	id, _ := member(t, c)
	go func() {
		if site.Await(t.Context(), "https://club.example/d/5", 1) && site.Await(t.Context(), "https://club.example/moved", 1) {
			site.Open("door")
		}
	}()
	r, err := c.Runner.StartScan(t.Context(), id)
	scan := await(t, c, r, err)
	asked := site.Count("https://club.example/d/5")
	row := rowOf(t, c, scan.ID, "https://club.example/d/5")
	if _, err := c.Rechecker.Recheck(t.Context(), scan.ID, row.ID); !errors.Is(err, ErrUnsafeRecheck) {
		t.Errorf("got error %v, want %v", err, ErrUnsafeRecheck)
	}
	if after := rowOf(t, c, scan.ID, row.URL); after.Outcome != row.Outcome || after.Verdict != row.Verdict {
		t.Errorf("it was %s %s, and is %s %s", row.Verdict, row.Outcome, after.Verdict, after.Outcome)
	}
	d, err := c.Rechecker.Recheck(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://club.example/moved").ID)
	if err != nil || d.Outcome != outcome.LogsOut || d.Status != 302 {
		t.Errorf("a redirect to it: %s %d, error %v", d.Outcome, d.Status, err)
	}
	if n := site.Count("https://club.example/d/5"); n != asked {
		t.Errorf("it was requested %d times more", n-asked)
	}
}
