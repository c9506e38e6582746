package scanner

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// strangers scans http://site.test in a bubble, whose pages link to what other
// origins of the archive have, with all default politeness.
func strangers(t *testing.T, archive string, judge func(t *testing.T, site *sitetest.Site, m *memory)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, archive, sitetest.InMemory())
		m := newMemory()
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial})
		if err != nil {
			t.Fatal(err)
		}
		s, err := e.Run(t.Context(), m, nil)
		if err != nil {
			t.Fatal(err)
		}
		ledger(t, s.Progress, m)
		judge(t, site, m)
	})
}

// asked lists what an origin was asked for, methods and paths in order.
func asked(site *sitetest.Site, origin string) (list []string) {
	for _, r := range site.Requests() {
		if path, ok := strings.CutPrefix(r.URL, origin); ok {
			list = append(list, r.Method+" "+path)
		}
	}
	return list
}

// Other people's hosts are asked two at once, 500 ms apart, and for each
// address once, from however many pages and by whatever fragment it is linked
// (design, "Politeness"; check 60).
func TestOtherSitesAreAskedLittle(t *testing.T) {
	var archive strings.Builder
	links := ""
	for i := range 6 {
		links += fmt.Sprintf(`<a href="http://far.example/%d">%d</a> `, i, i)
	}
	fmt.Fprintf(&archive, "-- GET / --\n\n")
	for i := range 20 {
		fmt.Fprintf(&archive, "<a href=/%d>%d</a>\n", i, i)
	}
	for i := range 20 {
		fmt.Fprintf(&archive, "-- GET /%d --\n\n<h1>Page %d</h1>%s\n", i, i, links)
	}
	archive.WriteString("-- host http://far.example --\ndelay: 1300ms\n-- GET /* --\n\nfine\n")
	strangers(t, archive.String(), func(t *testing.T, site *sitetest.Site, _ *memory) {
		got := asked(site, "http://far.example")
		slices.Sort(got)
		// The first by GET, to see whether the domain is for sale (check 93).
		want := []string{"GET /0", "HEAD /1", "HEAD /2", "HEAD /3", "HEAD /4", "HEAD /5"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
		apart(t, site, "http://far.example")
		if got := site.Peak("http://far.example"); got != 2 {
			t.Errorf("%d requests at once, want 2", got)
		}
	})
}

// apart holds that requests to an origin began at least 500 ms apart.
func apart(t *testing.T, site *sitetest.Site, origin string) {
	t.Helper()
	var last time.Time
	for _, r := range site.Requests() {
		if !strings.HasPrefix(r.URL, origin+"/") {
			continue
		}
		if gap := r.At.Sub(last); !last.IsZero() && gap < 500*time.Millisecond {
			t.Errorf("%s %s came %v after the request before", r.Method, r.URL, gap)
		}
		last = r.At
	}
}

// Anything but success to HEAD is decided by GET, in the host's own time, and
// a host whose HEAD lies is asked by GET alone from there on (check 60).
func TestHeadThatLiesIsRemembered(t *testing.T) {
	links := ""
	for i := range 6 {
		links += fmt.Sprintf(`<a href="http://liar.example/%d">%d</a> <a href="http://honest.example/%d">%d</a>`, i, i, i, i)
	}
	strangers(t, `
-- GET / --

`+links+`
-- host http://liar.example --
-- HEAD /* --
404
-- GET /* --

fine
-- host http://honest.example --
-- GET /5 --

fine
-- GET /* --
404
`, func(t *testing.T, site *sitetest.Site, m *memory) {
		heads := 0
		for _, request := range asked(site, "http://liar.example") {
			if strings.HasPrefix(request, "HEAD") {
				heads++
			}
		}
		if heads == 0 || heads > 2 { // two at once may have been under way
			t.Errorf("asked a liar %d times by HEAD, want once or twice: %v", heads, asked(site, "http://liar.example"))
		}
		for i := range 6 {
			if c, _ := m.check(fmt.Sprintf("http://liar.example/%d", i)); c.Verdict != outcome.Works {
				t.Errorf("liar %d: got %s %s, want works", i, c.Verdict, c.Outcome)
			}
		}
		for i := range 4 {
			address := fmt.Sprintf("http://honest.example/%d", i+1) // 0 was looked at by GET
			c, _ := m.check(address)
			var methods []string
			for _, a := range c.Evidence.Attempts {
				methods = append(methods, a.Method)
			}
			if diff := cmp.Diff([]string{"HEAD", "GET"}, methods); diff != "" || c.Verdict != outcome.Broken {
				t.Errorf("%s: %s, attempts (-want +got):\n%s", address, c.Verdict, diff)
			}
		}
		if got := site.Count("GET http://honest.example/5"); got != 0 {
			t.Errorf("what answered HEAD with success was asked for by GET %d times", got)
		}
		apart(t, site, "http://liar.example")
		apart(t, site, "http://honest.example")
	})
}

// What another site asks us to wait for is waited for, capped, and nothing
// else waits with it (check 59).
func TestRetryAfterOfAnotherSite(t *testing.T) {
	strangers(t, `
-- GET / --

<a href="http://busy.example/a">a</a> <a href="http://busy.example/b">b</a> <a href="http://idle.example/">i</a> <a href="/more">m</a>
-- GET /more --

more
-- host http://busy.example --
-- GET /a --
429
Retry-After: 20
!times 1
-- GET /* --

fine
-- host http://idle.example --
-- GET / --

fine
`, func(t *testing.T, site *sitetest.Site, m *memory) {
		var refused time.Time
		for _, r := range site.Requests() {
			switch {
			case r.URL == "http://busy.example/a" && refused.IsZero():
				refused = r.At
			case strings.HasPrefix(r.URL, "http://busy.example/"):
				if wait := r.At.Sub(refused); wait < 20*time.Second {
					t.Errorf("%s %s was asked for %v after Retry-After: 20", r.Method, r.URL, wait)
				}
			case strings.HasPrefix(r.URL, "http://idle.example/"), strings.HasSuffix(r.URL, "/more"):
				if wait := r.At.Sub(refused); !refused.IsZero() && wait > 2*time.Second {
					t.Errorf("%s waited %v for another host", r.URL, wait)
				}
			}
		}
		for _, address := range []string{"http://busy.example/a", "http://busy.example/b", "http://idle.example/"} {
			if c, _ := m.check(address); c.Verdict != outcome.Works {
				t.Errorf("%s: got %s %s, want works", address, c.Verdict, c.Outcome)
			}
		}
	})
}

// A first failure is never the verdict: what may pass is tried again later, at
// most twice, and every attempt is evidence (check 61).
func TestEveryAttemptIsEvidence(t *testing.T) {
	strangers(t, `
-- GET / --

<a href="/down">d</a> <a href="/gone">g</a>
-- GET /down --
502
`, func(t *testing.T, site *sitetest.Site, m *memory) {
		c, _ := m.check("http://site.test/down")
		if len(c.Evidence.Attempts) != 3 || c.Verdict != outcome.Broken {
			t.Errorf("/down: %s after %d attempts, want broken after 3", c.Verdict, len(c.Evidence.Attempts))
		}
		for i, wait := range []time.Duration{time.Second, 4 * time.Second} {
			a := c.Evidence.Attempts
			if got := a[i+1].At.Sub(a[i].At); got < wait {
				t.Errorf("attempt %d came after %v, want at least %v", i+2, got, wait)
			}
		}
		if got := site.Count("GET http://site.test/gone"); got != 1 {
			t.Errorf("/gone was asked for %d times: a 404 does not pass", got)
		}
	})
}

// check 117: a host that can't be reached is given up after a few addresses:
// the rest of its addresses have the same outcome and are not requested.
func TestHostThatIsGoneIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const links = 12
		var page strings.Builder
		for i := range links {
			fmt.Fprintf(&page, "<a href=\"http://dead.example/%d\">%d</a>\n", i, i)
		}
		site := sitetest.New(t, "-- GET / --\n\n"+page.String()+"\n-- host http://dead.example --\nconnect: refused\naddress: 198.19.1.1\n", sitetest.InMemory())
		var dials atomic.Int32
		e, err := New(Options{
			Start: "http://site.test/", Resolver: site.Resolver(),
			Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
				if strings.HasPrefix(address, "198.19.1.1:") {
					dials.Add(1)
				}
				return site.Dial(ctx, network, address)
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		s, err := e.Run(t.Context(), m, nil)
		if err != nil {
			t.Fatal(err)
		}
		ledger(t, s.Progress, m)
		if got := dials.Load(); got <= breakAfter || got > breakAfter+perExternalHost {
			t.Errorf("%d connections were tried, want a little more than %d", got, breakAfter)
		}
		if got := s.Verdicts[outcome.Broken]; got != links {
			t.Errorf("%d are broken, want all %d", got, links)
		}
	})
}

