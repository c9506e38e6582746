package policy

import (
	"fmt"
	"hash/maphash"
	"math/bits"
	"strings"

	"sitewell/scanner/weburl"
)

// alike recognises crawl traps whose addresses have no pattern: pages that look the
// same, each of which leads to ever new addresses beside or below its own, such as
// /x/8f3a, /x/c01d and so on. The pages of a catalogue have different contents, and
// a page that many others look like but that leads nowhere new is no trap.
//
// It keeps a fixed number of looks. A look that comes up often displaces those
// that do not (Boyer and Moore's majority vote, one for each slot).
type alike struct {
	seed  maphash.Seed
	looks [1024]look
}

// look is what pages have in common that are alike.
type look struct {
	key       uint64
	signature uint64
	pages     int32 // with that look that led to new addresses of their family
	addresses int32 // that were found on them
}

// A look is a trap if more pages than maxAlikePages have led to more addresses than
// maxAlikeFound.
const (
	maxAlikePages = 100
	maxAlikeFound = 1000
	// maxDifference is in how many of 64 bits the signatures of two pages may
	// differ that share at least some 80 % of their words; see extract.Similarity.
	maxDifference = 6
)

// Content is what a page looks like.
type Content struct {
	URL       weburl.URL
	Title     string
	Signature uint64 // of its words; see extract.Document
	Words     int
	Links     int
}

// Lookalike is a page in the course of its links being recorded. A nil Lookalike
// is a page that is not compared with others.
type Lookalike struct {
	look      *look
	parent    string // origin and path up to the last slash
	path      string // origin and path
	countedIn bool
}

// Compare compares the content of a page with that of the pages before it.
func (p *Policy) Compare(c Content) *Lookalike {
	address := c.URL.Origin() + c.URL.Path()
	slash := strings.LastIndexByte(strings.TrimSuffix(address, "/"), '/')
	last := strings.Trim(address[slash:], "/")
	title := c.Title
	if !isNumber(last) { // a title with a number may be that of any article
		title = strings.ReplaceAll(title, last, "")
	}
	key := maphash.Comparable(p.alike.seed, struct {
		origin, title string
		words, links  int
	}{c.URL.Origin(), title, c.Words, c.Links})
	l := &p.alike.looks[key%uint64(len(p.alike.looks))]
	if l.pages == 0 {
		*l = look{key: key, signature: c.Signature}
	}
	if l.key != key || bits.OnesCount64(l.signature^c.Signature) > maxDifference {
		l.pages--
		return nil
	}
	return &Lookalike{look: l, parent: address[:slash+1], path: strings.TrimSuffix(address, "/") + "/"}
}

// isNumber reports whether a part of a path is a number, or a file that is named
// after one. Numbers are not random: they come to an end.
func isNumber(part string) bool {
	name, _, _ := strings.Cut(part, ".")
	return strings.Trim(name, "0123456789") == ""
}

// Trap returns why a new address that the page leads to is a trap, or "" if it is
// not.
func (a *Lookalike) Trap(u weburl.URL) string {
	if a == nil {
		return ""
	}
	address := u.Origin() + u.Path()
	slash := strings.LastIndexByte(strings.TrimSuffix(address, "/"), '/')
	if address[:slash+1] != a.parent && !strings.HasPrefix(address, a.path) || isNumber(strings.Trim(address[slash:], "/")) {
		return ""
	}
	if a.look.pages > maxAlikePages && a.look.addresses > maxAlikeFound {
		return fmt.Sprintf("more than %d pages that look the same lead to ever more of their kind", maxAlikePages)
	}
	a.look.addresses++
	if !a.countedIn {
		a.countedIn = true
		a.look.pages++
	}
	return ""
}
