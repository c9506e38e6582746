package scanner

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// counted serves pages and counts the requests for each.
func counted(t *testing.T, pages map[string]string) (srv *httptest.Server, asked func() map[string]int) {
	t.Helper()
	var mu sync.Mutex
	counts := map[string]int{}
	next := pageHandler(pages)
	srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		counts[r.URL.RequestURI()]++
		mu.Unlock()
		next.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv, func() map[string]int {
		mu.Lock()
		defer mu.Unlock()
		return maps.Clone(counts)
	}
}

// check 9: a host with a trailing dot is an address of its own, and one host to
// politeness and robots.txt.
func TestTrailingDotSharesTheHost(t *testing.T) {
	srv := site(t, map[string]string{
		"/": `<a href="http://public.test./a">a</a> <a href="/a">b</a>`, "/a": `fine`,
	})
	e, err := New(Options{
		Start: "http://public.test/", NoDelay: true, NoSitemap: true, NoProbes: true,
		Resolver: fakeResolver{"public.test": "203.0.114.7", "public.test.": "203.0.114.7"},
		Dial:     onlyTo("203.0.114.7:80", srv.Listener.Addr().String()),
	})
	if err != nil {
		t.Fatal(err)
	}
	hosts := 0
	m := newMemory()
	if _, err := runWatched(t.Context(), e, m, nil, func(c *coordinator) { hosts = len(c.hosts.list) }); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"http://public.test/": "works 200 200", "http://public.test./a": "works 200 200", "http://public.test/a": "works 200 200"}
	if diff := cmp.Diff(want, m.table()); diff != "" || hosts != 1 {
		t.Errorf("%d hosts, want 1; addresses (-want +got):\n%s", hosts, diff)
	}
}

// check 29: addresses in JSON-LD count if the scan is told so.
func TestStructuredDataIsAnOption(t *testing.T) {
	srv := site(t, map[string]string{
		"/": `<title>Home</title>Words<script type="application/ld+json">{"image": "/cake.jpg", "sameAs": ["/gone"]}</script>`,
	})
	for _, asked := range []bool{false, true} {
		m := newMemory()
		scan(t, Options{Start: srv.URL + "/", StructuredData: asked}, m)
		if _, found := m.check(srv.URL + "/gone"); found != asked {
			t.Errorf("asked for %v: found %v", asked, found)
		}
	}
}

