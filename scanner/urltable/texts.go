package urltable

import "sitewell/scanner/result"

// texts are the texts of addresses by ID, in blocks. Only some of the blocks are
// in memory: the newest ones, and a few that were read back.
type texts struct {
	blockSize int // addresses in a block
	maxNew    int // blocks of new addresses that are kept
	blocks    []*textBlock
	oldest    int   // block of new addresses that is kept
	restored  []int // blocks that were read back, in that order
}

// textBlock contains texts, one directly after the other.
type textBlock struct {
	bytes []byte
	ends  []uint32
}

const (
	blockSize = 4 << 10
	// maxRestored is how many blocks that were read back are kept: several, since
	// the hosts are at different places.
	maxRestored = 8
)

// DefaultBlocks is a good number of blocks to keep if texts can be read back: it
// is a quarter of a million addresses.
const DefaultBlocks = 64

// add adds the text of the next ID.
func (t *texts) add(text string) {
	if n := len(t.blocks); n == 0 || len(t.blocks[n-1].ends) == t.blockSize {
		t.blocks = append(t.blocks, new(textBlock))
	}
	t.blocks[len(t.blocks)-1].add(text)
}

func (b *textBlock) add(text string) {
	b.bytes = append(b.bytes, text...)
	b.ends = append(b.ends, uint32(len(b.bytes)))
}

// get returns the text of an ID, if it is in memory.
func (t *texts) get(id result.ID) (string, bool) {
	b := t.blocks[t.blockOf(id)]
	if b == nil {
		return "", false
	}
	at, start := int(id-1)%t.blockSize, uint32(0)
	if at > 0 {
		start = b.ends[at-1]
	}
	return string(b.bytes[start:b.ends[at]]), true
}

func (t *texts) blockOf(id result.ID) int { return int(id-1) / t.blockSize }

// drop drops the oldest blocks beyond maxNew, if all of their addresses were
// stored.
func (t *texts) drop(lastStored result.ID) {
	for len(t.blocks)-t.oldest > t.maxNew && result.ID((t.oldest+1)*t.blockSize) <= lastStored {
		t.blocks[t.oldest] = nil
		t.oldest++
	}
}

// restore puts a block back, and drops the one that was put back first if there
// are too many.
func (t *texts) restore(block int, addresses []string) {
	b := &textBlock{ends: make([]uint32, 0, len(addresses))}
	for _, a := range addresses {
		b.add(a)
	}
	t.blocks[block] = b
	t.restored = append(t.restored, block)
	if len(t.restored) > maxRestored {
		t.blocks[t.restored[0]] = nil
		t.restored = t.restored[1:]
	}
}
