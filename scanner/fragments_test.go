package scanner

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check 47: a fragment that is found after its page was fetched is checked even if
// there were too many pages to keep their anchors. Only then the page is requested
// once more.
func TestFragmentsWhereTheAnchorStoreIsFull(t *testing.T) {
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
	for _, limit := range []int{0, 1} {
		e, err := New(Options{Start: srv.URL + "/", NoDelay: true})
		if err != nil {
			t.Fatal(err)
		}
		e.memory.anchorWords = limit
		m := newMemory()
		if _, err := e.Run(t.Context(), m, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, short(m.table(), map[string]string{srv.URL: ""})); diff != "" {
			t.Errorf("room for %d words (-want +got):\n%s", limit, diff)
		}
	}
}
