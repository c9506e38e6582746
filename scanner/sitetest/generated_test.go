package sitetest

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGeneratedCounts(t *testing.T) {
	g := Generated{Pages: 1234, Children: 7, Across: 3, MissingEvery: 10, MovedEvery: 25, FileEvery: 4, Nav: 5, Padding: 100}
	href := regexp.MustCompile(`href="([^"]*)"`)
	var got GeneratedCounts
	queue, seen := []string{"/"}, map[string]bool{"/": true}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		switch {
		case w.Code == http.StatusNotFound:
			got.Missing++
		case w.Code == http.StatusMovedPermanently:
			got.Moved++
			if to := w.Header().Get("Location"); !seen[to] {
				t.Errorf("%s leads to %s, which is linked nowhere before", path, to)
			}
		case strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain"):
			got.Files++
		default:
			got.Pages++
			for _, m := range href.FindAllStringSubmatch(w.Body.String(), -1) {
				got.Links++
				if !seen[m[1]] {
					seen[m[1]] = true
					queue = append(queue, m[1])
				}
			}
		}
	}
	if diff := cmp.Diff(g.Counts(), got); diff != "" {
		t.Errorf("counts differ from what is served (-told +served):\n%s", diff)
	}
	if got, want := g.Counts().Addresses(), len(seen); got != want {
		t.Errorf("Addresses = %d, want %d", got, want)
	}
}

func TestGeneratedRefuses(t *testing.T) {
	g := Generated{Pages: 10, MovedEvery: 2}
	for _, path := range []string{"/p/0.html", "/p/10.html", "/p/x.html", "/p/01.html", "/p/5", "/moved/3", "/file/0.txt", "/missing/0", "/x"} {
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d, want 404", path, w.Code)
		}
	}
}

func BenchmarkGeneratedPage(b *testing.B) {
	g := Generated{Pages: 2_000_000, Across: 20, Nav: 20}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Page(i % g.Pages)
	}
}