// check 47: places that are named before and after their page was read are
// checked, and the page is asked for once.
func TestPlacesAreCheckedWithoutFetchingAgain(t *testing.T) {
	srv, asked := counted(t, map[string]string{
		"/":  `<a href="/a#one">1</a> <a href="/b">b</a>`,
		"/a": `<p id=one>1<p id=two>2`,
		"/b": `<a href="/a#two">2</a> <a href="/a#three">3</a> <a href="/c">c</a>`,
		"/c": `<a href="/a#four">4</a>`,
	})
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/", NoProbes: true, Concurrency: 1}, m)
	for address, want := range map[string]string{
		"/a#one": "works 200 200", "/a#two": "works 200 200", "/a#three": "warning missing-fragment 200", "/a#four": "warning missing-fragment 200",
	} {
		if got := m.table()[srv.URL+address]; got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
	for _, page := range []string{"/", "/a", "/b", "/c"} {
		if n := asked()[page]; n != 1 {
			t.Errorf("%s was asked for %d times", page, n)
		}
	}
}

// check 81: a sitemap is read up to 50 MB, whatever the limit of pages is.
func TestLargeSitemap(t *testing.T) {
	var b strings.Builder
	srv, _ := counted(t, map[string]string{})
	b.WriteString("200\nContent-Type: application/xml\n\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">")
	const n = 300
	for i := range n {
		fmt.Fprintf(&b, "<url><loc>%s/%d</loc></url>", srv.URL, i)
	}
	b.WriteString("</urlset>")
	srv.Config.Handler = pageHandler(map[string]string{"/": "home", "/sitemap.xml": b.String()})
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/", MaxBody: 1 << 10, NoProbes: true}, m)
	if got := len(m.addresses); got != n+2 {
		t.Errorf("found %d addresses, want %d", got, n+2)
	}
}

// check 85: links that say nofollow are checked. What is behind them is read,
// unless the scan obeys and no other link leads there, in whatever order links
// are met, and after a stop as well.
func TestNofollow(t *testing.T) {
	pages := map[string]string{
		"/":        `<a rel=nofollow href=/only>1</a> <a rel=ugc href=/both>2</a> <a href=/other>3</a> <a rel=nofollow href=/gone>4</a> <a href=/quiet>5</a> <a rel=nofollow href=/jump>6</a>`,
		"/only":    `<p id=here><a href=/behind-only>x</a>`,
		"/both":    `<a href=/behind-both>x</a>`,
		"/other":   `<a href=/both>x</a> <a href="/only#here" rel=sponsored>y</a> <a href="/only#nowhere" rel=sponsored>z</a>`,
		"/quiet":   `<meta name=robots content="noindex, nofollow"><a href=/behind-quiet>x</a>`,
		"/tagged":  "200\nX-Robots-Tag: none\n\n<a href=/behind-tagged>x</a>",
		"/jump":    "302\nLocation: /landed\n\n",
		"/landed":  `<a href=/behind-landed>x</a>`,
		"/elders":  `x`,
		"/behind-": `x`,
	}
	for _, page := range []string{"only", "both", "landed"} {
		pages["/behind-"+page] = "fine"
	}
	pages["/behind-both"] = `<a href=/tagged>x</a>`
	pages["/behind-quiet"] = `<a href=/further>x</a>`
	pages["/further"] = "fine"
	srv := site(t, pages)
	paths := func(m *memory) []string {
		return slices.Sorted(maps.Keys(short(m.table(), map[string]string{srv.URL: ""})))
	}
	always := []string{"/", "/behind-both", "/behind-quiet", "/behind-tagged", "/both", "/gone", "/jump", "/landed", "/only", "/only#here", "/only#nowhere", "/other", "/quiet", "/tagged"}

	m := newMemory()
	scan(t, Options{Start: srv.URL + "/", NoProbes: true}, m)
	all := slices.Sorted(slices.Values(append([]string{"/behind-only", "/behind-landed", "/further"}, always...)))
	if diff := cmp.Diff(all, paths(m)); diff != "" {
		t.Errorf("by default (-want +got):\n%s", diff)
	}

	obeying := newMemory()
	scan(t, Options{Start: srv.URL + "/", NoProbes: true, ObeyNofollow: true}, obeying)
	if diff := cmp.Diff(always, paths(obeying)); diff != "" {
		t.Errorf("obeying (-want +got):\n%s", diff)
	}
	for path, want := range map[string]string{
		"/gone": "broken 404 404", "/only": "works 200 200", "/only#here": "works 200 200", "/only#nowhere": "warning missing-fragment 200",
		"/behind-tagged": "broken 404 404", "/behind-quiet": "works 200 200", "/jump": "works 302 200",
	} {
		if got := obeying.table()[srv.URL+path]; got != want {
			t.Errorf("obeying, %s: got %s, want %s", path, got, want)
		}
	}

	m = newMemory()
	for {
		ctx, cancel := context.WithCancel(t.Context())
		m.after = func(*memory) { cancel() }
		e, err := New(Options{Start: srv.URL + "/", NoDelay: true, NoProbes: true, ObeyNofollow: true, Concurrency: 1})
		if err != nil {
			t.Fatal(err)
		}
		watch := func(c *coordinator) {
			audit(t)(c)
			if len(c.recorder.batch.batch.Checks)+len(c.recorder.batch.batch.Settled) > 0 {
				cancel() // after every single check
			}
		}
		_, err = runWatched(ctx, e, m, m, watch)
		cancel()
		if err == nil {
			break
		}
	}
	if diff := cmp.Diff(obeying.table(), m.table()); diff != "" {
		t.Errorf("obeying, stopped again and again, against whole (-want +got):\n%s", diff)
	}
}

// check 86: what a page tells search engines is recorded, also where all is
// fine, and keeps nothing from being checked.
func TestMetaRobotsIsRecorded(t *testing.T) {
	srv := site(t, map[string]string{
		"/":   `<a href=/a>a</a>`,
		"/a":  "200\nX-Robots-Tag: noarchive\n\n<meta name=robots content='NoIndex, nofollow'><a href=/b>b</a>",
		"/b":  `fine`,
		"/b#": ``,
	})
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	a, _ := m.check(srv.URL + "/a")
	if want := "noindex, nofollow; X-Robots-Tag: noarchive"; a.Verdict != outcome.Works || a.Evidence.Robots != want {
		t.Errorf("/a: %s, robots %q, want %q", a.Verdict, a.Evidence.Robots, want)
	}
	if b, _ := m.check(srv.URL + "/b"); b.Verdict != outcome.Works || b.Evidence.Robots != "" {
		t.Errorf("/b: %s, robots %q, want it to work and to say nothing", b.Verdict, b.Evidence.Robots)
	}
}

// check 91: a short scan says why it is short, and only a short one does.
func TestShortScansAreDiagnosed(t *testing.T) {
	menu := `<title>Shop</title><div id=root></div><script src=/app.js></script>`
	start := func(page string) map[string]string {
		return map[string]string{"/": page, "/landing": "<a href=/a>a</a>", "/app.js": "200\nContent-Type: text/javascript\n\nlet x"}
	}
	const elsewhere = "301\nLocation: http://other.test/landing\n\n"
	// pages is a start page with links to n others, the last refused of which answer otherwise.
	pages := func(n, refused int, otherwise string) map[string]string {
		all := map[string]string{"/": "<title>Home</title>"}
		for i := range n {
			path := fmt.Sprintf("/p%d", i)
			all["/"] += "<a href=" + path + ">x</a>"
			all[path] = fmt.Sprintf("<title>Page %d</title>Number %d", i, i)
			if i >= n-refused {
				all[path] = otherwise
			}
		}
		return all
	}
	tests := []struct {
		name  string
		pages map[string]string
		want  result.Diagnosis
	}{
		{"check 91: the menu is built by script", start(menu), result.ScriptOnly},
		{"check 91: everything redirects to www of another name", start(elsewhere), result.RedirectsElsewhere},
		{"check 91: everything redirects to a sub-domain that is left out", start("302\nLocation: http://shop.public.test/landing\n\n"), result.RedirectsElsewhere},
		{"check 91: robots.txt forbids it", map[string]string{"/": menu, "/robots.txt": "User-agent: *\nDisallow: /"}, result.StartForbidden},
		{"check 91: robots.txt can't be read", map[string]string{"/": "x", "/robots.txt": "500\n\n"}, result.RobotsUnreachable},
		{"check 91: no links", start(`<link rel=stylesheet href=/s.css><p>Coming soon, <a href="http://other.test/">ask us</a> or <a href="#top">go up</a>`), result.NoLinks},
		{"check 91: a file", start("200\nContent-Type: application/pdf\n\n%PDF-1.7"), result.NotAPage},
		{"check 91: a door", start("403\n\nno"), result.Blocked},
		{"check 91: a door with a key", start("401\nWWW-Authenticate: Basic\n\nno"), result.SignInNeeded},
		{"check 91: a refusal that offers a sign-in", start("403\nWWW-Authenticate: Basic\n\nno"), result.SignInNeeded},
		{"check 91: a refusal with a form to sign in", start("403\nContent-Type: text/html\n\n<title>Members</title><form method=post><input name=u><input type=password name=p></form>"), result.SignInNeeded},
		{"check 91: too many requests", start("429\n\nno"), result.Blocked},
		{"check 91: many pages ask for a sign-in", pages(9, 4, "401\nWWW-Authenticate: Basic\n\nno"), result.PagesNeedSignIn},
		{"check 91: two pages ask for a sign-in", pages(9, 2, "401\nWWW-Authenticate: Basic\n\nno"), result.NoDiagnosis},
		{"check 91: most pages can't be verified", pages(9, 6, "999\n\nno"), result.MostUnverified},
		{"check 91: half of the pages can't be verified", pages(9, 5, "999\n\nno"), result.NoDiagnosis},
		{"check 91: more than the limit", pages(60, 0, ""), result.LimitReached},
		{"check 91: an error", start("500\n\nno"), result.StartUnreachable},
		{"check 91: the www of the same name is scanned", map[string]string{"/": "301\nLocation: http://www.public.test/home\n\n", "/home": `<a href=/a>a</a>`, "/a": "x"}, result.NoDiagnosis},
		{"check 91: a site of two pages", map[string]string{"/": `<a href=/a>a</a>`, "/a": "x"}, result.NoDiagnosis},
		{"check 91: the sitemap knows more", map[string]string{"/": menu, "/a": "x", "/sitemap.xml": "200\nContent-Type: text/xml\n\n<urlset><url><loc>/a</loc></url></urlset>"}, result.NoDiagnosis},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := site(t, tt.pages)
			m := newMemory()
			s := scan(t, Options{
				Start: "http://public.test/", NoProbes: true, MaxAddresses: 50,
				Resolver: fakeResolver{"public.test": "203.0.114.7", "www.public.test": "203.0.114.7", "shop.public.test": "203.0.114.7", "other.test": "203.0.114.7"},
				Dial:     onlyTo("203.0.114.7:80", srv.Listener.Addr().String()),
			}, m)
			if s.Diagnosis != tt.want || (s.Sample == "") != (tt.want == result.NoDiagnosis) {
				t.Errorf("got %q (%s), want %q; %v", s.Diagnosis, s.Sample, tt.want, m.table())
			}
		})
	}
}

