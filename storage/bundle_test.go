package storage

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// wordy is a scan of pages that each link to the first with texts that nothing
// else says. Pages of one seed say the same.
func wordy(seeds []uint64) *result.Batch {
	b := &result.Batch{}
	for i, seed := range seeds {
		id := result.ID(i + 1)
		r := rand.New(rand.NewPCG(seed, 7))
		b.Found = append(b.Found, result.Address{ID: id, URL: fmt.Sprintf("https://www.example.com/%d", i), Internal: true, Kind: result.KindPage})
		b.Checks = append(b.Checks, result.Check{Address: id, Status: 200, Outcome: "200", Verdict: outcome.Works, Size: -1, At: clock()})
		p := result.Page{Address: id, Document: true}
		for line := range 12 {
			p.Links = append(p.Links, result.Link{Target: 1, Element: "a[href]", Text: fmt.Sprintf("%x %d", r.Uint64(), line), Line: line + 1})
		}
		b.Pages = append(b.Pages, p)
	}
	return b
}

// texts gives what all links of a scan say, in order.
func texts(t *testing.T, db *DB, scan int64) []string {
	t.Helper()
	rows, _, _, err := db.Sources(t.Context(), scan, 1, 0, 1e6)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = fmt.Sprint(r.Page, " ", r.Line, " ", r.Text)
	}
	return all
}

func said(b *result.Batch) []string {
	var all []string
	for _, p := range b.Pages {
		for _, l := range p.Links {
			all = append(all, fmt.Sprint(p.Address, " ", l.Line, " ", l.Text))
		}
	}
	return all
}

// bundled gives the number of bundles and their bytes.
func bundled(t *testing.T, db *DB) (n, bytes int) {
	t.Helper()
	if err := db.read.QueryRow(`SELECT count(*), coalesce(sum(length(data)), 0) FROM bundle`).Scan(&n, &bytes); err != nil {
		t.Fatal(err)
	}
	return n, bytes
}

// A bundle that only some documents of a deleted scan still need gives back
// what the others took.
func TestBundlesAreFreedInPart(t *testing.T) {
	db := newDB(t)
	var before, after []uint64 // one page in five stays the same
	for i := range uint64(60) {
		before = append(before, i)
		if i%5 > 0 {
			i += 1000
		}
		after = append(after, i)
	}
	first := newScan(t, db)
	if err := first.Commit(t.Context(), wordy(before)); err != nil {
		t.Fatal(err)
	}
	if err := first.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	_, alone := bundled(t, db)
	second := scanOf(t, db, first.Site())
	batch := wordy(after)
	if err := second.Commit(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(said(batch), texts(t, db, second.ID())); diff != "" {
		t.Errorf("links before (-want +got):\n%s", diff)
	}
	if err := db.DeleteScan(t.Context(), first.ID()); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(said(batch), texts(t, db, second.ID())); diff != "" {
		t.Errorf("links after the first scan was deleted (-want +got):\n%s", diff)
	}
	if err := db.Verify(t.Context(), second.ID()); err != nil {
		t.Error(err)
	}
	if _, bytes := bundled(t, db); bytes > alone*5/4 {
		t.Errorf("bundles take %d bytes, want about %d as after the first scan", bytes, alone)
	}
	if err := second.Commit(t.Context(), &result.Batch{Pages: wordy(before).Pages[:3]}); err != nil { // its Writer goes on
		t.Fatal(err)
	}
	if err := db.Verify(t.Context(), second.ID()); err != nil {
		t.Error(err)
	}
	if err := db.DeleteScan(t.Context(), second.ID()); err != nil {
		t.Fatal(err)
	}
	if n, _ := bundled(t, db); n != 0 {
		t.Errorf("%d bundles that nothing uses, want none", n)
	}
}

// Where every batch has one page they share a bundle all the same, also across
// a batch that fails and another Writer.
func TestBundleGoesOn(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	all := wordy([]uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	want := said(all)
	for i := range all.Pages {
		b := &result.Batch{Found: all.Found[i : i+1], Pages: all.Pages[i : i+1]}
		switch i {
		case 4: // all of it is given up
			broken := &result.Batch{Found: b.Found, Pages: append(b.Pages[:1:1], result.Page{Address: 99})}
			if err := w.Commit(t.Context(), broken); err == nil {
				t.Error("a page that nobody found was stored")
			}
		case 8:
			other := newScan(t, db)
			if err := other.Commit(t.Context(), wordy([]uint64{77})); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if diff := gocmp.Diff(want, texts(t, db, w.ID())); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	// Up to the failure, after it, and the other Writer's.
	if n, _ := bundled(t, db); n != 3 {
		t.Errorf("%d bundles, want 3", n)
	}
}

// No bundle that could be swept goes on, or its number could come again.
func TestBundleEndsWhileSweeping(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	if _, err := db.beginSweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := wordy([]uint64{1, 2, 3})
	for i := range all.Pages {
		if err := w.Commit(t.Context(), &result.Batch{Found: all.Found[i : i+1], Pages: all.Pages[i : i+1]}); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := bundled(t, db); n != 3 {
		t.Errorf("%d bundles, want one a batch", n)
	}
}

// A list that was stored in the batch under way, and forgotten since, is found
// in a bundle that is not stored yet.
func TestListOfTheSameBatchIsFoundAgain(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	w.linker.pieces.limit = 1
	b := wordy([]uint64{1, 1, 1, 1, 2, 3, 4, 1, 1, 5, 5, 5, 5, 6, 7, 8, 5, 5})
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(said(b), texts(t, db, w.ID())); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	lists := rowCounts(t, db)["list"]
	if lists == 0 {
		t.Error("no lists")
	}
	var hashes int
	if err := db.read.QueryRow(`SELECT count(DISTINCT hash) FROM list_hash`).Scan(&hashes); err != nil || hashes != lists {
		t.Errorf("%d lists with %d hashes, err %v: one was stored twice", lists, hashes, err)
	}
}

// A bundle is full at some size, and what one page says may be more.
func TestBundlesAreSmall(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	var seeds []uint64
	for i := range uint64(300) {
		seeds = append(seeds, i)
	}
	b := wordy(seeds)
	long := &b.Pages[150]
	for line := range 4000 {
		long.Links = append(long.Links, result.Link{Target: 1, Element: "a[href]", Text: fmt.Sprint(time.Duration(line)), Line: 100 + line})
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(said(b), texts(t, db, w.ID())); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	rows, err := db.read.Query(`SELECT data FROM bundle`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var sizes []int
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			t.Fatal(err)
		}
		n, err := bundleBytes(data)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, n)
	}
	over := 0
	for _, n := range sizes {
		if n > bundleSize+4096 {
			over++
		}
	}
	if len(sizes) < 3 || over > 1 {
		t.Errorf("bundles of %d bytes, want several, and one of more than %d", sizes, bundleSize)
	}
}
