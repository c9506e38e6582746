package table

import (
	"slices"
	"sort"
)

// picks are the chosen rows, by their places in the present order: stretches in
// ascending order that neither overlap nor touch. All of a million rows are one
// stretch, so choosing them costs nothing. Its methods never change a stretch in
// place: a copy of a picks stays what it was.
type picks struct {
	spans []stretch
	n     int // how many rows
}

// stretch is the rows from one on to before another.
type stretch struct{ from, to int }

// after returns the first stretch that ends after a row.
func (p picks) after(row int) int {
	return sort.Search(len(p.spans), func(i int) bool { return p.spans[i].to > row })
}

// has reports whether a row is chosen.
func (p picks) has(row int) bool {
	i := p.after(row)
	return row >= 0 && i < len(p.spans) && p.spans[i].from <= row
}

// with returns the picks with the rows from one on to before another.
func (p picks) with(from, to int) picks {
	if from >= to {
		return p
	}
	first := sort.Search(len(p.spans), func(i int) bool { return p.spans[i].to >= from }) // what touches joins
	last := first
	for ; last < len(p.spans) && p.spans[last].from <= to; last++ {
		from, to = min(from, p.spans[last].from), max(to, p.spans[last].to)
	}
	return counted(slices.Concat(p.spans[:first], []stretch{{from, to}}, p.spans[last:]))
}

// without returns the picks less the rows from one on to before another.
func (p picks) without(from, to int) picks {
	if from >= to {
		return p
	}
	var left []stretch
	for _, s := range p.spans {
		for _, part := range []stretch{{s.from, min(s.to, from)}, {max(s.from, to), s.to}} {
			if part.from < part.to {
				left = append(left, part)
			}
		}
	}
	return counted(left)
}

func counted(spans []stretch) picks {
	p := picks{spans: spans}
	for _, s := range spans {
		p.n += s.to - s.from
	}
	return p
}

// choice is what is chosen of a list of ids, at one moment. It never changes, so that
// any goroutine may read it.
type choice[ID comparable] struct {
	picks
	all     []ID
	version int // of the choice
}

// ids returns the ids of the chosen rows in their order.
func (c choice[ID]) ids() []ID {
	ids := make([]ID, 0, c.n)
	for _, s := range c.spans {
		ids = append(ids, c.all[s.from:s.to]...)
	}
	return ids
}

// within returns the same rows in another order. Those that are not among its rows are
// no longer chosen: what nobody sees is not acted on.
func (c choice[ID]) within(ids []ID) picks {
	if c.n == 0 || slices.Equal(c.all, ids) {
		return c.picks
	}
	chosen := make(map[ID]struct{}, c.n)
	for _, s := range c.spans {
		for _, id := range c.all[s.from:s.to] {
			chosen[id] = struct{}{}
		}
	}
	var p picks
	for i, id := range ids {
		if _, ok := chosen[id]; !ok {
			continue
		}
		p.n++
		if last := len(p.spans) - 1; last >= 0 && p.spans[last].to == i {
			p.spans[last].to++
		} else {
			p.spans = append(p.spans, stretch{i, i + 1})
		}
	}
	return p
}
