package scanner

import "sitewell/scanner/result"

// shelf keeps which places the pages of a scan have, packed, for there may be
// millions of pages: a page's record is a word with the number of its anchors
// and whether it is scripted, then the upper halves of their hashes, sorted.
// Half a hash takes a place for another one in about two billion checks on a
// page of two anchors, and only ever where a place is missing.
//
// The coordinator owns it.
type shelf struct {
	chunks [][]uint32
	words  int
	most   int // words from which on only what must be kept is
	// moved are the pages that did not answer 200 under their own address.
	moved map[result.ID]landing
}

// landing is where a page was delivered, and how.
type landing struct {
	final  string // without fragment
	status int
}

const (
	shelfBits  = 18 // of an offset into a chunk
	shelfChunk = 1 << shelfBits
	// shelfMost is how many words are kept. Pages beyond are asked once more if
	// a link names a place on them after they were read.
	shelfMost = 32 << 20
)

// full reports whether there is no room for pages that nobody waits for.
func (s *shelf) full() bool { return s.words >= s.most }

// put keeps the anchors of a page and tells where: never at 0.
func (s *shelf) put(anchors []uint64, scripted bool) (at uint32) {
	need := len(anchors) + 1
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < need {
		chunk := make([]uint32, 0, max(shelfChunk, need))
		if last < 0 {
			chunk = append(chunk, 0) // so that no record is at 0
		}
		s.chunks = append(s.chunks, chunk)
		last++
	}
	chunk := s.chunks[last]
	at = uint32(last)<<shelfBits | uint32(len(chunk))
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
	return at
}

// get gives what put kept.
func (s *shelf) get(at uint32) (hashes []uint32, scripted bool) {
	record := s.chunks[at>>shelfBits][at&(shelfChunk-1):]
	return record[1 : 1+record[0]>>1], record[0]&1 == 1
}

// land notes where a page was delivered.
func (s *shelf) land(page result.ID, l landing) {
	if s.moved == nil {
		s.moved = make(map[result.ID]landing)
	}
	s.moved[page] = l
}
