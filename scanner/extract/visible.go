package extract

import (
	"bytes"
	"html"

	"golang.org/x/net/html/atom"
)

// text takes in a text token: what a reader sees, or what stands in an
// element whose content is text to the tokenizer.
func (r *Reader) text(raw []byte) {
	switch r.raw {
	case atom.Script:
		r.script(raw)
		return
	case atom.Style:
		r.styleElement(raw)
		return
	case atom.Title:
		r.addTitle(raw)
		return
	case atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes:
		return
	}
	verbatim := r.raw != 0
	if rest, ok := bytes.CutPrefix(raw, cdataStart); ok && (r.xml || r.foreign.inside()) {
		raw, verbatim = bytes.TrimSuffix(rest, cdataEnd), true
	}
	switch {
	case r.ignore:
		return
	case r.style:
		if !verbatim {
			raw = unescaped(raw)
		}
		r.styleElement(raw)
		return
	case r.inTitle:
		r.addTitle(raw)
		return
	}
	if !r.inBody && !r.entersBody(raw) {
		return
	}
	if r.open >= 0 {
		r.gather = appendText(r.gather, 0, raw, maxLinkText, verbatim)
	}
	if r.noscript > 0 || r.inert > 0 || r.frame > 0 {
		r.signs.asksForScript = r.signs.asksForScript || r.noscript > 0 && containsFold(raw, "javascript")
		return
	}
	if len(r.sample) <= maxSample {
		r.sample = appendText(r.sample, 0, raw, maxSample, verbatim)
	}
	if r.h1 {
		r.heading = appendText(r.heading, 0, raw, maxHeading, verbatim)
	}
	if r.words.room > 0 {
		if !verbatim {
			raw = unescaped(raw)
		}
		r.words.add(raw)
	}
}

var (
	cdataStart = []byte("<![CDATA[")
	cdataEnd   = []byte("]]>")
)

func unescaped(s []byte) []byte {
	if bytes.IndexByte(s, '&') < 0 {
		return s
	}
	return []byte(html.UnescapeString(string(s)))
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
func (r *Reader) addTitle(raw []byte) {
	if r.frame == 0 && r.inert == 0 && r.doc.Title == "" {
		r.title = appendText(r.title[:0], 0, raw, maxTitle, false)
		r.title = cutText(r.title, 0, maxTitle)
		r.doc.Title = string(r.title)
	}
}

// separate parts words at the edge of an element that is a box of its own.
func (r *Reader) separate() {
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
