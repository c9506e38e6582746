package scanner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// nothingUnsafe is for a scan that was not signed in.
func nothingUnsafe(context.Context, func(string) bool) error { return nil }

// recheckAll checks addresses again, and returns the last check of each by its place in
// the list, and how Run ended.
func recheckAll(ctx context.Context, t *testing.T, o Options, list []Known) (map[int]result.Check, error) {
	t.Helper()
	r, err := NewRecheck(o, list, nothingUnsafe)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[int]result.Check)
	err = r.Run(ctx, func(_ context.Context, checks []Rechecked) error {
		for _, c := range checks {
			found[c.Index] = c.Check
		}
		return nil
	})
	return found, err
}

// knownIn returns the addresses and the missing places of a scan that can be checked again.
func knownIn(m *memory) (list []Known, checks []result.Check) {
	for _, a := range m.addresses {
		c := m.checks[a.ID]
		if c.Kind != "" {
			a.Kind = c.Kind
		}
		if info, _ := outcome.Lookup(c.Outcome); c.Verdict == outcome.Skipped || info.Class == outcome.Address {
			continue
		}
		list, checks = append(list, Known{a, c.Outcome}), append(checks, c)
	}
	for at, p := range m.places {
		if p.Verdict.IsProblem() {
			a := m.addresses[at.page-1]
			url := a.URL + "#" + at.fragment
			list = append(list, Known{result.Address{URL: url, Fragment: at.fragment, Base: a.ID, Internal: a.Internal, Kind: result.KindPage, Depth: a.Depth}, p.Outcome})
			checks = append(checks, placeCheck(&p, url))
		}
	}
	return list, checks
}

// verdictOf is what a check says, without how often the address was asked for.
func verdictOf(c result.Check) string {
	reason := attempts.ReplaceAllString(c.Reason, "")
	return fmt.Sprintf("%s %s %d %s: %s %v %s", c.Verdict, c.Outcome, c.Status, c.Severity, reason, c.Notes, c.Final)
}

var attempts = regexp.MustCompile(` \(\d+ attempts\)`)

const messy = `
-- GET /robots.txt --
Content-Type: text/plain

User-agent: *
Disallow: /private
-- GET / --

<title>Home</title> <a href="/a#here">1</a> <a href="/a#gone">2</a> <a href="/a#lost">3</a> <a href="/gone">4</a> <a href="/moved">5</a> <a href="/loop">6</a>
<a href="/private/x">7</a> <a href="/shop/1">8</a> <a href="/shop/2">9</a> <a href="/busy">10</a> <img src="/picture.png"> <a href="http://other.example/page#none">11</a>
<a href="http://other.example/gone">12</a> <a href="http://parked.example/old">13</a> <img src="http://parked.example/logo.png"> <a href="http://nowhere.example/">14</a>
<a href="http://hiding.example/1">1</a> <a href="http://hiding.example/2">2</a> <a href="http://hiding.example/3">3</a> <a href="http://hiding.example/4">4</a>
-- GET /a --

<title>A</title><p id="here">Here
-- GET /moved --
301
Location: /a

-- GET /loop --
302
Location: /loop

-- GET /shop/* --

<title>Shop</title>We are sorry, but what you are looking for is not sold any more. Have a look at all the other things that we sell in its place.
-- GET /busy --
503
Retry-After: 2

later
-- GET /picture.png --

<title>no picture</title>
-- host http://other.example --
-- GET /page --

<title>Other</title>
-- host http://parked.example --
-- GET /* --
X-Adblock-Key: x

<title>For sale</title>
-- host http://nowhere.example --
dns: nxdomain
-- host http://hiding.example --
-- GET / --

Home
-- GET /* --` + notFoundBehindWall

// All addresses of a scan that are checked again have the verdicts that the scan found,
// whether alone or together.
func TestRecheckAgreesWithTheScan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, messy, sitetest.InMemory())
		o := Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, MaxAddresses: 40}
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		if _, err := e.Run(t.Context(), m, nil); err != nil {
			t.Fatal(err)
		}
		list, checks := knownIn(m)
		if len(list) != len(m.addresses)-1+4 { // one is forbidden; three places are missing, and an error page
			t.Errorf("%d addresses and places of %d addresses", len(list), len(m.addresses))
		}
		compare := func(what string, list []Known, want []result.Check) {
			found, err := recheckAll(t.Context(), t, o, list)
			if err != nil {
				t.Fatal(err)
			}
			for i, k := range list {
				if diff := cmp.Diff(verdictOf(want[i]), verdictOf(found[i])); diff != "" {
					t.Errorf("%s, %s (-scan +again):\n%s", what, k.URL, diff)
				}
			}
		}
		compare("together", list, checks)
		for i, k := range list {
			if !strings.Contains(k.URL, "hiding.example") { // an address alone does not show that
				compare("alone", list[i:i+1], checks[i:i+1])
			}
		}
	})
}

// timed answers 410 for everything but robots.txt, and notes when it was asked.
type timed struct {
	robots string
	mu     sync.Mutex
	at     []time.Time
	paths  map[string]int
}

func (p *timed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		fmt.Fprint(w, p.robots)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = append(p.at, time.Now())
	if p.paths == nil {
		p.paths = make(map[string]int)
	}
	p.paths[r.URL.Path]++
	w.WriteHeader(http.StatusGone)
}

// least returns the shortest time between two requests.
func (p *timed) least() time.Duration {
	least := time.Hour
	for i := 1; i < len(p.at); i++ {
		least = min(least, p.at[i].Sub(p.at[i-1]))
	}
	return least
}

