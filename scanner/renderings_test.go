package scanner

import (
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
)

// showing returns the options of a scan that shows pages in the browser of this computer.
func showing(t *testing.T, start string) Options {
	t.Helper()
	program, err := render.Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	return Options{Start: start, Render: RenderAuto, Browser: program, NoDelay: true, NoProbes: true, NoSitemap: true}
}

// runShowing runs a scan without a limit of time for its pages.
func runShowing(t *testing.T, o Options) *memory {
	t.Helper()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	e.renderTimeout = 5 * time.Minute
	m := newMemory()
	summary, err := e.Run(t.Context(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	ledger(t, summary.Progress, m)
	return m
}

// Scripts are asked for at the pace of their host, and robots.txt holds for them.
// (check 125)
func TestScriptsKeepToTheRules(t *testing.T) {
	var mu sync.Mutex
	var busy, most int
	var asked []string
	pages := pageHandler(map[string]string{
		"/robots.txt": "200\nContent-Type: text/plain\n\nUser-agent: *\nDisallow: /closed",
		"/":           shell + `<script src=/app.js></script>`,
		"/app.js": "200\nContent-Type: text/javascript\n\n" + `Promise.allSettled(['/1.json', '/2.json', '/3.json', '/4.json', '/closed/5.json'].map(u => fetch(u))).then(
			all => { document.getElementById('root').innerHTML = '<a href="/found' + all.filter(r => r.status === 'fulfilled').length + '">x</a>'; });`,
		"/1.json": "{}", "/2.json": "{}", "/3.json": "{}", "/4.json": "{}", "/closed/5.json": "{}",
		"/found4": "<p>" + strings.Repeat("Found by the script. ", 30),
	})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		busy++
		most = max(most, busy)
		asked = append(asked, r.URL.Path)
		mu.Unlock()
		time.Sleep(20 * time.Millisecond) // so that requests at once would meet
		pages.ServeHTTP(w, r)
		mu.Lock()
		busy--
		mu.Unlock()
	}))
	defer srv.Close()
	o := showing(t, srv.URL+"/")
	o.Concurrency = 1
	m := runShowing(t, o)
	if _, found := m.check(srv.URL + "/found4"); !found {
		t.Errorf("the link of the script was not found: %v", m.table())
	}
	mu.Lock()
	defer mu.Unlock()
	if most != 1 {
		t.Errorf("%d requests at once, want 1", most)
	}
	if slices.Contains(asked, "/closed/5.json") {
		t.Error("a script has opened what robots.txt closes")
	}
	start, _ := m.check(srv.URL + "/")
	want := []result.ScriptRequest{{URL: srv.URL + "/closed/5.json", Reason: "robots.txt line 2: Disallow: /closed"}}
	if diff := cmp.Diff(want, start.Evidence.Rendering.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// What a scan signs in with is sent to the site's own origin only, whatever a script asks.
// (check 125)
func TestScriptsGetNoCredentials(t *testing.T) {
	var mu sync.Mutex
	got := make(map[string]string)
	record := func(next http.Handler) *httptest.Server {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			got[r.Method+" "+r.URL.Path] = r.Header.Get("Cookie")
			mu.Unlock()
			w.Header().Set("Access-Control-Allow-Origin", "*")
			next.ServeHTTP(w, r)
		}))
		t.Cleanup(srv.Close)
		return srv
	}
	other := record(pageHandler(map[string]string{"/data.json": "{}"}))
	srv := record(pageHandler(map[string]string{
		"/": shell + `<script>fetch('/own.json', {credentials: 'include'}); fetch('` + other.URL + `/data.json').catch(() => {});
			fetch('/own.json?a', {method: 'POST', body: 'x'}).catch(() => {}); fetch('/delete', {method: 'DELETE'}).catch(() => {}); fetch('/logout').catch(() => {});</script>`,
		"/own.json": "{}", "/own.json?a": "{}",
	}))
	o := showing(t, srv.URL+"/")
	o.Credential = Credential{Cookie: "session=secret"}
	runShowing(t, o)
	mu.Lock()
	defer mu.Unlock()
	delete(got, "GET /")
	delete(got, "GET /robots.txt")
	if diff := cmp.Diff(map[string]string{"GET /own.json": "session=secret", "GET /data.json": ""}, got); diff != "" {
		t.Errorf("requests of scripts and their cookies (-want +got):\n%s", diff)
	}
}

