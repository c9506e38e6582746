package scanner

import (
	"slices"
	"time"

	"sitewell/scanner/result"
)

// batcher fills batches for the writer. Each one contains everything that was
// found since the one before, so that a batch is complete in itself.
type batcher struct {
	batch *result.Batch
	links int
	bytes int       // roughly what the batch takes in memory
	since time.Time // when the first thing was added
	spare chan *result.Batch
}

const (
	batchRows  = 16_000  // addresses, checks and links that are worth a transaction
	batchBytes = 8 << 20 // roughly; with more than that the writer must catch up first
	batchAge   = 400 * time.Millisecond
	// maxSpareRows is how many addresses or checks a batch may have had room for
	// to be filled again.
	maxSpareRows = 4_000
)

// Roughly what the parts of a batch take in memory, without their texts.
const (
	addressBytes = 120
	checkBytes   = 700
	settledBytes = 110
	linkBytes    = 202
	placeBytes   = 150
	againBytes   = 32
)

func newBatcher() *batcher {
	return &batcher{batch: new(result.Batch), spare: make(chan *result.Batch, 1)}
}

// start starts the clock of a batch with the first thing in it.
func (b *batcher) start(now time.Time) {
	if b.batch.Empty() {
		b.since = now
	}
}

func (b *batcher) addAddress(a result.Address, now time.Time) {
	b.start(now)
	b.batch.Found = append(b.batch.Found, a)
	b.bytes += addressBytes + len(a.URL)
}

func (b *batcher) addCheck(c result.Check, now time.Time) {
	b.start(now)
	b.batch.Checks = append(b.batch.Checks, c)
	b.bytes += checkBytes + len(c.Final) + len(c.Evidence.Snippet)
}

func (b *batcher) addSettled(s result.Settled, now time.Time) {
	b.start(now)
	b.batch.Settled = append(b.batch.Settled, s)
	b.bytes += settledBytes + len(s.Reason)
}

func (b *batcher) addPlace(p result.PlaceCheck, now time.Time) {
	b.start(now)
	b.batch.Places = append(b.batch.Places, p)
	b.bytes += placeBytes + len(p.Fragment)
}

// addFoundAgain adds what has changed of an address that was found before.
func (b *batcher) addFoundAgain(a result.FoundAgain, now time.Time) {
	if a.KindOfCheck {
		if i := b.checkOf(a.Address); i >= 0 {
			b.batch.Checks[i].Kind, a.KindOfCheck = a.Kind, false
		} else if i := b.settledOf(a.Address); i >= 0 {
			b.batch.Settled[i].Kind, a.KindOfCheck = a.Kind, false
		}
	}
	if found := b.batch.Found; len(found) > 0 && a.Address >= found[0].ID {
		known := &found[a.Address-found[0].ID] // IDs are consecutive
		known.Depth, known.Kind = a.Depth, a.Kind
		return
	}
	b.start(now)
	b.batch.FoundAgain = append(b.batch.FoundAgain, a)
	b.bytes += againBytes
}

func (b *batcher) addPage(p *result.Page, now time.Time) {
	b.start(now)
	b.batch.Pages = append(b.batch.Pages, *p)
	b.links += len(p.Links)
	b.bytes += 8 * len(p.Anchors)
	for i := range p.Links {
		b.bytes += bytesOf(&p.Links[i])
	}
}

func (b *batcher) addPicture(p result.Picture, now time.Time) {
	b.start(now)
	b.batch.Pictures = append(b.batch.Pictures, p)
	b.bytes += len(p.JPEG)
}

// addNote adds a note to the check of an address, if that is in this batch.
func (b *batcher) addNote(address result.ID, n result.Note) {
	if i := b.checkOf(address); i >= 0 {
		b.batch.Checks[i].Notes = append(b.batch.Checks[i].Notes, n)
	}
}

// reopen takes back the check of an address.
func (b *batcher) reopen(address result.ID, now time.Time) {
	if i := b.checkOf(address); i >= 0 {
		b.batch.Checks = slices.Delete(b.batch.Checks, i, i+1)
		return
	}
	if i := b.settledOf(address); i >= 0 {
		b.batch.Settled = slices.Delete(b.batch.Settled, i, i+1)
		return
	}
	for i := range b.batch.FoundAgain {
		if a := &b.batch.FoundAgain[i]; a.Address == address {
			a.KindOfCheck = false
		}
	}
	b.start(now)
	b.batch.Reopened = append(b.batch.Reopened, address)
	b.bytes += againBytes
}

// dropPage takes back what was read on an address, if it is in this batch.
func (b *batcher) dropPage(address result.ID) {
	b.batch.Pages = slices.DeleteFunc(b.batch.Pages, func(p result.Page) bool { return p.Address == address })
}

// checkOf returns the index of an address in Checks of the batch, or -1.
func (b *batcher) checkOf(address result.ID) int {
	for i := range slices.Backward(b.batch.Checks) {
		if b.batch.Checks[i].Address == address {
			return i
		}
	}
	return -1
}

// settledOf returns the index of an address in Settled of the batch, or -1.
func (b *batcher) settledOf(address result.ID) int {
	for i := range slices.Backward(b.batch.Settled) {
		if b.batch.Settled[i].Address == address {
			return i
		}
	}
	return -1
}

// isDue reports whether the batch should be stored.
func (b *batcher) isDue(now time.Time) bool {
	rows := len(b.batch.Found) + len(b.batch.Checks) + len(b.batch.Settled) + len(b.batch.Places) + len(b.batch.FoundAgain) + len(b.batch.Reopened) + len(b.batch.Pictures) + b.links
	return rows >= batchRows || b.isFull() || rows > 0 && now.Sub(b.since) >= batchAge
}

// isFull reports whether the batch must be handed over before anything else is
// added to it.
func (b *batcher) isFull() bool { return b.bytes >= batchBytes }

// untilDue returns how long it takes at most until the batch is old enough, or 0
// if it is empty or old enough already.
func (b *batcher) untilDue(now time.Time) time.Duration {
	if b.batch.Empty() {
		return 0
	}
	return max(batchAge-now.Sub(b.since), 0)
}

// next begins a new batch, after the one before was handed over.
func (b *batcher) next() {
	omitted := b.batch.Omitted
	select {
	case b.batch = <-b.spare:
	default:
		b.batch = new(result.Batch)
	}
	b.links, b.bytes, b.batch.Omitted = 0, 0, omitted
}

// recycle empties a batch that was stored, so that its memory can be used again.
// The writer calls it.
func (b *batcher) recycle(stored *result.Batch) {
	if max(cap(stored.Found), cap(stored.Checks), cap(stored.Settled), cap(stored.Places), cap(stored.FoundAgain), cap(stored.Reopened)) > maxSpareRows {
		return
	}
	clear(stored.Found)
	clear(stored.Checks)
	clear(stored.Settled)
	clear(stored.Pages)
	clear(stored.Places)
	clear(stored.Pictures)
	stored.Found, stored.Checks = stored.Found[:0], stored.Checks[:0]
	stored.Settled, stored.Pages, stored.Places = stored.Settled[:0], stored.Pages[:0], stored.Places[:0]
	stored.Pictures = stored.Pictures[:0]
	stored.FoundAgain, stored.Reopened = stored.FoundAgain[:0], stored.Reopened[:0]
	select {
	case b.spare <- stored:
	default:
	}
}
