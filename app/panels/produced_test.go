//go:build !headless

package panels

import (
	"flag"
	"path/filepath"
	"testing"

	"sitewell/scanner/outcome"
)

// history is where "make panels" keeps the history for the command draw.
var history = flag.String("history", "", "file that the history of the scans is written to; it is not kept otherwise")

// unproduced returns the outcomes that no address of a scan can have on demand,
// each with the reason.
func unproduced() map[outcome.Key]string {
	const interim = "a response that ends with it is incomplete, so the scan reports a malformed response"
	return map[outcome.Key]string{
		"100": interim, "102": interim, "103": interim, "104": interim,
		outcome.Cancelled:  "an interrupted request is not stored; its address waits until the scan is resumed",
		outcome.NotReached: "an address that was never requested has no result; tables and comparisons report it",
		outcome.Offline:    "the scan waits until the network is back and repeats the request",
		outcome.OverLimit:  "it is a note beside the page whose links were left out, which are not stored",
		outcome.ErrorLeak:  "it is a note beside the error whose page leaks",
	}
}

// TestEveryOutcomeIsProduced tests that every outcome that the knowledge base
// explains is the outcome of a scan of a real server.
func TestEveryOutcomeIsProduced(t *testing.T) {
	file := *history
	if file == "" {
		file = filepath.Join(t.TempDir(), "history.db")
	}
	scanInto(t, file)
	c := open(t, file)
	got := make(map[outcome.Key]string)
	for _, f := range everything(t, c) {
		got[f.row.Outcome] = f.row.URL
		d, err := c.Store.Detail(t.Context(), f.scan, f.row.ID)
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
			t.Errorf("no scan ends in %s: let a site of this package or of scanner/testdata/hostile cause it", info.Key)
		case produced && excused:
			t.Errorf("%s has %s, so it must not be excused (%s)", address, info.Key, reason)
		}
		if produced {
			count++
		}
		delete(missing, info.Key)
	}
	for key := range missing {
		t.Errorf("%s is excused, but it is not an outcome", key)
	}
	if got["note error-leak"] == "" {
		t.Error("no error page is noted to leak")
	}
	if got["note over-limit"] == "" {
		t.Error("no page is noted to have links that a limit left out")
	}
	t.Logf("%d outcomes produced of %d", count, len(outcome.All()))
}
