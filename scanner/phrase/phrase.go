// Package phrase is a prefilter for texts: it quickly finds out that a text
// contains none of several phrases, which is faster than searching for each of
// them. Pages and scripts are searched for dozens of signs that few of them have.
//
// It is no general search: it may return true although no phrase is there, and a
// text that contains a phrase is then searched by other means. That is why it is
// faster than a library for the Aho-Corasick algorithm, which reads every byte. For
// two dozen phrases in HTML, the fastest of four libraries takes seven times as long
// (github.com/petar-dambovaliev/aho-corasick with a DFA; those of BobuSumisu,
// Cloudflare and coregx take longer), and every page and script is searched. Replace
// it if the share of pages with a sign grows so much that the second search is the
// usual case.
//
// It must not know what the phrases mean.
package phrase

import (
	"encoding/binary"
	"strings"
)

// Set is a set of phrases. For each phrase it contains a few consecutive pieces
// of four bytes, as many as stride. Wherever the phrase occurs, one of its pieces
// begins at a multiple of stride, so only these offsets are looked at. A Set is
// immutable and safe for concurrent use.
type Set struct {
	stride int // 1 to maxStride, depending on the shortest phrase
	pieces [1 << pieceBits]uint32
}

const (
	pieceSize = 4
	maxStride = 4
	pieceBits = 9
)

// New returns a set of groups of phrases. The phrases of a group always occur
// together, so it is enough to search for one of them. They must not contain NUL.
// New panics if a group has no phrase of at least four bytes, or if there are
// more than 100 groups.
func New(groups ...[]string) *Set {
	if len(groups) > 100 {
		panic("phrase: more than 100 groups")
	}
	s := &Set{stride: maxStride}
	for _, group := range groups {
		longest := 0
		for _, phrase := range group {
			longest = max(longest, len(phrase))
		}
		s.stride = min(s.stride, longest-pieceSize+1)
	}
	if s.stride < 1 {
		panic("phrase: a group without a phrase of four bytes")
	}
	for _, group := range groups {
		s.add(group)
	}
	return s
}

// add adds the window of a group that is rarest in HTML. Windows are compared by
// their most common piece, then as a whole.
func (s *Set) add(group []string) {
	size := pieceSize + s.stride - 1
	best, most := "", -1
	for _, phrase := range group {
		for i := range len(phrase) - size + 1 {
			window := phrase[i : i+size]
			least := size
			for j := range s.stride {
				least = min(least, rareBytes(window[j:j+pieceSize]))
			}
			if n := least*size + rareBytes(window); n >= most {
				best, most = window, n
			}
		}
	}
	for j := range s.stride {
		piece := binary.LittleEndian.Uint32([]byte(best[j : j+pieceSize]))
		at := slot(piece)
		for s.pieces[at] != 0 && s.pieces[at] != piece {
			at = (at + 1) % (1 << pieceBits)
		}
		s.pieces[at] = piece
	}
}

// rareBytes returns the number of bytes that are not among the most frequent in
// HTML.
func rareBytes(s string) (n int) {
	for i := range len(s) {
		if strings.IndexByte(" etaoinsrhldcu<>/\"=.", s[i]) < 0 {
			n++
		}
	}
	return n
}

// MayOccurIn reports whether the text may contain one of the phrases. If it
// returns false, the text contains none. It takes about a nanosecond per four
// bytes.
func (s *Set) MayOccurIn(text []byte) bool {
	for i := 0; i+pieceSize <= len(text); i += s.stride {
		piece := binary.LittleEndian.Uint32(text[i:])
		for at := slot(piece); s.pieces[at] != 0; at = (at + 1) % (1 << pieceBits) {
			if s.pieces[at] == piece {
				return true
			}
		}
	}
	return false
}

func slot(piece uint32) uint32 { return piece * 0x9e3779b1 >> (32 - pieceBits) }
