package extract

import (
	"golang.org/x/net/html/atom"

	"sitewell/scanner/result"
)

// element takes in what a start tag at body[off] refers to: every element of
// the HTML Standard with an address in it, the obsolete ones that browsers
// still obey (which applet is not; check 112), and those of SVG.
func (r *Reader) element(off int, foreign, selfClosing bool) {
	t := &r.z.tag
	if foreign {
		r.foreignElement(off, selfClosing)
		return
	}
	switch t.atom {
	case atom.A:
		r.closeLink()
		r.anchorElement(off, selfClosing)
	case atom.Area:
		r.hyperlink(off, "area[href]", t.get(attrHref))
		r.describe(attrAlt, attrAriaLabel, attrTitle)
		if t.has(attrHref) {
			r.judgeLast(t.get(attrAlt))
		}
	case atom.Img, atom.Image:
		r.image(off)
	case atom.Map:
		r.addMap()
	case atom.Link:
		r.linkElement(off)
	case atom.Meta:
		r.meta(off)
	case atom.Base:
		r.baseElement()
	case atom.Script:
		r.scriptElement(off)
	case atom.Style:
		r.style = r.xml && !selfClosing
		r.noStyle = !isStyleType(t.get(attrType))
	case atom.Title:
		r.inTitle = r.xml && !selfClosing
	case atom.Iframe:
		if t.has(attrSrcdoc) {
			r.srcdoc(t.get(attrSrcdoc), r.lineAt(off))
		} else {
			r.frameElement(off, "iframe[src]", attrSrc)
			r.lazy(off, "iframe[data-src]", result.KindFrame, attrDataSrc)
		}
	case atom.Frame:
		r.doc.Frameset = true
		r.frameElement(off, "frame[src]", attrSrc)
	case atom.Frameset:
		r.doc.Frameset = true
	case atom.Embed:
		r.frameElement(off, "embed[src]", attrSrc)
	case atom.Object:
		r.frameElement(off, "object[data]", attrData)
		r.refersToMap(off, "object[usemap]")
	case atom.Picture:
		r.picture = !selfClosing
	case atom.Source:
		r.source(off)
	case atom.Video:
		r.picture = false
		r.add(off, "video[src]", result.KindMedia, attrSrc)
		r.add(off, "video[poster]", result.KindImage, attrPoster)
	case atom.Audio:
		r.picture = false
		r.add(off, "audio[src]", result.KindMedia, attrSrc)
	case atom.Track:
		r.add(off, "track[src]", result.KindMedia, attrSrc)
	case atom.Form:
		r.form(off)
	case atom.Input:
		r.input(off)
	case atom.Button:
		r.openButton(r.formAction(off, "button[formaction]"), selfClosing)
	case atom.Blockquote:
		r.add(off, "blockquote[cite]", result.KindPage, attrCite)
	case atom.Q:
		r.add(off, "q[cite]", result.KindPage, attrCite)
	case atom.Del:
		r.add(off, "del[cite]", result.KindPage, attrCite)
	case atom.Ins:
		r.add(off, "ins[cite]", result.KindPage, attrCite)
	case atom.Body:
		if r.frame == 0 {
			r.entry.body(t.get(attrClass))
		}
		r.add(off, "body[background]", result.KindImage, attrBackground)
	case atom.Table:
		r.add(off, "table[background]", result.KindImage, attrBackground)
	case atom.Td, atom.Th:
		r.add(off, "td[background]", result.KindImage, attrBackground)
	case atom.Html:
		r.htmlElement(off)
	case atom.H1:
		r.h1 = len(r.heading) == 0 && r.frame == 0 && !selfClosing
	case 0:
		r.signs.customElement(t.lowerName())
	}
}

// foreignElement takes in an element of SVG or MathML. What refers to a place
// in the same document ("#gradient") asks for nothing and is no link, but for
// an a; see local for a use.
func (r *Reader) foreignElement(off int, selfClosing bool) {
	t := &r.z.tag
	href := t.get(attrHref)
	if !t.has(attrHref) {
		href = t.get(attrXlinkHref)
	}
	switch t.atom {
	case atom.A:
		r.closeLink()
		if t.have&(1<<attrHref|1<<attrXlinkHref) != 0 {
			r.hyperlink(off, "a[href]", href)
			if selfClosing {
				r.judgeLast(nil)
			} else {
				r.openLink()
			}
		}
		return
	case atom.Style:
		r.style = !selfClosing
		r.noStyle = !isStyleType(t.get(attrType))
		return
	case atom.Title:
		r.inTitle = r.xml && !selfClosing
		return
	}
	if t.atom == atom.Script {
		r.ignore = !selfClosing
		r.signs.scripts++
	}
	if href = trim(href); len(href) == 0 || href[0] == '#' {
		if len(href) > 1 && equalFold(t.lowerName(), "use") {
			r.addLocal(local{raw: href, element: "use[href]", line: r.lineAt(off), place: r.place()})
		}
		return
	}
	switch string(t.lowerName()) {
	case "use":
		r.addValue(off, "use[href]", result.KindImage, href)
	case "image":
		r.addValue(off, "image[href]", result.KindImage, href)
	case "feimage":
		r.addValue(off, "feImage[href]", result.KindImage, href)
	case "script":
		r.addValue(off, "script[href]", result.KindScript, href)
	case "textpath", "mpath", "lineargradient", "radialgradient", "pattern", "filter", "cursor", "tref":
		r.addValue(off, "svg[href]", result.KindImage, href)
	}
}

