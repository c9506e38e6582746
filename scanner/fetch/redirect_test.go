package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/weburl"
)

const redirects = `
-- host http://site.example --
-- GET /end --

the end
-- GET /301 --
301
Location: /end

-- GET /302 --
302
Location: /end

-- GET /303 --
303
Location: /end

-- GET /307 --
307
Location: /end

-- GET /308 --
308
Location: /end

-- GET /300 --
300
Location: /end

-- GET /304 --
304

-- GET /deep/relative --
301
Location: ../end

-- GET /host --
301
Location: //other.example/end

-- GET /spaces --
301
Location:   /a b c  

-- GET /a%20b%20c --

spaces
-- GET /utf8 --
301
Location: /münchen

-- GET /m%C3%BCnchen --

munich
-- GET /latin1 --
301
Location: /m\xfcnchen

-- GET /m%FCnchen --

munich in latin
-- GET /escape --
301
Location: /100%zz

-- GET /100%zz --

bad escape
-- GET /no-target --
301

-- GET /empty-target --
302
Location: 

-- GET /to-file --
302
Location: file:///etc/passwd

-- GET /to-ftp --
301
Location: ftp://files.example/x

-- GET /to-mail --
301
Location: mailto:me@example.com

-- GET /to-nonsense --
301
Location: http://[::1

-- GET /loop/a --
301
Location: /loop/b

-- GET /loop/b --
302
Location: /loop/a

-- GET /self --
302
Location: /self

-- GET /cookie --
!when Cookie: seen=1

with cookie
-- GET /cookie --
302
Set-Cookie: seen=1
Location: /cookie

-- GET /maze20 --
!maze 20

out
-- GET /maze21 --
!maze 21

out
-- GET /mixed --
301
Location: /302

-- GET /all-permanent --
308
Location: /301

-- GET /fragment --
301
Location: /end#new

-- GET /to-broken --
301
Location: /gone

-- GET /gone --
410

-- GET /to-http-only --
301
Location: http://other.example/end

-- host http://other.example --
-- GET /end --

another end
-- host https://safe.example --
-- GET /down --
302
Location: http://site.example/end?token=abc

`

// check 49, 50, 51, 55
func TestRedirects(t *testing.T) {
	site := sitetest.New(t, redirects)
	c := newClient(t, site)
	for _, test := range []struct {
		path    string
		outcome outcome.Key
		status  int
		final   string
		body    string
		hops    int
		perm    bool
	}{
		{"/301", "200", 200, "http://site.example/end", "the end\n", 2, true},
		{"/302", "200", 200, "http://site.example/end", "the end\n", 2, false},
		{"/303", "200", 200, "http://site.example/end", "the end\n", 2, false},
		{"/307", "200", 200, "http://site.example/end", "the end\n", 2, false},
		{"/308", "200", 200, "http://site.example/end", "the end\n", 2, true},
		{"/300", "300", 300, "http://site.example/300", "", 1, false},
		{"/304", "304", 304, "http://site.example/304", "", 1, false},
		{"/deep/relative", "200", 200, "http://site.example/end", "the end\n", 2, true},
		{"/host", "200", 200, "http://other.example/end", "another end\n", 2, true},
		{"/spaces", "200", 200, "http://site.example/a%20b%20c", "spaces\n", 2, true},
		{"/utf8", "200", 200, "http://site.example/m%C3%BCnchen", "munich\n", 2, true},
		{"/latin1", "200", 200, "http://site.example/m%FCnchen", "munich in latin\n", 2, true},
		{"/escape", "200", 200, "http://site.example/100%zz", "bad escape\n", 2, true},
		{"/no-target", "redirect-no-target", 301, "http://site.example/no-target", "", 1, false},
		{"/empty-target", "redirect-no-target", 302, "http://site.example/empty-target", "", 1, false},
		{"/to-file", "redirect-bad-target", 302, "http://site.example/to-file", "", 1, false},
		{"/to-ftp", "redirect-bad-target", 301, "http://site.example/to-ftp", "", 1, false},
		{"/to-mail", "unsupported-scheme", 301, "http://site.example/to-mail", "", 1, false},
		{"/to-nonsense", "redirect-bad-target", 301, "http://site.example/to-nonsense", "", 1, false},
		{"/loop/a", "redirect-loop", 302, "http://site.example/loop/a", "", 2, false},
		{"/self", "redirect-loop", 302, "http://site.example/self", "", 1, false},
		{"/cookie", "200", 200, "http://site.example/cookie", "with cookie\n", 2, false},
		{"/maze20", "200", 200, "http://site.example/maze20?n=20", "out\n", 21, false},
		{"/maze21", "redirect-too-many", 302, "http://site.example/maze21?n=21", "", 21, false},
		{"/mixed", "200", 200, "http://site.example/end", "the end\n", 3, false},
		{"/all-permanent", "200", 200, "http://site.example/end", "the end\n", 3, true},
		{"/to-broken", "410", 410, "http://site.example/gone", "", 2, true},
	} {
		t.Run(strings.Trim(test.path, "/"), func(t *testing.T) {
			a := get(t, c, "http://site.example"+test.path)
			got := test
			got.outcome, got.status, got.final, got.body = a.Outcome, a.Status, a.Final.String(), string(a.Body)
			got.hops, got.perm = len(a.Hops), a.Permanent
			if got != test {
				t.Errorf("got  %+v\nwant %+v\nerror %v", got, test, a.Err)
			}
		})
	}
}

