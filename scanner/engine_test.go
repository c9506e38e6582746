package scanner

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// site serves pages by path: a status line and headers, a blank line, a body;
// or just a body.
func site(t *testing.T, pages map[string]string) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(pageHandler(pages))
	t.Cleanup(srv.Close)
	return srv
}

// notFound answers as a site does that has an error page of its own.
func notFound(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `<title>Not found</title>Sorry. <a href="/">Home</a>`)
}

func pageHandler(pages map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.RequestURI()]
		if !ok {
			notFound(w)
			return
		}
		status := 200
		if head, body, split := strings.Cut(page, "\n\n"); split {
			page = body
			for line := range strings.SplitSeq(head, "\n") {
				if name, value, isHeader := strings.Cut(line, ": "); isHeader {
					w.Header().Set(name, value)
				} else {
					_, _ = fmt.Sscan(line, &status)
				}
			}
		}
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(page))
	})
}

func scan(t *testing.T, o Options, m *memory) result.Summary {
	t.Helper()
	o.NoDelay = true
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	var journal Journal
	if len(m.addresses) > 0 {
		journal = m
	}
	s, err := runWatched(t.Context(), e, m, journal, audit(t))
	if err != nil {
		t.Fatal(err)
	}
	ledger(t, s.Progress, m)
	return s
}

// ledger holds truth 1: found = checked + skipped + waiting, by count and by address.
func ledger(t *testing.T, p result.Progress, m *memory) {
	t.Helper()
	if p.Found != p.Checked+p.Skipped+p.Waiting {
		t.Errorf("found %d, but checked %d + skipped %d + waiting %d", p.Found, p.Checked, p.Skipped, p.Waiting)
	}
	places := 0
	for at := range m.places {
		if at.fragment != result.WholeSite {
			places++
		}
	}
	if p.PlacesChecked != places {
		t.Errorf("progress has %d places, the sink %d", p.PlacesChecked, places)
	}
	if p.Found != len(m.addresses) || p.Checked+p.Skipped != len(m.checks) {
		t.Errorf("progress has found %d and done %d, the sink %d and %d", p.Found, p.Checked+p.Skipped, len(m.addresses), len(m.checks))
	}
}

// short replaces the server's address, so that tables can be read.
func short(table map[string]string, servers map[string]string) map[string]string {
	out := make(map[string]string, len(table))
	for address, line := range table {
		for from, to := range servers {
			address = strings.ReplaceAll(address, from, to)
		}
		out[address] = line
	}
	return out
}

