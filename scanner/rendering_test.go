package scanner

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// rendered scans a site with the browser of this computer. It returns what was found
// and what the server was asked for, in order of the addresses.
func rendered(t *testing.T, o Options, pages map[string]string) (m *memory, server string, asked []string, summary result.Summary) {
	t.Helper()
	program, err := render.Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	var mu sync.Mutex
	handler := pageHandler(pages)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.RequestURI())
		mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	o.Start, o.Browser, o.NoDelay, o.NoProbes, o.NoSitemap = srv.URL+"/", program, true, true, true
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	e.renderTimeout = 5 * time.Minute // that no page of these tests needs
	m = newMemory()
	if summary, err = e.Run(t.Context(), m, nil); err != nil {
		t.Fatal(err)
	}
	ledger(t, summary.Progress, m)
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(asked)
	return m, srv.URL, asked, summary
}

const shell = `<!doctype html><title>Shop</title><div id=root></div><noscript>You need JavaScript.</noscript>`

// application is a site whose start page is made by a script.
func application() map[string]string {
	return map[string]string{
		"/":       shell + `<script src=/app.js></script>`,
		"/app.js": "200\nContent-Type: text/javascript\n\n" + `fetch('/menu.json').then(r => r.json()).then(all => { document.getElementById('root').innerHTML = all.map(u => '<a href="' + u + '">' + u + '</a>').join(' '); }); fetch('/logout').catch(() => {}); fetch('http://10.1.2.3/private').catch(() => {}); fetch('/lost.json');`,
		"/menu.json": "200\nContent-Type: application/json\n\n" +
			`["/plain", "/gone", "/made#late", "/made#never", "/item/1", "/item/2", "/item/3"]`,
		"/plain":  `<p>` + strings.Repeat("This page is as it is sent. ", 20) + `</p><script>document.body.innerHTML += '<a href="/hidden">x</a>';</script><a href="/">home</a>`,
		"/made":   shell + `<script>document.getElementById('root').innerHTML = '<h2 id=late>Late</h2>';</script>`,
		"/item/1": shell + `<script>1</script>`,
		"/item/2": shell + `<script>2</script>`,
		"/item/3": shell + `<script>3</script>`,
		"/hidden": `<p>` + strings.Repeat("Only a script leads here. ", 20),
		"/logout": `{}`,
	}
}

