package storage

import (
	"fmt"
	"path/filepath"
	"testing"

	"sitewell/scanner/result"
)

// Two scans that run at once and meet the same addresses must not store any of
// them twice, however their batches take turns.
func TestWritersThatTakeTurnsStoreATextOnce(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "sitewell.db"), Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	type scan struct {
		w    *Writer
		next int
	}
	scans := []*scan{{w: newScan(t, db)}, {w: newScan(t, db)}}
	// The second writer meets first what the first one meets last.
	address := func(scan, n int) string {
		if scan == 1 {
			n = 99 - n
		}
		return fmt.Sprintf("https://host%d.example/%d", n/10, n)
	}
	for turn := 0; scans[0].next < 100 || scans[1].next < 100; turn++ {
		for at, s := range scans {
			b := &result.Batch{}
			for range min(1+(turn*7+at*3)%5, 100-s.next) {
				s.next++
				b.Found = append(b.Found, result.Address{ID: result.ID(s.next), URL: address(at, s.next-1), Kind: result.KindPage})
			}
			if b.Empty() {
				continue
			}
			if err := s.w.Commit(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
	}
	var texts, different int
	if err := db.read.QueryRow(`SELECT count(*), count(DISTINCT parent || ' ' || text) FROM url`).Scan(&texts, &different); err != nil {
		t.Fatal(err)
	}
	if want := 10 + 100; texts != want || different != want {
		t.Errorf("%d texts, %d of them different, want %d", texts, different, want)
	}
}
