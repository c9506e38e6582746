package sqlite

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"sitewell/storage"
)

// A place that was missing is fixed exactly where the later scan has looked for it and
// found it, whatever scans are stopped and whatever pages fail or are not read. Truth 3.
func TestPlacesAreFixedWhereTheyWereFound(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	r := rand.New(rand.NewPCG(8, 15))
	seen := make(map[storage.Change]int)
	for round := range 150 * *rounds {
		var scans [2]storage.ScanID
		var missing, there [2]map[string]bool // of the places that the scan looked for
		var state [2]storage.State
		for n := range scans {
			missing[n], there[n] = make(map[string]bool), make(map[string]bool)
			state[n] = storage.Complete
			if r.IntN(6) == 0 {
				state[n] = storage.Stopped
			}
			says := [4]string{"200 works", "200 works", "404 broken", "body-truncated warning"}
			var all []found
			read := make(map[string]bool)
			named := make(map[string]bool)
			var pages []found
			for p := range 3 {
				path := fmt.Sprintf("p%d", p)
				f := found{url: site + path, says: says[r.IntN(4)]}
				if r.IntN(5) == 0 {
					f.says = "" // it waits
				}
				f.read = strings.HasSuffix(f.says, "works") || strings.HasSuffix(f.says, "warning")
				read[path] = strings.HasSuffix(f.says, "works")
				if f.read {
					for range r.IntN(4) {
						at := fmt.Sprintf("p%d#%c", r.IntN(3), 'a'+rune(r.IntN(2)))
						f.names = append(f.names, at)
						named[at] = true
					}
				}
				pages = append(pages, f)
			}
			all = append(all, pages...)
			for at := range named {
				path, _, _ := strings.Cut(at, "#")
				switch {
				case !read[path]: // nobody can look
				case r.IntN(2) == 0:
					all = append(all, found{url: site + at, says: "missing-fragment warning"})
					missing[n][at] = true
				default:
					all = append(all, found{url: site + at, says: "200 works"})
					there[n][at] = true
				}
			}
			scans[n] = scannedPages(t, db, id, state[n], all...)
		}
		for r, err := range db.EachChange(t.Context(), storage.Pair{From: scans[0], To: scans[1]}, storage.ChangeFilter{}, storage.Order{}) {
			if err != nil {
				t.Fatal(err)
			}
			at := strings.TrimPrefix(r.URL, site)
			if !missing[0][at] {
				continue
			}
			seen[r.Change]++
			want := there[1][at] && state[1] == storage.Complete
			if (r.Change == storage.Fixed) != want {
				t.Fatalf("round %d: %s is %s; found by the later scan: %v, which has state %v", round, at, r.Change, there[1][at], state[1])
			}
			if missing[1][at] != (r.Change == storage.StillThere) {
				t.Fatalf("round %d: %s is %s; missing in the later scan: %v", round, at, r.Change, missing[1][at])
			}
		}
	}
	for _, c := range []storage.Change{storage.Fixed, storage.StillThere, storage.LinkRemoved, storage.NotReached} {
		if seen[c] == 0 {
			t.Errorf("no place was %s: the test says too little", c)
		}
	}
}
