package storage

import (
	"encoding/binary"
	"time"
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

// A record's fields become columns of small numbers. References mostly count
// upwards, so their difference to the one before is kept; most addresses have
// no page, document, fact or evidence of their own, so 0 stays 0 there.
const recordColumns = 13

// Columns by name, for those who read only some.
const (
	columnURL     = 0
	columnAnswer  = 2
	columnDoc     = 5
	columnKind    = 6
	columnSources = 8
	columnFlags   = 10
)

// columnMask has a bit for each column that is read.
type columnMask uint16

const allColumnsMask columnMask = 1<<recordColumns - 1

// columnSet gives the mask of some columns.
func columnSet(columns ...int) (m columnMask) {
	for _, c := range columns {
		m |= 1 << c
	}
	return m
}

// columns gives the fields of records as columns, one after the other. cols is
// working space that is used again.
func columns(recs []record, cols []uint64) []uint64 {
	n := len(recs)
	if cap(cols) < recordColumns*n {
		cols = make([]uint64, recordColumns*n)
	}
	cols = cols[:recordColumns*n]
	clear(cols)
	var url, base, fact, evidence, doc, at int64
	for i := range recs {
		r := &recs[i]
		cols[i], url = zigzag(int64(r.url)-url), int64(r.url)
		cols[n+i], base = sparse(r.base, base)
		cols[2*n+i] = uint64(r.answer)
		cols[3*n+i], fact = sparse(r.fact, fact)
		cols[4*n+i], evidence = sparse(r.evidence, evidence)
		cols[5*n+i], doc = sparse(r.doc, doc)
		cols[6*n+i] = uint64(r.kind)
		cols[7*n+i] = uint64(r.depth)
		cols[8*n+i] = uint64(r.sources)
		cols[9*n+i] = uint64(r.took)
		cols[10*n+i] = uint64(r.flags)
		cols[11*n+i] = uint64(r.size + 1)
		if r.answer != 0 {
			cols[12*n+i], at = zigzag(r.at-at), r.at
		}
	}
	return cols
}

// fill does the reverse of columns.
func fill(recs []record, cols []uint64) {
	n := len(recs)
	var url, base, fact, evidence, doc, at int64
	for i := range recs {
		url += unzigzag(cols[i])
		recs[i] = record{
			url:      uint32(url),
			base:     unsparse(cols[n+i], &base),
			answer:   uint32(cols[2*n+i]),
			fact:     unsparse(cols[3*n+i], &fact),
			evidence: unsparse(cols[4*n+i], &evidence),
			doc:      unsparse(cols[5*n+i], &doc),
			kind:     uint32(cols[6*n+i]),
			depth:    uint32(cols[7*n+i]),
			sources:  uint32(cols[8*n+i]),
			took:     uint32(cols[9*n+i]),
			flags:    uint8(cols[10*n+i]),
			size:     int64(cols[11*n+i]) - 1,
		}
		if recs[i].answer != 0 {
			at += unzigzag(cols[12*n+i])
			recs[i].at = at
		}
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

// millis turns a duration into whole milliseconds that fit a record.
func millis(d time.Duration) uint32 {
	return uint32(min(max(d.Round(time.Millisecond).Milliseconds(), 0), 1<<32-1))
}

// recordCodec packs and unpacks records. Not safe for concurrent use.
type recordCodec struct {
	squeeze
	cols []uint64
	raw  []byte
}

// How records are kept; the first byte of their data.
const (
	recordsPlain = 1 // columns one after the other: quick to change
	recordsSmall = 2 // each column compressed for itself
)

// plain packs records onto dst.
func (c *recordCodec) plain(dst []byte, recs []record) []byte {
	dst = append(dst, recordsPlain)
	dst = binary.AppendUvarint(dst, uint64(len(recs)))
	c.cols = columns(recs, c.cols)
	for i := range recordColumns {
		dst = appendColumn(dst, c.cols[i*len(recs):][:len(recs)])
	}
	return dst
}

// small packs records onto dst as small as can be.
func (c *recordCodec) small(dst []byte, recs []record) []byte {
	dst = append(dst, recordsSmall)
	dst = binary.AppendUvarint(dst, uint64(len(recs)))
	c.cols = columns(recs, c.cols)
	var packed []byte
	for i := range recordColumns {
		c.raw = appendColumn(c.raw[:0], c.cols[i*len(recs):][:len(recs)])
		packed = c.packDense(packed[:0], c.raw)
		dst = binary.AppendUvarint(dst, uint64(len(packed)))
		dst = append(dst, packed...)
	}
	return dst
}

// decode fills recs, which is used again, with what plain or small packed, at
// most limit records.
func (c *recordCodec) decode(recs []record, data []byte, limit int) ([]record, error) {
	return c.decodeSome(recs, data, limit, allColumnsMask)
}

// decodeSome is decode for some columns; what the others hold is left out.
func (c *recordCodec) decodeSome(recs []record, data []byte, limit int, wanted columnMask) ([]record, error) {
	r := reader{b: data}
	mode := r.byte()
	n := r.count(limit)
	if cap(recs) < n {
		recs = make([]record, n)
	}
	recs = recs[:n]
	if cap(c.cols) < recordColumns*n {
		c.cols = make([]uint64, recordColumns*n)
	}
	c.cols = c.cols[:recordColumns*n]
	for i := range recordColumns {
		col := c.cols[i*n:][:n]
		switch mode {
		case recordsPlain:
			r.column(col)
			if wanted&(1<<i) == 0 {
				clear(col)
			}
		case recordsSmall:
			packed := r.take(r.count(len(r.b)))
			if wanted&(1<<i) == 0 {
				clear(col)
				continue
			}
			raw, err := c.unpack(packed, nil)
			if err != nil {
				return nil, err
			}
			one := reader{b: raw}
			one.column(col)
			if one.err != nil {
				return nil, one.err
			}
		default:
			r.fail("unknown form of records")
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	fill(recs, c.cols)
	return recs, nil
}

// find gives the place of an address in packed records, -1 where it is not
// among them. It unpacks no other column.
func (c *recordCodec) find(data []byte, limit int, url uint32) (int, error) {
	r := reader{b: data}
	mode := r.byte()
	n := r.count(limit)
	if cap(c.cols) < n {
		c.cols = make([]uint64, n)
	}
	col := c.cols[:n]
	if mode == recordsSmall {
		raw, err := c.unpack(r.take(r.count(len(r.b))), nil)
		if err != nil {
			return 0, err
		}
		r = reader{b: raw, err: r.err}
	} else if mode != recordsPlain {
		r.fail("unknown form of records")
	}
	r.column(col)
	if r.err != nil {
		return 0, r.err
	}
	var at int64
	for i, step := range col {
		if at += unzigzag(step); at == int64(url) {
			return i, nil
		}
	}
	return -1, nil
}
