package extract

import "bytes"

const (
	maxFrames  = 16 // documents of one page that have a base of their own
	maxNesting = 4  // how deeply a srcdoc may be nested in another
)

// frames keeps apart the page, which has number 0, and the documents in its
// srcdoc attributes, as each may have a base element.
type frames struct {
	count  int
	base   [maxFrames][]byte // address of the first base element with one
	based  [maxFrames]bool   // whether there is such an element
	parent [maxFrames]int
	// frame is the document that is read now.
	frame   int
	nesting int
}

// srcdoc reads the document in an iframe's attribute. Its links have the line
// of the iframe, and its ids are not anchors of the page.
func (r *Reader) srcdoc(doc []byte, line uint32) {
	if r.nesting == maxNesting || r.count == maxFrames {
		return
	}
	doc = doc[:min(len(doc), maxSrcdoc)]
	outer, frame := r.passState, r.frame
	r.parent[r.count] = frame
	r.frame = r.count
	r.count++
	r.nesting++
	r.read(bytes.Clone(doc), line)
	r.nesting--
	r.frame = frame
	r.passState = outer
}
