package frontier

import (
	"hash/maphash"

	"sitewell/scanner/result"
)

// Seen is the set of addresses that a scan knows, each with its ID. It keeps
// the texts in one run of bytes and a table of hashes beside it: about 12
// bytes an address more than the text itself.
type Seen struct {
	seed  maphash.Seed
	table []slot
	text  [][]byte // chunks
	spans []span   // by ID-1
}

type slot struct {
	hash uint32 // upper half of the 64-bit hash; the lower half is the place
	id   uint32 // 0: free
}

type span struct {
	chunk, start uint32
	size         uint32
}

const textChunk = 1 << 20

// NewSeen gives an empty set.
func NewSeen() *Seen {
	return &Seen{seed: maphash.MakeSeed(), table: make([]slot, 1024)}
}

// Len is the number of addresses, and the highest ID handed out.
func (s *Seen) Len() int { return len(s.spans) }

// Text gives the address of an ID that the set has handed out.
func (s *Seen) Text(id result.ID) string {
	sp := s.spans[id-1]
	return string(s.text[sp.chunk][sp.start : sp.start+sp.size])
}

// Is reports whether an ID that the set has handed out is that of an address.
func (s *Seen) Is(id result.ID, address string) bool { return s.same(uint32(id), address) }

// Find gives the ID of an address, and whether the set has it.
func (s *Seen) Find(address string) (result.ID, bool) {
	id, _ := s.find(address)
	return id, id != 0
}

// Add gives the ID of an address, and whether it is new: IDs go up by one from 1.
func (s *Seen) Add(address string) (id result.ID, added bool) {
	id, at := s.find(address)
	if id != 0 {
		return id, false
	}
	s.keep(address)
	id = result.ID(len(s.spans))
	s.table[at] = slot{hash: uint32(maphash.String(s.seed, address) >> 32), id: uint32(id)}
	if len(s.spans)*4 > len(s.table)*3 {
		s.grow()
	}
	return id, true
}

// find gives the ID, or 0 and the free place that the address would take.
func (s *Seen) find(address string) (id result.ID, at int) {
	hash := maphash.String(s.seed, address)
	mask := len(s.table) - 1
	for at = int(hash) & mask; s.table[at].id != 0; at = (at + 1) & mask {
		e := s.table[at]
		if e.hash == uint32(hash>>32) && s.same(e.id, address) {
			return result.ID(e.id), at
		}
	}
	return 0, at
}

func (s *Seen) same(id uint32, address string) bool {
	sp := s.spans[id-1]
	return int(sp.size) == len(address) && string(s.text[sp.chunk][sp.start:sp.start+sp.size]) == address
}

func (s *Seen) keep(address string) {
	last := len(s.text) - 1
	if last < 0 || cap(s.text[last])-len(s.text[last]) < len(address) {
		s.text = append(s.text, make([]byte, 0, max(textChunk, len(address))))
		last++
	}
	chunk := s.text[last]
	s.spans = append(s.spans, span{chunk: uint32(last), start: uint32(len(chunk)), size: uint32(len(address))})
	s.text[last] = append(chunk, address...)
}

func (s *Seen) grow() {
	table := make([]slot, 2*len(s.table))
	mask := len(table) - 1
	for _, e := range s.table {
		if e.id == 0 {
			continue
		}
		hash := maphash.String(s.seed, s.Text(result.ID(e.id)))
		at := int(hash) & mask
		for table[at].id != 0 {
			at = (at + 1) & mask
		}
		table[at] = e
	}
	s.table = table
}
