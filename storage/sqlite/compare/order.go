package compare

import (
	"cmp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// choose returns the places of the rows that a filter leaves, in order.
func (d *difference) choose(f storage.ChangeFilter, o storage.Order) []int {
	places := make([]int, 0, len(d.rows))
	spellings := findings.Spellings(f.Text)
	for i := range d.rows {
		r := &d.rows[i]
		if (len(f.Changes) == 0 || slices.Contains(f.Changes, r.Change)) && hasAny(findings.Fold(r.URL), spellings) {
			places = append(places, i)
		}
	}
	compare := changeOrder(o)
	if compare != nil {
		slices.SortStableFunc(places, func(a, b int) int { return compare(&d.rows[a], &d.rows[b]) })
	} else if o.Desc {
		slices.Reverse(places)
	}
	return places
}

// hasAny reports whether a text contains one of some others.
func hasAny(text string, needles []string) bool {
	return slices.ContainsFunc(needles, func(n string) bool { return strings.Contains(text, n) })
}

// changeOrder returns how rows are sorted, nil for the order that they have.
func changeOrder(o storage.Order) func(a, b *storage.ChangeRow) int {
	sign := 1
	if o.Desc {
		sign = -1
	}
	outcomes := func(of func(*storage.ChangeRow) outcome.Key) func(a, b *storage.ChangeRow) int {
		return func(a, b *storage.ChangeRow) int {
			x, y := of(a), of(b)
			if x == "" || y == "" { // what is not known comes last in either direction
				return query.Int(x == "") - query.Int(y == "")
			}
			return sign * cmp.Compare(x, y)
		}
	}
	switch o.By {
	case storage.ByAddress:
		return func(a, b *storage.ChangeRow) int { return sign * cmp.Compare(a.URL, b.URL) }
	case storage.BySeverity:
		return func(a, b *storage.ChangeRow) int { return sign * cmp.Compare(b.Severity(), a.Severity()) }
	case storage.BySources:
		return func(a, b *storage.ChangeRow) int { return sign * cmp.Compare(a.Pages, b.Pages) }
	case storage.ByOutcome:
		return outcomes(func(r *storage.ChangeRow) outcome.Key { return r.Now.Outcome })
	case storage.ByBefore:
		return outcomes(func(r *storage.ChangeRow) outcome.Key { return r.Before.Outcome })
	default:
		return nil
	}
}