func TestScanFindsWhatASiteHas(t *testing.T) {
	other := site(t, map[string]string{"/": "fine <a href=/never>x</a>", "/sec": `<h1 id="here">x</h1>`})
	srv := site(t, map[string]string{
		"/":          `<title>Home</title><a href="/a">A</a> <a href="/gone">old</a> <img src=/logo.png alt=logo> <a href="` + other.URL + `/">out</a> <a href="` + other.URL + `/nope">out</a>`,
		"/a":         `<h2 id=there>A</h2><a href="/">home</a> <a href="/gone#x">old</a> <a href="#there">1</a> <a href="/a#missing">2</a> <a href="/b#late">3</a> <a href="` + other.URL + `/sec#here">4</a> <a href="` + other.URL + `/sec#nowhere">5</a>`,
		"/b":         `<h2 id=late>B</h2><a href=/moved>m</a><a href=mailto:me@example.com>m</a><a href="mailto:nobody">m</a>`,
		"/moved":     "301\nLocation: /c\n\n",
		"/c":         `<a href="/deep">d</a>`,
		"/deep":      "500\n\nsorry",
		"/logo.png":  "200\nContent-Type: image/png\n\n\x89PNG\r\n\x1a\n",
		"/style.css": "200\nContent-Type: text/css\n\nbody { background: url(/bg.png) }",
	})
	m := newMemory()
	s := scan(t, Options{Start: srv.URL + "/"}, m)

	got := short(m.table(), map[string]string{srv.URL: "", other.URL: "other:"})
	want := map[string]string{
		"/":                     "works 200 200",
		"/a":                    "works 200 200",
		"/a#there":              "works 200 200",
		"/a#missing":            "warning missing-fragment 200",
		"/gone":                 "broken 404 404",
		"/logo.png":             "works 200 200",
		"/b":                    "works 200 200",
		"/b#late":               "works 200 200",
		"/moved":                "warning 301 200",
		"/c":                    "works 200 200",
		"/deep":                 "broken 500 500",
		"other:/":               "works 200 200",
		"other:/nope":           "broken 404 404",
		"other:/sec":            "works 200 200",
		"other:/sec#here":       "works 200 200",
		"other:/sec#nowhere":    "warning missing-fragment 200",
		"mailto:me@example.com": "skipped unsupported-scheme 0",
		"mailto:nobody":         "broken mailto-bad 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	// check 89: every page that links there is kept, with or without fragment
	if diff := cmp.Diff([]string{srv.URL + "/", srv.URL + "/a"}, m.sources(srv.URL+"/gone")); diff != "" {
		t.Errorf("sources of /gone (-want +got):\n%s", diff)
	}
	if s.Pages != 4 {
		t.Errorf("pages: got %d, want 4", s.Pages)
	}
	if c, _ := m.check(srv.URL + "/deep"); len(c.Evidence.Attempts) != 3 { // check 61
		t.Errorf("a 500 was tried %d times, want 3", len(c.Evidence.Attempts))
	}
}

func TestFirstFailureIsNotTheVerdict(t *testing.T) { // check 61
	var hits atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<a href=/flaky>f</a>`)
		case "/flaky":
			if hits.Add(1) < 3 {
				w.WriteHeader(http.StatusBadGateway)
			}
		default:
			notFound(w)
		}
	}))
	defer srv.Close()
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	c, _ := m.check(srv.URL + "/flaky")
	if c.Status != 200 || len(c.Notes) != 0 {
		t.Errorf("got %s %d (%s), want 200", c.Verdict, c.Status, c.Reason)
	}
}

func TestRobotsTxtIsObeyed(t *testing.T) { // checks 79, 80
	pages := map[string]string{
		"/robots.txt": "User-agent: *\nDisallow: /private\n",
		"/":           `<a href=/private/x>p</a> <a href=/jump>j</a> <a href=/open>o</a>`,
		"/private/x":  "secret",
		"/jump":       "302\nLocation: /private/x\n\n",
		"/open":       "fine",
	}
	srv := site(t, pages)
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	want := map[string]string{
		"/": "works 200 200", "/open": "works 200 200",
		"/private/x": "skipped robots-blocked 0", "/jump": "skipped robots-blocked 302",
	}
	if diff := cmp.Diff(want, short(m.table(), map[string]string{srv.URL: ""})); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}

	m = newMemory()
	scan(t, Options{Start: srv.URL + "/", IgnoreRobots: true}, m)
	if c, _ := m.check(srv.URL + "/private/x"); c.Verdict != outcome.Works {
		t.Errorf("robots.txt turned off: got %s, want works", c.Verdict)
	}

	pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
	m = newMemory()
	s := scan(t, Options{Start: srv.URL + "/"}, m)
	if s.Diagnosis != result.StartForbidden { // check 91
		t.Errorf("all forbidden: diagnosis %q, want %q", s.Diagnosis, result.StartForbidden)
	}

	pages["/robots.txt"] = "503\n\n"
	m = newMemory()
	s = scan(t, Options{Start: srv.URL + "/"}, m)
	if s.Diagnosis != result.RobotsUnreachable {
		t.Errorf("robots.txt 503: diagnosis %q, want %q", s.Diagnosis, result.RobotsUnreachable)
	}
}

func TestSiteMap(t *testing.T) { // checks 81, 82
	pages := map[string]string{
		"/":       "home",
		"/orphan": "nobody links here",
	}
	srv := site(t, pages)
	pages["/sitemap.xml"] = "200\nContent-Type: application/xml\n\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>" +
		srv.URL + "/orphan</loc></url><url><loc>" + srv.URL + "/lost</loc></url></urlset>"
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	want := map[string]string{
		"/": "works 200 200", "/sitemap.xml": "works 200 200", "/orphan": "works 200 200", "/lost": "broken 404 404",
	}
	if diff := cmp.Diff(want, short(m.table(), map[string]string{srv.URL: ""})); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if got := m.sources(srv.URL + "/lost"); len(got) != 1 || got[0] != srv.URL+"/sitemap.xml" {
		t.Errorf("sources of /lost: got %v, want the site map", got)
	}
}

// check 81: what is wrong with a sitemap is said of the sitemap itself.
func TestFaultsOfASitemap(t *testing.T) {
	const good = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a</loc></url>`
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, good)
	for range 2 * 51 {
		fmt.Fprint(z, "<!--"+strings.Repeat(" ", 1<<19)+"-->")
	}
	fmt.Fprint(z, "</urlset>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, body, want, says string }{
		{"nothing", good + "</urlset>", "works 200 200", ""},
		{"another namespace", `<urlset xmlns="https://sitemaps.example/"><url><loc>/a</loc></url></urlset>`, "warning wrong-type 200", "the namespace of this sitemap is not that of sitemaps: https://sitemaps.example/"},
		{"too many addresses", good + strings.Repeat("<url><loc>/a</loc></url>", 50_000) + "</urlset>", "warning too-large 200", "this sitemap has more than 50000 addresses"},
		{"too large, and packed", packed.String(), "warning too-large 200", "this sitemap has more than 50 MB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			media := "application/xml"
			if strings.HasPrefix(tt.body, "\x1f\x8b") {
				media = "application/gzip"
			}
			srv := site(t, map[string]string{"/": "home", "/a": "a", "/sitemap.xml": "200\nContent-Type: " + media + "\n\n" + tt.body})
			m := newMemory()
			scan(t, Options{Start: srv.URL + "/"}, m)
			c, _ := m.check(srv.URL + "/sitemap.xml")
			if got := m.table()[srv.URL+"/sitemap.xml"]; got != tt.want || !strings.Contains(c.Reason, tt.says) {
				t.Errorf("got %s (%s), want %s (%s)", got, c.Reason, tt.want, tt.says)
			}
			if got := m.table()[srv.URL+"/a"]; got != "works 200 200" {
				t.Errorf("its address: got %s", got)
			}
		})
	}
}

