package storage

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for _, n := range []int{0, 1, 100, 5000, 40_000} {
		p := newPairs(10_000, 10)
		want := make([][]uint64, len(p.buckets))
		for i := range n {
			key, value := r.Uint32N(10_000), uint32(i)+r.Uint32N(300)
			if r.IntN(50) == 0 {
				value = r.Uint32()
			}
			p.add(key, value)
			want[key>>10] = append(want[key>>10], uint64(key)<<32|uint64(value))
		}
		if n > 5000 && p.bytes > 5*n {
			t.Errorf("%d pairs take %d bytes", n, p.bytes)
		}
		for i := range want {
			slices.Sort(want[i])
			if got := p.take(i); !slices.Equal(got, want[i]) {
				t.Errorf("%d pairs: bucket %d has %d of %d, or not in order", n, i, len(got), len(want[i]))
			}
		}
		if p.bytes != 0 {
			t.Errorf("%d pairs: %d bytes left", n, p.bytes)
		}
	}
}

func TestSortNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 7))
	for _, n := range []int{0, 1, 255, 256, 3000} {
		for _, bits := range []int{0, 1, 11, 12, 40, 63} {
			values := make([]uint64, n)
			for i := range values {
				values[i] = r.Uint64() >> (63 - bits) << r.IntN(2)
			}
			want := slices.Sorted(slices.Values(values))
			if got := sortNumbers(values, make([]uint64, n)); !slices.Equal(got, want) {
				t.Errorf("%d numbers of %d bits are not in order", n, bits)
			}
			if got := sortNumbers(slices.Clone(want), make([]uint64, n)); !slices.Equal(got, want) {
				t.Errorf("%d numbers of %d bits that were in order are not", n, bits)
			}
		}
	}
}
