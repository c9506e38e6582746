package storage

// urlSet is a set of addresses by the numbers of their texts: a bit for every
// number between the least and the greatest, so that asking costs next to
// nothing for the many links that lead elsewhere.
type urlSet struct {
	first uint32
	bits  []uint64
}

// urlSetOf gives the set of some rows.
func (v *view) urlSetOf(rows []uint32) *urlSet {
	if len(rows) == 0 {
		return &urlSet{}
	}
	first, last := v.url.at(rows[0]), v.url.at(rows[0])
	for _, row := range rows {
		first, last = min(first, v.url.at(row)), max(last, v.url.at(row))
	}
	s := &urlSet{first: first, bits: make([]uint64, (last-first)/64+1)}
	for _, row := range rows {
		i := v.url.at(row) - first
		s.bits[i/64] |= 1 << (i % 64)
	}
	return s
}

func (s *urlSet) has(url uint32) bool {
	i := url - s.first
	return url >= s.first && int(i/64) < len(s.bits) && s.bits[i/64]>>(i%64)&1 != 0
}

// wants reports whether a link leads to one of the addresses.
func (s *urlSet) wants(t target) bool { return s.has(t.page) || t.frag != 0 && s.has(t.frag) }

// remove takes an address out.
func (s *urlSet) remove(url uint32) {
	if s.has(url) {
		i := url - s.first
		s.bits[i/64] &^= 1 << (i % 64)
	}
}
