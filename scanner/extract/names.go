package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// Names of tags and attributes are read byte by byte anyway, to find their end.
// Up to eight bytes of one, in lower case, are gathered in an integer on the
// way, and the name is looked up by that.

// maxPacked is how long a name is at most that fits into an integer. Of a longer
// one its end is there.
const maxPacked = 8

// tagNameBytes and attrNameBytes give the bytes that names are made of in lower
// case, and 0 for those that end a name. A NUL becomes what no known name has.
var tagNameBytes, attrNameBytes = nameBytes(ends), nameBytes(keyEnds)

func nameBytes(ends [256]bool) (t [256]byte) {
	for c := range t {
		switch {
		case ends[c]:
		case 'A' <= c && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		default:
			t[c] = max(byte(c), 1)
		}
	}
	return t
}

// nameTable is a table of names by their integers: open addressing, a quarter full
// at the most, so that what is not in it is seen at once.
type nameTable [1 << packedBits]struct {
	name  uint64
	value uint32
}

const packedBits = 9

func (p *nameTable) add(name string, value uint32) {
	var key uint64
	for i := range len(name) {
		key = key<<8 | uint64(name[i])
	}
	i := slot(key)
	for p[i].name != 0 {
		i = (i + 1) % (1 << packedBits)
	}
	p[i].name, p[i].value = key, value
}

// find returns the value of a name, 0 where the table does not have it.
func (p *nameTable) find(key uint64) uint32 {
	i := slot(key)
	for p[i].name != key && p[i].name != 0 {
		i = (i + 1) % (1 << packedBits)
	}
	return p[i].value
}

func slot(key uint64) uint64 { return key * fibonacci >> (64 - packedBits) }

// fibonacci is 2⁶⁴ divided by the golden ratio (Knuth, TAOCP 3, §6.4).
const fibonacci = 0x9e3779b97f4a7c15

// frequent has the names of elements that pages are made of; all others are
// looked up by their text.
var frequent = func() (p nameTable) {
	for name := range strings.FieldsSeq(frequentNames) {
		if len(name) <= maxPacked {
			p.add(name, uint32(atom.Lookup([]byte(name))))
		}
	}
	return p
}()

const frequentNames = `a abbr address article aside audio b base blockquote body br button canvas
		caption center cite code col colgroup dd del details dfn dialog div dl dt em embed fieldset figure font footer
		form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins kbd label legend
		li link main map mark math menu meta nav noembed noframes noscript object ol optgroup option output p param
		picture pre progress q ruby s samp script section select slot small source span strike strong style sub
		summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul use var video
		wbr xmp`

// interesting has the attributes that are read, each by its number, and behind
// these the ends of longAttrs.
var interesting = func() (p nameTable) {
	for a, names := range attrNames {
		for _, name := range names {
			if len(name) <= maxPacked {
				p.add(name, uint32(a))
			}
		}
	}
	for i, l := range longAttrs {
		p.add(l.name, uint32(numAttrs)+uint32(i)) // of those with the same end, the first is found
	}
	return p
}()
