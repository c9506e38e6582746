package soft404

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

func parse(t *testing.T, address string) weburl.URL {
	t.Helper()
	u, err := weburl.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// page returns a page of the site that was delivered with a status.
func page(t *testing.T, address string, status int, body string) Page {
	t.Helper()
	u := parse(t, address)
	a := &fetch.Answer{Status: status, Final: u, Body: []byte(body), Hops: make([]result.Hop, 1)}
	return Page{URL: u, Answer: a, Document: extract.HTML(a.Body, u, "text/html"), Internal: true}
}

func newDetector(t *testing.T) *Detector[int] {
	t.Helper()
	always := func(weburl.URL) bool { return true }
	return New[int](Options{Start: parse(t, "http://site.test/"), IsInternal: always, MayRequest: always})
}

// words returns a text long enough to be compared.
func words(seed string) string {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "%s%d ", seed, i)
	}
	return b.String()
}

// check 92: the pages of a directory wait for one probe. If that is answered with a
// page, those that look like it are suspected and no others.
func TestDetector(t *testing.T) {
	same, other := "<title>Shop</title><p>"+words("sorry"), "<title>Bread</title><p>"+words("bread")
	d := newDetector(t)
	isDeferred, probe := d.Defer(page(t, "http://site.test/shop/a", 200, same), 1, Size{Bytes: 10})
	if !isDeferred || probe == nil || !strings.HasPrefix(probe.URL.Key(), "http://site.test/shop/no-such-page-") {
		t.Fatalf("the first page of a directory: deferred %v, probe %v", isDeferred, probe)
	}
	if isDeferred, second := d.Defer(page(t, "http://site.test/shop/b", 200, other), 2, Size{Bytes: 10}); !isDeferred || second != nil {
		t.Errorf("the second page of a directory: deferred %v, probe %v", isDeferred, second)
	}
	if d.Deferred() != 2 || d.DeferredBytes() != 20 {
		t.Errorf("%d pages with %d bytes wait", d.Deferred(), d.DeferredBytes())
	}
	if got := d.HandleProbe(probe.Directory, page(t, probe.URL.Key(), 200, same)); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("the probe returns %v", got)
	}
	if d.Deferred() != 0 || d.DeferredBytes() != 0 {
		t.Errorf("after the probe: %d pages with %d bytes wait", d.Deferred(), d.DeferredBytes())
	}
	if isDeferred, _ := d.Defer(page(t, "http://site.test/shop/c", 200, same), 3, Size{}); isDeferred {
		t.Error("a page waits although the probe was answered")
	}
	if note, ok := d.Suspicion(page(t, "http://site.test/shop/a", 200, same)); !ok || note.Outcome != outcome.Soft404 {
		t.Errorf("a page that looks like the answer to the probe: %v, %v", ok, note)
	}
	if note, ok := d.Suspicion(page(t, "http://site.test/shop/b", 200, other)); ok {
		t.Errorf("another page is suspected: %v", note)
	}
}

// check 92: where the probe is answered with an error, all pages are trusted.
func TestDetectorTrustsHonestDirectories(t *testing.T) {
	body := "<title>Shop</title><p>" + words("sorry")
	d := newDetector(t)
	_, probe := d.Defer(page(t, "http://site.test/a", 200, body), 1, Size{})
	d.HandleProbe(probe.Directory, page(t, probe.URL.Key(), 404, body))
	if note, ok := d.Suspicion(page(t, "http://site.test/a", 200, body)); ok {
		t.Errorf("a page is suspected: %v", note)
	}
}

// A page with more links or bytes than any error page is never deferred, and
// neither is one that is no page of the site.
func TestDetectorDefersNoOthers(t *testing.T) {
	d := newDetector(t)
	p := page(t, "http://site.test/a", 200, "text")
	external := p
	external.Internal = false
	missing := page(t, "http://site.test/b", 404, "text")
	for name, deferred := range map[string]func() (bool, *Probe){
		"links":    func() (bool, *Probe) { return d.Defer(p, 1, Size{Links: maxLinks + 1}) },
		"bytes":    func() (bool, *Probe) { return d.Defer(p, 1, Size{Bytes: MaxBytes + 1}) },
		"external": func() (bool, *Probe) { return d.Defer(external, 1, Size{}) },
		"missing":  func() (bool, *Probe) { return d.Defer(missing, 1, Size{}) },
	} {
		if isDeferred, probe := deferred(); isDeferred || probe != nil {
			t.Errorf("%s: deferred %v, probe %v", name, isDeferred, probe)
		}
	}
}

// check 95: a bare error without a link to the site is reported.
func TestNoErrorPage(t *testing.T) {
	for body, want := range map[string]bool{
		"<title>Not found</title>Sorry.":                          true,
		"<title>Not found</title>Sorry. <a href=/>Home</a>":       false,
		"<title>Not found</title>" + words("we have many words "): false,
	} {
		d := newDetector(t)
		if _, known := d.ErrorPage(); known {
			t.Error("known before it was asked for")
		}
		_, probe := d.Defer(page(t, "http://site.test/a", 200, "text"), 1, Size{})
		d.HandleProbe(probe.Directory, page(t, probe.URL.Key(), 404, body))
		if bare, known := d.ErrorPage(); !known || (bare != "") != want {
			t.Errorf("%.50s: known %v, %q", body, known, bare)
		}
	}
}
