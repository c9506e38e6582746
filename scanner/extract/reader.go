package extract

import (
	"bytes"
	"mime"
	"strings"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/net/html/atom"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Options widen what is read.
type Options struct {
	// StructuredData also reads the addresses in JSON-LD scripts.
	StructuredData bool
	// Unsafe returns why a request for an address could do something, judged by what
	// the page says about a link or a form that leads to it; "" if it could not. It
	// becomes Unsafe of the link. nil: it is not asked, and Unsafe is empty.
	Unsafe func(LinkWords) string
}

// Reader reads pages one after another and keeps its buffers in between. The
// zero value is ready. It must not be used by two goroutines at once: give
// each worker its own.
type Reader struct {
	Options Options

	doc *Document
	xml bool // the page is XML

	passState // state of the one pass over a document
	frames    // the page and its srcdoc documents

	refs    []ref // at most one more than MaxLinks; see take
	omitted int   // links past a limit
	// canonical and refresh are indexes into refs, or -1.
	canonical, refresh int
	refreshed          bool // there was an order to go on, be it to the page itself

	reasons []string // of references that do something; see actions
	arena   []byte   // link texts and fragments, one after another
	gather  []byte   // text of the link that is open
	decoded []byte   // text of a token
	sample  []byte
	heading []byte
	title   []byte
	robots  []byte
	anchors []uint64
	locals  []local  // what the page refers to within itself
	maps    []uint64 // names and ids of its image maps, as anchors are hashed
	words   wordSketch
	signs   signs
	entry   wordpress
	resolve resolver
}

// passState is what is known at one place of one document.
type passState struct {
	z tokenizer

	line      uint32 // of body[counted]
	counted   int
	fixedLine uint32 // the line of everything in a srcdoc, 0 elsewhere

	inBody    bool // not in the head any more
	inert     int  // how many templates are open whose content is inert
	template  templates
	noscript  int
	regions   regions
	foreign   foreign
	rawType   []byte // type of the script that is open
	scriptOff int    // where that begins
	style     bool   // in a style element of foreign content or XML
	noStyle   bool   // the style element that was met last is of no type that browsers know
	ignore    bool   // in a script element of such
	open      int    // index of the a element whose text is gathered, or -1
	label     []byte // what stands for that text if there is none
	h1        bool
	inTitle   bool
	getForm   bool // the form that is open is sent by GET
	picture   bool
	actions   actions
}

// HTML reads a page of text/html, application/xhtml+xml or image/svg+xml.
// contentType is the header's value as received; it settles between HTML and
// XML, and may name the charset. at is the address that answered, after
// redirects. body is not changed and not kept.
func HTML(body []byte, at weburl.URL, contentType string) *Document {
	return new(Reader).HTML(body, at, contentType)
}

// HTML is the function of the same name, with r's options and buffers.
func (r *Reader) HTML(body []byte, at weburl.URL, contentType string) *Document {
	r.xml = isXML(contentType)
	var text decoded
	if r.xml {
		text = decodeXML(body, contentType)
	} else {
		text = decodeHTML(body, contentType)
	}
	r.doc = &Document{Base: at, Charset: text.name, Content: xxhash.Sum64(text.body)}
	r.begin()
	r.read(text.body, 0)
	r.finish(at, text)
	doc := r.doc
	r.end()
	return doc
}

// isXML reports whether a page of this type is parsed as XML.
func isXML(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		mediaType, _, _ = strings.Cut(contentType, ";")
		mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	}
	return strings.HasSuffix(mediaType, "+xml") || mediaType == "text/xml" || mediaType == "application/xml"
}

func (r *Reader) begin() {
	r.frames = frames{count: 1}
	r.refs, r.omitted, r.canonical, r.refresh = r.refs[:0], 0, -1, -1
	r.refreshed, r.reasons = false, r.reasons[:0]
	r.arena, r.sample, r.heading = r.arena[:0], r.sample[:0], r.heading[:0]
	r.title, r.robots, r.anchors = r.title[:0], r.robots[:0], r.anchors[:0]
	r.locals, r.maps = r.locals[:0], r.maps[:0]
	r.words.reset()
	r.signs = signs{}
	r.entry = wordpress{}
}

