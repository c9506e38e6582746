package extract

import (
	"bytes"

	"sitewell/scanner/result"
)

// Scripts load many images only when a visitor has scrolled near them, from
// attributes of their own (check 102). Those read here are what the well-known ones
// use, on the elements that they use them on: lazysizes, vanilla-lazyload (and WP
// Rocket, which brings it along) and lozad have data-src, data-srcset and data-bg or
// data-background-image, jQuery Lazyload has data-original, Jetpack and WP Rocket
// have data-lazy-src and data-lazy-srcset, Slick has data-lazy. If such an address is
// broken, visitors see a hole.

// lazyAttrs are the attributes from which an img or source is loaded.
const lazyAttrs = 1<<attrDataSrc | 1<<attrDataLazySrc | 1<<attrDataOriginal | 1<<attrDataSrcset

// lazyImage takes in what a script loads into an img.
func (r *Reader) lazyImage(off int) {
	r.lazy(off, "img[data-src]", result.KindImage, attrDataSrc)
	r.lazy(off, "img[data-lazy-src]", result.KindImage, attrDataLazySrc)
	r.lazy(off, "img[data-original]", result.KindImage, attrDataOriginal)
	if isLazyAddress(r.z.tag.get(attrDataSrcset)) {
		r.srcset(off, "img[data-srcset]", attrDataSrcset)
	}
}

// lazySource does the same for a source.
func (r *Reader) lazySource(off int) {
	if isLazyAddress(r.z.tag.get(attrDataSrcset)) {
		r.srcset(off, "source[data-srcset]", attrDataSrcset)
	}
	if !r.picture {
		r.lazy(off, "source[data-src]", result.KindMedia, attrDataSrc)
	}
}

// lazyBackground takes in the background of any element: an address, or a value of
// CSS with some.
func (r *Reader) lazyBackground(off int) {
	value := r.z.tag.get(attrDataBg)
	switch {
	case !isLazyAddress(value):
	case bytes.IndexByte(value, '(') < 0:
		r.addValue(off, "*[data-bg]", result.KindImage, value)
	default:
		n := 0
		for f := range cssRefs(value, true) {
			if n++; !r.omits(n) {
				r.addValue(off, "*[data-bg]", f.kind, f.address)
			}
		}
	}
}

// lazy keeps the address in an attribute from which a script loads something.
func (r *Reader) lazy(off int, element string, kind result.Kind, a attr) {
	if value := r.z.tag.get(a); isLazyAddress(value) {
		r.addValue(off, element, kind, value)
		r.describe(attrAlt, attrAriaLabel, attrTitle)
	}
}

// isLazyAddress reports whether an attribute of a script holds an address that the
// script loads as it is. Others use the same names for a word, for data, for what
// they fill in ("cake_{width}x.jpg", of lazysizes' plugin RIaS) or for a place on the page.
func isLazyAddress(value []byte) bool {
	value = trim(value)
	return len(value) > 0 && value[0] != '#' && bytes.ContainsAny(value, "./") && !bytes.ContainsAny(value, "{}[]<>|`")
}