// A place that a page lacks is looked for once more after the scripts of the page ran.
// (check 122, check 123)
func TestPlacesMadeByScript(t *testing.T) {
	text := `<p>` + strings.Repeat("This page is as it is sent. ", 20) + `</p><a href=/>home</a><a href=/last>last</a>`
	places := `<script>document.body.insertAdjacentHTML('beforeend', '<h2 id=made>x</h2><h2 id=late>x</h2>')</script>`
	pages := map[string]string{
		"/":     text + `<a href="/doc#made">x</a><a href="/doc#never">x</a><a href="/doc">x</a><a href="/s/1#no">x</a><a href="/s/2#no">x</a><a href="/s/3#no">x</a><a href="/quiet#no">x</a>`,
		"/doc":  text + places,
		"/last": text + `<a href="/doc#late">x</a>`,
		"/s/1":  text + `<script>1</script>`, "/s/2": text + `<script>1</script>`, "/s/3": text + `<script>1</script>`,
		"/quiet": text,
	}
	srv, asked := counted(t, pages)
	m := runShowing(t, showing(t, srv.URL+"/"))
	got := short(m.table(), map[string]string{srv.URL: ""})
	missing := "warning missing-fragment 200"
	for place, want := range map[string]string{
		"/doc#made": "works 200 200", "/doc#late": "works 200 200", "/doc#never": missing,
		"/s/1#no": missing, "/s/2#no": missing, "/s/3#no": missing, "/quiet#no": missing,
	} {
		if got[place] != want {
			t.Errorf("%s: got %q, want %q", place, got[place], want)
		}
	}
	again := 0
	for _, path := range []string{"/s/1", "/s/2", "/s/3"} {
		again += asked()[path] - 1
	}
	if n := asked()["/quiet"]; n != 1 || again == 0 {
		t.Errorf("the page without scripts was requested %d times; those with scripts %d times more", n, again)
	}
	if n := asked()["/doc"]; n > 2 {
		t.Errorf("the page with places of scripts was requested %d times", n)
	}
}

// What is wrong with a page only after its scripts ran is a warning, and never Broken.
// (check 123)
func TestWhatScriptsShow(t *testing.T) {
	srv := httptest.NewTLSServer(pageHandler(map[string]string{
		"/": shell + `<script>document.getElementById('root').innerHTML = '<a href=/lost>x</a><a href=/mixed>y</a>';</script>`,
		"/lost": `<title>Shop</title><div id=root></div><script src=/a.js></script><script>document.title = 'Page not found'; document.head.insertAdjacentHTML('beforeend',
			'<link rel=canonical href="/other"><meta name=robots content=noindex>'); console.error('no such product'); document.getElementById('root').innerHTML = '<h1>Page not found</h1>';</script>`,
		"/mixed": `<title>Shop</title><div id=root></div><script src=/a.js></script><script>document.getElementById('root').innerHTML = '<img src="http://192.0.2.7/a.png">';</script>`,
		"/a.js":  "200\nContent-Type: text/javascript\n\n1",
	}))
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	o := showing(t, srv.URL+"/")
	o.Roots, o.NoExternal, o.Render = roots, true, RenderAlways
	m := runShowing(t, o)
	got := short(m.table(), map[string]string{srv.URL: ""})
	for path, want := range map[string]string{"/lost": "warning soft-404 200", "/mixed": "warning mixed-content 200"} {
		if got[path] != want {
			t.Errorf("%s: got %q, want %q", path, got[path], want)
		}
	}
	lost, _ := m.check(srv.URL + "/lost")
	n := lost.Evidence.Rendering
	if n == nil || n.Title != "Page not found" || n.Canonical != srv.URL+"/other" || n.Robots != "noindex" || !slices.Equal(n.Errors, []string{"no such product"}) {
		t.Errorf("the evidence is %+v", n)
	}
	if lost.Title != "Shop" {
		t.Errorf("the title of the HTML is %q", lost.Title)
	}
}