// wide is a site with a known answer: n pages, each linking to a few others
// and to something that is gone.
func wide(n int) map[string]string {
	pages := map[string]string{}
	for i := range n {
		pages[fmt.Sprintf("/%d", i)] = fmt.Sprintf(`<a href=/%d>a</a><a href=/%d>b</a><a href=/%d#p>c</a><a href=/gone/%d>d</a><p id=p>`, (2*i+1)%n, (2*i+2)%n, (i*7)%n, i%10)
	}
	pages["/"] = `<a href=/0>start</a>`
	return pages
}

func TestStoppedAndResumedEndsLikeOneThatWasNot(t *testing.T) { // truth 4
	srv := site(t, wide(6000))
	whole := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, whole)

	m := newMemory()
	for runs := 0; ; runs++ {
		ctx, cancel := context.WithCancel(t.Context())
		m.after = func(*memory) { cancel() }
		e, err := New(Options{Start: srv.URL + "/", NoDelay: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := runWatched(ctx, e, m, m, audit(t))
		cancel()
		ledger(t, s.Progress, m)
		if err == nil {
			if runs < 2 {
				t.Errorf("only %d stops: the test proves nothing", runs)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(whole.table(), m.table()); diff != "" {
		t.Errorf("resumed against whole (-want +got):\n%s", diff)
	}
}

func TestSinkThatFailsEndsTheScanAndLosesNothing(t *testing.T) {
	srv := site(t, wide(6000))
	m := newMemory()
	full := errors.New("disk is full")
	m.fail = func(n int) error {
		if n == 2 {
			return full
		}
		return nil
	}
	e, err := New(Options{Start: srv.URL + "/", NoDelay: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(t.Context(), m, nil); !errors.Is(err, full) {
		t.Fatalf("got %v, want the sink's error", err)
	}
	m.fail = nil
	scan(t, Options{Start: srv.URL + "/"}, m)
	whole := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, whole)
	if diff := cmp.Diff(whole.table(), m.table()); diff != "" {
		t.Errorf("after a full disk against whole (-want +got):\n%s", diff)
	}
}

func TestScope(t *testing.T) {
	other := site(t, map[string]string{"/": "x"})
	srv := site(t, map[string]string{
		"/":    `<a href=/a>a</a><a href=/skip/this>s</a><a href="` + other.URL + `/">o</a>`,
		"/a":   `<a href=/a/b>deep</a>`,
		"/a/b": `<a href=/a/b/c>deeper</a>`,
	})
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/", NoExternal: true, MaxDepth: 2, Exclude: []string{"/skip/"}}, m)
	want := map[string]string{
		"/": "works 200 200", "/a": "works 200 200", "/a/b": "works 200 200",
		"/a/b/c": "skipped too-deep 0", "/skip/this": "skipped excluded 0", "other:/": "skipped excluded 0",
	}
	if diff := cmp.Diff(want, short(m.table(), map[string]string{srv.URL: "", other.URL: "other:"})); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if _, err := New(Options{Start: srv.URL, Exclude: []string{"("}}); err == nil {
		t.Error("a rule that is no regular expression was taken")
	}
}

func TestTraps(t *testing.T) { // check 83
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml":
			notFound(w)
		case strings.HasPrefix(r.URL.Path, "/loop"):
			fmt.Fprintf(w, `<a href="%s/loop/">again</a>`, strings.TrimSuffix(r.URL.Path, "/"))
		case r.URL.Path == "/calendar":
			day := 0
			_, _ = fmt.Sscan(r.URL.Query().Get("date"), &day)
			fmt.Fprintf(w, `<a href="/calendar?date=%d">next</a>`, day+1)
		default:
			fmt.Fprint(w, `<a href=/loop/>l</a><a href="/calendar?date=1">c</a>`)
		}
	}))
	defer srv.Close()
	m := newMemory()
	s := scan(t, Options{Start: srv.URL + "/", MaxDepth: 10_000}, m)
	if s.Found > 600 {
		t.Errorf("found %d addresses on a site of two traps", s.Found)
	}
	traps := 0
	for line := range maps.Values(m.table()) {
		if strings.HasPrefix(line, "skipped trap") {
			traps++
		}
	}
	if traps != 2 {
		t.Errorf("got %d trap ends, want 2", traps)
	}
}

func TestPublicSiteCanNotMakeUsCallAPrivateAddress(t *testing.T) { // check 88
	inside := site(t, map[string]string{"/": "secret"})
	pages := map[string]string{"/": `<a href="` + inside.URL + `/">x</a><a href="http://rebound.test/">y</a><img src="http://169.254.169.254/latest">`}
	outside := site(t, pages)
	o := Options{
		Start:    "http://public.test/",
		Resolver: fakeResolver{"public.test": "203.0.114.7", "rebound.test": "10.0.0.1"},
		Dial:     onlyTo("203.0.114.7:80", outside.Listener.Addr().String()),
	}
	m := newMemory()
	scan(t, o, m)
	want := map[string]string{
		"http://public.test/": "works 200 200", inside.URL + "/": "broken address-localhost 0",
		"http://rebound.test/": "broken address-private 0", "http://169.254.169.254/latest": "broken address-private 0",
	}
	if diff := cmp.Diff(want, m.table()); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

func TestCredentialNeverSignsOut(t *testing.T) { // checks 87, 90
	var strangerSaw atomic.Value
	strangerSaw.Store("")
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if a := r.Header.Get("Authorization") + r.Header.Get("Cookie"); a != "" {
			strangerSaw.Store(a)
		}
	}))
	defer other.Close()
	var dangerous atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RequestURI(), "logout") || strings.Contains(r.URL.RequestURI(), "delete") {
			dangerous.Add(1)
		}
		if _, password, _ := r.BasicAuth(); password != "pass" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.URL.Path == "/" {
			fmt.Fprintf(w, `<a href=/logout>bye</a><a href="/post?action=delete&id=3">x</a><a href="%s/">o</a><a href=/jump>j</a><a href=/fine>f</a>`, other.URL)
		}
		if r.URL.Path == "/jump" {
			http.Redirect(w, r, other.URL+"/", http.StatusFound)
		}
		fmt.Fprint(w, "fine")
	}))
	defer srv.Close()
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/", Credential: Credential{User: "me", Password: "pass"}}, m)
	if n := dangerous.Load(); n != 0 {
		t.Errorf("%d dangerous addresses were asked for", n)
	}
	if got := strangerSaw.Load(); got != "" {
		t.Errorf("the other site was sent %q", got)
	}
	if c, _ := m.check(srv.URL + "/fine"); c.Verdict != outcome.Works {
		t.Errorf("/fine: got %s, want works", c.Verdict)
	}
	if c, _ := m.check(srv.URL + "/logout"); c.Outcome != outcome.LogsOut {
		t.Errorf("/logout: got %s, want logs-out", c.Outcome)
	}
}

