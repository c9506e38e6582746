package extract

import "sitewell/scanner/result"

// ref is a reference as read, before it is resolved: the base element that
// holds for it may still come.
type ref struct {
	raw     []byte
	element string
	kind    result.Kind
	place   result.Place
	line    int
	frame   int // the document it stands in

	text, textEnd         int // its text within arena
	fragment, fragmentEnd int // its fragment within arena, set when it is resolved

	nofollow, inert bool
	// byPath: the address decides whether the link leads to a page, an image
	// or a download.
	byPath bool
	// silent references say something of the page and are no links.
	silent bool
}