// A browser that is killed while a scan runs changes nothing about its results.
// (check 126)
func TestKilledWhileScanning(t *testing.T) {
	folder, err := os.MkdirTemp("", "r") // short: browsers put sockets into it
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	t.Setenv("TMPDIR", folder)
	var once sync.Once
	pages := pageHandler(application())
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/menu.json" {
			once.Do(func() { killBrowsers(t, os.TempDir()) })
		}
		pages.ServeHTTP(w, r)
	}))
	defer srv.Close()
	got := runShowing(t, showing(t, srv.URL+"/"))
	once = sync.Once{}
	once.Do(func() {})
	want := runShowing(t, showing(t, srv.URL+"/"))
	if diff := cmp.Diff(want.table(), got.table()); diff != "" {
		t.Errorf("after the browser was killed (-without +with):\n%s", diff)
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
		t.Errorf("files that are left: %v", left)
	}
}

// killBrowsers kills the processes that name a folder, as a user or the system might.
func killBrowsers(t *testing.T, folder string) {
	t.Helper()
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	killed := 0
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(line), folder+"/sitewell-browser-") {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil && syscall.Kill(pid, syscall.SIGKILL) == nil {
			killed++
		}
	}
	if killed == 0 {
		t.Error("no browser ran")
	}
}

// (check 122)
func TestPagePattern(t *testing.T) {
	p := new(pagePattern)
	if p.decide(false) != showPage || p.decide(false) != holdPage {
		t.Error("the others do not wait for the first")
	}
	p.learn(&result.Rendering{NotShown: "crashed"})
	if p.decide(true) != showPage {
		t.Error("after a page that could not be shown another one is not tried")
	}
	p.learn(&result.Rendering{Places: 2})
	if p.decide(false) != spare || p.decide(true) != showPage {
		t.Error("scripts that only add places are worth it for places only")
	}
	p.learn(&result.Rendering{Links: 1})
	if p.decide(false) != showPage {
		t.Error("scripts that add links are not run")
	}
	p.learn(&result.Rendering{NotShown: "crashed"})
	p.learn(&result.Rendering{NotShown: "crashed"})
	if p.decide(false) != spare {
		t.Error("pages that can't be shown are tried for ever")
	}
}

// A person can have one address opened in the browser, which reaches no private network
// from a public site.
func TestOpenInBrowser(t *testing.T) {
	srv := site(t, map[string]string{
		"/wall": "403\nServer: x\n\n<title>No programs</title><script>fetch('http://10.0.0.5/inside').catch(() => {}); fetch('http://inside.test/').catch(() => { document.title = 'Refused'; });</script>",
	})
	o := showing(t, "http://public.test/")
	o.Resolver = fakeResolver{"public.test": "203.0.114.7", "inside.test": "10.0.0.5"}
	o.Dial = onlyTo("203.0.114.7:80", srv.Listener.Addr().String())
	got, err := Open(t.Context(), o, "http://public.test/wall", false)
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != 403 || got.Title != "Refused" || len(got.Screenshot) == 0 {
		t.Errorf("got %d %q with a picture of %d bytes", got.Status, got.Title, len(got.Screenshot))
	}
	if _, err := Open(t.Context(), o, "file:///etc/passwd", false); !errors.Is(err, ErrNotOpened) {
		t.Errorf("a file: %v", err)
	}
}

// A place that only scripts make is not missing when it is checked again, and what scripts
// request in vain has the same verdict again.
func TestScriptedPlacesAreCheckedAgain(t *testing.T) {
	srv := site(t, map[string]string{
		"/doc": `<p>` + strings.Repeat("This page is as it is sent. ", 20) + `</p><a href=/>x</a><a href=/b>x</a><script>document.body.insertAdjacentHTML('beforeend', '<h2 id=made>x</h2>')</script>`,
	})
	o := showing(t, srv.URL+"/")
	place := func(fragment string) Known {
		return Known{result.Address{URL: srv.URL + "/doc#" + fragment, Fragment: fragment, Internal: true, Kind: result.KindPage}, outcome.MissingFragment}
	}
	got, err := recheckAll(t.Context(), t, o, []Known{
		place("made"), place("never"), {result.Address{URL: srv.URL + "/lost.json", Internal: true, Kind: result.KindRequest}, outcome.ScriptRequest},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []outcome.Key{"200", outcome.MissingFragment, outcome.ScriptRequest} {
		if got[i].Outcome != want {
			t.Errorf("%d: got %s (%s), want %s", i, got[i].Outcome, got[i].Reason, want)
		}
	}
}
