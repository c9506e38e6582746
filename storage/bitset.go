package storage

// bitSet is a set of numbers of address texts, at an eighth of a byte for each
// text of the database. The zero value is empty.
type bitSet []uint64

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
