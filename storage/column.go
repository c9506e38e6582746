package storage

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// A column is a sequence of numbers whose count both sides know. It is stored
// plain, as varints, or as runs of (length, varint), whichever is shorter.
const (
	columnPlain = 0
	columnRuns  = 1
)

func uvarintLen(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

func zigzag(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// appendColumn packs v onto b.
func appendColumn(b []byte, v []uint64) []byte {
	plain, runs := 0, 0
	for i := 0; i < len(v); {
		j, size := i+1, uvarintLen(v[i])
		for j < len(v) && v[j] == v[i] {
			j++
		}
		plain += (j - i) * size
		runs += uvarintLen(uint64(j-i)) + size
		i = j
	}
	if plain <= runs {
		b = append(b, columnPlain)
		for _, n := range v {
			b = binary.AppendUvarint(b, n)
		}
		return b
	}
	b = append(b, columnRuns)
	for i := 0; i < len(v); {
		j := i + 1
		for j < len(v) && v[j] == v[i] {
			j++
		}
		b = binary.AppendUvarint(b, uint64(j-i))
		b = binary.AppendUvarint(b, v[i])
		i = j
	}
	return b
}

// reader takes packed numbers off a byte slice. After the first mistake it
// gives zeros and keeps the error.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrCorrupt, what)
	}
	r.b = nil
}

func (r *reader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail("number cut short")
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 { return unzigzag(r.uvarint()) }

// count reads a number of things that each take at least one bit further on,
// so that a damaged file can't make us allocate without end.
func (r *reader) count(limit int) int {
	n := r.uvarint()
	if n > uint64(limit) {
		r.fail("count out of range")
		return 0
	}
	return int(n)
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail("data cut short")
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail("data cut short")
		return nil
	}
	t := r.b[:n]
	r.b = r.b[n:]
	return t
}

// column fills v with the numbers that appendColumn packed.
func (r *reader) column(v []uint64) {
	switch mode := r.byte(); mode {
	case columnPlain:
		for i := range v {
			v[i] = r.uvarint()
		}
	case columnRuns:
		for i := 0; i < len(v); {
			n, value := r.count(len(v)-i), r.uvarint()
			if n == 0 {
				r.fail("empty run")
				clear(v[i:])
				return
			}
			for range n {
				v[i] = value
				i++
			}
		}
	default:
		r.fail("unknown column mode")
		clear(v)
	}
}
