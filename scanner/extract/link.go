package extract

import "sitewell/scanner/result"

// ref is a reference as read, before it is resolved: the base element that
// holds for it may still come. A page may have many thousands, so it is small.
type ref struct {
	raw     []byte
	element string
	kind    result.Kind
	line    uint32

	text     span // its text within arena
	fragment span // its fragment within arena, set when it is resolved

	frame uint8 // the document that contains it
	place result.Place

	nofollow bool
	unsafe   uint8 // number of its reason in Reader.reasons, 0 for none; see actions
	// byPath: the address decides whether the link leads to a page, an image
	// or a download.
	byPath bool
}

// span is an extent of the arena, which is never much larger than the page.
type span struct{ start, end uint32 }

// since is the extent from start to where the arena ends.
func (r *Reader) since(start int) span { return span{uint32(start), uint32(len(r.arena))} }
