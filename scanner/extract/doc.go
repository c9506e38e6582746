// Package extract reads what a scan needs from one answer: the links of an
// HTML page, an SVG image, a style sheet, a feed or a response header, where
// on the page each of them stands, the fragments that links can lead to, and
// the signs by which the engine judges a page (its words, its platform,
// whether it is built by script).
//
// It makes one pass over the bytes, which are in memory as a whole and stay
// where they are, with a tokenizer of its own: golang.org/x/net/html's, which
// reads from a stream and goes byte by byte, took two thirds of the time. Prefer
// that one again if it learns to tokenize a slice without copying and reports
// the offsets of its tokens, or if reading pages is no longer what limits a scan;
// FuzzTokenizer shows that both return the same tokens. There is no tree, so time is linear and memory does not grow with nesting.
// Where a rule of the HTML Standard needs the tree, this package follows what
// browsers do for the pages that exist; the comments name the exceptions.
//
// It opens no connection. It must not know the scan, other pages, or what a
// site's owner has set.
package extract
