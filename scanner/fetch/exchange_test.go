package fetch_test

import (
	"bytes"
	"context"
	"log"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

const exchanges = `
-- host http://site.example --
-- GET /ok --

fine
-- GET /201 --
201

-- GET /204 --
204

-- GET /206 --
206

-- GET /299 --
299 Odd

-- GET /401 --
401

-- GET /404 --
404

<script>var x = 1</script><h1>Nothing   here</h1>
-- GET /451 --
451

-- GET /599 --
599 Strange

-- GET /early --
!interim 103

after a hint
-- GET /empty --
!close

-- GET /reset --
!reset

-- GET /reset-header --
!reset header

padding
-- GET /malformed --
!raw

this is no HTTP
-- GET /bad-status --
!raw

HTTP/1.1 20 OK

-- GET /bad-version --
!raw

HTTP/x.y 200 OK

-- GET /cut-header --
!raw

HTTP/1.1 200 OK
Content-Type: te
-- GET /no-reason --
!raw

HTTP/1.1 200
Content-Length: 2

ok
-- GET /http10 --
!raw

HTTP/1.0 200 OK
Content-Type: text/html

old
-- GET /huge-header --
!padding 600KiB

-- GET /large-header --
!padding 400KiB

fine
-- GET /truncated --
!truncate

half a page
-- GET /truncated-chunks --
!chunked
!truncate

half a page
-- GET /reset-body --
!reset body

half a page
-- GET /chunked --
!chunked
!repeat 1000

0123456789
-- GET /endless --
!endless

more and more
`

// checks 56, 57, 69, 70, 71, 73, 77
func TestExchanges(t *testing.T) {
	site := sitetest.New(t, exchanges)
	c := newClient(t, site, func(o *fetch.Options) { o.MaxBody = 100 << 10 })
	for _, test := range []struct {
		path    string
		outcome outcome.Key
		status  int
		body    string
		notes   []outcome.Key
	}{
		{"/ok", "200", 200, "fine\n", nil},
		{"/201", "201", 201, "", nil},
		{"/204", "204", 204, "", nil},
		{"/206", "206", 206, "", nil},
		{"/299", "299", 299, "", nil},
		{"/401", "401", 401, "", nil},
		{"/451", "451", 451, "", nil},
		{"/599", "599", 599, "", nil},
		{"/early", "200", 200, "after a hint\n", nil},
		{"/empty", "empty-reply", 0, "", nil},
		{"/reset", "connection-reset", 0, "", nil},
		{"/reset-header", "connection-reset", 0, "", nil},
		{"/malformed", "malformed-response", 0, "", nil},
		{"/bad-status", "malformed-response", 0, "", nil},
		{"/bad-version", "malformed-response", 0, "", nil},
		{"/cut-header", "malformed-response", 0, "", nil},
		{"/no-reason", "200", 200, "ok", nil},
		{"/http10", "200", 200, "old\r\n", nil},
		{"/huge-header", "headers-too-large", 0, "", nil},
		{"/large-header", "200", 200, "fine\n", nil},
		{"/truncated", "200", 200, "half a page\n", []outcome.Key{"body-truncated"}},
		{"/truncated-chunks", "200", 200, "half a page\n", []outcome.Key{"body-truncated"}},
		{"/reset-body", "200", 200, "half a page\n", []outcome.Key{"body-truncated"}},
		{"/chunked", "200", 200, strings.Repeat("0123456789\n", 1000), nil},
	} {
		t.Run(strings.Trim(test.path, "/"), func(t *testing.T) {
			a := get(t, c, "http://site.example"+test.path)
			if a.Outcome != test.outcome || a.Status != test.status {
				t.Errorf("got %s, status %d, want %s, %d: %v", a.Outcome, a.Status, test.outcome, test.status, a.Err)
			}
			if string(a.Body) != test.body {
				t.Errorf("body %q, want %q", a.Body, test.body)
			}
			if diff := cmp.Diff(test.notes, noteKeys(a)); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			if a.Truncated != (len(test.notes) > 0) {
				t.Errorf("Truncated = %v", a.Truncated)
			}
		})
	}
}

// Bodies are read into the memory of those that were released, where they fit,
// and what another body left there does not shine through.
func TestBodiesReuseMemory(t *testing.T) {
	c := newClient(t, sitetest.New(t, exchanges))
	var before []byte
	for i, test := range []struct {
		path, body string
		reused     bool
	}{
		{"/chunked", strings.Repeat("0123456789\n", 1000), false},
		{"/ok", "fine\n", true},
		{"/truncated", "half a page\n", true},
		{"/early", "after a hint\n", true},
	} {
		a := get(t, c, "http://site.example"+test.path)
		if string(a.Body) != test.body {
			t.Errorf("%s: body %q, want %q", test.path, a.Body, test.body)
		}
		if reused := i > 0 && &a.Body[0] == &before[0]; reused != test.reused {
			t.Errorf("%s: memory reused %v, want %v", test.path, reused, test.reused)
		}
		before = a.Body
		if a.Release(); a.Body != nil {
			t.Errorf("%s: the body is still there", test.path)
		}
	}
}

// check 65: an endless body is cut, its status kept.
func TestEndlessBody(t *testing.T) {
	site := sitetest.New(t, exchanges)
	c := newClient(t, site, func(o *fetch.Options) { o.MaxBody = 100 << 10 })
	a := get(t, c, "http://site.example/endless")
	if a.Outcome != "200" || !a.Cut || len(a.Body) != 100<<10 {
		t.Errorf("got %s, cut %v, %d bytes: %v", a.Outcome, a.Cut, len(a.Body), a.Err)
	}
	if _, ok := note(a, outcome.TooLarge); !ok {
		t.Errorf("notes %v", a.Notes)
	}
	a = c.Fetch(t.Context(), fetch.Request{URL: parse(t, "http://site.example/endless")})
	if a.Outcome != "200" || !a.Cut || len(a.Notes) > 0 {
		t.Errorf("unwanted body: %s, cut %v, notes %v", a.Outcome, a.Cut, a.Notes)
	}
}

// A body of exactly the limit is whole.
func TestBodyAtTheLimit(t *testing.T) {
	for size, cut := range map[string]bool{"99": false, "100": false, "101": true} {
		site := sitetest.New(t, "-- GET / --\n!encode gzip\n!repeat "+size+"\n\nx")
		// txtar ends every file with a line end, so count two bytes a turn.
		c := newClient(t, site, func(o *fetch.Options) { o.MaxBody = 200 })
		if a := get(t, c, site.URL("/")); a.Cut != cut {
			t.Errorf("%s turns: cut %v, want %v (%d bytes)", size, a.Cut, cut, len(a.Body))
		}
	}
}

// check 64: slow headers, slow body and the whole exchange have deadlines of
// their own.
func TestDeadlines(t *testing.T) {
	for _, test := range []struct {
		name, site string
		outcome    outcome.Key
		status     int
		after      time.Duration
	}{
		{"no answer", "-- GET / --\n!hang\n", "timeout-headers", 0, 20 * time.Second},
		{"half a header", "-- GET / --\n!hang header\n\nx", "timeout-headers", 0, 20 * time.Second},
		{"silence in body", "-- GET / --\n!hang body\n\nx", "timeout-body", 200, 10 * time.Second},
		{"a drip for ever", "-- GET / --\n!drip 3s\n\nx", "timeout-body", 200, 30 * time.Second},
		{"no connection", "-- host http://site.test --\nconnect: timeout\n", "connect-timeout", 0, 10 * time.Second},
		{"no look-up", "-- host http://site.test --\ndns: timeout\n", "dns-timeout", 0, 10 * time.Second},
		{"nothing behind the connection", "-- host http://site.test --\nconnect: hang\n", "timeout-headers", 0, 20 * time.Second},
		{"no handshake", "-- host https://site.test --\ntls: hang\n", "tls-handshake", 0, 10 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				site := sitetest.New(t, test.site, sitetest.InMemory())
				c := newClient(t, site)
				began := time.Now()
				a := get(t, c, site.URL("/"))
				if a.Outcome != test.outcome || a.Status != test.status {
					t.Errorf("got %s, status %d, want %s, %d: %v", a.Outcome, a.Status, test.outcome, test.status, a.Err)
				}
				if took := time.Since(began); took != test.after {
					t.Errorf("took %v, want %v", took, test.after)
				}
			})
		})
	}
}

