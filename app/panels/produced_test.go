//go:build !headless

package panels

import (
	"testing"

	"sitewell/scanner/outcome"
)

// unproduced are the outcomes that no address of a scan can have on demand,
// each with the reason.
func unproduced() map[outcome.Key]string {
	const interim = "an answer that ends with it is none: the scan tells a malformed response"
	return map[outcome.Key]string{
		"100": interim, "102": interim, "103": interim, "104": interim,
		outcome.Cancelled:  "what is cut off is not stored; it waits for the scan to go on",
		outcome.NotReached: "what never had its turn has no result; tables and comparisons tell it",
		outcome.Offline:    "the scan waits until the network is back, and asks again",
		outcome.OverLimit:  "it stands as a note beside the page whose links were left out, which are not stored",
		outcome.ErrorLeak:  "it stands as a note beside the error whose page leaks",
	}
}

// TestEveryOutcomeIsProduced proves truth 7 of the design from the other end:
// what the knowledge base explains is what scans of real servers come to.
func TestEveryOutcomeIsProduced(t *testing.T) {
	c := open(t, scans(t), "")
	got := make(map[outcome.Key]string)
	for _, f := range everything(t, c) {
		got[f.row.Outcome] = f.row.URL
		d, err := c.Detail(t.Context(), f.scan, f.row.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range d.Notes {
			if n.Outcome == outcome.ErrorLeak || n.Outcome == outcome.OverLimit {
				got["note "+n.Outcome] = f.row.URL
			}
		}
	}
	missing := unproduced()
	count := 0
	for _, info := range outcome.All() {
		address, produced := got[info.Key]
		reason, excused := missing[info.Key]
		switch {
		case !produced && !excused:
			t.Errorf("no scan comes to %s: let a site of this package or of scanner/testdata/hostile do what it names", info.Key)
		case produced && excused:
			t.Errorf("%s has %s, so it must not be excused (%s)", address, info.Key, reason)
		}
		if produced {
			count++
		}
		delete(missing, info.Key)
	}
	for key := range missing {
		t.Errorf("%s is excused, and is no outcome", key)
	}
	if got["note error-leak"] == "" {
		t.Error("no error page is noted to leak")
	}
	if got["note over-limit"] == "" {
		t.Error("no page is noted to have links that a limit left out")
	}
	t.Logf("%d outcomes produced of %d", count, len(outcome.All()))
}
