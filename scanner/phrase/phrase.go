// Package phrase tells of most texts at once that none of several phrases stands
// in them, which is quicker than to look for each: pages and scripts are searched
// for dozens of signs that nearly none of them has.
//
// It knows nothing of what the phrases mean.
package phrase

import (
	"encoding/binary"
	"strings"
)

// Set is a set of phrases. Of each it knows a few pieces of four bytes that follow
// one another, as many as stride: wherever the phrase stands, one of them begins
// at a multiple of stride, so that looking there is enough. It does not change and
// may be used by several goroutines.
type Set struct {
	stride int // 1 to maxStride, by the shortest phrase
	pieces [1 << pieceBits]uint32
}

const (
	pieceSize = 4
	maxStride = 4
	pieceBits = 9
)

// New gives the set of some groups of phrases. Those of a group always stand in a
// text together, so one of them is looked for. They hold no NULs. It panics if a
// group has no phrase of at least four bytes, or if there are more than a hundred
// groups.
func New(groups ...[]string) *Set {
	if len(groups) > 100 {
		panic("phrase: more groups than the table has room for")
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

// add takes in the window of a group that is least like what stands everywhere:
// its most usual piece counts, then the whole.
func (s *Set) add(group []string) {
	size := pieceSize + s.stride - 1
	best, most := "", -1
	for _, phrase := range group {
		for i := range len(phrase) - size + 1 {
			window := phrase[i : i+size]
			least := size
			for j := range s.stride {
				least = min(least, unusual(window[j:j+pieceSize]))
			}
			if n := least*size + unusual(window); n >= most {
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

// unusual counts the bytes that are none of the most frequent in HTML.
func unusual(s string) (n int) {
	for i := range len(s) {
		if strings.IndexByte(" etaoinsrhldcu<>/\"=.", s[i]) < 0 {
			n++
		}
	}
	return n
}

// MayStandIn reports whether one of the phrases may stand in a text. If not, none
// does. It takes about a nanosecond for every four bytes.
func (s *Set) MayStandIn(text []byte) bool {
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