func TestProgressAddsUpAtEveryMoment(t *testing.T) { // truth 1
	srv := site(t, wide(200))
	e, err := New(Options{Start: srv.URL + "/", NoDelay: true})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := e.Run(t.Context(), newMemory(), nil); err != nil {
			t.Error(err)
		}
	}()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		p := e.Progress()
		if p.Found != p.Checked+p.Skipped+p.Waiting || p.Waiting < 0 {
			t.Fatalf("found %d, checked %d, skipped %d, waiting %d", p.Found, p.Checked, p.Skipped, p.Waiting)
		}
		if p.Own.Found+p.Other.Found != p.Found || p.Own.Done+p.Other.Done != p.Checked+p.Skipped || p.Own.Done > p.Own.Found || p.Other.Done > p.Other.Found {
			t.Fatalf("own %+v and other %+v are not %d found, %d checked, %d skipped", p.Own, p.Other, p.Found, p.Checked, p.Skipped)
		}
		select {
		case <-done:
			return
		case <-ticker.C:
		}
	}
}

func TestPagesThatOnlySayNotFoundAreSuspected(t *testing.T) { // check 92
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		switch {
		case r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml":
			notFound(w)
		case r.URL.Path == "/":
			fmt.Fprint(w, `<title>Home</title>Welcome <a href=/shop/bread>bread</a> <a href=/shop/gone>cake</a> <a href=/honest/a>a</a> <a href=/titled>t</a>`)
		case r.URL.Path == "/shop/bread":
			fmt.Fprint(w, `<title>Bread</title>Our bread is made of flour, water, salt and a night of patience. Order it by six.`)
		case strings.HasPrefix(r.URL.Path, "/shop/"):
			fmt.Fprintf(w, `<title>Shop</title>We are sorry, but we could not find what you were looking for: %s. Please use the search.`, r.URL.Path)
		case r.URL.Path == "/honest/a":
			fmt.Fprint(w, `<title>A</title>We are sorry that this page is short.`)
		case r.URL.Path == "/titled":
			fmt.Fprint(w, `<title>404 Not Found</title>Nothing here.`)
		default:
			notFound(w)
		}
	}))
	defer srv.Close()
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	want := map[string]string{
		"/": "works 200 200", "/shop/bread": "works 200 200", "/shop/gone": "warning soft-404 200",
		"/honest/a": "works 200 200", "/titled": "warning soft-404 200",
	}
	if diff := cmp.Diff(want, short(m.table(), map[string]string{srv.URL: ""})); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if c, _ := m.check(srv.URL + "/shop/gone"); len(c.Notes) == 0 || !strings.Contains(c.Reason, "can't exist") {
		t.Errorf("no evidence: %+v", c)
	}
}

