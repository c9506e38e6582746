package core

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

// No rule deletes a scan that has a name or a note.
func TestNamedScansAreKeptByEveryRule(t *testing.T) {
	for _, rule := range []storage.KeepRule{{Keep: storage.KeepLast, Count: 1}, {Keep: storage.KeepMonthly}} {
		c := kitchen(t, sitetest.New(t, ""))
		site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
		if err != nil {
			t.Fatal(err)
		}
		var ids []storage.ScanID
		for n := range 6 { // of one month, long ago
			ids = append(ids, sqlitetest.Store(t, c.db, markedScan(site.ID, time.Date(2020, 5, 1+n, 12, 0, 0, 0, time.UTC), map[string]outcome.Key{markedHome + "gone": "404"})))
		}
		for scan, texts := range map[storage.ScanID][2]string{ids[0]: {"Launch", ""}, ids[2]: {"", "New menu"}} {
			if err := c.History.NameScan(t.Context(), scan, texts[0], texts[1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.History.SetKeepRule(t.Context(), site.ID, &rule); err != nil {
			t.Fatal(err)
		}
		c.History.applyKeepRule(t.Context(), site.ID)
		scans, err := c.db.Scans(t.Context(), site.ID)
		if err != nil {
			t.Fatal(err)
		}
		var kept []storage.ScanID
		for _, s := range scans {
			kept = append(kept, s.ID)
		}
		if diff := cmp.Diff([]storage.ScanID{ids[5], ids[2], ids[0]}, kept); diff != "" {
			t.Errorf("%v keeps (-want +got):\n%s", rule, diff)
		}
	}
}
