package frontier

import (
	"hash/maphash"

	"sitewell/scanner/result"
)

// Seen is the set of addresses that a scan knows, each with its ID. It does not
// store the addresses, but 96 bits of two independent hashes. The probability
// that any two of two million addresses collide is less than 10^-16. It takes
// about 22 bytes per address.
type Seen struct {
	seed, second maphash.Seed
	table        []slot
	checks       []uint64 // the second hash, by ID-1
}

type slot struct {
	hash uint32 // of the first hash; it determines the slot
	id   uint32 // 0 if the slot is free
}

// NewSeen returns an empty set.
func NewSeen() *Seen {
	return &Seen{seed: maphash.MakeSeed(), second: maphash.MakeSeed(), table: make([]slot, 1024)}
}

// Len returns the number of addresses, which is the highest ID.
func (s *Seen) Len() int { return len(s.checks) }

// Find returns the ID of an address and reports whether the set contains it.
func (s *Seen) Find(address string) (result.ID, bool) {
	id, _ := s.find(address)
	return id, id != 0
}

// Add adds an address, unless the set contains it, and returns its ID. IDs are
// consecutive, from 1.
func (s *Seen) Add(address string) (id result.ID, added bool) {
	id, at := s.find(address)
	if id != 0 {
		return id, false
	}
	s.checks = append(s.checks, maphash.String(s.second, address))
	id = result.ID(len(s.checks))
	s.table[at] = slot{hash: s.hash(address), id: uint32(id)}
	if len(s.checks)*4 > len(s.table)*3 {
		s.grow()
	}
	return id, true
}

// find returns the ID of an address, or 0 and the free slot where it would be
// added.
func (s *Seen) find(address string) (id result.ID, at int) {
	hash := s.hash(address)
	mask := len(s.table) - 1
	for at = int(hash) & mask; s.table[at].id != 0; at = (at + 1) & mask {
		if e := s.table[at]; e.hash == hash && s.checks[e.id-1] == maphash.String(s.second, address) {
			return result.ID(e.id), at
		}
	}
	return 0, at
}

func (s *Seen) hash(address string) uint32 { return uint32(maphash.String(s.seed, address)) }

func (s *Seen) grow() {
	table := make([]slot, 2*len(s.table))
	mask := len(table) - 1
	for _, e := range s.table {
		if e.id == 0 {
			continue
		}
		at := int(e.hash) & mask
		for table[at].id != 0 {
			at = (at + 1) & mask
		}
		table[at] = e
	}
	s.table = table
}
