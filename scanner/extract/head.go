package extract

import (
	"strings"

	"sitewell/scanner/result"
)

// linkElement takes in a link element, which may name several documents by
// its link types.
func (r *Reader) linkElement(off int) {
	t := &r.z.tag
	rel := t.get(attrRel)
	if r.frame == 0 {
		r.entry.link(rel, t.get(attrType), t.get(attrHref))
	}
	set := parseRel(rel)
	kind, fetched := relKind(set, linkHints{mediaType: string(t.get(attrType)), as: string(t.get(attrAs)), hreflang: t.has(attrHreflang)})
	if !fetched {
		return
	}
	if t.has(attrHref) {
		f := r.addValue(off, "link[href]", kind, t.get(attrHref))
		f.nofollow = set.has(relNofollow)
		r.setText(f, rel)
		if link, kept := r.lastRef(); kept && set.has(relCanonical) && r.canonical < 0 && r.frame == 0 {
			r.canonical = link
		}
	}
	r.srcset(off, "link[imagesrcset]", attrImagesrcset)
}

// meta takes in what a meta element says to browsers, search engines and
// social networks.
func (r *Reader) meta(off int) {
	t := &r.z.tag
	content := t.get(attrContent)
	if equalFold(trim(t.get(attrHTTPEquiv)), "refresh") {
		r.metaRefresh(off, content)
	}
	name := trim(t.get(attrName))
	property := trim(t.get(attrProperty))
	if len(property) == 0 {
		property = name
	}
	if isPreviewImage(property) && len(trim(content)) > 0 {
		r.setText(r.addValue(off, "meta[content]", result.KindMeta, content), property)
	}
	if r.frame > 0 || len(name) == 0 {
		return
	}
	switch {
	case equalFold(name, "robots") && len(r.robots) < maxTitle:
		if len(r.robots) > 0 {
			r.robots = append(r.robots, ", "...)
		}
		r.robots = append(r.robots, strings.ToLower(foldText(content, maxTitle))...)
	case equalFold(name, "generator") && r.doc.Generator == "":
		r.doc.Generator = foldText(content, maxLinkText)
	case equalFold(name, "description") && r.doc.Description == "":
		r.doc.Description = foldText(content, maxDescription)
	case equalFold(name, "robots"):
	default:
		r.signs.meta(name)
	}
}

// isPreviewImage reports whether a property names an image that social
// networks show (ogp.me; twitter cards).
func isPreviewImage(property []byte) bool {
	var room [24]byte
	if len(property) > len(room) {
		return false
	}
	switch string(folded(room[:], property)) {
	case "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src":
		return true
	}
	return false
}

// metaRefresh takes in an order to go on to another address. The first one
// counts.
func (r *Reader) metaRefresh(off int, content []byte) {
	delay, target, ok := parseRefresh(content)
	if !ok {
		return
	}
	first := r.frame == 0 && r.noscript == 0 && !r.refreshed
	if first {
		r.refreshed, r.doc.Refresh.Delay = true, delay
	}
	if len(target) == 0 {
		return
	}
	r.addValue(off, "meta[refresh]", result.KindPage, target)
	if link, kept := r.lastRef(); kept && first {
		r.refresh = link
	}
}

// baseElement takes in a base with an href; the first of a document counts.
func (r *Reader) baseElement() {
	t := &r.z.tag
	if !t.has(attrHref) || r.based[r.frame] {
		return
	}
	r.base[r.frame], r.based[r.frame] = t.get(attrHref), true
}

// stylesheetInstruction takes in <?xml-stylesheet href="…"?>.
func (r *Reader) stylesheetInstruction(raw []byte, off int) {
	if href := pseudoAttr(raw, "href"); href != nil {
		r.addValue(off, "xml-stylesheet[href]", result.KindStyle, unescaped(href))
	}
}