func TestNoNetworkPausesAndBreaksNothing(t *testing.T) { // check 78
	pages := map[string]string{"/": `<a href=/a>a</a>`, "/a": `fine <a href=/b>b</a>`}
	for i := range 40 {
		pages["/"] += fmt.Sprintf(`<a href=/p%d>p</a>`, i)
		pages[fmt.Sprintf("/p%d", i)] = "fine"
	}
	srv := site(t, pages)
	var dials, down atomic.Int32
	waited := make(chan struct{})
	o := Options{
		Start:    "http://public.test/",
		NoDelay:  true,
		Resolver: fakeResolver{"public.test": "203.0.114.7"},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			if n := dials.Add(1); n > 8 && down.Load() < 60 {
				down.Add(1)
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}
			}
			var d net.Dialer
			return d.DialContext(ctx, network, srv.Listener.Addr().String())
		},
	}
	pagesServed := srv.Config.Handler
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		pagesServed.ServeHTTP(w, r)
	})
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	m := newMemory()
	go func() {
		defer close(waited)
		if _, err := e.Run(t.Context(), m, nil); err != nil {
			t.Error(err)
		}
	}()
	said := false
	for running := true; running; {
		for _, w := range e.Progress().Slow {
			said = said || w.Reason == result.WaitOffline
		}
		select {
		case <-waited:
			running = false
		default:
			runtime.Gosched()
		}
	}
	if !said {
		t.Error("progress never said that there is no network")
	}
	for address, line := range m.table() {
		if !strings.HasPrefix(line, "works") && !strings.HasSuffix(address, "/b") {
			t.Errorf("%s: %s", address, line)
		}
	}
}

