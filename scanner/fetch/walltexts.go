package fetch

import (
	"encoding/binary"
	"slices"
	"strings"
)

// grams tells at once of most bodies that none of several texts stands in them.
// Of each text it knows a window of seven bytes, as the four pieces of four
// bytes in it: wherever the text stands, one of these begins at a multiple of
// four, so that looking there is enough.
type grams [1 << gramBits]uint32

const (
	gramBits   = 9
	gramWindow = 7
)

// wallTexts are the texts of walls that answer as if all were well. Of a sign
// with several texts, which all stand there then, one is enough.
var wallTexts = func() (g grams) {
	for _, s := range wallSigns {
		if len(s.body) > 0 && (len(s.status) == 0 || slices.Min(s.status) < 400) {
			g.add(s.body)
		}
	}
	return g
}()

// add takes in the window of some texts whose pieces are least like what stands
// on any page.
func (g *grams) add(texts []string) {
	best, most := "", -1
	for _, text := range texts {
		for i := range len(text) - gramWindow + 1 {
			w := text[i : i+gramWindow]
			// The most usual of its pieces counts, then the whole.
			n := min(unusual(w[:4]), unusual(w[1:5]), unusual(w[2:6]), unusual(w[3:]))
			if n = n*gramWindow + unusual(w); n >= most {
				best, most = w, n
			}
		}
	}
	for i := range 4 {
		piece := binary.LittleEndian.Uint32([]byte(best[i : i+4]))
		at := slot(piece)
		for g[at] != 0 && g[at] != piece {
			at = (at + 1) % uint32(len(g))
		}
		g[at] = piece
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

// mayStandIn reports whether one of the texts may stand in body; if not, none does.
func (g *grams) mayStandIn(body []byte) bool {
	for ; len(body) >= 4; body = body[4:] {
		piece := binary.LittleEndian.Uint32(body)
		for at := slot(piece); g[at] != 0; at = (at + 1) % uint32(len(g)) {
			if g[at] == piece {
				return true
			}
		}
	}
	return false
}

func slot(piece uint32) uint32 { return piece * 0x9e3779b1 >> (32 - gramBits) }
