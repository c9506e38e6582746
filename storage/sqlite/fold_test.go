package sqlite

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// TestHistoryOfManyScans makes scans of two sites at random, each from an own
// model, stops, resumes and deletes some, and compares every scan that is there
// with its model after each step.
func TestHistoryOfManyScans(t *testing.T) {
	for seed := range uint64(2 * *rounds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 77))
			db := newDB(t)
			sites := []storage.SiteID{newSite(t, db), newSite(t, db)}
			type scan struct {
				w    *record.Writer
				g    *generator
				done bool
			}
			var scans []*scan
			check := func(s *scan) {
				t.Helper()
				if !s.done {
					count(t, s.w)
				}
				checkQuickly(t, db, s.w.ID(), s.g.model)
			}
			for range 25 {
				switch n := len(scans); {
				case n > 2 && r.IntN(4) == 0: // delete one
					i := r.IntN(n)
					if err := db.DeleteScan(t.Context(), scans[i].w.ID()); err != nil {
						t.Fatal(err)
					}
					scans = append(scans[:i], scans[i+1:]...)
				case n > 0 && r.IntN(2) == 0: // go on with one that was stopped
					s := scans[r.IntN(n)]
					if s.done {
						continue
					}
					if err := s.w.Commit(t.Context(), s.g.batch()); err != nil {
						t.Fatal(err)
					}
					if s.done = r.IntN(2) == 0; s.done {
						finish(t, s.w, storage.Complete)
					}
				default: // much like one of the same seed
					s := &scan{g: newGenerator(seed*100 + uint64(r.IntN(2))), w: scanOf(t, db, sites[r.IntN(2)])}
					scans = append(scans, s)
					for range 1 + r.IntN(4) {
						if err := s.w.Commit(t.Context(), s.g.batch()); err != nil {
							t.Fatal(err)
						}
					}
					switch r.IntN(4) {
					case 0:
						finish(t, s.w, storage.Stopped)
					case 1:
					default:
						s.done = true
						finish(t, s.w, storage.Complete)
					}
				}
				for _, s := range scans {
					check(s)
				}
			}
		})
	}
}

// checkQuickly is checkModel with one question of each kind.
func checkQuickly(t *testing.T, db *DB, scan storage.ScanID, m *model) {
	t.Helper()
	if err := db.Verify(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
	counts, err := db.Counts(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "counts", counts, m.counts())
	rows := m.rows(urlIDs(t, db))
	checkRows(t, db, scan, m, rows)
	if t.Failed() {
		t.FailNow()
	}
}