// end lets go of everything that refers to the body, and of buffers that one
// huge page has blown up.
func (r *Reader) end() {
	clear(r.refs)
	clear(r.locals)
	r.frames = frames{}
	if cap(r.refs) > 1<<13 {
		r.refs = nil
	}
	if cap(r.arena) > 1<<20 {
		r.arena = nil
	}
	if cap(r.decoded) > 1<<20 {
		r.decoded = nil
	}
	if cap(r.anchors) > 1<<16 {
		r.anchors = nil
	}
	r.passState = passState{}
	r.doc = nil
}

// read makes the pass over one document. fixedLine is the line to give for all of
// it, 0 for the document's own.
func (r *Reader) read(body []byte, fixedLine uint32) {
	r.passState = passState{line: 1, fixedLine: fixedLine, open: -1, actions: actions{form: -1, button: -1}}
	z := &r.z
	z.body, z.xml, z.cdata = body, r.xml, r.xml
	z.tag.odd = bytes.IndexByte(body, '\r') >= 0 || bytes.IndexByte(body, 0) >= 0
	for {
		switch z.next() {
		case endOfPage:
			r.closeLink()
			r.closeButton()
			return
		case textToken:
			r.text(z.token(), false)
		case cdataToken:
			r.text(z.cdataText(), true)
		case rawToken:
			r.rawText(z.token())
		case startTag:
			r.start(z.start)
		case endTag:
			if r.foreign.depth > 0 || !isPhrase(z.tag.atom) {
				r.leave(z.tag.atom, r.foreign.inside())
			}
		case otherToken:
			if r.xml && bytes.HasPrefix(z.token(), []byte("<?xml-stylesheet")) {
				r.stylesheetInstruction(z.token(), z.start)
			}
		}
	}
}

// lineAt returns the line on which body[off] stands; off never goes back.
func (r *Reader) lineAt(off int) uint32 {
	if r.fixedLine > 0 {
		return r.fixedLine
	}
	r.line += uint32(bytes.Count(r.z.body[r.counted:off], newline))
	r.counted = off
	return r.line
}

var newline = []byte{'\n'}

// start takes in a start tag that begins at body[off].
func (r *Reader) start(off int) {
	t := &r.z.tag
	if t.have&^(1<<attrClass) == 0 && r.inBody && r.foreign.depth == 0 && isPhrase(t.atom) {
		return
	}
	foreign := r.foreign.start(t, t.selfClosing, r.xml)
	r.z.cdata = r.xml || r.foreign.inside()
	selfClosing := t.selfClosing && (r.xml || foreign)
	if !r.xml && !foreign && isRaw(t.atom) {
		r.z.raw = t.atom
	}
	if t.atom == atom.Noscript && r.inert == 0 {
		r.noscript++
	}
	if !foreign {
		if !r.inBody {
			r.enterBody(t.atom)
		}
		r.regions.start(t)
		if isSeparator(t.atom) {
			r.addSeparator()
		}
	}
	if t.atom == atom.Template && !foreign && !selfClosing {
		r.openTemplate()
	}
	if t.have != 0 {
		r.anchor()
		r.signs.attributes(t)
	}
	if r.inert == 0 { // browsers load nothing within a template (check 105)
		r.element(off, foreign, selfClosing)
		if t.have&(1<<attrStyle) != 0 {
			r.styleAttribute(off)
		}
		if t.have&(1<<attrDataBg) != 0 {
			r.lazyBackground(off)
		}
	}
	if selfClosing {
		r.leave(t.atom, foreign)
	}
}

