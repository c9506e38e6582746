package storage

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// seed keys the hashes of one database file. It is random and stays in the
// file, so a site can't be built whose addresses or links collide.
type seed [2]uint64

func (s *seed) set(b []byte) error {
	if len(b) != 16 {
		return fmt.Errorf("%w: seed of %d bytes", ErrCorrupt, len(b))
	}
	s[0], s[1] = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
	return nil
}

// mix folds the 128-bit product of two words, the step of the wyhash family
// (https://github.com/wangyi-fudan/wyhash). Stored hashes depend on it: it
// must never change.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

const (
	mixA = 0xa0761d6478bd642f
	mixB = 0xe7037ed1a0b428db
)

// sum hashes a number and a text.
func (s *seed) sum(n uint64, text string) uint64 {
	return s.rest(mix(n^s[0]^mixA, uint64(len(text))^s[1]^mixB), text)
}

// rest adds a text, eight bytes at a time, as the last thing to a hash.
func (s *seed) rest(h uint64, text string) uint64 {
	for ; len(text) > 8; text = text[8:] {
		h = mix(h^word(text)^s[1], mixA^s[0])
	}
	return mix(h^tail(text)^s[1], mixB^s[0])
}

// tail gives up to eight bytes as a word.
func tail(text string) (w uint64) {
	if len(text) == 8 {
		return word(text)
	}
	for i := range len(text) {
		w |= uint64(text[i]) << (8 * i)
	}
	return w
}

// text hashes an address text as url_hash has it: what sum gives for its
// parent and the text of its row.
func (s *seed) text(k urlKey) uint64 {
	if !k.fragment {
		return s.sum(uint64(k.parent), k.text)
	}
	text := k.text
	h := mix(uint64(k.parent)^s[0]^mixA, uint64(len(text)+1)^s[1]^mixB)
	if len(text) >= 8 {
		h = mix(h^(word(text)<<8|'#')^s[1], mixA^s[0])
		return s.rest(h, text[7:])
	}
	return mix(h^(tail(text)<<8|'#')^s[1], mixB^s[0])
}

func word(t string) uint64 {
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
		uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// join adds one more word to a hash.
func (s *seed) join(h, n uint64) uint64 { return mix(h^n^s[0], mixA^s[1]) }

// short is what the hash tables of addresses keep: 32 bits, signed as SQLite
// stores them in four bytes. The text is compared on every hit.
func short(h uint64) int64 { return int64(int32(h >> 32)) }
