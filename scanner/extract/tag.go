package extract

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr names an attribute that this package reads. All others are passed over.
type attr uint8

const (
	noAttr attr = iota
	attrAction
	attrAlt
	attrArchive
	attrAriaLabel
	attrAs
	attrBackground
	attrCite
	attrClass
	attrCode
	attrCodebase
	attrColor
	attrContent
	attrData
	attrDownload
	attrEncoding
	attrFace
	attrFormaction
	attrFormmethod
	attrHref
	attrHreflang
	attrHTTPEquiv
	attrID
	attrImagesrcset
	attrLang
	attrLongdesc
	attrManifest
	attrMethod
	attrName
	attrNgApp
	attrPing
	attrPoster
	attrProperty
	attrRel
	attrRole
	attrShadowrootmode
	attrSize
	attrSrc
	attrSrcdoc
	attrSrcset
	attrStyle
	attrTitle
	attrType
	attrURL
	attrXlinkHref
	attrXMLLang
	numAttrs
)

// attrOf gives the attribute of a lower-case name.
func attrOf(name []byte) attr {
	switch string(name) {
	case "id":
		return attrID
	case "class":
		return attrClass
	case "href":
		return attrHref
	case "src":
		return attrSrc
	case "style":
		return attrStyle
	case "title":
		return attrTitle
	case "rel":
		return attrRel
	case "role":
		return attrRole
	case "alt":
		return attrAlt
	case "name":
		return attrName
	case "type":
		return attrType
	case "content":
		return attrContent
	case "property":
		return attrProperty
	case "srcset":
		return attrSrcset
	case "action":
		return attrAction
	case "archive":
		return attrArchive
	case "aria-label":
		return attrAriaLabel
	case "as":
		return attrAs
	case "background":
		return attrBackground
	case "cite":
		return attrCite
	case "code":
		return attrCode
	case "codebase":
		return attrCodebase
	case "color":
		return attrColor
	case "data":
		return attrData
	case "data-ng-app", "ng-app", "ng-version", "v-cloak":
		return attrNgApp
	case "download":
		return attrDownload
	case "encoding":
		return attrEncoding
	case "face":
		return attrFace
	case "formaction":
		return attrFormaction
	case "formmethod":
		return attrFormmethod
	case "hreflang":
		return attrHreflang
	case "http-equiv":
		return attrHTTPEquiv
	case "imagesrcset":
		return attrImagesrcset
	case "lang":
		return attrLang
	case "longdesc":
		return attrLongdesc
	case "manifest":
		return attrManifest
	case "method":
		return attrMethod
	case "ping":
		return attrPing
	case "poster":
		return attrPoster
	case "shadowrootmode":
		return attrShadowrootmode
	case "size":
		return attrSize
	case "srcdoc":
		return attrSrcdoc
	case "url":
		return attrURL
	case "xlink:href":
		return attrXlinkHref
	case "xml:lang":
		return attrXMLLang
	}
	return noAttr
}

// tag is a start tag with its attributes, read in place from the bytes that
// the tokenizer marked off. The tokenizer's own TagName and TagAttr copy every
// name and value; here only a value with a character reference is copied.
// FuzzTag holds the two together.
type tag struct {
	atom atom.Atom // 0 for names that HTML does not know
	name []byte    // lower case
	z    *html.Tokenizer

	raw     []byte // all of it
	have    uint64 // a bit an attr
	decoded uint64 // a bit an attr whose value needs no more decoding
	values  [numAttrs][]byte
	clean   cleanness
	odd     bool // somewhere on the page is a carriage return or a NUL

	// Room for the tag's name and an attribute's name in lower case.
	nameRoom, keyRoom [64]byte
}

// read takes in a start tag "<name …>" as the tokenizer delivered it. A class
// may be left out where mayOpen says no. Values stay valid as long as raw does.
func (t *tag) read(z *html.Tokenizer, raw []byte, xml bool) {
	t.z, t.raw, t.have, t.decoded, t.clean = z, raw, 0, 0, unknown
	i := 1
	for i < len(raw) && !ends[raw[i]] {
		i++
	}
	t.name = folded(t.nameRoom[:], raw[1:i])
	if xml {
		t.name = localName(t.name)
	}
	t.atom = lookup(t.name)
	// Half of all attributes are a class, which tells nothing of most elements.
	if i+len(onlyClass) < len(raw) && string(raw[i:i+len(onlyClass)]) == onlyClass && !mayOpen(t.atom) {
		for i += len(onlyClass); i < len(raw) && raw[i] != '"'; i++ {
		}
		i++
	}
	if i < len(raw) && raw[i] != '>' {
		t.attributes(raw, i)
	}
}

const onlyClass = ` class="`

