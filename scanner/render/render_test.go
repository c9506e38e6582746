package render

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// site answers the requests of pages: path to body.
type site struct {
	files map[string]string

	mu        sync.Mutex
	requested []string
}

func (s *site) load(_ context.Context, address string) (*Response, error) {
	path := strings.TrimPrefix(address, "https://app.example")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requested = append(s.requested, path)
	body, ok := s.files[path]
	switch {
	case path == "/gone":
		return nil, errors.New("there is no answer")
	case path == "/forbidden":
		return nil, ErrRefused
	case !ok:
		return &Response{Status: 404, Body: []byte("not found")}, nil
	}
	kind := "text/html"
	if strings.HasSuffix(path, ".js") {
		kind = "text/javascript"
	}
	return &Response{Status: 200, Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)}, nil
}

// newBrowser returns the browser of this computer, which is closed at the end of the
// test, and the folder of its profiles.
func newBrowser(t *testing.T, s *site, timeout time.Duration) (b *Browser, profiles string) {
	t.Helper()
	program, err := Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	profiles = t.TempDir()
	b = New(Options{Program: program, Load: s.load, Timeout: timeout, TempDir: profiles})
	t.Cleanup(b.Close)
	return b, profiles
}

// slow is a timeout that only a page without end reaches, on any computer.
const slow = 5 * time.Minute

func pageOf(body string) *Response {
	return &Response{Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte("<!doctype html><title>Page</title>" + body)}
}

// linksOf returns the href of all a elements, in order.
func linksOf(t *testing.T, text string) []string {
	t.Helper()
	var links []string
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return links
		case html.StartTagToken:
			if token := z.Token(); token.Data == "a" {
				for _, a := range token.Attr {
					if a.Key == "href" {
						links = append(links, a.Val)
					}
				}
			}
		}
	}
}

// (check 122)
func TestApplications(t *testing.T) {
	s := &site{files: map[string]string{
		"/plain.js":   `document.getElementById('root').innerHTML = '<a href="/a">A</a><a href="b?x=1">B</a>';`,
		"/router.js":  `import { pages } from './pages.js'; history.pushState({}, '', '/shop/'); for (const p of pages) { const a = document.createElement('a'); a.href = p; a.textContent = p; document.body.append(a); }`,
		"/pages.js":   `export const pages = ['/shop/one', '/shop/two'];`,
		"/data.json":  `["/news/1","/news/2"]`,
		"/more.json":  `["/lazy/1","/lazy/2"]`,
		"/fetched.js": `fetch('/data.json').then(r => r.json()).then(all => all.forEach(u => document.body.insertAdjacentHTML('beforeend', '<a href="' + u + '">x</a>')));`,
		"/lazy.js": `document.body.innerHTML = '<div style="height: 5000px"></div><p id=end>…</p>';
			new IntersectionObserver(async (seen, o) => {
				if (!seen.some(e => e.isIntersecting)) return;
				o.disconnect();
				for (const u of await (await fetch('/more.json')).json()) document.body.insertAdjacentHTML('beforeend', '<a href="' + u + '">x</a>');
			}).observe(document.getElementById('end'));`,
		"/shadow.js": `customElements.define('x-menu', class extends HTMLElement {
			connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = '<a href="/in-shadow">x</a><x-entry></x-entry>'; } });
			customElements.define('x-entry', class extends HTMLElement {
			connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = '<a href="/deeper">x</a>'; } });`,
	}}
	b, _ := newBrowser(t, s, slow)
	for _, c := range []struct {
		name, body string
		want       []string
		url        string
	}{
		{name: "plain script", body: `<div id=root></div><script src=/plain.js></script>`, want: []string{"/a", "b?x=1"}},
		{name: "history router with modules", body: `<script type=module src=/router.js></script>`, want: []string{"/shop/one", "/shop/two"}, url: "https://app.example/shop/"},
		{
			name: "hash router", body: `<div id=app></div><script>addEventListener('hashchange', show); function show() {
			document.getElementById('app').innerHTML = location.hash ? '<a href="#/one">1</a><a href="#/two">2</a>' : ''; } location.hash = '/home';</script>`,
			want: []string{"#/one", "#/two"}, url: "https://app.example/start#/home",
		},
		{name: "data that is fetched", body: `<script src=/fetched.js></script>`, want: []string{"/news/1", "/news/2"}},
		{name: "list that is loaded when it is seen", body: `<script src=/lazy.js></script>`, want: []string{"/lazy/1", "/lazy/2"}},
		{
			name: "infinite scroll", body: `<div id=list></div><script>
				let n = 0;
				const more = () => { for (let i = 0; i < 3; i++) document.getElementById('list').insertAdjacentHTML('beforeend', '<p style="height: 700px"><a href="/post/' + ++n + '">x</a>'); };
				addEventListener('scroll', () => { if (n < 9 && innerHeight + scrollY >= document.body.scrollHeight - 5) more(); }); more();</script>`,
			want: []string{"/post/1", "/post/2", "/post/3", "/post/4", "/post/5", "/post/6", "/post/7", "/post/8", "/post/9"},
		},
		{
			name: "frames that scripts write", body: `<iframe src="/own-page"></iframe><iframe id=f></iframe><script>
				document.getElementById('f').contentDocument.body.innerHTML = '<a href="/in-frame">x</a>';</script>`,
			want: []string{"/in-frame"},
		},
		{name: "web components with shadow roots", body: `<x-menu></x-menu><script src=/shadow.js></script>`, want: []string{"/in-shadow", "/deeper"}},
	} {
		got, err := b.Render(t.Context(), "https://app.example/start", pageOf("<body>"+c.body))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		links := linksOf(t, got.HTML+strings.Join(got.Frames, ""))
		if !slices.Equal(links, c.want) {
			t.Errorf("%s: got the links %q, want %q, in\n%.500s\nerrors %q", c.name, links, c.want, got.HTML, got.Errors)
		}
		if want := c.url; want != "" && got.URL != want {
			t.Errorf("%s: the address is %s, want %s", c.name, got.URL, want)
		}
	}
}