// A thousand addresses of one host keep the pace that a scan has there: that which
// robots.txt asks for on the site itself, and half a second on any other site.
func TestRecheckKeepsThePace(t *testing.T) {
	for _, test := range []struct {
		host     string
		internal bool
		gap      time.Duration
	}{
		{"http://site.test", true, 2 * time.Second},
		{"http://other.example", false, externalGap},
	} {
		t.Run(test.host, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &timed{robots: "User-agent: *\nCrawl-delay: 2\n"}
				site := sitetest.New(t, "", sitetest.InMemory())
				site.Handle(test.host, server)
				var list []Known
				for i := range 1000 {
					list = append(list, Known{Address: result.Address{URL: fmt.Sprintf("%s/%d", test.host, i), Internal: test.internal, Kind: result.KindPage}})
				}
				found, err := recheckAll(t.Context(), t, Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial}, list)
				if err != nil {
					t.Fatal(err)
				}
				for i := range list {
					if c := found[i]; c.Verdict != outcome.Broken || c.Outcome != "410" {
						t.Fatalf("%s: %s %s", list[i].URL, c.Verdict, c.Outcome)
					}
				}
				if len(server.paths) != len(list) {
					t.Errorf("asked for %d of %d addresses", len(server.paths), len(list))
				}
				if got := server.least(); got < test.gap {
					t.Errorf("two requests were only %v apart, want %v", got, test.gap)
				}
			})
		})
	}
}

// All places on one page are one request, with the page itself and without.
func TestRecheckOfPlacesAsksOnce(t *testing.T) {
	srv, asked := counted(t, map[string]string{"/": "home", "/a": `<p id="one">1 <p id="two">2`})
	place := func(fragment string) Known {
		return Known{Address: result.Address{URL: srv.URL + "/a#" + fragment, Fragment: fragment, Base: 7, Internal: true, Kind: result.KindPage}, Outcome: outcome.MissingFragment}
	}
	page := Known{Address: result.Address{URL: srv.URL + "/a", Internal: true, Kind: result.KindPage}}
	for n, list := range [][]Known{
		{place("one"), place("gone"), place("two")},
		{place("one"), place("gone"), place("two"), page, place("one")},
	} {
		found, err := recheckAll(t.Context(), t, Options{Start: srv.URL + "/", NoDelay: true, NoProbes: true, MaxAddresses: 1}, list)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"200", "missing-fragment", "200", "200", "200"}[:len(list)]
		var got []string
		for i := range list {
			got = append(got, string(found[i].Outcome))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("list %d (-want +got):\n%s", n, diff)
		}
		if got := asked()["/a"]; got != n+1 {
			t.Errorf("list %d: the page was asked for %d times in all", n, got)
		}
	}
}

// A place is left out if its page does not tell whether it is there. It has the check of
// its page if that is not delivered, or leads to another place.
func TestRecheckOfPlacesWithoutAVerdict(t *testing.T) {
	srv := site(t, map[string]string{
		"/long":  "<p>" + strings.Repeat("word ", 1000) + `<p id="end">`,
		"/plain": "200\nContent-Type: text/plain\n\nno places",
		"/jump":  "302\nLocation: /aim#there\n\n", "/aim": `<p id="there">x`,
	})
	var list []Known
	for _, path := range []string{"/long", "/plain", "/gone", "/jump"} {
		list = append(list, Known{Address: result.Address{URL: srv.URL + path + "#end", Fragment: "end", Base: 7, Internal: true, Kind: result.KindPage}})
	}
	found, err := recheckAll(t.Context(), t, Options{Start: srv.URL + "/", NoDelay: true, NoProbes: true, MaxBody: 1000}, list)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[int]string)
	for i, c := range found {
		got[i] = c.Verdict.String() + " " + string(c.Outcome)
	}
	if diff := cmp.Diff(map[int]string{2: "broken 404", 3: "works 302"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A recheck that is cancelled keeps what was checked until then, and each result is
// there soon after its answer.
func TestRecheckThatIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://other.example", &timed{})
		var list []Known
		for i := range 100 {
			list = append(list, Known{Address: result.Address{URL: fmt.Sprintf("http://other.example/%d", i), Kind: result.KindPage}})
		}
		r, err := NewRecheck(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial}, list, nothingUnsafe)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var came []int
		err = r.Run(ctx, func(_ context.Context, checks []Rechecked) error {
			for _, c := range checks {
				if late := time.Since(c.Check.At); late > 2*time.Second {
					t.Errorf("a result came %v late", late)
				}
				came = append(came, c.Index)
			}
			if len(came) >= 10 {
				cancel()
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) || len(came) < 10 || len(came) > 20 {
			t.Errorf("%d results, error %v", len(came), err)
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("it took %v", took)
		}
		if slices.Sort(came); len(slices.Compact(came)) != len(came) {
			t.Errorf("twice: %v", came)
		}
	})
}

// An error of who is told the results ends the run.
func TestRecheckEndsWithAnErrorOfItsCaller(t *testing.T) {
	srv := site(t, map[string]string{"/": "home"})
	list := []Known{{Address: result.Address{URL: srv.URL + "/", Internal: true, Kind: result.KindPage}}}
	r, err := NewRecheck(Options{Start: srv.URL + "/", NoDelay: true}, list, nothingUnsafe)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk is full")
	if err := r.Run(t.Context(), func(context.Context, []Rechecked) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}
