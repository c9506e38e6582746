package core

import (
	"context"
	"io"
	"path/filepath"
	"runtime/debug"
	"testing"

	"sitewell/app/report"
	"sitewell/scanner/memlimit"
	"sitewell/scanner/sitetest"
)

// The memory of a report is limited as that of its scan was.
func TestMemoryOfReports(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	growth := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	path := filepath.Join(t.TempDir(), "report")
	for large, want := range map[int]int{1: memlimit.LargeGrowth, scan.Counts.Found + 1: 100} {
		c.heap.LargeScan = large
		during := 0
		write := func(context.Context, io.Writer, report.Source) error { during = growth(); return nil }
		if err := c.save(t.Context(), scan.ID, path, write, nil); err != nil {
			t.Fatal(err)
		}
		if after := growth(); during != want || after != 100 {
			t.Errorf("%d addresses, large from %d on: the heap grows by %d %%, want %d, and afterwards by %d %%", scan.Counts.Found, large, during, want, after)
		}
	}
}
