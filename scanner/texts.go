package scanner

import (
	"context"
	"time"

	"sitewell/scanner/frontier"
	"sitewell/scanner/result"
)

// Recaller is a Sink that can give back the addresses it stored. With one, a
// scan keeps only the newest addresses in memory and reads the others back
// when their turn comes.
type Recaller interface {
	// Texts gives the addresses of n IDs from the first on. All of them were
	// committed. It is called from the goroutine that calls Commit.
	Texts(ctx context.Context, first result.ID, n int) ([]string, error)
}

// texts are the addresses of a scan by ID, in blocks of which only some are in
// memory: the newest ones, and a few that were read back.
type texts struct {
	size   int // addresses of a block
	most   int // blocks of new addresses that are kept
	blocks []*textBlock
	oldest int   // block of new addresses
	back   []int // blocks that were read back, the longest ago first
}

// textBlock holds addresses one behind the other.
type textBlock struct {
	bytes []byte
	ends  []uint32
}

const (
	textBlockSize = 4 << 10
	textBlocks    = 64 // a quarter of a million addresses
	textsBack     = 8  // blocks, so that several hosts can be at different places
)

// add takes in the address of the next ID.
func (t *texts) add(id result.ID, address string) {
	if at := int(id-1) / t.size; at == len(t.blocks) {
		t.blocks = append(t.blocks, new(textBlock))
	}
	t.blocks[len(t.blocks)-1].add(address)
}

func (b *textBlock) add(address string) {
	b.bytes = append(b.bytes, address...)
	b.ends = append(b.ends, uint32(len(b.bytes)))
}

// get gives the address of an ID, if it is in memory.
func (t *texts) get(id result.ID) (string, bool) {
	b := t.blocks[t.blockOf(id)]
	if b == nil {
		return "", false
	}
	at, start := int(id-1)%t.size, uint32(0)
	if at > 0 {
		start = b.ends[at-1]
	}
	return string(b.bytes[start:b.ends[at]]), true
}

func (t *texts) blockOf(id result.ID) int { return int(id-1) / t.size }

// forget drops the oldest blocks beyond most, if all that they hold was
// stored: everything up to an ID.
func (t *texts) forget(stored result.ID) {
	for len(t.blocks)-t.oldest > t.most && result.ID((t.oldest+1)*t.size) <= stored {
		t.blocks[t.oldest] = nil
		t.oldest++
	}
}

// recall takes a block back in.
func (t *texts) recall(at int, addresses []string) {
	b := &textBlock{ends: make([]uint32, 0, len(addresses))}
	for _, a := range addresses {
		b.add(a)
	}
	t.blocks[at] = b
	t.back = append(t.back, at)
	if len(t.back) > textsBack {
		t.blocks[t.back[0]] = nil
		t.back = t.back[1:]
	}
}

// parked is a claim that waits for the text of its address.
type parked struct {
	from *frontier.Frontier
	job  frontier.Job
}

// recalled is a block of addresses that was read back.
type recalled struct {
	block     int
	addresses []string
}

// park lets a claim wait until its block has been read back.
func (r *run) park(f *frontier.Frontier, job frontier.Job) {
	at := r.book.texts.blockOf(job.ID)
	if r.parked[at] == nil {
		r.missing = append(r.missing, at)
	}
	r.parked[at] = append(r.parked[at], parked{f, job})
	r.waiting++
}

// question opens the way to the writer when a block is to be read back, one at
// a time.
func (r *run) question() (chan<- int, int) {
	if r.asking || len(r.missing) == 0 {
		return nil, 0
	}
	return r.asks, r.missing[0]
}

// unpark takes a block back in and goes on with the claims that waited for it.
func (r *run) unpark(back recalled, now time.Time) {
	r.asking = false
	r.missing = r.missing[1:]
	r.book.texts.recall(back.block, back.addresses)
	claims := r.parked[back.block]
	delete(r.parked, back.block)
	r.waiting -= len(claims)
	for _, p := range claims {
		r.claim(p.from, p.job, now)
	}
}

// recallBlock reads a block back, on the writer's goroutine.
func (r *run) recallBlock(ctx context.Context, from Recaller, block int) (recalled, error) {
	size := r.book.texts.size
	addresses, err := from.Texts(ctx, result.ID(block*size+1), size)
	if err == nil && len(addresses) != size {
		err = &JournalError{ID: result.ID(block*size + len(addresses)), Want: result.ID(block*size + size)}
	}
	return recalled{block, addresses}, err
}
