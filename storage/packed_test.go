package storage

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestPacked(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for _, tt := range []struct {
		name string
		next func(i int) uint64
	}{
		{"zeros", func(int) uint64 { return 0 }},
		{"all the same", func(int) uint64 { return 7 }},
		{"rising", func(i int) uint64 { return uint64(1_000_000 + i) }},
		{"rising, some missing", func(i int) uint64 { return uint64(1_000_000+i) * r.Uint64N(2) }},
		{"ones and zeros", func(int) uint64 { return r.Uint64N(2) }},
		{"of 7 bits", func(int) uint64 { return r.Uint64N(100) }},
		{"far apart", func(int) uint64 { return r.Uint64() >> r.IntN(64) }},
		{"the greatest", func(i int) uint64 { return math.MaxUint64 - uint64(i%2) }},
		{"the greatest and 0", func(i int) uint64 { return math.MaxUint64 * uint64(i%2) }},
		{"changing", func(i int) uint64 { return r.Uint64N(1 << (i / blockSize * 5 % 63)) }},
	} {
		for _, n := range []int{0, 1, blockSize - 1, blockSize, blockSize + 1, 20 * blockSize, 21*blockSize - 3} {
			want := make([]uint64, n)
			for i := range want {
				want[i] = tt.next(i)
			}
			p := pack(want)
			if p.len() != n {
				t.Fatalf("%s: %d numbers, want %d", tt.name, p.len(), n)
			}
			for i := range want {
				if got := p.at(uint32(i)); got != want[i] {
					t.Fatalf("%s, %d numbers: number %d is %d, want %d", tt.name, n, i, got, want[i])
				}
			}
			in32, narrow := make([]uint32, n), make([]uint8, n)
			for i, v := range want {
				in32[i], narrow[i] = uint32(v), uint8(v)
			}
			var room [blockSize]uint64
			for at := 0; at < n; at += blockSize {
				diff(t, tt.name, p.run(at/blockSize, &room), want[at:min(at+blockSize, n)])
			}
			p32, p8 := pack(in32), pack(narrow)
			for i := range want {
				if p32.at(uint32(i)) != in32[i] || p8.at(uint32(i)) != narrow[i] {
					t.Fatalf("%s, %d numbers: number %d is %d and %d, want %d and %d", tt.name, n, i, p32.at(uint32(i)), p8.at(uint32(i)), in32[i], narrow[i])
				}
			}
		}
	}
}

func BenchmarkPacked(b *testing.B) {
	const n = 1 << 20
	values := make([]uint32, n)
	for i := range values {
		values[i] = uint32(1000 + i + rand.IntN(100))
	}
	p := pack(values)
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			p = pack(values)
		}
	})
	b.Run("read", func(b *testing.B) {
		var sum uint32
		for b.Loop() {
			for i := range uint32(n) {
				sum += p.at(i)
			}
		}
		_ = sum
	})
	b.Run("runs", func(b *testing.B) {
		var room [blockSize]uint32
		for b.Loop() {
			for i := range n / blockSize {
				p.run(i, &room)
			}
		}
	})
}