// lookup is atom.Lookup, quicker for the most frequent names.
func lookup(name []byte) atom.Atom {
	switch string(name) {
	case "span":
		return atom.Span
	case "a":
		return atom.A
	case "p":
		return atom.P
	case "li":
		return atom.Li
	case "div":
		return atom.Div
	case "code":
		return atom.Code
	case "em":
		return atom.Em
	}
	return atom.Lookup(name)
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

// attributes follows the tokenizer's grammar (HTML Standard §13.2.5.32 to 40)
// byte for byte. raw[len(raw)-1] is the closing '>'.
func (t *tag) attributes(raw []byte, i int) {
	for {
		for i < len(raw) && space[raw[i]] {
			i++
		}
		if i >= len(raw) || raw[i] == '>' {
			return
		}
		start := i
		if raw[i] == '=' { // at its start it belongs to the name
			i++
		}
		for i < len(raw) && !keyEnds[raw[i]] {
			i++
		}
		key := raw[start:i]
		for i < len(raw) && space[raw[i]] {
			i++
		}
		var value []byte
		switch {
		case i >= len(raw):
		case raw[i] == '/':
			i++
		case raw[i] == '=':
			i++
			for i < len(raw) && space[raw[i]] {
				i++
			}
			value, i = attrValue(raw, i)
		}
		if n := len(key); n > 1 && n <= len("shadowrootmode") {
			if a := attrOf(key); a != noAttr {
				t.keep(a, value)
			} else if hasUpper(key) {
				t.keep(attrOf(folded(t.keyRoom[:], key)), value)
			}
		}
	}
}

func attrValue(raw []byte, i int) (value []byte, next int) {
	if i >= len(raw) || raw[i] == '>' {
		return nil, i
	}
	start := i
	if q := raw[i]; q == '"' || q == '\'' {
		start++
		for i = start; i < len(raw); i++ {
			if raw[i] == q {
				return raw[start:i], i + 1
			}
			if i == start+32 { // long enough to be worth a call
				if n := bytes.IndexByte(raw[i:], q); n >= 0 {
					return raw[start : i+n], i + n + 1
				}
				return raw[start:], len(raw)
			}
		}
		return raw[start:], len(raw)
	}
	// The first byte belongs to the value whatever it is.
	for i++; i < len(raw); i++ {
		if space[raw[i]] {
			return raw[start:i], i + 1
		}
		if raw[i] == '>' {
			return raw[start:i], i
		}
	}
	return raw[start:], i
}

// keep sets an attribute unless an earlier one has the same name: of
// duplicates the first wins (HTML Standard §13.2.5.33).
func (t *tag) keep(a attr, value []byte) {
	if bit := uint64(1) << a; a != noAttr && t.have&bit == 0 {
		t.have |= bit
		t.values[a] = value
	}
}

// has reports whether the attribute is there, be it empty.
func (t *tag) has(a attr) bool { return t.have&(1<<a) != 0 }

// get gives an attribute's value with character references decoded, nil where
// it is missing.
func (t *tag) get(a attr) []byte {
	bit := uint64(1) << a
	if t.have&bit == 0 {
		return nil
	}
	if t.clean != yes && t.decoded&bit == 0 && !t.isClean() {
		t.decode(a)
		t.decoded |= bit
	}
	return t.values[a]
}

// cleanness of a tag says that no byte of it needs decoding, as in most.
type cleanness uint8

const (
	unknown cleanness = iota
	yes
	no
)

func (t *tag) isClean() bool {
	if t.clean == unknown {
		t.clean = yes
		if bytes.IndexByte(t.raw, '&') >= 0 || t.odd && bytes.ContainsAny(t.raw, "\r\x00") {
			t.clean = no
		}
	}
	return t.clean == yes
}

func (t *tag) decode(a attr) {
	v := t.values[a]
	plain := true
	for i := 0; i < len(v); i++ {
		if c := v[i]; c == '&' {
			if !bytes.HasPrefix(v[i:], ampersand) {
				t.decodeAll()
				return
			}
			plain = false
		} else if c == '\r' || c == 0 {
			t.decodeAll()
			return
		}
	}
	if !plain {
		t.values[a] = bytes.ReplaceAll(v, ampersand, ampersand[:1])
	}
}

var ampersand = []byte("&amp;")

// decodeAll takes the values from the tokenizer, which knows all references and
// gives each attribute once. Nothing is left to decode then.
func (t *tag) decodeAll() {
	t.decoded, t.have = 0, 0
	for more := true; more; {
		var key, value []byte
		key, value, more = t.z.TagAttr()
		t.keep(attrOf(key), value)
	}
	t.decoded = t.have
}

// folded gives a name in lower case, in room where it differs and fits.
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
