// Package urltable contains the addresses of a running scan. There may be
// millions, so an address takes two hashes, 16 bytes of state and, only while it
// is new, its text. Texts that were stored are dropped and read back when they
// are needed.
//
// It must not know what the state means, when an address is requested or where
// texts are stored. It is not safe for concurrent use: the coordinator owns it.
package urltable

import (
	"math"

	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Entry is the state of one address.
type Entry struct {
	Host    HostID
	Anchors AnchorsID
	Depth   uint16 // clicks from the start
	flags   Flags
	kind    kindCode
	// Verdict is that of its check, if it has one.
	Verdict outcome.Verdict
	asPage  kindCode
}

// HostID is the caller's number for a host. 0 means that the address is not
// requested from any host.
type HostID uint32

// Flags are facts about one address.
type Flags uint16

// The facts about an address.
const (
	Internal   Flags = 1 << iota // it belongs to the site
	Done                         // it has its check
	Readable                     // it was answered with a page that can be requested for its anchors
	AnchorsDue                   // it is queued to be requested once more for its anchors
	ByGet                        // request it with GET: HEAD decided nothing, or it is tried again
	Followed                     // its links are followed; see Options.ObeyNofollow of the scanner
	SetAside                     // it is not queued before it is known whether its links are followed
	TooDeep                      // it is not queued before there is a shorter way to it
	Excluded                     // it has its check, since only a link to a page leads to it; see Options.FollowNothing of the scanner
	AnyPart                      // its check would say the same for any other part of a page
	Read                         // the links of its page were recorded
	Scripts                      // its page has scripts, which may add places that its HTML does not have
)

// Is reports whether a fact holds.
func (e *Entry) Is(f Flags) bool { return e.flags&f != 0 }

// Set notes that facts hold.
func (e *Entry) Set(f Flags) { e.flags |= f }

// Clear notes that facts do not hold.
func (e *Entry) Clear(f Flags) { e.flags &^= f }

// Kind returns what the address is linked as: the first in the order of result.Kind
// of all that links say until now.
func (e *Entry) Kind() result.Kind { return kinds[e.kind] }

// SetKind changes what Kind returns.
func (e *Entry) SetKind(k result.Kind) { e.kind = codeOf(k) }

// AsPage returns of which kind the address would be if it was linked as a page. ok is
// false if its check might say something else in that case.
func (e *Entry) AsPage() (k result.Kind, ok bool) { return kinds[e.asPage], e.asPage != 0 }

// SetAsPage changes what AsPage returns; "" stands for not ok.
func (e *Entry) SetAsPage(k result.Kind) { e.asPage = codeOf(k) }

// kindCode is a result.Kind in one byte: its index in kinds.
type kindCode uint8

var kinds = [...]result.Kind{
	result.KindOther, result.KindPage, result.KindImage, result.KindStyle, result.KindScript, result.KindFont,
	result.KindMedia, result.KindFrame, result.KindDownload, result.KindFeed, result.KindForm, result.KindMeta,
	result.KindSitemap, result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev,
	result.KindModule, result.KindRequest,
}

func codeOf(k result.Kind) kindCode {
	for i, known := range kinds {
		if known == k {
			return kindCode(i)
		}
	}
	return 0
}

// NewEntry returns the state of an address that was just found.
func NewEntry(k result.Kind, depth int, isInternal bool) Entry {
	e := Entry{Depth: uint16(min(depth, math.MaxUint16)), kind: codeOf(k)}
	if isInternal {
		e.flags = Internal
	}
	return e
}

// Table is every address of a scan by ID. IDs are 1, 2, 3 and so on, in the order
// in which addresses are added.
type Table struct {
	seen    *frontier.Seen
	texts   texts
	entries []Entry
	limit   int
}

// Options are how many texts of addresses a table keeps in memory.
type Options struct {
	// BlockSize is how many texts are dropped or read back together; 0: 4096.
	BlockSize int
	// Blocks is how many blocks of new addresses are kept; 0: all.
	Blocks int
}

// New returns an empty table.
func New(o Options) *Table {
	t := &Table{seen: frontier.NewSeen(), texts: texts{blockSize: blockSize, maxNew: math.MaxInt}, limit: math.MaxInt}
	if o.BlockSize > 0 {
		t.texts.blockSize = o.BlockSize
	}
	if o.Blocks > 0 {
		t.texts.maxNew = o.Blocks
	}
	return t
}

// SetLimit sets how many addresses the table may contain.
func (t *Table) SetLimit(addresses int) { t.limit = addresses }

// Limit returns what SetLimit has set.
func (t *Table) Limit() int { return t.limit }

// Len returns the number of addresses.
func (t *Table) Len() int { return t.seen.Len() }

// At returns the entry of an address. The pointer is valid until the next Add.
func (t *Table) At(id result.ID) *Entry { return &t.entries[id-1] }

// Find returns the ID of an address, if the table contains it.
func (t *Table) Find(address string) (result.ID, bool) { return t.seen.Find(address) }

// Add returns the ID of an address and whether it is new. The entry of a new
// address is zero. If the table is full, a new address gets the ID 0.
func (t *Table) Add(address string) (id result.ID, isNew bool) {
	if t.seen.Len() >= t.limit {
		id, _ = t.seen.Find(address)
		return id, false
	}
	id, isNew = t.seen.Add(address)
	if isNew {
		t.texts.add(address)
		t.entries = append(t.entries, Entry{})
	}
	return id, isNew
}

// Text returns an address. If it was dropped, ok is false and the caller must
// Restore its block.
func (t *Table) Text(id result.ID) (text string, ok bool) { return t.texts.get(id) }

// BlockOf returns the block that contains the text of an address.
func (t *Table) BlockOf(id result.ID) int { return t.texts.blockOf(id) }

// BlockRange returns the first ID of a block and the number of its addresses.
func (t *Table) BlockRange(block int) (first result.ID, n int) {
	return result.ID(block*t.texts.blockSize + 1), t.texts.blockSize
}

// Restore puts back the texts of a block.
func (t *Table) Restore(block int, addresses []string) { t.texts.restore(block, addresses) }

// DropStored drops the texts of the oldest blocks where there are too many. Only
// those are dropped in which all addresses were stored, up to lastStored.
func (t *Table) DropStored(lastStored result.ID) { t.texts.drop(lastStored) }
