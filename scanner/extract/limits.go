package extract

// Limits of what is taken in of one page. Each is far above what pages made for
// people have; together they bound what a hostile page takes in memory to a few
// times its size. What lies past a limit is counted in Document.Omitted.
const (
	// MaxLinks is how many links of one page are taken in. The largest pages
	// that are known, specifications and indexes of words, have some 30,000.
	MaxLinks = 50_000
	// maxCandidates is how many addresses of one attribute are taken in, as in
	// srcset, archive or style: a page names a handful.
	maxCandidates = 1_000
	// maxAddress is how many bytes one address may have; a longer one is
	// malformed. Browsers and servers give up earlier. It does not count what a
	// data: address carries, which is not kept anyway.
	maxAddress = 64 << 10
	// maxAddressBytes bounds all addresses of a page after they were resolved: a
	// long base would be repeated by each of them.
	maxAddressBytes = 16 << 20
	// MaxAnchors is how many places of a page are remembered. A page with more
	// has AnchorsCut set, and its missing places prove nothing.
	MaxAnchors = 100_000
	// maxSrcdoc is how many bytes of the document in an iframe's attribute are
	// read: it is copied once for each level of nesting.
	maxSrcdoc = 1 << 20
	// maxData is the size of a block of JSON, an import map or JSON-LD, that is
	// read: as values it takes up to a hundred times as much memory.
	maxData = 1 << 20
)

// addRef keeps a reference and returns a pointer to it, which is valid until the
// next call. References past the limit are counted, and all share one further
// place, which is dropped at the end.
func (r *Reader) addRef(f ref) *ref {
	if len(r.refs) <= MaxLinks {
		r.refs = append(r.refs, f)
	} else {
		r.refs[MaxLinks] = f
	}
	if len(r.refs) > MaxLinks {
		r.omitted++
	}
	return &r.refs[len(r.refs)-1]
}

// lastRef returns the index of the newest reference, and whether it is kept.
func (r *Reader) lastRef() (index int, kept bool) {
	return len(r.refs) - 1, len(r.refs) <= MaxLinks
}

// omits counts a candidate of one attribute, the nth from 1, and reports whether
// it is past the limit of these.
func (r *Reader) omits(n int) bool {
	if n > maxCandidates {
		r.omitted++
	}
	return n > maxCandidates
}
