package scanner

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/sitetest"
)

const notFoundBehindWall = `
404
Set-Cookie: __cf_bm=x; Path=/

There is no such page.
`

const cloakedSites = `
-- GET / --

<a href="http://rotten.example/page">a</a> <a href="http://rotten.example/1">1</a> <a href="http://rotten.example/2">2</a> <a href="http://rotten.example/3">3</a>
<a href="http://hiding.example/1">1</a> <a href="http://hiding.example/2">2</a> <a href="http://hiding.example/3">3</a> <a href="http://hiding.example/4">4</a>
-- host http://rotten.example --
-- GET / --

Home
-- GET /page --

A page
-- GET /* --` + notFoundBehindWall + `
-- host http://hiding.example --
-- GET / --

Home
-- GET /* --` + notFoundBehindWall

// check 119: a scan that is stopped again and again comes to the verdicts of a whole
// one. A scan without probes does not request the home page, and suspects nothing.
func TestCloakedAddressesOfAScanThatIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want := map[string]string{
			"http://site.test/": "works 200 200", "http://site.test/#~whole-site": "warning no-error-page 200",
			"http://rotten.example/page": "works 200 200", "http://rotten.example/1": "broken 404 404",
			"http://rotten.example/2": "broken 404 404", "http://rotten.example/3": "broken 404 404",
			"http://hiding.example/1": "cant-verify bot-challenge 404", "http://hiding.example/2": "cant-verify bot-challenge 404",
			"http://hiding.example/3": "cant-verify bot-challenge 404", "http://hiding.example/4": "cant-verify bot-challenge 404",
		}
		site := sitetest.New(t, cloakedSites, sitetest.InMemory())
		m := newMemory()
		for runs := 1; ; runs++ {
			ctx, cancel := context.WithCancel(t.Context())
			e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoSitemap: true})
			if err != nil {
				t.Fatal(err)
			}
			watch := func(c *coordinator) {
				audit(t)(c)
				if len(c.recorder.batch.batch.Checks) > 0 {
					cancel() // after every single check
				}
			}
			_, err = runWatched(ctx, e, m, m, watch)
			cancel()
			if err == nil || runs == 20 {
				break
			}
		}
		if diff := cmp.Diff(want, m.table()); diff != "" {
			t.Errorf("addresses (-want +got):\n%s", diff)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, cloakedSites, sitetest.InMemory())
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		if _, err := e.Run(t.Context(), m, nil); err != nil {
			t.Fatal(err)
		}
		if got := m.table()["http://hiding.example/1"]; got != "broken 404 404" || slices.Contains(asked(site, "http://hiding.example"), "GET /") {
			t.Errorf("without probes: got %s, asked %v", got, asked(site, "http://hiding.example"))
		}
	})
}
