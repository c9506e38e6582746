package sqlite

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// finishBytes is the heap that finishing a scan may take for each address of
// it, beside what it takes for any scan. 300 MB at two million addresses, of
// which about 60 MB are the program itself and SQLite, and a third of the rest is
// garbage, leave 90. What the links take is among them.
const finishBytes = 90

// Memory while a scan is finished follows the number of addresses, and slowly
// (the budget of design.md).
func TestFinishMemory(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(5)) // what is alive is looked at often
	few, least := finishedHeap(t, 2_000)
	many, most := finishedHeap(t, 16_000)
	each := float64(most-least) / float64(many-few)
	t.Logf("%d addresses: %d bytes, %d addresses: %d bytes, %.0f each", few, least, many, most, each)
	if each > finishBytes {
		t.Errorf("finishing takes %.0f bytes an address, at most %d", each, finishBytes)
	}
}

// finishedHeap finishes a scan of so many pages and gives by how much the heap
// that is alive grew meanwhile at most.
func finishedHeap(t *testing.T, pages int) (addresses int, grown int64) {
	t.Helper()
	db := newDB(t)
	w := newScan(t, db)
	newSynth(pages, 10, 12).found(t, w, 1)
	if err := w.Close(); err != nil { // what storing took is not at issue
		t.Fatal(err)
	}
	w, err := db.ResumeScan(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Commit(t.Context(), &result.Batch{}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	before := aliveHeap()
	most := before
	stop := eachCollection(func() { most = max(most, aliveHeap()) })
	err = w.Finish(t.Context(), storage.Complete, result.Summary{})
	stop()
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Counts(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	return c.Found, most - before
}

// aliveHeap is what the last collection of garbage left.
func aliveHeap() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// eachCollection calls f after each collection of garbage, until stop is
// called.
func eachCollection(f func()) (stop func()) {
	type canary struct{ _ [16]byte }
	calls, quit := make(chan bool), make(chan bool)
	var arm func()
	arm = func() {
		runtime.AddCleanup(new(canary), func(chan bool) {
			select {
			case calls <- true:
				arm()
			case <-quit:
			}
		}, calls)
	}
	arm()
	done := make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-calls:
				f()
			case <-quit:
				return
			}
		}
	}()
	return func() { close(quit); <-done }
}