func TestServerThatStopsIsLeftAloneAndNothingIsCalledBroken(t *testing.T) {
	pages := map[string]string{"/": "x"}
	for i := range 60 {
		pages["/"] += fmt.Sprintf(`<a href=/p%d>p</a>`, i)
	}
	srv := site(t, pages)
	var dials atomic.Int32
	o := Options{
		Start: "http://public.test/", NoSitemap: true, NoProbes: true,
		Resolver: fakeResolver{"public.test": "203.0.114.7"},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			if dials.Add(1) > 2 { // robots.txt and the start page
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
			}
			var d net.Dialer
			return d.DialContext(ctx, network, srv.Listener.Addr().String())
		},
	}
	inner := srv.Config.Handler
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		inner.ServeHTTP(w, r)
	})
	m := newMemory()
	scan(t, o, m)
	tally := map[string]int{}
	for line := range maps.Values(m.table()) {
		tally[line]++
	}
	if tally["cant-verify connection-refused 0"] < 40 {
		t.Errorf("got %v, want most pages to be unproved", tally)
	}
}

func TestStartPageTellsWhatTheSiteRunsOn(t *testing.T) { // check 98
	srv := site(t, map[string]string{"/": "200\nServer: nginx/1.22.1\n\n" + `<meta name=generator content="WordPress 6.4"><a href=/a>a</a>`, "/a": "fine"})
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	c, _ := m.check(srv.URL + "/")
	if !strings.Contains(strings.ToLower(c.Evidence.Server), "nginx") || !strings.Contains(strings.ToLower(c.Evidence.Platform), "wordpress") {
		t.Errorf("got server %q, platform %q", c.Evidence.Server, c.Evidence.Platform)
	}
}