// What fails is reported, and what is not allowed is not even asked for.
// (check 125)
func TestRequests(t *testing.T) {
	s := &site{files: map[string]string{"/ok.js": `console.error('first', 2); undefinedFunction();`}}
	b, _ := newBrowser(t, s, slow)
	got, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body>
		<script src=/ok.js></script><script src=/missing.js></script><img src=/image.png><video src=/film.mp4></video>
		<iframe src=/frame.html></iframe>
		<script>
			fetch('https://www.google-analytics.com/g/collect').catch(() => {}); fetch('/gone').catch(() => {}); fetch('/forbidden').catch(() => {});
			fetch('/post', {method: 'POST', body: 'x'}).catch(() => {});
			fetch('/delete', {method: 'DELETE'}).catch(() => {});
			navigator.sendBeacon('/beacon', 'x');
			new WebSocket('wss://app.example/socket');
			location.href = '/elsewhere';
		</script>`))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(s.requested)
	if want := []string{"/forbidden", "/gone", "/missing.js", "/ok.js"}; !slices.Equal(s.requested, want) {
		t.Errorf("requested %q, want %q", s.requested, want)
	}
	slices.SortFunc(got.Failed, func(a, b FailedRequest) int { return strings.Compare(a.URL, b.URL) })
	if want := []FailedRequest{{"https://app.example/gone", "XHR", 0}, {"https://app.example/missing.js", "Script", 404}}; !slices.Equal(got.Failed, want) {
		t.Errorf("failed: %v, want %v", got.Failed, want)
	}
	if want := []RefusedRequest{{"https://app.example/forbidden", ErrRefused.Error()}}; !slices.Equal(got.Refused, want) {
		t.Errorf("refused: %v, want %v", got.Refused, want)
	}
	if want := []string{"https://app.example/elsewhere"}; !slices.Equal(got.Moved, want) {
		t.Errorf("moved to %q, want %q", got.Moved, want)
	}
	for _, want := range []string{"first 2", "ReferenceError: undefinedFunction is not defined"} {
		if !slices.Contains(got.Errors, want) {
			t.Errorf("errors %q, without %q", got.Errors, want)
		}
	}
}

// Pages that misbehave get no further than their tab.
// (check 126)
func TestMisbehaviour(t *testing.T) {
	b, profiles := newBrowser(t, &site{}, slow)
	downloads := filepath.Join(os.Getenv("HOME"), "Downloads", "secret-of-this-test.txt")
	for name, body := range map[string]string{
		"popup":             `<script>open('/popup'); open('about:blank');</script>`,
		"dialogs":           `<script>alert(1); confirm(2); prompt(3); print();</script>`,
		"beforeunload":      `<script>onbeforeunload = e => { e.preventDefault(); return 'stay'; };</script>`,
		"download":          `<a id=d download="secret-of-this-test.txt" href="data:text/plain,x">d</a><script>document.getElementById('d').click();</script>`,
		"reloads":           `<script>location.reload();</script>`,
		"service worker":    `<script>navigator.serviceWorker.register('/worker.js').catch(() => {});</script>`,
		"removes all of it": `<script>document.documentElement.remove();</script>`,
	} {
		got, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body><a href=/kept>x</a>`+body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if name != "removes all of it" && !slices.Contains(linksOf(t, got.HTML), "/kept") {
			t.Errorf("%s: got %.500s", name, got.HTML)
		}
	}
	if _, err := os.Stat(downloads); err == nil {
		t.Error("a page has saved a file")
	}
	b.Close()
	nothingIsLeft(t, profiles)
	if _, err := b.Render(t.Context(), "https://app.example/", pageOf("")); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// nothingIsLeft fails if there are files of a browser, or processes.