// check 92: what can't exist is asked for once a directory, and what looks the
// same is suspected with that as evidence, and is never Broken.
func TestOneProbeADirectory(t *testing.T) {
	pages := map[string]string{"/": `<title>Home</title>Welcome to the bakery`}
	for i := range 10 {
		for _, dir := range []string{"/shop/", "/blog/"} {
			path := fmt.Sprintf("%s%d", dir, i)
			pages["/"] += fmt.Sprintf(`<a href=%s>x</a>`, path)
			pages[path] = fmt.Sprintf(`<title>Item %d</title>Number %d of %s has words of its own: %s`, i, i, dir, strings.Repeat(fmt.Sprintf("w%d ", i*7), 9))
		}
	}
	srv, asked := counted(t, pages)
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, m)
	probes := map[string]int{}
	for path, n := range asked() {
		if dir, name, _ := strings.Cut(path[1:], "/"); strings.HasPrefix(dir, "no-such-page-") || strings.HasPrefix(name, "no-such-page-") {
			probes[path[:strings.LastIndexByte(path, '/')+1]] += n
		}
	}
	if diff := cmp.Diff(map[string]int{"/": 1, "/shop/": 1, "/blog/": 1}, probes); diff != "" {
		t.Errorf("what can't exist was asked for (-want +got):\n%s", diff)
	}
	for _, a := range m.addresses {
		if c := m.checks[a.ID]; c.Outcome == outcome.Soft404 {
			t.Errorf("%s: %s", a.URL, c.Reason)
		}
	}
}

