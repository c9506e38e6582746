package storage

import (
	"math/bits"

	"sitewell/scanner/result"
)

// packed is a column of numbers in memory. Every blockSize of them take as many
// bits each as lie between the least and the greatest, 0 set apart: references
// to texts and facts count upwards, so that most columns take a quarter of what
// slices would (docs/storage.md).
type packed[T uint8 | uint32 | uint64] struct {
	n     int
	runs  []packedRun
	words []uint64 // and one more, so that two can be read anywhere
}

// packedRun is blockSize numbers: 0 stands for itself, others for what they
// are more than base. Where there are no bits all of them are base.
type packedRun struct {
	base, mask uint64
	from       uint32 // in words
	bits       uint8
}

// pack puts a slice into a column.
func pack[T uint8 | uint32 | uint64](values []T) *packed[T] {
	var p packed[T]
	p.append(values)
	return &p
}

// len is how many numbers there are.
func (p *packed[T]) len() int { return p.n }

// at gives the number of a row.
func (p *packed[T]) at(row uint32) T {
	r := &p.runs[row/blockSize]
	if r.bits == 0 {
		return T(r.base)
	}
	bit := row % blockSize * uint32(r.bits)
	w := p.words[r.from+bit/64:]
	v := (w[0]>>(bit%64) | w[1]<<(64-bit%64)) & r.mask
	if v == 0 {
		return 0
	}
	return T(v + r.base)
}

// of gives the number of an address.
func (p *packed[T]) of(id result.ID) T { return p.at(uint32(id - 1)) }

// run gives a run of blockSize numbers, the last may be shorter, in dst: faster
// than one by one.
func (p *packed[T]) run(number int, dst *[blockSize]T) []T {
	r := &p.runs[number]
	values := dst[:min(blockSize, p.n-number*blockSize)]
	if r.bits == 0 {
		for i := range values {
			values[i] = T(r.base)
		}
		return values
	}
	words, word, left := p.words[r.from:], uint64(0), uint(0)
	for i := range values {
		v := word
		if left < uint(r.bits) {
			word, words = words[0], words[1:]
			v |= word << left
			word >>= uint(r.bits) - left
			left += 64
		} else {
			word >>= r.bits
		}
		left -= uint(r.bits)
		if v &= r.mask; v != 0 {
			v += r.base
		}
		values[i] = T(v)
	}
	return values
}

// append takes in more numbers. Only the last ones may be no multiple of
// blockSize.
func (p *packed[T]) append(values []T) {
	p.n += len(values)
	for len(values) > 0 {
		run := values[:min(blockSize, len(values))]
		p.appendRun(run)
		values = values[len(run):]
	}
}

func (p *packed[T]) appendRun(run []T) {
	least, most, zero := uint64(1<<64-1), uint64(0), false
	for _, v := range run {
		if v == 0 {
			zero = true
			continue
		}
		least, most = min(least, uint64(v)), max(most, uint64(v))
	}
	r := packedRun{from: uint32(max(len(p.words)-1, 0))}
	switch {
	case most == 0:
	case least == most && !zero:
		r.base = least
	default:
		r.base = least - 1
		r.bits = uint8(bits.Len64(most - r.base))
		r.mask = 1<<r.bits - 1
	}
	p.runs = append(p.runs, r)
	if r.bits == 0 {
		return
	}
	p.words = p.words[:r.from] // the one more
	var word uint64
	at := uint(0)
	for _, v := range run {
		if v != 0 {
			v -= T(r.base)
		}
		word |= uint64(v) << at
		if at += uint(r.bits); at >= 64 {
			p.words = append(p.words, word)
			at -= 64
			word = uint64(v) >> (uint(r.bits) - at)
		}
	}
	p.words = append(p.words, word, 0)
}
