package scanner

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

const listArchive = `
-- GET /a --

<title>A</title><a href="/linked">linked</a> <a href="http://far.example/linked">linked</a>
-- GET /* --
404

<title>Not found</title>Sorry.
-- host http://far.example --
-- GET /b --
302
Location: /moved

-- GET /moved --

<title>Moved</title>Here it is.
-- GET /* --
410

<title>Gone</title>Gone.
`

// A scan of a list checks its addresses, whatever their hosts, and nothing else: no page
// that they link to, no sitemap, no robots.txt. Whether a host says "not found" with the
// status of success is found out as in any scan.
func TestListIsAllThatIsChecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, listArchive, sitetest.InMemory())
		m := newMemory()
		e, err := New(Options{
			Start:     "http://site.test/gone",
			Addresses: []string{"http://site.test/gone", "http://site.test/a", "http://far.example/gone", "http://far.example/b", "http://far.example/left/out"},
			Exclude:   []string{"/left/"},
			Resolver:  site.Resolver(), Dial: site.Dial,
		})
		if err != nil {
			t.Fatal(err)
		}
		s, err := runWatched(t.Context(), e, m, nil, audit(t))
		if err != nil {
			t.Fatal(err)
		}
		ledger(t, s.Progress, m)
		if s.Diagnosis != result.NoDiagnosis {
			t.Errorf("diagnosis %v: the first address of a list is no start address", s.Diagnosis)
		}
		want := map[string]outcome.Key{
			"http://site.test/gone": "404", "http://site.test/a": "200", "http://far.example/gone": "410",
			"http://far.example/left/out": outcome.Excluded,
		}
		for address, key := range want {
			if c, ok := m.check(address); !ok || c.Outcome != key {
				t.Errorf("%s: %+v, want %s", address, c, key)
			}
		}
		gone, _ := m.check("http://site.test/gone")
		far, _ := m.check("http://far.example/gone")
		if gone.Severity != far.Severity || far.Verdict != outcome.Broken {
			t.Errorf("severity %v of the first address, %v and %v of that of another host", gone.Severity, far.Severity, far.Verdict)
		}
		var requested []string
		for _, r := range site.Requests() {
			if !strings.Contains(r.URL, "/no-such-page-") { // see package soft404
				requested = append(requested, r.Method+" "+r.URL)
			}
		}
		slices.Sort(requested)
		wantRequests := []string{
			"GET http://far.example/b", "GET http://far.example/gone", "GET http://far.example/moved", "GET http://site.test/a", "GET http://site.test/gone",
		}
		if diff := cmp.Diff(wantRequests, requested); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
		for _, a := range m.addresses[:5] {
			if !a.Internal || a.Depth != 0 {
				t.Errorf("%+v is not the list's own", a)
			}
		}
	})
}

// Hundreds of pages that look alike are no crawl trap in a list.
func TestListHasNoTraps(t *testing.T) {
	srv := site(t, nil)
	var addresses []string
	for i := range 300 {
		addresses = append(addresses, srv.URL+"/calendar/"+strings.Repeat("next/", i%40)+string(rune('a'+i/40)))
	}
	m := newMemory()
	scan(t, Options{Start: addresses[0], Addresses: addresses}, m)
	for address, line := range m.table() {
		if !strings.Contains(line, "404") {
			t.Errorf("%s: %s", address, line)
		}
	}
}

// What an earlier run of a list did is not done again, and the rest is.
func TestListIsResumed(t *testing.T) {
	srv := site(t, map[string]string{"/0": "zero", "/1": "one", "/2": "two"})
	o := Options{Start: srv.URL + "/0", Addresses: []string{srv.URL + "/0", srv.URL + "/1", srv.URL + "/2", srv.URL + "/3"}, NoDelay: true}
	m := newMemory()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	m.after = func(*memory) { cancel() }
	if _, err := e.Run(ctx, m, nil); err == nil {
		t.Log("everything was stored at once")
	}
	m.after = nil
	before := len(m.addresses)
	scan(t, o, m)
	if len(m.addresses) != 4 || before != 4 || len(m.checks) != 4 {
		t.Errorf("%d addresses before, %d after, %d checks", before, len(m.addresses), len(m.checks))
	}
}

func TestListRefusesWhatIsNoAddress(t *testing.T) {
	if _, err := New(Options{Start: "http://site.test/", Addresses: []string{"http://site.test/", "nothing"}}); err == nil {
		t.Error("no error")
	}
}
