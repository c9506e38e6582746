package urltable

import (
	"fmt"
	"slices"
	"testing"

	"sitewell/scanner/extract"
)

func TestAnchorStore(t *testing.T) {
	s := NewAnchorStore(0)
	sizes := []int{0, 1, 40, chunkSize - 100, 200, chunkSize + 5, 3, 0}
	places := make([]AnchorsID, len(sizes))
	hashes := func(page, n int) (all []uint64) {
		for i := range n {
			all = append(all, extract.AnchorHash(fmt.Sprint(page, "-", i)))
		}
		slices.Sort(all)
		return all
	}
	for page, n := range sizes {
		places[page] = s.Put(hashes(page, n), page%2 == 1)
		if places[page] == 0 {
			t.Errorf("page %d is kept at 0, which stands for none", page)
		}
	}
	for page, n := range sizes {
		got, scripted := s.Get(places[page])
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
