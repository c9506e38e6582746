package core

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/assets/knowledge"
	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/suggest"
	"sitewell/storage"
)

// before and after are one site before and after somebody rebuilt it.
const before = `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title> <a href="/p7.html">Hours</a> <a href="/story">Story</a> <a href="/letter">Letter</a>
-- GET /p7.html --

<title>When we open</title>Mon–Fri
-- GET /story --

<title>Our story</title>Since 1912
-- GET /letter --

<title>Letter</title>Write to us
`

const after = `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title> <a href="/p7.html">Hours</a> <a href="/story">Story</a> <a href="/Team.htm">Team</a> <a href="/moved">Moved</a>
<a href="/nowhere">Nowhere</a> <a href="/oven">Oven</a> <a href="/visit">Visit</a> <a href="/about/history">History</a> <a href="/team.html">Team</a>
-- GET /visit --

<title>When we open</title>Mon–Sun
-- GET /about/history --

<title>Our story</title>Since 1912
-- GET /team.html --

<title>Team</title>Ann and Bob
-- GET /oven --
500

-- GET /moved --
301
Location: /visit
`

// rebuilt scans one site as it was, and as it is now.
func rebuilt(t *testing.T, states ...string) (*Core, []storage.Scan) {
	t.Helper()
	var now *sitetest.Site
	return rebuiltBy(t, &now, states...)
}

// rebuiltBy does so; now is the site that is asked next.
func rebuiltBy(t *testing.T, now **sitetest.Site, states ...string) (*Core, []storage.Scan) {
	t.Helper()
	c, err := Open(t.Context(), Config{
		DB: filepath.Join(t.TempDir(), "history.db"), Version: "1.2.3",
		Prepare: func(o *scanner.Options) { prepare(*now)(o) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	var scans []storage.Scan
	for _, state := range states {
		*now = sitetest.New(t, state)
		r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
		scans = append(scans, await(t, c, r, err))
	}
	return c, scans
}

func TestSuggestions(t *testing.T) {
	c, scans := rebuilt(t, before, after)
	const site = "https://bakery.example"
	for _, tt := range []struct {
		url, want string
		reason    suggest.Reason
		archived  bool
	}{
		{"/p7.html", "/visit", suggest.SameTitle, true},
		{"/story", "/about/history", suggest.SameContent, true},
		{"/Team.htm", "/team.html", suggest.OtherExtension, true},
		{"/moved", "/visit", suggest.Redirect, false},
		{"/nowhere", "", "", true},
		{"/oven", "", "", false},  // it fails, and is there
		{"/visit", "", "", false}, // it works
	} {
		found, archive, err := c.Suggester.Suggestions(t.Context(), scans[1].ID, rowOf(t, c, scans[1].ID, site+tt.url).ID)
		if err != nil {
			t.Fatal(err)
		}
		want := []suggest.Suggestion{{URL: site + tt.want, Reason: tt.reason}}
		if tt.want == "" {
			want = nil
		}
		var got []suggest.Suggestion
		for _, s := range found {
			got = append(got, suggest.Suggestion{URL: s.URL, Reason: s.Reason})
			if (s.Reason == suggest.SameTitle || s.Reason == suggest.SameContent) != s.Since.Equal(scans[0].Began) {
				t.Errorf("%s: since %v, the scan before began %v", tt.url, s.Since, scans[0].Began)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.url, diff)
		}
		if (archive != "") != tt.archived || tt.archived && !strings.HasSuffix(archive, site+tt.url) {
			t.Errorf("%s: archive %q", tt.url, archive)
		}
	}
}

// The facts that explanations use tell how long it has been so.
func TestExplainSince(t *testing.T) {
	c, scans := rebuilt(t, before, after, before, after, after)
	last := scans[len(scans)-1]
	facts := func(url string) knowledge.Facts {
		t.Helper()
		f, err := c.Explainer.facts(t.Context(), last.ID, rowOf(t, c, last.ID, "https://bakery.example"+url).ID)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	type past struct{ failed, scans int }
	for url, want := range map[string]past{
		"/story":   {2, 4},
		"/nowhere": {2, 2}, // the other two scans did not come across it
		"/visit":   {0, 0}, // no problem
	} {
		f := facts(url)
		if got := (past{f.FailedBefore, f.ScansBefore}); got != want {
			t.Errorf("%s: got %+v, want %+v", url, got, want)
		}
		if want.failed > 0 && !f.Since.Equal(scans[1].Began) {
			t.Errorf("%s: since %v, want %v", url, f.Since, scans[1].Began)
		}
	}
	e, err := c.Explainer.Explain(t.Context(), last.ID, rowOf(t, c, last.ID, "https://bakery.example/story").ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := "2 of the 4 scans before this one saw it, too, first on"; !strings.Contains(e.Markdown(), want) {
		t.Errorf("%q is missing in %s", want, e.Markdown())
	}
}

// truth 3: a scan that did not reach the address is no witness, neither for
// it nor against it.
func TestPastOfWhatWasNotReached(t *testing.T) {
	now := knowledge.Facts{Verdict: outcome.Broken}
	got := withPast(now, []storage.AddressState{
		{Scan: 9, Verdict: outcome.Works},             // later
		{Scan: 7, Verdict: outcome.Broken},            // this one
		{Scan: 6},                                     // not found
		{Scan: 5, ID: 3},                              // found, not reached
		{Scan: 4, ID: 3, Verdict: outcome.Skipped},    // left out
		{Scan: 3, ID: 3, Verdict: outcome.CantVerify}, // another problem
		{Scan: 2, ID: 3, Verdict: outcome.Broken},     //
		{Scan: 1, ID: 3, Verdict: outcome.Works},      //
	}, 7)
	if got.FailedBefore != 1 || got.ScansBefore != 3 {
		t.Errorf("got %d of %d", got.FailedBefore, got.ScansBefore)
	}
}

// An address that led to the home page in an earlier scan was missing then, too: what it
// showed says nothing about where it belongs.
func TestWhatWasMissingSaysNothing(t *testing.T) {
	at := func(scan storage.ScanID, key outcome.Key, v outcome.Verdict) storage.AddressState {
		return storage.AddressState{Scan: scan, Status: 200, Outcome: key, Verdict: v}
	}
	past := []storage.AddressState{at(4, outcome.RedirectHome, outcome.Warning), at(3, outcome.RedirectHome, outcome.Warning), at(2, outcome.Soft404, outcome.Warning)}
	if got, ok := lastWorked(past, 4); ok {
		t.Errorf("worked in %+v", got)
	}
	if got, ok := lastWorked(append(past, at(1, "200", outcome.Works)), 4); !ok || got.Scan != 1 {
		t.Errorf("worked in %+v, %v; want scan 1", got, ok)
	}
}
