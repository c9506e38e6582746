package storage

// bitSet is a set of addresses by the numbers of their texts, at an eighth of a
// byte for each number up to the greatest, so that asking costs next to nothing
// for the many links that lead elsewhere. The zero value is empty.
type bitSet []uint64

// bitSetOf gives the set of some rows, nil for none.
func (v *view) bitSetOf(rows []uint32) bitSet {
	if len(rows) == 0 {
		return nil
	}
	last := uint32(0)
	for _, row := range rows {
		last = max(last, v.url.at(row))
	}
	s := make(bitSet, last/64+1)
	for _, row := range rows {
		s.add(v.url.at(row))
	}
	return s
}

func (s *bitSet) add(n uint32) {
	at := int(n / 64)
	if at >= len(*s) {
		*s = append(*s, make(bitSet, at+1-len(*s)+at/4)...)
	}
	(*s)[at] |= 1 << (n % 64)
}

func (s bitSet) remove(n uint32) {
	if at := int(n / 64); at < len(s) {
		s[at] &^= 1 << (n % 64)
	}
}

func (s bitSet) has(n uint32) bool {
	at := int(n / 64)
	return at < len(s) && s[at]&(1<<(n%64)) != 0
}

// wants reports whether a link leads to one of the addresses.
func (s bitSet) wants(t target) bool { return s.has(t.page) || t.frag != 0 && s.has(t.frag) }
