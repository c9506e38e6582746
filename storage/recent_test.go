package storage

import (
	"fmt"
	"strings"
	"testing"

	"sitewell/scanner/result"
)

// Two scans that run at once and meet the same addresses must not store any of
// them twice, however their batches take turns, and whether their texts are
// among the recent ones or have their hash stored.
func TestWritersThatTakeTurnsStoreATextOnce(t *testing.T) {
	for _, test := range []struct {
		name       string
		most       int  // texts that stay in memory
		sweep      bool // once in a while what nobody uses is swept
		wantHashes bool
	}{
		{name: "all in memory", most: recentMost},
		{name: "few in memory", most: 7, wantHashes: true},
		{name: "none in memory", most: 1, wantHashes: true},
		{name: "swept", most: 7, sweep: true, wantHashes: true},
		{name: "in memory and swept", most: recentMost, sweep: true, wantHashes: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := newDB(t)
			takeTurns(t, db, test.most, test.sweep)
			var texts, different int
			if err := db.read.QueryRow(`SELECT count(*), count(DISTINCT parent || ' ' || text) FROM url`).Scan(&texts, &different); err != nil {
				t.Fatal(err)
			}
			if want := 10 + 100 + 20; texts != want || different != want {
				t.Errorf("%d texts, %d of them different, want %d", texts, different, want)
			}
			if hashes := rowCounts(t, db)["url_hash"]; (hashes > 0) != test.wantHashes {
				t.Errorf("%d hashes, want any: %v", hashes, test.wantHashes)
			}
		})
	}
}

// takeTurns has two scans store 100 addresses of ten hosts, with a fragment of
// every fifth that first a link names and then an address is.
func takeTurns(t *testing.T, db *DB, most int, sweep bool) {
	t.Helper()
	type scan struct {
		w    *Writer
		next int
		last result.ID
	}
	scans := []*scan{{w: newScan(t, db)}, {w: newScan(t, db)}}
	for _, s := range scans {
		s.w.in.recent.most = most
	}
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
				s.last++
				url := address(at, s.next-1)
				b.Found = append(b.Found, result.Address{ID: s.last, URL: url, Kind: result.KindPage})
				if !strings.HasSuffix(url, "0") && !strings.HasSuffix(url, "5") {
					continue
				}
				b.Pages = append(b.Pages, result.Page{Address: s.last, Links: []result.Link{{Target: s.last, Fragment: "top"}}})
				if s.next%3 == 0 {
					s.last++
					b.Found = append(b.Found, result.Address{ID: s.last, URL: url + "#top", Fragment: "top", Base: s.last - 1, Kind: result.KindPage})
				}
			}
			if b.Empty() {
				continue
			}
			if err := s.w.Commit(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			if sweep && turn%3 == at {
				if err := db.sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, s := range scans {
		if err := db.Verify(t.Context(), s.w.ID()); err != nil {
			t.Error(err)
		}
	}
}

// The numbers of texts that were swept come again. Their hashes must not be
// taken for stored.
func TestNumbersThatComeAgain(t *testing.T) {
	db := newDB(t)
	site := newScan(t, db).Site()
	batch := func(name string) *result.Batch {
		b := &result.Batch{}
		for i := range 20 {
			b.Found = append(b.Found, result.Address{ID: result.ID(i + 1), URL: fmt.Sprintf("https://www.example.com/%s-%d", name, i), Kind: result.KindPage})
		}
		return b
	}
	var stays *Writer
	for _, name := range []string{"stays", "goes", "comes", "comes"} {
		w := scanOf(t, db, site)
		if err := w.Commit(t.Context(), batch(name)); err != nil {
			t.Fatal(err)
		}
		switch name {
		case "stays":
			stays = w
		case "goes":
			if err := db.DeleteScan(t.Context(), w.ID()); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Verify(t.Context(), stays.ID()); err != nil {
			t.Error(err)
		}
	}
	if got, want := rowCounts(t, db)["url"], 1+20+20; got != want {
		t.Errorf("%d texts, want %d", got, want)
	}
	if err := db.sweep(t.Context()); err != nil { // gives every text its hash
		t.Fatal(err)
	}
	if err := db.Verify(t.Context(), stays.ID()); err != nil {
		t.Error(err)
	}
}

// url_hash finds a fragment by the hash of its text as it is stored.
func TestHashOfFragment(t *testing.T) {
	s := seed{1, 2}
	for n := range 40 {
		text := strings.Repeat("section-", 5)[:n]
		if got, want := s.text(keyOf(7, "#"+text)), s.sum(7, "#"+text); got != want {
			t.Errorf("fragment of %d bytes: %x, want %x", n, got, want)
		}
	}
	if got, want := keyOf(0, "#top"), (urlKey{text: "#top"}); got != want {
		t.Errorf("text without parent: %+v, want %+v", got, want)
	}
}