// check 95: a site without an error page of its own is told once, at its start,
// with what visitors see; one that leads them on is not told.
func TestErrorPageOfOnesOwn(t *testing.T) {
	const nginx = "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
	tests := []struct {
		name, media, page string
		status            int
		shown             string // "" where nothing is to be told
	}{
		{"nginx", "text/html", nginx, 404, `"404 Not Found" and no link`},
		{"Apache", "text/html", `<title>404 Not Found</title><h1>Not Found</h1><p>The requested URL was not found on this server.</p><hr><address>Apache at <a href="mailto:x@a.example">a</a></address>`, 404, `"404 Not Found" and no link`},
		{"a link elsewhere", "text/html", `<h1>Oops</h1>Powered by <a href="https://shop.example/">Shop</a>`, 404, `"Oops" and no link`},
		{"410", "text/html", `<h1>Gone</h1>`, 410, `"Gone" and no link`},
		{"plain text", "text/plain", "404 page not found", 404, "text/plain"},
		{"JSON", "application/json", `{"error": "not found"}`, 404, "application/json"},
		{"nothing", "text/html", "", 404, "nothing at all"},

		{"a menu", "text/html", `<h1>Not found</h1><nav><a href="/">Home</a></nav>`, 404, ""},
		{"a search", "text/html", `<h1>Not found</h1><form action="/search"><input name=q></form>`, 404, ""},
		{"many words", "text/html", `<h1>Not found</h1>` + strings.Repeat("Call us, we are glad to help. ", 30), 404, ""},
		{"a page that scripts build", "text/html", `<div id=root></div><script src=/app.js></script>`, 404, ""},
		{"a page for everything", "text/html", nginx, 200, ""},
		{"a failure", "text/html", nginx, 500, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				switch r.URL.Path {
				case "/":
					fmt.Fprint(w, `<title>Home</title>Welcome to the bakery <a href=/a/b>b</a> <a href=/c/d>d</a>`)
				case "/a/b", "/c/d":
					fmt.Fprintf(w, `<title>%s</title>Other words stand on page %s of the site`, r.URL.Path, r.URL.Path)
				case "/robots.txt", "/sitemap.xml":
					w.WriteHeader(http.StatusNotFound)
				default:
					w.Header().Set("Content-Type", tt.media)
					w.WriteHeader(tt.status)
					fmt.Fprint(w, tt.page)
				}
			}))
			defer srv.Close()
			m := newMemory()
			scan(t, Options{Start: srv.URL + "/"}, m)
			told := map[string]string{}
			for at, p := range m.places {
				if p.Outcome == outcome.NoErrorPage {
					told[m.addresses[at.page-1].URL+"#"+at.fragment] = p.Reason
				}
			}
			if got, want := m.table()[srv.URL+"/"], "works 200 200"; got != want {
				t.Errorf("the start is %s, want %s", got, want)
			}
			if tt.shown == "" {
				if len(told) > 0 {
					t.Errorf("told: %v", told)
				}
				return
			}
			if site := srv.URL + "/#" + result.WholeSite; len(told) != 1 || !strings.Contains(told[site], tt.shown) || !result.IsWholeSite(site) {
				t.Errorf("told %v, want %q once, of the whole site", told, tt.shown)
			}
		})
	}
}
