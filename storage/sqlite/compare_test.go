package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// found is what a scan of a test found of an address: what the check says, as
// "404 broken" ("" for one that waits), and what it names where it was read.
// An address that ends in "#…" is a place, and a link to it names it.
type found struct {
	url, says string
	read      bool
	names     []string
	element   string // of its links, "" for a[href]
}

const site = "https://www.example.com/"

func page(path string, names ...string) found {
	return found{url: site + path, says: "200 works", read: true, names: names}
}

func is(path, says string) found { return found{url: site + path, says: says} }

// scannedPages makes a scan of a site that found addresses in this order. The
// links of pages lead to addresses that are found, or are added at the end as
// ones that no check is kept of.
func scannedPages(tb testing.TB, db *DB, siteID storage.SiteID, state storage.State, all ...found) storage.ScanID {
	tb.Helper()
	w, err := db.NewScan(tb.Context(), storage.Scan{Site: siteID, Start: site, Began: clock(), Version: "test", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	defer w.Close()
	ids := make(map[string]result.ID)
	b := &result.Batch{}
	for _, f := range all {
		address, fragment, isPlace := strings.Cut(f.url, "#")
		id := ids[address]
		if !isPlace {
			id = result.ID(len(b.Found) + 1)
			ids[f.url] = id
			b.Found = append(b.Found, result.Address{ID: id, URL: f.url, Internal: strings.HasPrefix(f.url, site), Kind: result.KindPage})
		}
		if f.says == "" {
			continue
		}
		var key outcome.Key
		var verdict, elsewhere string
		if n, _ := fmt.Sscan(f.says, &key, &verdict, &elsewhere); n < 2 {
			tb.Fatalf("%q says too little", f.says)
		}
		v, _ := outcome.ParseVerdict(verdict)
		if isPlace {
			b.Places = append(b.Places, result.PlaceCheck{Target: id, Fragment: fragment, Outcome: key, Verdict: v, At: clock()})
			continue
		}
		c := result.Check{Address: id, Final: f.url, FinalID: id, Outcome: key, Verdict: v, At: clock()}
		if elsewhere != "" {
			c.Final, c.FinalID = elsewhere, 0
		}
		c.Status, _ = key.Status()
		b.Checks = append(b.Checks, c)
	}
	for _, f := range all {
		if !f.read {
			continue
		}
		p := result.Page{Address: ids[f.url], Document: true}
		for _, path := range f.names {
			address, fragment, _ := strings.Cut(site+path, "#")
			if ids[address] == 0 {
				tb.Fatalf("%s names %s, which was not found", f.url, address)
			}
			l := result.Link{Target: ids[address], URL: address, Fragment: fragment, Element: "a[href]", Kind: result.KindPage, Text: path}
			if f.element != "" {
				l.Element = f.element
			}
			p.Links = append(p.Links, l)
		}
		b.Pages = append(b.Pages, p)
	}
	if err := w.Commit(tb.Context(), b); err != nil {
		tb.Fatal(err)
	}
	if state != storage.Interrupted {
		if err := w.Finish(tb.Context(), state, result.Summary{}); err != nil {
			tb.Fatal(err)
		}
	}
	return w.ID()
}

// either returns a state, or Complete for none.
func either(s storage.State) storage.State {
	if s == storage.Interrupted {
		return storage.Complete
	}
	return s
}

// changesOf returns the changes of a comparison by path: "fixed: 404 → 200".
func changesOf(tb testing.TB, db *DB, p storage.Pair) map[string]string {
	tb.Helper()
	got := map[string]string{}
	for r, err := range db.EachChange(tb.Context(), p, storage.ChangeFilter{}, storage.Order{}) {
		if err != nil {
			tb.Fatal(err)
		}
		text := fmt.Sprintf("%s: %s → %s", r.Change, saysOf(r.Before), saysOf(r.Now))
		if r.Judged {
			text += ", judged"
		}
		got[strings.TrimPrefix(r.URL, site)] = text
	}
	return got
}

func saysOf(t storage.Observation) string {
	switch {
	case t.ID == 0:
		return "unknown"
	case t.Verdict == outcome.Unchecked:
		return "waits"
	default:
		return string(t.Outcome)
	}
}

// The rules of Change, one by one. Each case says what an older complete scan,
// the earlier and the later one found beside a home page that works.
// (check 127)
func TestChange(t *testing.T) {
	home := func(names ...string) found { return page("", names...) }
	tests := []struct {
		name               string
		older, from, to    []found
		fromState, toState storage.State // Complete unless given
		running            bool          // the later scan is still running
		unread             []string
		want               map[string]string
	}{
		{
			name: "a problem in both is still there",
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home("a"), is("a", "404 broken")},
			want: map[string]string{"a": "still-there: 404 → 404"},
		},
		{
			name: "with another outcome it is still there, and both are told",
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home("a"), is("a", "500 broken")},
			want: map[string]string{"a": "still-there: 404 → 500"},
		},
		{
			name: "what can't be verified is not fixed",
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home("a"), is("a", "429 cant-verify")},
			want: map[string]string{"a": "still-there: 404 → 429"},
		},
		{
			name: "what worked and does not is new",
			from: []found{home("a"), is("a", "200 works")},
			to:   []found{home("a"), is("a", "404 broken")},
			want: map[string]string{"a": "new: 200 → 404"},
		},
		{
			name: "what was not found before is new",
			from: []found{home()},
			to:   []found{home("a"), is("a", "404 broken")},
			want: map[string]string{"a": "new: unknown → 404"},
		},
		{
			name: "what was left out before is new",
			from: []found{home("a"), is("a", "excluded skipped")},
			to:   []found{home("a"), is("a", "404 broken")},
			want: map[string]string{"a": "new: excluded → 404"},
		},
		{
			name: "what waited before is new", fromState: storage.Stopped,
			from: []found{home("a"), is("a", "")},
			to:   []found{home("a"), is("a", "301 warning")},
			want: map[string]string{"a": "new: waits → 301"},
		},
		{
			name:  "what was a problem, worked and is one again came back",
			older: []found{home("a"), is("a", "500 broken")},
			from:  []found{home("a"), is("a", "200 works")},
			to:    []found{home("a"), is("a", "404 broken")},
			want:  map[string]string{"a": "came-back: 200 → 404"},
		},
		{
			name:  "what the earlier scan did not know did not come back",
			older: []found{home("a"), is("a", "500 broken")},
			from:  []found{home()},
			to:    []found{home("a"), is("a", "404 broken")},
			want:  map[string]string{"a": "new: unknown → 404"},
		},
		{
			name: "what works now is fixed",
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home("a"), is("a", "200 works")},
			want: map[string]string{"a": "fixed: 404 → 200"},
		},
		{
			name: "an unfinished scan can tell what is fixed", toState: storage.Stopped,
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home("a"), is("a", "200 works")},
			want: map[string]string{"a": "fixed: 404 → 200"},
		},
		{
			name: "the same answers under other verdicts are told",
			from: []found{home("a", "b"), is("a", "403 broken"), is("b", "302 works")},
			to:   []found{home("a", "b"), is("a", "403 works"), is("b", "302 warning")},
			want: map[string]string{"a": "fixed: 403 → 403, judged", "b": "new: 302 → 302, judged"},
		},
		{
			name: "the link is removed where all pages that had it were read again",
			from: []found{home("a", "b"), page("b", "a"), is("a", "404 broken")},
			to:   []found{home("b"), page("b")},
			want: map[string]string{"a": "link-removed: 404 → unknown"},
		},
		{
			name: "the link is removed with the page that had it",
			from: []found{home("b", "c"), page("b", "a"), page("c", "a"), is("a", "404 broken")},
			to:   []found{home("b", "c"), is("b", "404 broken"), is("c", "301 warning https://www.example.com/")},
			want: map[string]string{"a": "link-removed: 404 → unknown", "b": "new: 200 → 404", "c": "new: 200 → 301"},
		},
		{
			name: "an address that an unfinished scan did not find is not reached", toState: storage.Stopped,
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home()},
			want: map[string]string{"a": "not-reached: 404 → unknown"},
		},
		{
			name: "an address that waits is not reached", running: true,
			from: []found{home("a"), is("a", "404 broken")},
			to:   []found{home("a"), is("a", "")},
			want: map[string]string{"a": "not-reached: 404 → waits"},
		},
		{
			name: "an address that the settings leave out is not reached",
			from: []found{home("a", "b", "c"), is("a", "404 broken"), is("b", "404 broken"), is("c", "404 broken")},
			to:   []found{home("a", "b", "c"), is("a", "excluded skipped"), is("b", "robots-blocked skipped"), is("c", "trap skipped")},
			want: map[string]string{
				"a": "not-reached: 404 → excluded", "b": "not-reached: 404 → robots-blocked", "c": "not-reached: 404 → trap",
			},
		},
		{
			name: "an address is not reached where a page that linked to it was not read",
			from: []found{home("b", "a"), page("b", "a"), is("a", "404 broken")},
			to:   []found{home("b"), is("b", "500 broken")},
			want: map[string]string{"a": "not-reached: 404 → unknown", "b": "new: 200 → 500"},
		},
		{
			name: "… or was checked and not read for links",
			from: []found{home("b"), page("b", "a"), is("a", "404 broken")},
			to:   []found{home("b"), is("b", "200 works")},
			want: map[string]string{"a": "not-reached: 404 → unknown"},
		},
		{
			name: "… or was read in part",
			from: []found{home("b"), page("b", "a"), is("a", "404 broken")},
			to:   []found{home("b"), {url: site + "b", says: "body-truncated warning", read: true}},
			want: map[string]string{"a": "not-reached: 404 → unknown", "b": "new: 200 → body-truncated"},
		},
		{
			name: "… or is not linked to any more",
			from: []found{home("b"), page("b", "a"), is("a", "404 broken")},
			to:   []found{home()},
			want: map[string]string{"a": "not-reached: 404 → unknown"},
		},
		{
			name: "an address that no page linked to is not reached",
			from: []found{home(), is("a", "404 broken")},
			to:   []found{home()},
			want: map[string]string{"a": "not-reached: 404 → unknown"},
		},
		{
			name: "a place that is still linked to and was not looked for is not reached",
			from: []found{home("a#x", "a#y"), page("a"), is("a#x", "missing-fragment warning"), is("a#y", "missing-fragment warning")},
			to:   []found{home("a#x", "a"), page("a")},
			want: map[string]string{
				"a#x": "not-reached: missing-fragment → unknown", "a#y": "link-removed: missing-fragment → unknown",
			},
		},
		{
			name: "links that the settings do not read prove nothing", unread: []string{"script[ld+json]"},
			from: []found{home("b", "c"), {url: site + "b", says: "200 works", read: true, names: []string{"a"}, element: "script[ld+json]"}, page("c", "d"), is("a", "404 broken"), is("d", "404 broken")},
			to:   []found{home("b", "c"), page("b"), page("c")},
			want: map[string]string{"a": "not-reached: 404 → unknown", "d": "link-removed: 404 → unknown"},
		},
		{
			name: "links that scripts make prove nothing where scripts were not run", unread: []string{storage.AnyElement + ", found by script"},
			from: []found{home("b", "c"), {url: site + "b", says: "200 works", read: true, names: []string{"a"}, element: "a[href], found by script"}, page("c", "d"), is("a", "404 broken"), is("d", "404 broken")},
			to:   []found{home("b", "c"), page("b"), page("c")},
			want: map[string]string{"a": "not-reached: 404 → unknown", "d": "link-removed: 404 → unknown"},
		},
		{
			name: "what is no problem in either has no change",
			from: []found{home("a", "b"), is("a", "200 works"), is("b", "excluded skipped")},
			to:   []found{home("b"), is("b", "200 works")},
			want: map[string]string{},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db := newDB(t)
			id := newSite(t, db)
			if tt.older != nil {
				scannedPages(t, db, id, storage.Complete, tt.older...)
			}
			p := storage.Pair{From: scannedPages(t, db, id, either(tt.fromState), tt.from...), Unread: tt.unread}
			toState := either(tt.toState)
			if tt.running {
				toState = storage.Interrupted
			}
			p.To = scannedPages(t, db, id, toState, tt.to...)
			if diff := cmp.Diff(tt.want, changesOf(t, db, p)); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			consistent(t, db, p)
		})
	}
}

