package scanner

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/extract"
)

func TestShelf(t *testing.T) {
	s := shelf{most: shelfMost}
	sizes := []int{0, 1, 40, shelfChunk - 100, 200, shelfChunk + 5, 3, 0}
	places := make([]uint32, len(sizes))
	hashes := func(page, n int) (all []uint64) {
		for i := range n {
			all = append(all, extract.AnchorHash(fmt.Sprint(page, "-", i)))
		}
		slices.Sort(all)
		return all
	}
	for page, n := range sizes {
		places[page] = s.put(hashes(page, n), page%2 == 1)
		if places[page] == 0 {
			t.Errorf("page %d is kept at 0, which stands for none", page)
		}
	}
	for page, n := range sizes {
		got, scripted := s.get(places[page])
		if len(got) != n || scripted != (page%2 == 1) {
			t.Fatalf("page %d: %d anchors, scripted %v", page, len(got), scripted)
		}
		for i := range min(n, 50) {
			if fragment := fmt.Sprint(page, "-", i); !extract.HasHalfAnchor(got, fragment) {
				t.Errorf("page %d lacks %s", page, fragment)
			}
			if fragment := fmt.Sprint(page, "-", n+i); extract.HasHalfAnchor(got, fragment) {
				t.Errorf("page %d has %s", page, fragment)
			}
		}
	}
}

// check 47: a fragment met after its page was fetched is checked even where
// there were too many pages to keep their anchors; then the page is asked once
// more, and only then.
func TestFragmentsWhereTheShelfIsFull(t *testing.T) {
	srv := site(t, map[string]string{
		"/":  `<a href="/a">A</a> <a href="/b">B</a>`,
		"/a": `<p id="there">A</p> <a href="/c">C</a>`,
		"/b": `<p id="x">B</p>`,
		"/c": `<a href="/d">D</a>`,
		"/d": `<a href="/a#there">1</a> <a href="/a#nowhere">2</a> <a href="/d#here">3</a> <b id="here">4</b>`,
	})
	want := map[string]string{
		"/": "works 200 200", "/a": "works 200 200", "/b": "works 200 200", "/c": "works 200 200", "/d": "works 200 200",
		"/a#there": "works 200 200", "/a#nowhere": "warning missing-fragment 200", "/d#here": "works 200 200",
	}
	for _, room := range []int{0, 1} {
		e, err := New(Options{Start: srv.URL + "/", NoDelay: true})
		if err != nil {
			t.Fatal(err)
		}
		e.room = room
		m := newMemory()
		if _, err := e.Run(t.Context(), m, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, short(m.table(), map[string]string{srv.URL: ""})); diff != "" {
			t.Errorf("room for %d words (-want +got):\n%s", room, diff)
		}
	}
}
