package scanner

import (
	"bytes"
	"errors"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/render"
)

// picturesOf returns the paths of the pages of which a scan took pictures.
func picturesOf(t *testing.T, m *memory, server string) []string {
	t.Helper()
	var paths []string
	for id, picture := range m.pictures {
		if img, err := jpeg.Decode(bytes.NewReader(picture.JPEG)); err != nil || img.Bounds().Dx() != 800 || picture.Status == 0 || picture.At.IsZero() {
			t.Errorf("the picture of %s: status %d at %v, %v", m.addresses[id-1].URL, picture.Status, picture.At, err)
		}
		paths = append(paths, strings.TrimPrefix(m.addresses[id-1].URL, server))
	}
	slices.Sort(paths)
	return paths
}

// Of the pages that a browser shows only those with a problem there have pictures, and none
// while the scan is signed in, unless the settings say so.
func TestPicturesOfProblems(t *testing.T) {
	pages := func() map[string]string {
		return map[string]string{
			"/":      shell + `<script>document.getElementById('root').innerHTML = '<a href="/fails">a</a><a href="/lost">b</a><a href="/fine">c</a><a href="/fine#here">d</a><a href="/place#there">e</a>';</script>`,
			"/fails": shell + `<script>fetch('/none.json')</script>`,
			"/lost":  shell + `<script>document.title = 'Page not found'; document.getElementById('root').innerHTML = '<h1>Page not found</h1>';</script>`,
			"/place": shell + `<script>document.getElementById('root').innerHTML = '<p id=here>Welcome</p>';</script>`,
			"/fine":  shell + `<script>document.getElementById('root').innerHTML = '<p id=here>Welcome</p>';</script>`,
		}
	}
	signedIn := Credential{Cookie: "session=1"}
	for _, tt := range []struct {
		name string
		o    Options
		want []string
	}{
		{"never", Options{}, nil},
		{"public", Options{Pictures: PicturesPublic}, []string{"/fails", "/lost", "/place"}},
		{"signed in", Options{Pictures: PicturesPublic, Credential: signedIn}, nil},
		{"signed in, by the settings", Options{Pictures: PicturesAlways, Credential: signedIn}, []string{"/fails", "/lost", "/place"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Render = RenderAlways
			m, server, _, _ := rendered(t, tt.o, pages())
			if diff := cmp.Diff(tt.want, picturesOf(t, m, server)); diff != "" {
				t.Errorf("pictures (-want +got):\n%s", diff)
			}
		})
	}
}

// The files of a page are requested with the user agent that its scripts see.
func TestScriptsHaveTheUserAgentOfTheBrowser(t *testing.T) {
	program, err := render.Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	var mu sync.Mutex
	agents := make(map[string]string)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		agents[r.URL.Path+r.URL.Query().Get("from")] = r.UserAgent()
		mu.Unlock()
		if r.URL.Path == "/" {
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte(shell + `<script>fetch('/data?from=' + encodeURIComponent(navigator.userAgent))</script>`))
		}
	}))
	defer srv.Close()
	e, err := New(Options{Start: srv.URL + "/", Browser: program, Render: RenderAlways, UserAgent: "Bakery/2.0", NoDelay: true, NoProbes: true, NoSitemap: true})
	if err != nil {
		t.Fatal(err)
	}
	e.renderTimeout = 5 * time.Minute
	if _, err := e.Run(t.Context(), newMemory(), nil); err != nil {
		t.Fatal(err)
	}
	if agents["/"] != "Bakery/2.0" {
		t.Errorf("the page was requested as %q", agents["/"])
	}
	for from, sent := range agents {
		if seen, ok := strings.CutPrefix(from, "/data"); ok {
			if seen != sent || !strings.HasPrefix(sent, "Bakery/2.0 Chrome/") {
				t.Errorf("a script sees %q, and its data was requested as %q", seen, sent)
			}
			return
		}
	}
	t.Errorf("no data was requested: %v", agents)
}

// A picture by hand shows the page with its images, sends nothing but GET, and leaves alone
// what could change something.
func TestTakePicture(t *testing.T) {
	program, err := render.Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	var mu sync.Mutex
	var asked []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.Path)
		mu.Unlock()
		switch r.URL.Path {
		case "/gone":
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(404)
			w.Write([]byte(`<body style="margin: 0"><img src="/red.svg" style="display: block; width: 100vw; height: 100vh"><script>
				fetch('/order', {method: 'POST'}).catch(() => {}); fetch('/logout').catch(() => {});</script>`))
		case "/red.svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" preserveAspectRatio="none"><rect width="4" height="4" fill="#c00"/></svg>`))
		}
	}))
	defer srv.Close()
	o := Options{Start: srv.URL + "/", Browser: program}
	got, err := TakePicture(t.Context(), o, srv.URL+"/gone")
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(got.Screenshot))
	if err != nil || got.Status != 404 {
		t.Fatalf("status %d, %v", got.Status, err)
	}
	if r, g, _, _ := img.At(400, 250).RGBA(); r>>8 < 150 || g>>8 > 60 {
		t.Error("the picture lacks the image of the page")
	}
	mu.Lock()
	defer mu.Unlock()
	for _, request := range asked {
		if request != "GET /gone" && request != "GET /red.svg" && request != "GET /favicon.ico" {
			t.Errorf("the browser sent %s", request)
		}
	}
	if _, err := TakePicture(t.Context(), o, srv.URL+"/account/logout"); !errors.Is(err, ErrUnsafePicture) {
		t.Errorf("an address that signs out: %v", err)
	}
	if _, err := TakePicture(t.Context(), o, "mailto:a@b.example"); !errors.Is(err, ErrNotOpened) {
		t.Errorf("no web address: %v", err)
	}
}
