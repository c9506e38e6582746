package render

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Pages and servers get to know Sitewell's user agent with the real name and version of the
// engine, in every way in which a browser tells them.
func TestUserAgent(t *testing.T) {
	const own = "Mozilla/5.0 (compatible; Sitewell/1.0)"
	asked := make(chan http.Header, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			return
		}
		asked <- r.Header
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<script>document.title = navigator.userAgent + '|' + (navigator.userAgentData?.brands.map(b => b.brand + b.version) ?? '')</script>`))
	}))
	defer srv.Close()
	program, err := Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	got, err := Open(t.Context(), OpenOptions{
		Program: program, UserAgent: own, TempDir: t.TempDir(), Timeout: slow,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}, srv.URL+"/")
	if err != nil {
		t.Fatal(err)
	}
	header := <-asked
	sent := header.Get("User-Agent")
	engine, isOurs := strings.CutPrefix(sent, own+" ")
	if name, version, _ := strings.Cut(engine, "/"); !isOurs || name != "Chrome" || strings.Count(version, ".") != 3 {
		t.Errorf("the server got %q", sent)
	}
	if shown, _, _ := strings.Cut(got.Title, "|"); shown != sent {
		t.Errorf("the page sees %q, the server got %q", shown, sent)
	}
	for name, values := range header {
		if text := strings.Join(values, " "); strings.Contains(text, "Headless") {
			t.Errorf("the server got %s: %s", name, text)
		}
	}
	if strings.Contains(got.Title, "Headless") {
		t.Errorf("the page sees %q", got.Title)
	}

	// A page of a scan sees the same, and its files can be requested with the same.
	b := New(Options{Program: program, UserAgent: own, Load: (&site{}).load, Timeout: slow, TempDir: t.TempDir()})
	defer b.Close()
	page, err := b.Render(t.Context(), "https://app.example/", pageOf(`<p id=here></p><script>here.textContent = navigator.userAgent</script>`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.HTML, ">"+sent+"<") || b.UserAgent() != sent {
		t.Errorf("a page of a scan sees %s, and its files are loaded as %q", page.HTML, b.UserAgent())
	}
}
