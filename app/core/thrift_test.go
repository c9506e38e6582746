package core

import (
	"context"
	"io"
	"path/filepath"
	"runtime/debug"
	"testing"

	"sitewell/app/report"
	"sitewell/scanner/sitetest"
)

// heapPercent is by how much the heap may grow.
func heapPercent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestThrift(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	var th thrift
	th.begin()
	th.begin()
	th.end()
	if got := heapPercent(); got != thriftyHeap {
		t.Errorf("with one large scan of two: the heap grows by %d %%, want %d", got, thriftyHeap)
	}
	th.end()
	if got := heapPercent(); got != 100 {
		t.Errorf("afterwards: %d %%, want what it was before", got)
	}
}

// A large scan is told of as thriftily as it was made.
func TestThriftWhileTelling(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	path := filepath.Join(t.TempDir(), "told")
	for large, want := range map[int]int{1: thriftyHeap, scan.Counts.Found + 1: 100} {
		c.thrift.from = large
		told := 0
		tell := func(context.Context, io.Writer, report.Source) error { told = heapPercent(); return nil }
		if err := c.save(t.Context(), scan.ID, path, tell, nil); err != nil {
			t.Fatal(err)
		}
		if now := heapPercent(); told != want || now != 100 {
			t.Errorf("%d addresses, large from %d on: the heap grows by %d %%, want %d, and afterwards by %d %%", scan.Counts.Found, large, told, want, now)
		}
	}
}
