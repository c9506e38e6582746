package findings

import (
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pages with the same links are together, in the order of the first of each.
func TestGroupVersions(t *testing.T) {
	pages := []linkedPage{{7, 2}, {3, 9}, {5, 2}, {4, 9}, {1, 4}, {6, 5}}
	var got [][]uint32
	for _, g := range groupVersions(pages) {
		var urls []uint32
		for _, p := range pages[g.from:g.to] {
			urls = append(urls, p.url)
		}
		got = append(got, urls)
	}
	want := [][]uint32{{1}, {3, 4}, {5, 7}, {6}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages by version (-want +got):\n%s", diff)
	}
}

// A scan of two million pages groups all of them at once, so it must not take
// much memory.
func TestGroupVersionsTakesLittleMemory(t *testing.T) {
	const n, most = 100_000, 12 // bytes a page
	pages := make([]linkedPage, n)
	for i := range pages {
		pages[i] = linkedPage{url: uint32(n - i), version: int64(i)}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	groups := groupVersions(pages)
	runtime.ReadMemStats(&after)
	if taken := (after.TotalAlloc - before.TotalAlloc) / n; len(groups) != n || taken > most {
		t.Errorf("%d groups took %d bytes a page, at most %d", len(groups), taken, most)
	}
}
