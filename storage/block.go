package storage

import (
	"database/sql"
	"errors"

	"sitewell/scanner/result"
)

// The addresses of a scan are kept in two ways. While it runs they stand in
// blocks, small enough to be written anew with every batch that changes one of
// theirs. When it is finished they are packed into segments, which take far
// less room. A block that exists wins over the segment that it is part of: so
// a few addresses can be checked again without packing all of them.
const (
	blockSize     = 256
	segmentBlocks = 16
	segmentSize   = segmentBlocks * blockSize
)

// block is blockSize records: those of the IDs from number*blockSize+1 on.
type block [blockSize]record

// records gives the records up to the last that exists.
func (b *block) records() []record {
	n := blockSize
	for n > 0 && b[n-1].url == 0 {
		n--
	}
	return b[:n]
}

// blockOf tells where the record of an ID stands.
func blockOf(id result.ID) (number, index int) {
	return int((id - 1) / blockSize), int((id - 1) % blockSize)
}

// rowOf is the key of a scan's part in a table that is ordered by scan, then part.
func rowOf(scan int64, part int) int64 { return scan<<32 | int64(part) }

// partOf takes the part out of a key.
func partOf(row int64) int { return int(row & (1<<32 - 1)) }

// readBlock gives one block of a scan, empty where there is none yet.
func readBlock(tx *sql.Tx, c *recordCodec, scan int64, number int) (b block, err error) {
	var data []byte
	err = tx.QueryRow(`SELECT data FROM block WHERE id = ?`, rowOf(scan, number)).Scan(&data)
	if err == nil {
		recs, err := c.decode(nil, data, blockSize)
		copy(b[:], recs)
		return b, err
	} else if !errors.Is(err, sql.ErrNoRows) {
		return b, err
	}
	err = tx.QueryRow(`SELECT data FROM segment WHERE id = ?`, rowOf(scan, number/segmentBlocks)).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	} else if err != nil {
		return b, err
	}
	recs, err := c.decode(nil, data, segmentSize)
	if from := number % segmentBlocks * blockSize; from < len(recs) {
		copy(b[:], recs[from:])
	}
	return b, err
}

// eachBlock calls yield with the records of every block of a scan in order.
// They are used again for the next.
func eachBlock(tx *sql.Tx, scan int64, yield func(number int, recs []record) error) error {
	return eachBlockOf(tx, scan, allBlocks, allColumnsMask, yield)
}

// blocks are those from one number to below another, both those of whole
// segments.
type blocks struct{ from, to int }

var allBlocks = blocks{0, 1 << 32}

// eachBlockOf is eachBlock for some blocks, and some columns of their records.
func eachBlockOf(tx *sql.Tx, scan int64, some blocks, wanted columnMask, yield func(number int, recs []record) error) error {
	blocks, err := tx.Query(`SELECT id, data FROM block WHERE id >= ? AND id < ? ORDER BY id`, rowOf(scan, 0)+int64(some.from), rowOf(scan, 0)+int64(some.to))
	if err != nil {
		return err
	}
	defer blocks.Close()
	m := merging{blocks: blocks, wanted: wanted, yield: yield}
	if err := m.advance(); err != nil {
		return err
	}
	err = eachQuery(tx, `SELECT id, data FROM segment WHERE id >= ? AND id < ? ORDER BY id`, m.segment,
		rowOf(scan, 0)+int64(some.from/segmentBlocks), rowOf(scan, 0)+int64((some.to+segmentBlocks-1)/segmentBlocks))
	if err != nil {
		return err
	}
	for m.next >= 0 {
		if err := m.give(); err != nil {
			return err
		}
	}
	return blocks.Err()
}

// merging reads segments with the blocks that win over them.
type merging struct {
	codec  recordCodec
	wanted columnMask
	blocks *sql.Rows
	next   int // number of the block that blocks stands on, -1 at the end
	data   sql.RawBytes
	block  []record
	packed []record
	yield  func(number int, recs []record) error
}

// advance goes to the next block.
func (m *merging) advance() error {
	m.next = -1
	if !m.blocks.Next() {
		return m.blocks.Err()
	}
	var id int64
	err := m.blocks.Scan(&id, &m.data)
	m.next = partOf(id)
	return err
}

// give yields the block that blocks stands on.
func (m *merging) give() (err error) {
	number := m.next
	if m.block, err = m.codec.decodeSome(m.block, m.data, blockSize, m.wanted); err != nil {
		return err
	}
	if err := m.yield(number, m.block); err != nil {
		return err
	}
	return m.advance()
}

// segment yields the blocks of a segment.
func (m *merging) segment(rows *sql.Rows) (err error) {
	var id int64
	var data sql.RawBytes
	if err := rows.Scan(&id, &data); err != nil {
		return err
	}
	if m.packed, err = m.codec.decodeSome(m.packed, data, segmentSize, m.wanted); err != nil {
		return err
	}
	number := partOf(id) * segmentBlocks
	for from := 0; from < len(m.packed); from += blockSize {
		if number == m.next {
			err = m.give()
		} else {
			err = m.yield(number, m.packed[from:min(from+blockSize, len(m.packed))])
		}
		if err != nil {
			return err
		}
		number++
	}
	return nil
}