// check 51: the whole chain is kept with each hop's status.
func TestHops(t *testing.T) {
	c := newClient(t, sitetest.New(t, redirects))
	a := get(t, c, "http://site.example/mixed")
	want := []string{"301 http://site.example/mixed", "302 http://site.example/302", "200 http://site.example/end"}
	if diff := cmp.Diff(want, hops(a.Evidence.Hops)); diff != "" {
		t.Errorf("hops (-want +got):\n%s", diff)
	}
	if got, want := a.Hops[0].Location, "/302"; got != want {
		t.Errorf("Location = %q, want %q", got, want)
	}
}

// check 45
func TestFragmentThroughRedirects(t *testing.T) {
	c := newClient(t, sitetest.New(t, redirects))
	for address, want := range map[string]string{
		"http://site.example/301#here":      "http://site.example/end#here",
		"http://site.example/fragment#here": "http://site.example/end#new",
		"http://site.example/fragment":      "http://site.example/end#new",
		"http://site.example/301":           "http://site.example/end",
	} {
		if got := get(t, c, address).Final.String(); got != want {
			t.Errorf("%s ends at %s, want %s", address, got, want)
		}
	}
}

// check 52: cookies live for one chain and obey their origin.
func TestCookies(t *testing.T) {
	site := sitetest.New(t, `
-- host http://a.example --
-- GET /set --
302
Set-Cookie: id=1; Path=/
Set-Cookie: wide=1; Domain=example
Set-Cookie: narrow=1; Path=/elsewhere
Location: /read

-- GET /read --
302
Location: http://b.example/read

-- host http://b.example --
-- GET /read --

done
`)
	c := newClient(t, site)
	if a := get(t, c, "http://a.example/set"); a.Status != 200 {
		t.Fatalf("status %d: %v", a.Status, a.Err)
	}
	get(t, c, "http://a.example/read")
	var got []string
	for _, r := range site.Requests() {
		got = append(got, r.URL+" "+r.Header.Get("Cookie"))
	}
	want := []string{
		"http://a.example/set ",
		"http://a.example/read id=1",
		"http://b.example/read ", // neither a's cookie nor one for a whole public suffix
		"http://a.example/read ", // a chain of its own
		"http://b.example/read ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cookies (-want +got):\n%s", diff)
	}
}

// check 54
func TestDowngrade(t *testing.T) {
	c := newClient(t, sitetest.New(t, redirects))
	a := get(t, c, "https://safe.example/down")
	detail, ok := note(a, outcome.RedirectDowngrade)
	if !ok || a.Outcome != "200" {
		t.Errorf("outcome %s, notes %v: %v", a.Outcome, a.Notes, a.Err)
	}
	if strings.Contains(detail, "abc") {
		t.Errorf("note shows a token: %q", detail)
	}
	if a := get(t, c, "http://site.example/301"); len(a.Notes) != 0 {
		t.Errorf("notes of a plain redirect: %v", a.Notes)
	}
}

