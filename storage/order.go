package storage

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// absent is the key of a row that has nothing in the column it is sorted by.
// Such rows come last in either direction.
const absent = math.MaxUint64

// sorted puts rows, given by ID-1 in rising order, into an order. Rows that
// are equal there stay in the order of finding.
func (v *view) sorted(ctx context.Context, tx *sql.Tx, rows []uint32, o Order) ([]uint32, error) {
	if o.By == ByFound {
		if o.Desc {
			slices.Reverse(rows)
		}
		return rows, nil
	}
	key, err := v.sortKey(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	keys := make([]uint64, len(rows))
	for i, row := range rows {
		k := key(row)
		if k != absent && o.Desc {
			k = absent - 1 - k
		}
		keys[i] = k
	}
	return radix(keys, rows), nil
}

// sortKey gives what rows are sorted by in rising order. Unknown columns sort
// by severity.
func (v *view) sortKey(ctx context.Context, tx *sql.Tx, o Order) (func(row uint32) uint64, error) {
	switch o.By {
	case ByAddress:
		rank, err := v.addressRank(ctx, tx)
		return func(row uint32) uint64 { return uint64(rank.at(row)) }, err
	case ByTitle:
		rank, err := v.titleRank(ctx, tx)
		return func(row uint32) uint64 { return sparseRank(rank.at(row)) }, err
	case BySources:
		sources, err := v.countSources(ctx, tx)
		return func(row uint32) uint64 { return uint64(sources.at(row)) }, err
	case ByKind:
		rank := v.kindRank()
		return func(row uint32) uint64 { return uint64(rank[v.kind.at(row)]) }, nil
	case ByDepth:
		return func(row uint32) uint64 { return uint64(v.depth.at(row)) }, nil
	case BySize:
		size, err := v.sizes(ctx, tx)
		return func(row uint32) uint64 { return size.at(row) - 1 }, err // 0 becomes absent
	case ByTook:
		return func(row uint32) uint64 {
			if v.answer.at(row) == 0 {
				return absent
			}
			return uint64(v.took.at(row))
		}, nil
	case ByStatus, ByOutcome, ByVerdict, ByType:
		rank := v.answerRank(o.By)
		return func(row uint32) uint64 { return rank[v.answer.at(row)] }, nil
	default:
		return v.severityKey(ctx, tx, o.Desc)
	}
}

func sparseRank(rank uint32) uint64 {
	if rank == 0 {
		return absent
	}
	return uint64(rank)
}

// severityKey puts the worst first, of these what most pages link to, of these
// by address, or while the scan runs in the order of finding; desc turns
// severity and pages around, the order of addresses stays. What waits comes
// last.
func (v *view) severityKey(ctx context.Context, tx *sql.Tx, desc bool) (func(row uint32) uint64, error) {
	sources, err := v.countSources(ctx, tx)
	if err != nil {
		return nil, err
	}
	rank := func(row uint32) uint64 { return uint64(row) }
	if v.scan.State != Interrupted { // while it runs, that order changes all the time
		places, err := v.addressRank(ctx, tx)
		if err != nil {
			return nil, err
		}
		rank = func(row uint32) uint64 { return uint64(places.at(row)) }
	}
	return func(row uint32) uint64 {
		answer := v.answer.at(row)
		if answer == 0 {
			return absent
		}
		worst := 15 - uint64(v.answers[answer].severity&15)
		pages := 1<<27 - 1 - uint64(min(sources.at(row), 1<<27-1))
		address := rank(row)
		if desc {
			address = 1<<32 - 1 - address
		}
		return worst<<59 | pages<<32 | address
	}, nil
}

// answerRank gives the key of each answer in a column.
func (v *view) answerRank(by Column) []uint64 {
	rank := make([]uint64, len(v.answers))
	switch by {
	case ByStatus:
		for i, a := range v.answers {
			rank[i] = sparseRank(uint32(max(a.status, 0)))
		}
	case ByVerdict:
		for i, a := range v.answers {
			rank[i] = sparseRank(uint32(1 + slices.Index(outcome.Verdicts(), a.verdict)))
		}
	case ByOutcome:
		rankTexts(rank, func(i int) string { return string(v.answers[i].outcome) })
	case ByType:
		rankTexts(rank, func(i int) string { return v.answers[i].typ })
	}
	return rank
}

// rankTexts numbers texts in their order, equal ones alike, empty ones absent.
func rankTexts(rank []uint64, text func(i int) string) {
	order := make([]int, len(rank))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(text(a), text(b)) })
	n, last := uint64(0), ""
	for _, i := range order {
		t := text(i)
		if t == "" {
			rank[i] = absent
			continue
		}
		if t != last {
			n, last = n+1, t
		}
		rank[i] = n
	}
}

// kindRank numbers the kinds by name.
func (v *view) kindRank() (rank [256]uint32) {
	type named struct {
		id   uint8
		name result.Kind
	}
	var kinds []named
	for id, name := range v.kinds {
		kinds = append(kinds, named{id, name})
	}
	slices.SortFunc(kinds, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	for i, k := range kinds {
		rank[k.id] = uint32(i)
	}
	return rank
}

// radix sorts rows by their keys, equal ones staying as they are: least
// digit first, digits that are the same in all keys left out. It uses both
// slices as working space and gives the sorted rows.
func radix(keys []uint64, rows []uint32) []uint32 {
	const bits, size = 11, 1 << 11
	if len(rows) < 2 {
		return rows
	}
	var differ uint64
	for _, k := range keys {
		differ |= k ^ keys[0]
	}
	keys2, rows2 := make([]uint64, len(keys)), make([]uint32, len(rows))
	for shift := 0; shift < 64; shift += bits {
		if differ>>shift&(size-1) == 0 {
			continue
		}
		var start [size]int
		for _, k := range keys {
			start[k>>shift&(size-1)]++
		}
		at := 0
		for d, n := range start {
			start[d], at = at, at+n
		}
		for i, k := range keys {
			d := k >> shift & (size - 1)
			keys2[start[d]], rows2[start[d]] = k, rows[i]
			start[d]++
		}
		keys, keys2, rows, rows2 = keys2, keys, rows2, rows
	}
	return rows
}