// consistent checks that the numbers of a comparison are those of its scans
// and of its rows (truth 8).
func consistent(tb testing.TB, db *DB, p storage.Pair) {
	tb.Helper()
	c, err := db.Compare(tb.Context(), p)
	if err != nil {
		tb.Fatal(err)
	}
	n := c.Counts
	if before, now := n.StillThere+n.Fixed+n.LinkRemoved+n.NotReached, n.Now(); before != c.From.Counts.Problems() || now != c.To.Counts.Problems() {
		tb.Errorf("%d problems before and %d now, the scans say %d and %d", before, now, c.From.Counts.Problems(), c.To.Counts.Problems())
	}
	all := 0
	for _, change := range storage.Changes() {
		n := 0
		for _, err := range db.EachChange(tb.Context(), p, storage.ChangeFilter{Changes: []storage.Change{change}}, storage.Order{}) {
			if err != nil {
				tb.Fatal(err)
			}
			n++
		}
		if n != c.Counts.Of(change) {
			tb.Errorf("%d rows are %s, the count is %d", n, change, c.Counts.Of(change))
		}
		all += n
	}
	if all != c.Counts.All() {
		tb.Errorf("%d rows, want %d", all, c.Counts.All())
	}
}

// Problems that came back are looked for in complete scans alone, and in no
// other site's. One that is thrown away is forgotten, one that is checked again
// counts as it is now: neither leaves an old comparison standing.
func TestCompareAgain(t *testing.T) {
	db := newDB(t)
	id, other := newSite(t, db), newSite(t, db)
	broken := []found{page("", "a"), is("a", "404 broken")}
	works := []found{page("", "a"), is("a", "200 works")}
	older := scannedPages(t, db, id, storage.Complete, broken...)
	scannedPages(t, db, id, storage.Stopped, broken...)
	foreign := scannedPages(t, db, other, storage.Complete, broken...)
	p := storage.Pair{From: scannedPages(t, db, id, storage.Complete, works...)}
	p.To = scannedPages(t, db, id, storage.Complete, broken...)

	says := func(want string) {
		t.Helper()
		if diff := cmp.Diff(map[string]string{"a": want}, changesOf(t, db, p)); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
	}
	says("came-back: 200 → 404")
	for r, err := range db.EachChange(t.Context(), p, storage.ChangeFilter{}, storage.Order{}) {
		if err != nil || r.Since != older {
			t.Errorf("came back since scan %d (%v), want %d", r.Since, err, older)
		}
	}
	if err := db.DeleteScan(t.Context(), older); err != nil {
		t.Fatal(err)
	}
	says("new: 200 → 404")
	address := urlIDs(t, db)[site+"a"]
	err := db.Recheck(t.Context(), p.To, storage.Rechecked{Address: address, Check: result.Check{Outcome: "410", Status: 410, Verdict: outcome.Broken, At: clock()}})
	if err != nil {
		t.Fatal(err)
	}
	says("new: 200 → 410")
	if _, err := db.Compare(t.Context(), storage.Pair{From: foreign, To: p.To}); !errors.Is(err, storage.ErrOtherSite) {
		t.Errorf("scans of two sites: %v", err)
	}
	if _, err := db.Compare(t.Context(), storage.Pair{From: older, To: p.To}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("deleted scan: %v", err)
	}
}

// Scans whose links nobody counted yet are compared by what their links are.
func TestCompareCutShort(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	p := storage.Pair{
		From: scannedPages(t, db, id, storage.Interrupted, page("", "a", "b"), page("c", "a"), is("a", "404 broken"), is("b", "404 broken")),
		To:   scannedPages(t, db, id, storage.Complete, page("", "b"), page("c"), is("b", "404 broken")),
	}
	if diff := cmp.Diff(map[string]string{"a": "link-removed: 404 → unknown", "b": "still-there: 404 → 404"}, changesOf(t, db, p)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	for r, err := range db.EachChange(t.Context(), p, storage.ChangeFilter{Changes: []storage.Change{storage.LinkRemoved}}, storage.Order{}) {
		if err != nil || r.Pages != 2 {
			t.Errorf("%d pages linked to it, err %v, want 2", r.Pages, err)
		}
	}
}
