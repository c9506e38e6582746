//go:build !headless

package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Each outcome has a panel of the site's own and one of another site, of the
// address with the most links, and an error page that leaks has one of its own.
func TestChoose(t *testing.T) {
	at := func(scan storage.ScanID, id storage.URLID, key outcome.Key, internal bool, sources int) address {
		var a address
		a.scan, a.row.ID, a.row.Internal, a.row.Sources = scan, id, internal, sources
		a.row.Outcome = key
		return a
	}
	leak := at(2, 5, "500", true, 1)
	leak.leaks = true
	got := choose([]address{
		at(2, 1, "404", true, 3), at(2, 2, "404", true, 7), at(2, 3, "404", false, 1), leak,
		at(1, 2, "404", true, 7), at(1, 4, "200", true, 0),
	})
	want := []panel{
		{"200-own", 1, 4},
		{"404-other", 2, 3},
		{"404-own", 2, 2}, // of equals, that of the newer scan
		{"500-own", 2, 5},
		{"error-leak-own", 2, 5},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(panel{})); diff != "" {
		t.Errorf("panels (-want +got):\n%s", diff)
	}
}
