package urltable

import "sitewell/scanner/result"

// AnchorStore contains the anchors of the pages of a scan. There may be millions
// of pages, so they are packed: the record of a page is a word with the number of
// its anchors and whether it is scripted, then the upper halves of their hashes,
// sorted. With half a hash, a fragment that is missing is taken for another one
// once in about two billion checks on a page with two anchors.
type AnchorStore struct {
	chunks [][]uint32
	words  int
	limit  int // words
	// statuses are those of pages that did not answer 200.
	statuses map[result.ID]int
}

// AnchorsID is where the anchors of a page are in an AnchorStore. It is never 0,
// which stands for a page that was not read.
type AnchorsID uint32

const (
	chunkBits = 18 // of an offset into a chunk
	chunkSize = 1 << chunkBits
	// maxAnchorWords is how many words are kept. Pages that do not fit are requested
	// once more if a link names a fragment of them after they were read.
	maxAnchorWords = 32 << 20
)

// NewAnchorStore returns an empty store. It is full when it contains as many words
// of 32 bits as limit; 0: 32 Mi, which are 128 MiB.
func NewAnchorStore(limit int) *AnchorStore {
	if limit <= 0 {
		limit = maxAnchorWords
	}
	return &AnchorStore{limit: limit, statuses: make(map[result.ID]int)}
}

// IsFull reports whether there is only room for pages whose anchors a link has
// named already.
func (s *AnchorStore) IsFull() bool { return s.words >= s.limit }

// Put keeps the anchors of a page. scripted says that a script adds further ones.
func (s *AnchorStore) Put(anchors []uint64, scripted bool) AnchorsID {
	need := len(anchors) + 1
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < need {
		chunk := make([]uint32, 0, max(chunkSize, need))
		if last < 0 {
			chunk = append(chunk, 0) // so that no record is at 0
		}
		s.chunks = append(s.chunks, chunk)
		last++
	}
	chunk := s.chunks[last]
	id := uint32(last)<<chunkBits | uint32(len(chunk))
	head := uint32(len(anchors)) << 1
	if scripted {
		head |= 1
	}
	chunk = append(chunk, head)
	for _, h := range anchors {
		chunk = append(chunk, uint32(h>>32))
	}
	s.chunks[last] = chunk
	s.words += need
	return AnchorsID(id)
}

// Get returns what Put has kept: the upper halves of the hashes, sorted, and
// whether the page is scripted.
func (s *AnchorStore) Get(id AnchorsID) (halves []uint32, scripted bool) {
	record := s.chunks[id>>chunkBits][id&(chunkSize-1):]
	return record[1 : 1+record[0]>>1], record[0]&1 == 1
}

// SetStatus notes how a page answered, if that was not 200.
func (s *AnchorStore) SetStatus(page result.ID, status int) { s.statuses[page] = status }

// Status returns how a page answered, and whether SetStatus was called.
func (s *AnchorStore) Status(page result.ID) (int, bool) {
	status, ok := s.statuses[page]
	return status, ok
}
