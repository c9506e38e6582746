package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// tag is a tag with the attributes that are of interest, read in one pass and
// in place: only a value with a character reference is ever copied.
type tag struct {
	atom        atom.Atom // 0 for names that HTML does not know
	selfClosing bool      // it ends with "/>"
	name        []byte    // as written; with xml its local part

	have    uint64 // a bit an attr
	decoded uint64 // a bit an attr whose value needs no more decoding
	values  [numAttrs][]byte
	odd     bool // somewhere on the page is a carriage return or a NUL

	nameRoom [64]byte
}

// White space, the bytes that end a tag's name, and those that end an
// attribute's.
var space, ends, keyEnds = func() (space, name, key [256]bool) {
	for _, c := range " \n\r\t\f/>" {
		space[c], name[c], key[c] = c != '/' && c != '>', true, true
	}
	key['='] = true
	return
}()

// read takes in the tag whose name begins at body[i], and gives the place
// behind it, 0 where the page ends within it. Values stay valid as long as body
// does.
func (t *tag) read(body []byte, i int, xml bool) (end int) {
	t.have, t.decoded, t.selfClosing = 0, 0, false
	start := i
	var key uint64
	for ; i < len(body); i++ {
		c := tagNameBytes[body[i]]
		if c == 0 {
			break
		}
		key = key<<8 | uint64(c)
	}
	t.name = body[start:i]
	if xml {
		t.name = localName(t.name)
	}
	t.atom = 0
	if !xml && i-start <= maxPacked {
		t.atom = atom.Atom(frequent.find(key))
	}
	if t.atom == 0 {
		t.atom = atom.Lookup(t.lowerName())
	}
	if i < len(body) && body[i] == '>' {
		return i + 1
	}
	return t.attributes(body, i)
}

// lowerName returns the name in lower case, good until the next tag is read.
func (t *tag) lowerName() []byte { return folded(t.nameRoom[:], t.name) }

// attributes reads to the end of the tag (§13.2.5.32 to 40).
func (t *tag) attributes(body []byte, i int) (end int) {
	solidus := -1 // where one ended that belongs to no name or value
	for {
		for i < len(body) && space[body[i]] {
			i++
		}
		if i >= len(body) {
			return 0
		}
		start := i
		var key uint64
		switch body[i] {
		case '>':
			t.selfClosing = solidus == i
			return i + 1
		case '=': // at its start it belongs to the name
			key = '='
			i++
		}
		for ; i < len(body); i++ {
			c := attrNameBytes[body[i]]
			if c == 0 {
				break
			}
			key = key<<8 | uint64(c)
		}
		name := body[start:i]
		for i < len(body) && space[body[i]] {
			i++
		}
		if i >= len(body) {
			return 0
		}
		var value []byte
		switch body[i] {
		case '/':
			i++
			solidus = i
		case '=':
			if value, i = attrValue(body, i+1); i == 0 {
				return 0
			}
		}
		t.keep(name, key, value)
	}
}

// attrValue reads what follows a '=' (§13.2.5.35 to 39). next is 0 where the
// page ends before the value does.
func attrValue(body []byte, i int) (value []byte, next int) {
	for i < len(body) && space[body[i]] {
		i++
	}
	if i >= len(body) {
		return nil, 0
	}
	switch q := body[i]; q {
	case '"', '\'':
		i++
		n := bytes.IndexByte(body[i:], q)
		if n < 0 {
			return nil, 0
		}
		return body[i : i+n], i + n + 1
	case '>':
		return nil, i
	}
	start := i
	for ; i < len(body); i++ {
		if c := body[i]; space[c] || c == '>' {
			return body[start:i], i
		}
	}
	return nil, 0
}

// keep sets an attribute that is of interest, unless an earlier one has the same
// name: of duplicates the first wins (§13.2.5.33).
func (t *tag) keep(name []byte, key uint64, value []byte) {
	a := attrOf(name, key)
	if bit := uint64(1) << a; a != noAttr && t.have&bit == 0 {
		t.have |= bit
		t.values[a] = value
	}
}

// has reports whether the attribute is there, be it empty.
func (t *tag) has(a attr) bool { return t.have&(1<<a) != 0 }

// get returns an attribute's value with character references decoded, nil where
// it is missing.
func (t *tag) get(a attr) []byte {
	bit := uint64(1) << a
	if t.have&bit == 0 {
		return nil
	}
	if t.decoded&bit == 0 {
		t.decoded |= bit
		v := t.values[a]
		if bytes.IndexByte(v, '&') >= 0 || t.odd && bytes.ContainsAny(v, "\r\x00") {
			t.values[a] = appendDecoded(make([]byte, 0, len(v)), v, true)
		}
	}
	return t.values[a]
}

// folded returns a name in lower case, in room where it differs and fits.
func folded(room, name []byte) []byte {
	if !hasUpper(name) {
		return name
	}
	if len(name) > len(room) {
		room = make([]byte, len(name))
	}
	room = room[:len(name)]
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		room[i] = c
	}
	return room
}

func hasUpper(s []byte) bool {
	for _, c := range s {
		if 'A' <= c && c <= 'Z' {
			return true
		}
	}
	return false
}

// localName takes the prefix off a name of XML: "svg:a" is an a.
func localName(name []byte) []byte {
	return name[bytes.LastIndexByte(name, ':')+1:]
}

func skipSpace(s []byte, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

// isSpace goes by ASCII whitespace of the Infra Standard.
func isSpace(c byte) bool { return space[c] }