// enterBody notes where the body begins: at the first element that a head can't
// contain.
func (r *Reader) enterBody(a atom.Atom) {
	switch a {
	case atom.Html, atom.Head, atom.Base, atom.Basefont, atom.Bgsound, atom.Link, atom.Meta, atom.Title, atom.Script,
		atom.Style, atom.Noscript, atom.Noframes, atom.Template:
	default:
		r.inBody = r.inBody || r.noscript == 0 && r.template.depth == 0
	}
}

// place is where the tokenizer stands.
func (r *Reader) place() result.Place {
	if !r.inBody {
		return result.PlaceHead
	}
	return r.regions.place()
}

// isPhrase reports whether an element is one of the most frequent whose end
// changes nothing, nor does its start where it has no attribute of interest.
func isPhrase(a atom.Atom) bool {
	switch a {
	case atom.Span, atom.Code, atom.Em, atom.Strong, atom.B, atom.I:
		return true
	}
	return false
}

// leave ends an element, by its end tag or by "/>" where that counts.
func (r *Reader) leave(a atom.Atom, foreign bool) {
	if r.foreign.depth > 0 {
		r.foreign.end(a)
		r.z.cdata = r.xml || r.foreign.inside()
	}
	if r.inert == 0 || a == atom.Template {
		r.close(a, foreign)
	}
	if foreign {
		return
	}
	r.regions.end(a)
	if isSeparator(a) {
		r.addSeparator()
	}
}

// close ends what the start tag of an element has begun.
func (r *Reader) close(a atom.Atom, foreign bool) {
	switch a {
	case atom.A:
		r.closeLink()
	case atom.Title:
		r.inTitle = false
	case atom.Style:
		r.style = false
	case atom.Script:
		r.ignore = false
	case atom.H1:
		r.h1 = false
		r.heading = cutText(r.heading, 0, maxHeading)
	case atom.Noscript:
		r.noscript = max(0, r.noscript-1)
	case atom.Template:
		if !foreign {
			r.closeTemplate()
		}
	case atom.Button:
		r.closeButton()
	case atom.Form:
		r.getForm = false
		r.openActionForm(false)
	case atom.Picture:
		r.picture = false
	case atom.Head:
		if r.template.depth == 0 {
			r.inBody = true
		}
	}
}

// anchor keeps the id of an element, and the name of an a, as a place that
// fragments lead to.
func (r *Reader) anchor() {
	t := &r.z.tag
	if t.have&(1<<attrID|1<<attrName) == 0 || r.frame > 0 {
		return
	}
	if r.inert > 0 {
		r.signs.inertIDs = r.signs.inertIDs || t.has(attrID)
		return
	}
	if id := t.get(attrID); len(id) > 0 {
		r.addAnchor(id)
		// GitHub, npm and others put a prefix before the ids of what users
		// write, and their scripts find "#x" all the same.
		if rest, ok := bytes.CutPrefix(id, []byte("user-content-")); ok && len(rest) > 0 {
			r.addAnchor(rest)
		}
	}
	if t.atom == atom.A {
		if name := t.get(attrName); len(name) > 0 {
			r.addAnchor(name)
		}
	}
}

func (r *Reader) addAnchor(id []byte) {
	if len(r.anchors) < MaxAnchors {
		r.anchors = append(r.anchors, anchorHash(id))
	}
}

// templates remembers of each open template element whether its content is
// inert; a declarative shadow root's is not. Past 64 none is told apart.
type templates struct {
	bits  uint64
	depth int
}

func (r *Reader) openTemplate() {
	mode := r.z.tag.get(attrShadowrootmode)
	if live := equalFold(mode, "open") || equalFold(mode, "closed"); !live {
		r.inert++
		if r.template.depth < 64 {
			r.template.bits |= 1 << r.template.depth
		}
	}
	r.template.depth++
}

func (r *Reader) closeTemplate() {
	if r.template.depth == 0 {
		return
	}
	r.template.depth--
	d := r.template.depth
	if d >= 64 || r.template.bits&(1<<d) != 0 {
		r.inert = max(0, r.inert-1)
	}
	if d < 64 {
		r.template.bits &^= 1 << d
	}
}
