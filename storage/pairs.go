package storage

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// pairs collects pairs of numbers in a few bytes each and gives them back in
// order: first they fall into buckets by the high bits of their keys, and each
// bucket is put in order when it is asked for.
type pairs struct {
	shift   uint // bits of a key within its bucket
	buckets []pairBucket
	bytes   int // in all, about
	values  []uint64
	room    []uint64
}

type pairBucket struct {
	rope
	last uint32 // value
}

// newPairs is for keys below limit, 1<<shift of them to a bucket.
func newPairs(limit int, shift uint) *pairs {
	return &pairs{shift: shift, buckets: make([]pairBucket, (limit-1)>>shift+1)}
}

// add takes in a pair. It takes least where values of neighbours are alike.
func (p *pairs) add(key, value uint32) {
	b := &p.buckets[key>>p.shift]
	step := zigzag(int64(value) - int64(b.last))
	b.last = value
	p.bytes += b.add(step<<p.shift | uint64(key&(1<<p.shift-1)))
}

// take gives the pairs of a bucket as key<<32 | value, in order, and forgets
// them. They are valid until the next call.
func (p *pairs) take(bucket int) []uint64 {
	b := &p.buckets[bucket]
	values := p.values[:0]
	last := int64(0)
	for v := range b.all {
		last += unzigzag(v >> p.shift)
		key := uint64(bucket)<<p.shift | v&(1<<p.shift-1)
		values = append(values, key<<32|uint64(uint32(last)))
	}
	p.values = values
	p.drop(bucket)
	p.room = slices.Grow(p.room[:0], len(values))[:len(values)]
	return sortNumbers(values, p.room)
}

// drop forgets a bucket.
func (p *pairs) drop(bucket int) {
	p.bytes -= p.buckets[bucket].bytes
	p.buckets[bucket] = pairBucket{}
}

// rope is a sequence of numbers as varints, in pieces that never move.
type rope struct {
	pieces [][]byte
	bytes  int // of memory
}

const (
	firstPiece = 64
	mostPiece  = 4096
)

// add appends a number and gives the bytes of memory that this took.
func (r *rope) add(v uint64) (more int) {
	n := len(r.pieces)
	if n == 0 || cap(r.pieces[n-1])-len(r.pieces[n-1]) < binary.MaxVarintLen64 {
		more = firstPiece
		if n > 0 {
			more = min(2*cap(r.pieces[n-1]), mostPiece)
		}
		r.pieces = append(r.pieces, make([]byte, 0, more))
		r.bytes += more
		n++
	}
	r.pieces[n-1] = binary.AppendUvarint(r.pieces[n-1], v)
	return more
}

// all gives the numbers in the order in which they came.
func (r *rope) all(yield func(uint64) bool) {
	for _, piece := range r.pieces {
		in := reader{b: piece}
		for len(in.b) > 0 {
			if !yield(in.uvarint()) {
				return
			}
		}
	}
}

// sortNumbers sorts values, with room for as many. The result is one of both.
func sortNumbers(values, room []uint64) []uint64 {
	const digit, size = 11, 1 << 11
	if len(values) < size/8 {
		slices.Sort(values)
		return values
	}
	var differ uint64
	rising := true
	for i, v := range values {
		differ |= v ^ values[0]
		rising = rising && (i == 0 || values[i-1] <= v)
	}
	if rising {
		return values
	}
	for shift := uint(bits.TrailingZeros64(differ)); shift < 64 && differ>>shift != 0; shift += digit {
		if differ>>shift&(size-1) == 0 {
			continue
		}
		var start [size]int32
		for _, v := range values {
			start[v>>shift&(size-1)]++
		}
		at := int32(0)
		for d, n := range start {
			start[d], at = at, at+n
		}
		for _, v := range values {
			d := v >> shift & (size - 1)
			room[start[d]] = v
			start[d]++
		}
		values, room = room, values
	}
	return values
}
