package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// rawText takes in the content of an element that has nothing but text.
func (r *Reader) rawText(raw []byte) {
	if r.inert > 0 {
		return
	}
	switch r.z.rawOf {
	case atom.Script:
		r.script(raw)
	case atom.Style:
		r.styleElement(raw)
	case atom.Title:
		r.addTitle(r.plain(raw))
	case atom.Xmp, atom.Plaintext:
		r.text(raw, true)
	}
}

// text takes in a text between tags. One that is verbatim has no character
// references.
func (r *Reader) text(raw []byte, verbatim bool) {
	switch {
	case r.ignore, r.inert > 0:
		return
	case r.style:
		if !verbatim {
			raw = unescaped(raw)
		}
		r.styleElement(raw)
		return
	case r.inTitle:
		if !verbatim {
			raw = r.plain(raw)
		}
		r.addTitle(raw)
		return
	}
	if !r.inBody && !r.entersBody(raw) {
		return
	}
	hidden := r.noscript > 0 || r.frame > 0
	if hidden {
		r.signs.asksForScript = r.signs.asksForScript || r.noscript > 0 && containsFold(raw, "javascript")
	}
	// Nearly all text of a long page comes when enough is known of it.
	if r.open < 0 && r.actions.button < 0 && (hidden || r.words.room == 0 && !r.h1 && len(r.sample) > maxSample) {
		return
	}
	if !verbatim {
		raw = r.plain(raw)
	}
	if r.open >= 0 {
		r.gather = appendText(r.gather, 0, raw, maxLinkText)
	}
	if r.actions.button >= 0 {
		r.actions.gather = appendText(r.actions.gather, 0, raw, maxLinkText)
	}
	if hidden {
		return
	}
	if len(r.sample) <= maxSample {
		r.sample = appendText(r.sample, 0, raw, maxSample)
	}
	if r.h1 {
		r.heading = appendText(r.heading, 0, raw, maxHeading)
	}
	if r.words.room > 0 {
		r.words.add(raw)
	}
}

// plain returns a text with its character references decoded, good until the next.
func (r *Reader) plain(raw []byte) []byte {
	if bytes.IndexByte(raw, '&') < 0 {
		return raw
	}
	r.decoded = appendDecoded(r.decoded[:0], raw, false)
	return r.decoded
}

// unescaped is plain for what is kept.
func unescaped(s []byte) []byte {
	if bytes.IndexByte(s, '&') < 0 {
		return s
	}
	return appendDecoded(nil, s, false)
}

// entersBody reports whether a text outside the body begins it: any but white
// space does.
func (r *Reader) entersBody(raw []byte) bool {
	if r.template.depth > 0 || r.noscript > 0 {
		return true
	}
	if skipSpace(raw, 0) == len(raw) {
		return false
	}
	r.inBody = true
	return true
}

// addTitle keeps the first title of the page.
func (r *Reader) addTitle(text []byte) {
	if r.frame == 0 && r.doc.Title == "" {
		r.title = appendText(r.title[:0], 0, text, maxTitle)
		r.title = cutText(r.title, 0, maxTitle)
		r.doc.Title = string(r.title)
	}
}

// addSeparator parts words at the edge of an element that is a box of its own.
func (r *Reader) addSeparator() {
	r.words.end()
	if r.open >= 0 {
		r.gather = appendSpace(r.gather, 0)
	}
	if len(r.sample) <= maxSample {
		r.sample = appendSpace(r.sample, 0)
	}
	if r.h1 {
		r.heading = appendSpace(r.heading, 0)
	}
}
