package extract

import (
	"slices"

	"sitewell/scanner/result"
)

// local is a reference to a part of the same page that is not a link, but leaves a
// hole if the part is missing: a use of SVG, or an image map (check 111). Those to
// what exists ask for nothing and are of no interest.
type local struct {
	raw     []byte // "#" and a name
	element string
	line    uint32
	place   result.Place
	isMap   bool
}

// maxLocals is how many of these are looked at on a page.
const maxLocals = 10_000

// addLocal keeps a reference within the page until all of the page is read.
func (r *Reader) addLocal(l local) {
	switch {
	case r.frame > 0: // its ids are not anchors of the page
	case len(r.locals) < maxLocals:
		r.locals = append(r.locals, l)
	default:
		r.omitted++
	}
}

// refersToMap takes in the usemap attribute of an element. It is the name behind the
// first '#' that counts (HTML, "rules for parsing a hash-name reference").
func (r *Reader) refersToMap(off int, element string) {
	if !r.z.tag.has(attrUsemap) {
		return
	}
	value := r.z.tag.get(attrUsemap)
	if i := slices.Index(value, '#'); i >= 0 && i+1 < len(value) {
		r.addLocal(local{raw: value[i:], element: element, line: r.lineAt(off), place: r.place(), isMap: true})
	}
}

// addMap keeps the names of a map element: name, or id.
func (r *Reader) addMap() {
	for _, a := range [...]attr{attrName, attrID} {
		if name := r.z.tag.get(a); len(name) > 0 && len(r.maps) < 2*maxLocals {
			r.maps = append(r.maps, anchorHash(name))
		}
	}
}

// addMissingLocals makes links of the references to what is not on the page, whose
// anchors are sorted now. Scripts often put all images for use into the page, so that
// on a page with scripts these are missing only if others are there.
func (r *Reader) addMissingLocals() {
	if len(r.locals) == 0 || r.based[0] {
		return
	}
	slices.Sort(r.maps)
	anyUse, uncertain := false, len(r.anchors) >= MaxAnchors || r.signs.inertIDs
	missing := r.locals[:0]
	for _, l := range r.locals {
		_, isThere := slices.BinarySearch(r.maps, anchorHash(l.raw[1:]))
		switch {
		case l.isMap && isThere:
		case !l.isMap && HasAnchor(r.anchors, string(l.raw[1:])):
			anyUse = true
		default:
			missing = append(missing, l)
		}
	}
	for _, l := range missing {
		if !l.isMap && (uncertain || r.signs.scripts > 0 && !anyUse) {
			continue
		}
		r.addRef(ref{raw: l.raw, element: l.element, kind: result.KindImage, line: l.line, place: l.place})
	}
}
