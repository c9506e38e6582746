package estimate

import (
	"math"
	"testing"

	"sitewell/scanner/result"
)

// crawl plays a scan of a site of n pages, each of which links to the next width ones,
// and returns the share shown after each page.
func crawl(n, width int) (shown []float64) {
	h := Size{}
	for done := 1; done <= n; done++ {
		h.Add(result.Share{Done: done, Found: min(done+width, n)})
		shown = append(shown, h.Share())
	}
	return shown
}

// The bar never goes back, ends full, and does not claim more than is done.
func TestBarIsHonest(t *testing.T) {
	for _, width := range []int{1, 10, 100, 900} {
		const n = 1000
		shown := crawl(n, width)
		for i := range shown {
			truth := float64(i+1) / n
			if i > 0 && shown[i] < shown[i-1] {
				t.Errorf("width %d: the bar goes back after %d pages, from %.2f to %.2f", width, i+1, shown[i-1], shown[i])
			}
			if shown[i] > truth+0.15 {
				t.Errorf("width %d: %.0f %% are shown, %.0f %% are done", width, 100*shown[i], 100*truth)
				break
			}
		}
		if end := shown[n-1]; math.Abs(end-1) > 1e-9 {
			t.Errorf("width %d: the bar ends at %.3f", width, end)
		}
	}
}

// What other sites will add is in proportion to what is not read yet.
func TestOtherShare(t *testing.T) {
	p := result.Progress{Other: result.Share{Done: 50, Found: 100}}
	if got := OtherShare(p, 0.5); got != 0.25 {
		t.Errorf("got %v, want 0.25", got)
	}
	if got := OtherShare(result.Progress{}, 0.5); got != 0.5 {
		t.Errorf("without other sites: got %v, want that of the site", got)
	}
}