// A slow server that keeps sending within the deadlines is no failure.
func TestSlowIsFine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "-- GET / --\n!delay 15s\n\nslow\n", sitetest.InMemory())
		c := newClient(t, site)
		if a := get(t, c, site.URL("/")); a.Outcome != "200" {
			t.Errorf("got %s: %v", a.Outcome, a.Err)
		}
	})
}

// check 62: a kept-alive connection that the server closes as we ask again
// gets one fresh try.
func TestKeptAliveReset(t *testing.T) {
	for _, how := range []string{"reset", "close"} {
		site := sitetest.New(t, "-- GET / --\n!times 1\n\none\n-- GET / --\n!times 1\n!"+how+"\n\n-- GET / --\n\nthree\n")
		c := newClient(t, site)
		get(t, c, site.URL("/"))
		if a := get(t, c, site.URL("/")); a.Outcome != "200" || string(a.Body) != "three\n" {
			t.Errorf("%s: got %s %q: %v", how, a.Outcome, a.Body, a.Err)
		}
		if got := site.Conns(site.URL("")); got != 2 {
			t.Errorf("%s: %d connections, want 2", how, got)
		}
	}
}

// Connections are used again.
func TestKeepAlive(t *testing.T) {
	site := sitetest.New(t, exchanges)
	c := newClient(t, site)
	for range 3 {
		for _, path := range []string{"/ok", "/404", "/chunked", "/early", "/204"} {
			get(t, c, "http://site.example"+path)
		}
	}
	if got := site.Conns("http://site.example"); got != 1 {
		t.Errorf("%d connections, want 1", got)
	}
}

