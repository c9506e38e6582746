package extract

import (
	"strings"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Document is what was read from one page. It shares no memory with the body
// it was read from.
type Document struct {
	Title   string // of the page, white space folded, at most 500 bytes
	Heading string // text of the first h1, at most 200 bytes
	Lang    string // language tag of the html element, as written
	// Base is what relative references were resolved against: the page's own
	// address, or what its base element makes of it.
	Base    weburl.URL
	Charset string // name of the page's encoding by the Encoding Standard: "utf-8"

	// Links are in document order; places that the page refers to within itself, and
	// that are missing, come last. The Text of a link element is its rel, that of
	// a meta element its property ("og:image"), because they have no other text.
	Links []result.Link
	// Omitted counts links that are not among these, since the page has more
	// than MaxLinks, an attribute names too many, or they take too much memory.
	// A block of data that is too large to be read counts as one.
	Omitted int
	// Anchors are the fragments that links can lead to, for HasAnchor.
	Anchors []uint64
	// AnchorsCut: the page has more places than are remembered, so that one
	// which is not among Anchors may be there all the same.
	AnchorsCut bool

	Refresh   Refresh // by meta element; the zero value where there is none
	Canonical string  // normalised address of rel=canonical, "" for none
	Robots    string  // content of all meta robots elements in lower case, joined by ", "
	Generator string  // content of meta generator
	// Description is the content of meta description, white space folded, at most
	// 160 bytes.
	Description string
	// Post is the entry that the page shows, if WordPress made it.
	Post Post

	// Platform that the markup gives away ("wordpress"), and by what.
	Platform, Clue string

	// Mixed lists what an https page loads over http.
	Mixed []Mixed

	// Sample is the beginning of the visible text, white space folded, at most
	// 1 KiB. Words counts the words that a reader sees in
	// the first 8 KiB of it.
	Sample string
	Words  int
	// Signature is a signature of the visible words; see Similarity.
	Signature uint64
	// Text is a hash of the same words in their order, without those that contain a
	// digit. It does not depend on case, ASCII punctuation and white space.
	Text uint64
	// Content is the XXH64 hash of the body as decoded to UTF-8.
	Content uint64

	Login    bool // there is a password field
	Frameset bool // the page is a frameset
	// ScriptOnly means that the page itself contains almost nothing, because
	// scripts build it in the browser. Its links can't be seen.
	ScriptOnly bool
	// HasScripts means that a browser runs scripts of the page.
	HasScripts bool
	// ScriptSign says what suggests that scripts make content of the page, so that it is
	// worth showing it in a browser: "it …", a half-sentence. "" if nothing does. It is
	// set wherever ScriptOnly is, and on more pages, as it condemns nothing.
	ScriptSign string
	// ScriptedIDs: scripts may add elements or handle fragments, so that a
	// fragment that is not among Anchors may hold all the same.
	ScriptedIDs bool
}

// NoFollow reports whether the page asks search engines not to follow its links.
func (d *Document) NoFollow() bool {
	for directive := range strings.SplitSeq(d.Robots, ",") {
		if d := strings.TrimSpace(directive); d == "nofollow" || d == "none" {
			return true
		}
	}
	return false
}

// Refresh is an order to load another address after a while (HTML Standard,
// "shared declarative refresh steps").
type Refresh struct {
	Delay time.Duration
	// URL is the normalised address without fragment; "" where the page
	// reloads itself or there is no order at all.
	URL string
}

// Mixed is something that an https page loads over http.
type Mixed struct {
	URL     string
	Element string // as in result.Link
	Line    int
	// Active content (scripts, styles, frames, image sets) is blocked by
	// browsers; passive content (images, sound, video) is fetched over https
	// instead or shown with a warning.
	Active bool
}
