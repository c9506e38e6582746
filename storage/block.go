package storage

import (
	"encoding/binary"
	"time"

	"sitewell/scanner/result"
)

// blockSize is how many addresses of a scan share one row. Smaller blocks cost
// more bytes an address, larger ones more work a commit; see docs/storage.md.
const blockSize = 256

// How the rest of a block is kept; the first byte of its data. A block is
// compressed when its scan is finished and it will hardly change again.
const (
	blockPlain = 1
	blockFlate = 2
)

// record is one address of a scan with its check: what differs from scan to
// scan, and where the rest stands. url 0 means that there is no such address,
// answer 0 that it still waits.
type record struct {
	url      uint32 // its text
	base     uint32 // ID of the page, for a checked fragment
	answer   uint32
	fact     uint32
	evidence uint32
	doc      uint32 // its links, where it has any
	kind     uint32
	depth    uint32
	sources  uint32 // pages that link here, where scan.counted says so
	took     uint32 // ms
	flags    uint8
	size     int64 // bytes, -1 unknown; where there is a fact, that says it
	at       int64 // ms since the scan began
}

const (
	flagInternal  = 1 << iota
	flagFinalSelf // the final address is the address itself
	flagFinalBase // … is that of its page
	flagDocument  // it is a page that people read, and was read for links
)

func (r *record) internal() bool { return r.flags&flagInternal != 0 }

// block is blockSize records: those of the IDs from number*blockSize+1 on.
type block [blockSize]record

// blockOf tells where the record of an ID stands.
func blockOf(id result.ID) (number, index int) {
	return int((id - 1) / blockSize), int((id - 1) % blockSize)
}

// rowOf is the key of a scan's part in a table that is ordered by scan, then part.
func rowOf(scan int64, part int) int64 { return scan<<32 | int64(part) }

// partOf takes the part out of a key.
func partOf(row int64) int { return int(row & (1<<32 - 1)) }

// blockColumns says how each field becomes a column of small numbers.
// References mostly count upwards, so their difference to the one before is
// kept; most addresses have no page, document, fact or evidence of their own,
// so 0 stays 0 there.
func (b *block) columns(n int, each func(i int, col []uint64)) {
	var cols [13][blockSize]uint64
	var url, base, fact, evidence, doc, at int64
	for i := range b[:n] {
		r := &b[i]
		cols[0][i], url = zigzag(int64(r.url)-url), int64(r.url)
		cols[1][i], base = sparse(r.base, base)
		cols[2][i] = uint64(r.answer)
		cols[3][i], fact = sparse(r.fact, fact)
		cols[4][i], evidence = sparse(r.evidence, evidence)
		cols[5][i], doc = sparse(r.doc, doc)
		cols[6][i] = uint64(r.kind)
		cols[7][i] = uint64(r.depth)
		cols[8][i] = uint64(r.sources)
		cols[9][i] = uint64(r.took)
		cols[10][i] = uint64(r.flags)
		cols[11][i] = uint64(r.size + 1)
		if r.answer != 0 {
			cols[12][i], at = zigzag(r.at-at), r.at
		}
	}
	for i := range cols {
		each(i, cols[i][:n])
	}
}

// sparse gives 0 for none, else one more than the difference to the last.
func sparse(v uint32, last int64) (uint64, int64) {
	if v == 0 {
		return 0, last
	}
	return zigzag(int64(v)-last) + 1, int64(v)
}

func unsparse(v uint64, last *int64) uint32 {
	if v == 0 {
		return 0
	}
	*last += unzigzag(v - 1)
	return uint32(*last)
}

// append packs the block onto dst.
func (b *block) append(dst []byte) []byte {
	n := blockSize
	for n > 0 && b[n-1].url == 0 {
		n--
	}
	dst = append(dst, blockPlain)
	dst = binary.AppendUvarint(dst, uint64(n))
	b.columns(n, func(_ int, col []uint64) { dst = appendColumn(dst, col) })
	return dst
}

// appendSmall packs the block onto dst, smaller than append and slower.
func (b *block) appendSmall(dst []byte, s *squeeze) []byte {
	plain := b.append(nil)
	dst = append(dst, blockFlate)
	return s.pack(dst, plain, nil)
}

// decode fills the block from what append or appendSmall packed and gives the
// number of records, the last of which exists.
func (b *block) decode(data []byte, s *squeeze) (n int, err error) {
	if len(data) > 0 && data[0] == blockFlate {
		if data, err = s.unpack(data[1:], nil); err != nil {
			return 0, err
		}
	}
	r := reader{b: data}
	if r.byte() != blockPlain {
		r.fail("unknown block format")
	}
	n = r.count(blockSize)
	var cols [13][blockSize]uint64
	for i := range cols {
		r.column(cols[i][:n])
	}
	if r.err != nil {
		return 0, r.err
	}
	var url, base, fact, evidence, doc, at int64
	for i := range n {
		url += unzigzag(cols[0][i])
		answer := uint32(cols[2][i])
		if answer != 0 {
			at += unzigzag(cols[12][i])
		}
		b[i] = record{
			url:      uint32(url),
			base:     unsparse(cols[1][i], &base),
			answer:   answer,
			fact:     unsparse(cols[3][i], &fact),
			evidence: unsparse(cols[4][i], &evidence),
			doc:      unsparse(cols[5][i], &doc),
			kind:     uint32(cols[6][i]),
			depth:    uint32(cols[7][i]),
			sources:  uint32(cols[8][i]),
			took:     uint32(cols[9][i]),
			flags:    uint8(cols[10][i]),
			size:     int64(cols[11][i]) - 1,
		}
		if answer != 0 {
			b[i].at = at
		}
	}
	clear(b[n:])
	return n, nil
}

// millis turns a duration into whole milliseconds that fit a record.
func millis(d time.Duration) uint32 {
	return uint32(min(max(d.Round(time.Millisecond).Milliseconds(), 0), 1<<32-1))
}