// check 72: nothing reaches the standard log, whatever a server sends unasked.
func TestStandardLogStaysEmpty(t *testing.T) {
	var lines bytes.Buffer
	log.SetOutput(&lines)
	defer log.SetOutput(os.Stderr)
	site := sitetest.New(t, `
-- host http://site.example --
-- GET /extra --
!extra HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello

page
-- GET /long --
Content-Length: 4

page and more than was announced
-- GET /head-with-body --
!body

a body that HEAD must not have
-- GET /none-with-body --
204
Content-Length: 4
!extra oops

-- GET /chunked --
!chunked
!extra oops

page
-- GET /ok --

fine
-- host https://site.example --
-- GET /extra --
!extra HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello

page
`)
	c := newClient(t, site)
	for _, test := range []struct{ method, address, body string }{
		{"GET", "http://site.example/extra", "page\n"},
		{"GET", "http://site.example/ok", "fine\n"},
		{"GET", "http://site.example/long", "page"},
		{"GET", "http://site.example/ok", "fine\n"},
		{"HEAD", "http://site.example/head-with-body", ""},
		{"GET", "http://site.example/ok", "fine\n"},
		{"GET", "http://site.example/none-with-body", ""},
		{"GET", "http://site.example/ok", "fine\n"},
		{"GET", "http://site.example/chunked", "page\n"},
		{"GET", "http://site.example/ok", "fine\n"},
		{"GET", "https://site.example/extra", "page\n"},
		{"GET", "https://site.example/extra", "page\n"},
	} {
		a := c.Fetch(t.Context(), fetch.Request{URL: parse(t, test.address), Method: test.method, Want: fetch.WantAll})
		if a.Err != nil || string(a.Body) != test.body {
			t.Errorf("%s %s: %s %q, want %q: %v", test.method, test.address, a.Outcome, a.Body, test.body, a.Err)
		}
	}
	c.Close()
	if lines.Len() > 0 {
		t.Errorf("standard log: %s", lines.String())
	}
}

// check 63: an HTTP/2 peer that resets each stream costs at most three
// connections.
func TestHTTP2Reset(t *testing.T) {
	for name, protocol := range map[string]string{
		"PROTOCOL_ERROR": "h2-reset 1", "INTERNAL_ERROR": "h2-reset 2", "REFUSED_STREAM": "h2-reset 7",
		"CANCEL": "h2-reset 8", "ENHANCE_YOUR_CALM": "h2-reset 11", "GOAWAY": "h2-goaway 0", "GOAWAY 2": "h2-goaway 2",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				site := sitetest.New(t, "-- host https://site.test --\nprotocol: "+protocol+"\n", sitetest.InMemory())
				c := newClient(t, site)
				a := get(t, c, site.URL("/"))
				if a.Outcome != outcome.HTTP2Error {
					t.Errorf("got %s: %v", a.Outcome, a.Err)
				}
				if got := site.Conns(site.URL("")); got > 3 {
					t.Errorf("%d connections", got)
				}
				c.Close()
			})
		})
	}
}

// check 69 over HTTP/2
func TestHTTP2Headers(t *testing.T) {
	site := sitetest.New(t, `
-- host https://site.test --
protocol: h2
-- GET /ok --

over two
-- GET /large --
!padding 400KiB

fine
-- GET /huge --
!padding 600KiB

-- host https://flood.test --
protocol: h2-headers
`)
	c := newClient(t, site)
	for path, want := range map[string]outcome.Key{
		"https://site.test/ok": "200", "https://site.test/large": "200",
		"https://site.test/huge": outcome.HeadersTooLarge, "https://flood.test/": outcome.HTTP2Error,
	} {
		a := get(t, c, path)
		if a.Outcome != want {
			t.Errorf("%s gives %s, want %s: %v", path, a.Outcome, want, a.Err)
		}
		if a.Outcome == "200" && a.Evidence.Protocol != "HTTP/2.0" {
			t.Errorf("%s came over %s", path, a.Evidence.Protocol)
		}
	}
}

func TestClosedClient(t *testing.T) {
	site := sitetest.New(t, "-- GET / --\n!hang\n")
	c := newClient(t, site)
	u := parse(t, site.URL("/"))
	answers := make(chan *fetch.Answer)
	go func() { answers <- c.Fetch(context.Background(), fetch.Request{URL: u}) }()
	site.Await(t.Context(), site.URL("/"), 1)
	c.Close()
	if a := <-answers; a.Outcome != outcome.Cancelled {
		t.Errorf("call under way: %s: %v", a.Outcome, a.Err)
	}
	if a := c.Fetch(t.Context(), fetch.Request{URL: u}); a.Outcome != outcome.Cancelled {
		t.Errorf("later call: %s: %v", a.Outcome, a.Err)
	}
}
