package table

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever is chosen and no longer chosen, in whatever order, is what a plain set of
// rows says; stretches never overlap, touch or are empty.
func TestPicksAreASet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var p picks
		want := make(map[int]bool)
		for range 30 {
			from := r.IntN(40)
			to := from + r.IntN(10)
			before := slices.Clone(p.spans)
			old := p
			on := r.IntN(3) > 0
			if on {
				p = p.with(from, to)
			} else {
				p = p.without(from, to)
			}
			if !slices.Equal(before, old.spans) {
				t.Fatalf("a copy changed from %v to %v", before, old.spans)
			}
			for row := from; row < to; row++ {
				if want[row] = on; !on {
					delete(want, row)
				}
			}
			if p.n != len(want) {
				t.Fatalf("%d rows, want %d: %v", p.n, len(want), p.spans)
			}
			for row := -1; row < 60; row++ {
				if p.has(row) != want[row] {
					t.Fatalf("row %d: %v, want %v in %v", row, p.has(row), want[row], p.spans)
				}
			}
			for i, s := range p.spans {
				if s.from >= s.to || i > 0 && p.spans[i-1].to >= s.from {
					t.Fatalf("stretches %v", p.spans)
				}
			}
		}
	}
}

// In another order the same ids are chosen, as far as they are there.
func TestPicksFollowTheirIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		all := r.Perm(50)
		c := choice[int]{all: all}
		for range r.IntN(6) {
			from := r.IntN(50)
			c.picks = c.with(from, min(from+1+r.IntN(8), 50))
		}
		now := r.Perm(70)[:40]
		after := choice[int]{picks: c.within(now), all: now}
		var want []int
		for _, id := range now {
			if slices.Contains(c.ids(), id) {
				want = append(want, id)
			}
		}
		if got := after.ids(); !slices.Equal(got, want) {
			t.Fatalf("chosen of %v in the new order: %v, want %v", c.ids(), got, want)
		}
		if after.n != len(want) {
			t.Fatalf("%d are counted, want %d", after.n, len(want))
		}
	}
}
