package scanner

import (
	"math"

	"sitewell/scanner/frontier"
	"sitewell/scanner/result"
)

// entry is what the engine remembers of an address while a scan runs. There
// may be millions, so it is small.
type entry struct {
	host    *host  // nil where nothing is asked of the network
	anchors uint32 // where the shelf has those of the page, 0: they were not read
	depth   uint16
	kind    kindCode
	flags   flags
}

type flags uint8

const (
	internal   flags = 1 << iota // belongs to the site
	done                         // has its check
	readable                     // answered with a page whose anchors can be asked for
	anchorsDue                   // waits to be read once more for its anchors
	byGet                        // HEAD decided nothing, or the server asked us to wait
	followed                     // its links are followed; see nofollow.go
	aside                        // waits until it is known whether they are
)

func (e *entry) is(f flags) bool { return e.flags&f != 0 }

// kindCode is a result.Kind in a byte.
type kindCode uint8

var kinds = [...]result.Kind{
	result.KindOther, result.KindPage, result.KindImage, result.KindStyle, result.KindScript, result.KindFont,
	result.KindMedia, result.KindFrame, result.KindDownload, result.KindFeed, result.KindForm, result.KindMeta,
	result.KindSitemap, result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev,
}

func codeOf(k result.Kind) kindCode {
	for i, known := range kinds {
		if known == k {
			return kindCode(i)
		}
	}
	return 0
}

func (c kindCode) kind() result.Kind { return kinds[c] }

// book is every address of a scan: texts, entries and the numbers of progress.
// The coordinator owns it.
type book struct {
	seen    *frontier.Seen
	texts   texts
	entries []entry
	most    int // addresses that may be known
}

func newBook() *book {
	return &book{seen: frontier.NewSeen(), texts: texts{size: textBlockSize, most: math.MaxInt}, most: math.MaxInt}
}

// at gives the entry of an ID that the book has handed out. The pointer holds
// until the next add.
func (b *book) at(id result.ID) *entry { return &b.entries[id-1] }

// add gives the ID of an address and whether it is new; a new one has an empty
// entry. Where the scan may know no more addresses, a new one gets no ID: it is 0.
func (b *book) add(address string) (id result.ID, added bool) {
	return b.keep(address, address)
}

// addFragment is add for the address of a fragment. Nobody ever asks for it, so
// its text need not be kept.
func (b *book) addFragment(address string) (id result.ID, added bool) {
	return b.keep(address, "")
}

// keep is the one place where an address gets its number.
func (b *book) keep(address, text string) (id result.ID, added bool) {
	if b.seen.Len() >= b.most {
		id, _ = b.seen.Find(address)
		return id, false
	}
	id, added = b.seen.Add(address)
	if added {
		b.texts.add(id, text)
		b.entries = append(b.entries, entry{})
	}
	return id, added
}