// check 101: a scan that is limited to its site asks no other one, also where an
// address of the site redirects there. Where the start address leads is looked at.
func TestScanOfOneSiteStopsAtItsBorder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, `
-- host https://site.test --
-- GET /robots.txt --
404

-- GET / --

<title>Home</title> <a href="/out">a</a> <img src="/picture"> <a href="/chain">b</a> <a href="/shop">c</a> <a href="https://other.example/linked">d</a>
-- GET /out --
301
Location: https://other.example/page

-- GET /picture --
302
Location: https://cdn.example/picture.png

-- GET /chain --
302
Location: /out

-- GET /shop --
302
Location: https://shop.site.test/

-- host https://other.example --
-- GET /* --
-- host https://cdn.example --
-- GET /* --
-- host https://shop.site.test --
-- GET / --

<title>Shop</title> Loaves and rolls
`, sitetest.InMemory())
		for _, subdomains := range []bool{false, true} {
			m := newMemory()
			scan(t, Options{
				Start: "https://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
				NoExternal: true, Subdomains: subdomains, NoProbes: true, NoSitemap: true,
			}, m)
			want := map[string]string{
				"https://site.test/":           "works 200 200",
				"https://site.test/out":        "skipped leaves-site 301",
				"https://site.test/picture":    "skipped leaves-site 302",
				"https://site.test/chain":      "skipped leaves-site 301",
				"https://site.test/shop":       "skipped leaves-site 302",
				"https://other.example/linked": "skipped excluded 0",
			}
			if subdomains {
				want["https://site.test/shop"], want["https://shop.site.test/"] = "warning redirect-home 200", "works 200 200"
			}
			if d := cmp.Diff(want, m.table()); d != "" {
				t.Errorf("subdomains %t (-want +got):\n%s", subdomains, d)
			}
			if c, _ := m.check("https://site.test/out"); !strings.Contains(c.Reason, "https://other.example/page") {
				t.Errorf("the reason is %q", c.Reason)
			}
		}
		for _, r := range site.Requests() {
			if !strings.HasPrefix(r.URL, "https://site.test/") && !strings.HasPrefix(r.URL, "https://shop.site.test/") {
				t.Errorf("%s was requested", r.URL)
			}
		}
	})
}
