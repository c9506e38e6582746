package storage

// bloom is a set of 64-bit hashes that may take a stranger for a member, once
// in a hundred times, but never a member for a stranger.
type bloom struct{ bits []uint64 }

const (
	bloomBits   = 10 // for each member
	bloomProbes = 5
)

// newBloom makes an empty set for about n members.
func newBloom(n int) bloom {
	return bloom{make([]uint64, max(n, 1<<12)*bloomBits/64+1)}
}

func (b bloom) add(h uint64) {
	for i := range uint64(bloomProbes) {
		at := b.probe(h, i)
		b.bits[at/64] |= 1 << (at % 64)
	}
}

func (b bloom) has(h uint64) bool {
	for i := range uint64(bloomProbes) {
		if at := b.probe(h, i); b.bits[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// probe gives one of the bits that stand for a hash.
func (b bloom) probe(h, i uint64) uint64 {
	return (h + i*(h>>32|1)) % uint64(64*len(b.bits))
}