func nothingIsLeft(t *testing.T, profiles string) {
	t.Helper()
	if left, _ := os.ReadDir(profiles); len(left) > 0 {
		t.Errorf("left in the folder of profiles: %v", left)
	}
	if left := processesWith(t, profiles); len(left) > 0 {
		t.Errorf("processes that are left: %q", left)
	}
}

// processesWith returns the command lines of processes that contain a text.
func processesWith(t *testing.T, text string) (lines []string) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if line, err := os.ReadFile(file); err == nil && strings.Contains(string(line), text) {
			lines = append(lines, file+" "+strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return lines
}

// A page without end costs its time, and the next page is shown as if nothing was.
// (check 126)
func TestEndlessPages(t *testing.T) {
	b, profiles := newBrowser(t, &site{}, 20*time.Second)
	for name, body := range map[string]string{
		"endless loop":   `<script>setTimeout(() => { for (;;) {} })</script>`,
		"endless alerts": `<script>setTimeout(() => { for (;;) alert(1); })</script>`,
	} {
		if _, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body>`+body)); !errors.Is(err, ErrTimeout) {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body><script>
		setInterval(() => document.body.insertAdjacentHTML('beforeend', '<a href="/more">x</a>'), 50)</script>`))
	if err != nil || len(linksOf(t, got.HTML)) == 0 {
		t.Errorf("endless timer: %v, %v", got, err)
	}
	b.Close()
	nothingIsLeft(t, profiles)
}

// A browser that is killed costs a retry.
// (check 126)
func TestKilledBrowser(t *testing.T) {
	s := &site{files: map[string]string{"/a.js": `document.body.innerHTML = '<a href="/a">x</a>'`}}
	b, profiles := newBrowser(t, s, slow)
	killed := false
	b.options.Load = func(ctx context.Context, address string) (*Response, error) {
		if !killed {
			killed = true
			b.mu.Lock()
			b.process.kill()
			b.mu.Unlock()
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return s.load(ctx, address)
	}
	got, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body><script src=/a.js></script>`))
	if err != nil || !slices.Equal(linksOf(t, got.HTML), []string{"/a"}) {
		t.Errorf("got %v, %v", got, err)
	}
	b.Close()
	nothingIsLeft(t, profiles)
}

// What a program left that was killed is removed, and what a living one has is kept.
func TestLeftovers(t *testing.T) {
	folder := t.TempDir()
	left := filepath.Join(folder, profilePrefix+"left", "Default")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	alive, err := newProfile(folder)
	if err != nil {
		t.Fatal(err)
	}
	another, err := newProfile(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(left)); err == nil {
		t.Error("the profile of a program that ended is still there")
	}
	if _, err := os.Stat(alive.dir); err != nil {
		t.Errorf("the profile of a program that runs: %v", err)
	}
	alive.remove()
	another.remove()
	nothingIsLeft(t, folder)
}

func TestFind(t *testing.T) {
	if _, err := Find(filepath.Join(t.TempDir(), "none")); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("a file that does not exist: %v", err)
	}
	program := filepath.Join(t.TempDir(), "brave")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(program))
	if got, err := Find(""); err != nil || got != program {
		t.Errorf("got %s, %v, want %s", got, err, program)
	}
	env := func(name string) string {
		return map[string]string{"ProgramFiles": `C:\Program Files`, "HOME": "/Users/a"}[name]
	}
	for system, want := range map[string]string{
		"windows": `C:\Program Files\Microsoft\Edge\Application\msedge.exe`,
		"darwin":  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"linux":   "/opt/google/chrome/chrome",
	} {
		if got := usualPlaces(system, env); !slices.Contains(got, want) {
			t.Errorf("%s: got %q, without %q", system, got, want)
		}
	}
}

// A program that is no browser is an error, and leaves nothing.
func TestNoBrowserAtAll(t *testing.T) {
	folder := t.TempDir()
	b := New(Options{Program: "/bin/false", Load: (&site{}).load, TempDir: folder})
	defer b.Close()
	if _, err := b.Render(t.Context(), "https://app.example/", pageOf("")); err == nil {
		t.Error("no error")
	}
	nothingIsLeft(t, folder)
}