// addValue keeps a reference. The result is good until the next one.
func (r *Reader) addValue(off int, element string, kind result.Kind, value []byte) *ref {
	return r.addRef(ref{
		raw: value, element: element, kind: kind,
		place: r.place(), line: r.lineAt(off), frame: uint8(r.frame),
	})
}

// add keeps the address in an attribute, if that is there.
func (r *Reader) add(off int, element string, kind result.Kind, a attr) {
	if r.z.tag.has(a) {
		r.addValue(off, element, kind, r.z.tag.get(a))
	}
}

// describe returns the last reference the first of the attributes that says
// something as its text.
func (r *Reader) describe(attrs ...attr) {
	index, kept := r.lastRef()
	if index < 0 || !kept {
		return
	}
	for _, a := range attrs {
		if v := r.z.tag.get(a); len(v) > 0 {
			if r.setText(&r.refs[index], v) {
				return
			}
		}
	}
}

// setText reports whether there is anything to see in the text.
func (r *Reader) setText(f *ref, text []byte) bool {
	start := len(r.arena)
	r.arena = appendText(r.arena, start, text, maxLinkText)
	r.arena = cutText(r.arena, start, maxLinkText)
	f.text = r.since(start)
	return len(r.arena) > start
}

// hyperlink keeps what a reader follows.
func (r *Reader) hyperlink(off int, element string, value []byte) {
	t := &r.z.tag
	if t.atom == atom.Area && !t.has(attrHref) {
		return
	}
	f := r.addValue(off, element, result.KindPage, value)
	f.byPath = true
	f.nofollow = t.has(attrRel) && parseRel(t.get(attrRel)).has(relNofollow)
	if t.has(attrDownload) {
		f.kind = result.KindDownload
	}
	if r.noscript == 0 {
		r.signs.links++
	}
}

func (r *Reader) frameElement(off int, element string, a attr) {
	if r.z.tag.has(a) {
		r.addValue(off, element, result.KindFrame, r.z.tag.get(a))
		r.describe(attrTitle, attrAriaLabel)
	}
}

func (r *Reader) image(off int) {
	t := &r.z.tag
	if src := trim(t.get(attrSrc)); t.has(attrSrc) && (t.have&lazyAttrs == 0 || len(src) > 0 && src[0] != '#') {
		// Without an address, a script that loads it late puts one there.
		r.addValue(off, "img[src]", result.KindImage, src)
		r.describe(attrAlt, attrAriaLabel, attrTitle)
	}
	r.refersToMap(off, "img[usemap]")
	r.srcset(off, "img[srcset]", attrSrcset)
	if t.have&lazyAttrs != 0 {
		r.lazyImage(off)
	}
	r.add(off, "img[longdesc]", result.KindPage, attrLongdesc)
	// An image within a link speaks for it.
	if alt := t.get(attrAlt); r.open >= 0 && len(alt) > 0 {
		r.addAltText(alt)
	}
}

// srcset keeps the candidates of a source set.
func (r *Reader) srcset(off int, element string, a attr) {
	if !r.z.tag.has(a) {
		return
	}
	n, text := 0, span{}
	for candidate := range candidates(r.z.tag.get(a)) {
		if n++; r.omits(n) {
			continue
		}
		f := r.addValue(off, element, result.KindImage, candidate)
		if n == 1 {
			r.describe(attrAlt)
			text = f.text
		}
		f.text = text // one for all: there may be very many
	}
}

func (r *Reader) source(off int) {
	r.srcset(off, "source[srcset]", attrSrcset)
	if r.z.tag.have&lazyAttrs != 0 {
		r.lazySource(off)
	}
	if !r.picture { // in a picture src says nothing (HTML Standard, "The source element")
		r.add(off, "source[src]", result.KindMedia, attrSrc)
	}
}

// htmlElement reads the root: its language and the manifest of old.
func (r *Reader) htmlElement(off int) {
	t := &r.z.tag
	if r.frame == 0 && r.doc.Lang == "" {
		lang := t.get(attrLang)
		if len(lang) == 0 {
			lang = t.get(attrXMLLang)
		}
		r.doc.Lang = foldText(lang, 64)
	}
	r.add(off, "html[manifest]", result.KindMeta, attrManifest)
}
