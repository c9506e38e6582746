package sitetest

import (
	"net/http"
	"strconv"
	"strings"
)

// Generated is a website of any size whose answers follow from the address
// alone, so that it takes no memory and its scan has a known result. Pages
// form a tree below "/" and link to each other across it; the same Generated
// always returns the same site.
//
// Addresses: "/" is page 0, "/p/N.html" are pages 1 to Pages-1, "/missing/N"
// answers 404, "/moved/N" redirects to page N by 301, "/file/N.txt" is text.
// The zero value of each field but Pages means none of it.
type Generated struct {
	Pages    int // all of them can be reached
	Children int // links to pages below; 0: 10
	Across   int // further links to pages anywhere
	// Every Nth page has a link of this kind of its own.
	MissingEvery, MovedEvery, FileEvery int
	// Nav is how many pages every page links to in its navigation.
	Nav int
	// Padding is bytes of text on each page.
	Padding int
}

// GeneratedCounts is what a scan of a Generated finds, robots.txt and
// sitemaps left out.
type GeneratedCounts struct {
	Pages   int // that answer 200 under their own address
	Missing int // addresses that answer 404
	Moved   int // addresses that redirect to a page
	Files   int
	Links   int // on all pages together
}

// Addresses is how many addresses there are.
func (c GeneratedCounts) Addresses() int { return c.Pages + c.Missing + c.Moved + c.Files }

// Counts returns the known result.
func (g Generated) Counts() GeneratedCounts {
	c := GeneratedCounts{
		Pages:   g.Pages,
		Missing: every(g.Pages, g.MissingEvery),
		Moved:   every(g.Pages, g.MovedEvery),
		Files:   every(g.Pages, g.FileEvery),
	}
	nav := min(g.Nav, g.Pages)
	// Each page but the first has one parent that links to it.
	c.Links = g.Pages - 1 + g.Pages*(g.Across+nav) + c.Missing + c.Moved + c.Files
	return c
}

// every counts the numbers below n that a step divides.
func every(n, step int) int {
	if step <= 0 {
		return 0
	}
	return (n + step - 1) / step
}

// Path returns the address of a page.
func (g Generated) Path(n int) string {
	if n == 0 {
		return "/"
	}
	return "/p/" + strconv.Itoa(n) + ".html"
}

// ServeHTTP answers as any server of static files would.
func (g Generated) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, n, ok := g.read(r.URL.Path)
	if !ok {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("<title>Not found</title><p>There is no such page."))
		return
	}
	switch kind {
	case "moved":
		w.Header().Set("Location", g.Path(n))
		w.WriteHeader(http.StatusMovedPermanently)
	case "file":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("File " + strconv.Itoa(n) + "\n"))
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		body := g.Page(n)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}
}

// read takes a path apart. ok is false where the answer is 404.
func (g Generated) read(path string) (kind string, n int, ok bool) {
	if path == "/" {
		return "p", 0, g.Pages > 0
	}
	kind, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	digits, step := rest, 0
	switch kind {
	case "p":
		digits, step = strings.TrimSuffix(rest, ".html"), 1
	case "moved":
		step = g.MovedEvery
	case "file":
		digits, step = strings.TrimSuffix(rest, ".txt"), g.FileEvery
	}
	n, err := strconv.Atoi(digits)
	ok = err == nil && step > 0 && n >= 0 && n < g.Pages && n%step == 0 && strconv.Itoa(n) == digits
	if kind == "p" {
		ok = ok && n > 0 && strings.HasSuffix(rest, ".html")
	}
	return kind, n, ok
}

// Page returns the HTML of a page.
func (g Generated) Page(n int) []byte {
	children := g.Children
	if children <= 0 {
		children = 10
	}
	name := strconv.Itoa(n)
	b := make([]byte, 0, 512+60*(children+g.Across+g.Nav)+g.Padding)
	b = append(b, "<!DOCTYPE html>\n<html lang=en>\n<head><meta charset=utf-8><title>Page "...)
	b = append(append(b, name...), "</title></head>\n<body>\n"...)
	link := func(href, text string) {
		b = append(append(append(b, `<a href="`...), href...), `">`...)
		b = append(append(b, text...), "</a>\n"...)
	}
	if g.Nav > 0 {
		b = append(b, "<nav>\n"...)
		for i := range min(g.Nav, g.Pages) {
			link(g.Path(i), "Section "+strconv.Itoa(i))
		}
		b = append(b, "</nav>\n"...)
	}
	b = append(append(append(b, "<main>\n<h1 id=top>Page "...), name...), "</h1>\n"...)
	for i := 1; i <= children; i++ {
		if child := n*children + i; child < g.Pages {
			link(g.Path(child), "Page "+strconv.Itoa(child))
		}
	}
	for i := range g.Across {
		other := int(mix(uint64(n)<<8|uint64(i)) % uint64(g.Pages))
		link(g.Path(other), "See page "+strconv.Itoa(other))
	}
	for _, extra := range []struct {
		step       int
		path, text string
	}{
		{g.MissingEvery, "/missing/" + name, "Lost"},
		{g.MovedEvery, "/moved/" + name, "Old address"},
		{g.FileEvery, "/file/" + name + ".txt", "Download"},
	} {
		if extra.step > 0 && n%extra.step == 0 {
			link(extra.path, extra.text)
		}
	}
	if g.Padding > 0 {
		b = append(b, "<p>"...)
		for end := len(b) + g.Padding; len(b) < end; {
			b = append(b, "Text that nobody links from. "...)
		}
		b = append(b, "</p>\n"...)
	}
	return append(b, "</main>\n</body>\n</html>\n"...)
}

// mix spreads a number over 64 bits (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