// check 53, 90: credentials never leave the site's own origin.
func TestCredentials(t *testing.T) {
	site := sitetest.New(t, `
-- host https://own.example --
-- GET / --

home
-- GET /out --
302
Location: https://other.example/

-- GET /port --
302
Location: https://own.example:8443/

-- GET /plain --
302
Location: http://own.example/

-- GET /there-and-back --
302
Location: https://other.example/back

-- host https://other.example --
-- GET / --

-- GET /back --
302
Location: https://own.example/

-- host https://own.example:8443 --
-- GET / --

-- host http://own.example --
-- GET / --

-- host https://sub.own.example --
-- GET / --

`)
	c := newClient(t, site, func(o *fetch.Options) {
		o.Home = parse(t, "https://own.example/")
		o.Header = http.Header{"X-Staging": {"yes"}}
		o.Credential = fetch.Credential{User: "me", Password: "pw", Cookie: "sid=1", Header: "X-Key", Value: "k"}
	})
	for _, path := range []string{"/", "/out", "/port", "/plain", "/there-and-back"} {
		if a := get(t, c, "https://own.example"+path); a.Status != 200 {
			t.Errorf("%s: %d %v", path, a.Status, a.Err)
		}
	}
	get(t, c, "https://sub.own.example/")
	for _, r := range site.Requests() {
		own := strings.HasPrefix(r.URL, "https://own.example/")
		for name, want := range map[string]string{
			"Authorization": "Basic bWU6cHc=", "Cookie": "sid=1", "X-Key": "k", "X-Staging": "yes",
		} {
			if !own {
				want = ""
			}
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s got %s %q, want %q", r.URL, name, got, want)
			}
		}
	}
}

func TestHopCanRefuse(t *testing.T) {
	site := sitetest.New(t, redirects)
	var asked []string
	c := newClient(t, site, func(o *fetch.Options) {
		o.OnRedirect = func(_ context.Context, from, to weburl.URL) error {
			asked = append(asked, from.Path()+" "+to.Key())
			if to.Hostname() == "other.example" {
				return &fetch.Refusal{Outcome: outcome.RobotsBlocked, Reason: "robots.txt"}
			}
			return nil
		}
	})
	a := get(t, c, "http://site.example/to-http-only")
	if a.Outcome != outcome.RobotsBlocked || a.Status != 301 || a.Final.Path() != "/to-http-only" {
		t.Errorf("refused hop gives %s, status %d, final %s", a.Outcome, a.Status, a.Final)
	}
	if n := site.Count("http://other.example/*"); n != 0 {
		t.Errorf("%d requests to the refused host", n)
	}
	get(t, c, "http://site.example/301")
	want := []string{"/to-http-only http://other.example/end", "/301 http://site.example/end"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("hops asked for (-want +got):\n%s", diff)
	}
}

func TestNoFollow(t *testing.T) {
	c := newClient(t, sitetest.New(t, redirects))
	a := c.Fetch(t.Context(), fetch.Request{URL: parse(t, "http://site.example/301"), NoFollow: true})
	if a.Outcome != "301" || a.Header.Get("Location") != "/end" || len(a.Hops) != 1 {
		t.Errorf("got %s, %v", a.Outcome, a.Hops)
	}
}

func TestCancelled(t *testing.T) {
	site := sitetest.New(t, "-- GET / --\n!hang\n")
	c := newClient(t, site)
	ctx, cancel := context.WithCancelCause(t.Context())
	u := parse(t, site.URL("/"))
	answers := make(chan *fetch.Answer)
	go func() { answers <- c.Fetch(ctx, fetch.Request{URL: u}) }()
	site.Await(ctx, site.URL("/"), 1)
	cancel(errors.New("the person pressed Stop"))
	if a := <-answers; a.Outcome != outcome.Cancelled {
		t.Errorf("got %s: %v", a.Outcome, a.Err)
	}
}