// Pages that look empty are shown in a browser, and what scripts add to them is checked
// like anything else.
// (check 122, check 124, check 125)
func TestPagesMadeByScript(t *testing.T) {
	m, server, asked, summary := rendered(t, Options{Render: RenderAuto, Credential: Credential{Cookie: "session=1"}}, application())
	want := map[string]string{
		"/": "works 200 200", "/plain": "works 200 200", "/gone": "broken 404 404", "/made": "works 200 200", "/made#late": "works 200 200",
		"/item/1": "works 200 200", "/item/2": "works 200 200", "/item/3": "works 200 200", "/app.js": "works 200 200",
		"/lost.json": "warning script-request 404",
	}
	got := short(m.table(), map[string]string{server: ""})
	never := got["/made#never"] // a script could add it for ever, so that it condemns nobody
	delete(got, "/made#never")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if strings.HasPrefix(never, outcome.Broken.String()) {
		t.Errorf("a place that scripts may add is %s", never)
	}
	start, _ := m.check(server + "/")
	shown := start.Evidence.Rendering
	if shown == nil || shown.NotShown != "" || shown.Links != 7 || !strings.HasPrefix(shown.Why, "it asks for JavaScript") {
		t.Fatalf("the evidence of the start page is %+v", shown)
	}
	if want := []result.ScriptRequest{{URL: server + "/lost.json", Kind: "XHR", Status: 404}}; !slices.Equal(shown.Failed, want) {
		t.Errorf("failed: %+v, want %+v", shown.Failed, want)
	}
	var refused []string
	for _, r := range shown.Refused {
		refused = append(refused, strings.TrimPrefix(r.URL, server)+" "+r.Reason)
	}
	slices.Sort(refused)
	if diff := cmp.Diff([]string{
		"/logout it could sign out or change something while signed in: its address says “logout”",
		"http://10.1.2.3/private the address belongs to a private network",
	}, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	for _, l := range m.pages[startID] {
		if isScript := result.IsByScript(l.Element); isScript != (l.Kind == result.KindPage || l.Kind == result.KindRequest) {
			t.Errorf("the link to %s is from %q", l.URL, l.Element)
		}
	}
	if slices.Contains(asked, "GET /logout") {
		t.Error("a script has signed out")
	}
	if summary.Diagnosis == result.ScriptOnly {
		t.Error("the scan says that it can't see the links of the site")
	}
	var shownItems, spared int
	for _, path := range []string{"/item/1", "/item/2", "/item/3"} {
		c, _ := m.check(server + path)
		switch n := c.Evidence.Rendering; {
		case n == nil:
		case n.NotShown == "":
			shownItems++
		case n.NotShown == "scripts added nothing to another page like 127.0.0.1/item/*":
			spared++
		}
	}
	if shownItems != 1 || spared != 2 {
		t.Errorf("of three pages that are alike %d were shown and %d spared, want 1 and 2", shownItems, spared)
	}
	if c, _ := m.check(server + "/plain"); c.Evidence.Rendering != nil {
		t.Errorf("a page that is as it is sent: %+v", c.Evidence.Rendering)
	}
	if summary.Rendered == 0 || summary.Rendered != summary.RenderTotal {
		t.Errorf("shown in a browser: %d of %d", summary.Rendered, summary.RenderTotal)
	}
}

// A scan that is stopped while a page is shown shows it again when it is resumed.
func TestStoppedWhileAPageIsShown(t *testing.T) {
	program, err := render.Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	handler := pageHandler(application())
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/menu.json" && ctx.Err() == nil {
			stop()
			<-r.Context().Done()
			return
		}
		handler.ServeHTTP(w, r)
	}))
	defer srv.Close()
	m := newMemory()
	o := Options{Start: srv.URL + "/", Render: RenderAuto, Browser: program, NoDelay: true, NoProbes: true, NoSitemap: true}
	for run, ctx := range []context.Context{ctx, t.Context()} {
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		e.renderTimeout = 5 * time.Minute
		var journal Journal
		if len(m.addresses) > 0 {
			journal = m
		}
		if _, err := e.Run(ctx, m, journal); !errors.Is(err, ctx.Err()) {
			t.Fatalf("run %d: %v", run, err)
		}
		if _, found := m.check(srv.URL + "/gone"); found != (run == 1) {
			t.Errorf("run %d: the page that a script links to is checked: %v", run, found)
		}
	}
}

func TestEveryPageIsRendered(t *testing.T) {
	m, server, _, _ := rendered(t, Options{Render: RenderAlways}, application())
	if c, found := m.check(server + "/hidden"); !found || c.Verdict != outcome.Works {
		t.Errorf("the page that only a script leads to: %v, %v", found, c.Verdict)
	}
	for _, path := range []string{"/item/1", "/item/2", "/item/3", "/plain", "/made"} {
		if c, _ := m.check(server + path); c.Evidence.Rendering == nil || c.Evidence.Rendering.NotShown != "" {
			t.Errorf("%s: %+v", path, c.Evidence.Rendering)
		}
	}
}

// Without being asked, a scan starts no browser.
func TestNoPageIsRenderedByDefault(t *testing.T) {
	m, server, _, summary := rendered(t, Options{}, application())
	if c, _ := m.check(server + "/"); c.Evidence.Rendering != nil || summary.Diagnosis != result.ScriptOnly {
		t.Errorf("got %v and %q", c.Evidence.Rendering, summary.Diagnosis)
	}
}

// (check 122)
func TestPatternOf(t *testing.T) {
	for address, want := range map[string]string{
		"http://a.example/":               "a.example/",
		"http://a.example/about":          "a.example/*",
		"http://a.example/shop/":          "a.example/shop/",
		"http://a.example/shop/red-shoes": "a.example/shop/*",
		"http://a.example/2026/11/x?y=1":  "a.example/*/*/*",
		"http://a.example/item7/reviews/": "a.example/*/reviews/",
	} {
		u, err := weburl.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := patternOf(u); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}
