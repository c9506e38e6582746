package extract

import "golang.org/x/net/html/atom"

// foreign tracks whether the tokenizer is in SVG or MathML, where title,
// style and script are ordinary elements, CDATA sections hold text, and "/>"
// closes (HTML Standard §13.2.6.5, "The rules for parsing tokens in foreign
// content"). Like regions it is a short stack without a
// tree; elements that are nested deeper are not distinguished.
type foreign struct {
	stack [maxForeign]foreignContext
	depth int
}

const maxForeign = 32

type foreignContext struct {
	tag atom.Atom
	// html: content is HTML again, as in foreignObject ("HTML integration point").
	html bool
	// open counts the elements that are open within: of the same name in
	// foreign content, of any name in HTML content.
	open int
}

// inside reports whether the tokenizer is in foreign content.
func (f *foreign) inside() bool { return f.depth > 0 && !f.stack[f.depth-1].html }

// start takes in a start tag, and reports whether the element itself is
// foreign. In XML no element breaks out of where it stands.
func (f *foreign) start(t *tag, selfClosing, xml bool) bool {
	if f.inside() && !xml && breaksOut(t) {
		for f.inside() {
			f.depth--
		}
	}
	if !f.inside() {
		switch t.atom {
		case atom.Svg, atom.Math:
			if !selfClosing {
				f.push(foreignContext{tag: t.atom})
			}
			return true
		}
		if f.depth > 0 && !isVoid(t.atom) {
			f.stack[f.depth-1].open++
		}
		return false
	}
	top := &f.stack[f.depth-1]
	switch {
	case selfClosing:
	case t.atom == top.tag:
		top.open++
	case top.tag == atom.Math && t.atom == atom.Svg:
		f.push(foreignContext{tag: atom.Svg})
	case isIntegrationPoint(top.tag, t):
		f.push(foreignContext{tag: t.atom, html: true})
	}
	return true
}

// end takes in an end tag.
func (f *foreign) end(tag atom.Atom) {
	if f.depth == 0 {
		return
	}
	top := &f.stack[f.depth-1]
	switch {
	case top.tag == tag && (top.open == 0 || top.html):
		f.depth--
	case top.tag == tag:
		top.open--
	case top.html && top.open > 0:
		if tag != atom.Svg && tag != atom.Math { // browsers ignore these here
			top.open--
		}
	case tag == atom.Svg || tag == atom.Math:
		// Elements left open within end with the image.
		for i := f.depth - 1; i >= 0; i-- {
			if f.stack[i].tag == tag {
				f.depth = i
				return
			}
		}
	}
}

func (f *foreign) push(c foreignContext) {
	if f.depth < maxForeign {
		f.stack[f.depth] = c
		f.depth++
	}
}

func isIntegrationPoint(within atom.Atom, t *tag) bool {
	if within == atom.Svg {
		switch t.atom {
		case atom.Foreignobject, atom.ForeignObject, atom.Desc, atom.Title:
			return true
		}
		return false
	}
	switch t.atom {
	case atom.Mi, atom.Mo, atom.Mn, atom.Ms, atom.Mtext:
		return true
	case atom.AnnotationXml:
		e := t.get(attrEncoding)
		return equalFold(e, "text/html") || equalFold(e, "application/xhtml+xml")
	}
	return false
}

// breaksOut reports whether a start tag ends all foreign content around it.
func breaksOut(t *tag) bool {
	switch t.atom {
	case atom.B, atom.Big, atom.Blockquote, atom.Body, atom.Br, atom.Center, atom.Code, atom.Dd, atom.Div,
		atom.Dl, atom.Dt, atom.Em, atom.Embed, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head,
		atom.Hr, atom.I, atom.Img, atom.Li, atom.Listing, atom.Menu, atom.Meta, atom.Nobr, atom.Ol, atom.P,
		atom.Pre, atom.Ruby, atom.S, atom.Small, atom.Span, atom.Strong, atom.Strike, atom.Sub, atom.Sup,
		atom.Table, atom.Tt, atom.U, atom.Ul, atom.Var:
		return true
	case atom.Font:
		return t.have&(1<<attrColor|1<<attrFace|1<<attrSize) != 0
	}
	return false
}

// isVoid reports whether an element of HTML has no end tag.
func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link,
		atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
