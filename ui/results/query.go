package results

import (
	"context"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// view is one of the tables.
type view int

const (
	fixes view = iota
	problems
	addresses
	pages
	gone // what was fixed since the scan before
)

// query is what a person filters by. It is shared by all views.
type query struct {
	text     string
	verdicts []outcome.Verdict
	classes  []int // first digits of statuses, 0 for no answer
	codes    []int // statuses, 0 for no answer; what waits or was skipped has none
	internal *bool
	kinds    []result.Kind
	marks    storage.MarkFilter // "": what is ignored is left out where problems are counted
	changes  []storage.Change   // since the scan before
	page     onPage             // only what this page links to
}

// onPage is a page whose problems are listed; the zero value is for those of all pages.
type onPage struct {
	id   storage.URLID
	name string
}

// rowIDs returns the addresses that a query leaves in a view, in order. It is called off
// the window's thread.
func (q query) rowIDs(ctx context.Context, read Reader, scan storage.ScanID, v view, o storage.Order) ([]storage.URLID, error) {
	ids, err := read.RowIDs(ctx, scan, q.filter(v), o)
	if err != nil || q.page.id == 0 || v == pages {
		return ids, err
	}
	on, err := read.ProblemsOn(ctx, scan, q.page.id)
	if err != nil {
		return nil, err
	}
	named := make(map[storage.URLID]bool, len(on))
	for _, id := range on {
		named[id] = id != q.page.id
	}
	return slices.DeleteFunc(ids, func(id storage.URLID) bool { return !named[id] }), nil
}

// any reports whether anything is filtered.
func (q query) any() bool {
	return q.text != "" || len(q.verdicts)+len(q.classes)+len(q.codes)+len(q.kinds)+len(q.changes) > 0 || q.internal != nil || q.marks != "" || q.page.id != 0
}

// filter returns the query for a view as storage understands it.
func (q query) filter(v view) storage.Filter {
	f := storage.Filter{Text: q.text, Verdicts: q.verdicts, Statuses: q.classes, Codes: q.codes, Internal: q.internal, Kinds: q.kinds, Marks: q.marks}
	if q.marks == "" && (v == fixes || v == problems || len(q.verdicts) > 0) {
		f.Marks = storage.NotIgnored // or there would be more than the tiles say
	}
	switch v {
	case fixes, problems: // a fix is shown for its problems
		f.Verdicts = onlyProblems(f.Verdicts)
	case pages:
		f.PagesOnly = true
	}
	return f
}

// onlyProblems leaves out verdicts that are no problem; none chosen means all.
func onlyProblems(chosen []outcome.Verdict) []outcome.Verdict {
	var left []outcome.Verdict
	for _, v := range outcome.Verdicts() {
		if v.IsProblem() && (len(chosen) == 0 || slices.Contains(chosen, v)) {
			left = append(left, v)
		}
	}
	if len(left) == 0 { // none of those chosen can be here
		return onlyProblems(nil)
	}
	return left
}

// toggle adds what is not in a list and takes out what is.
func toggle[T comparable](list []T, v T) []T {
	if i := slices.Index(list, v); i >= 0 {
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	return append(slices.Clone(list), v)
}
