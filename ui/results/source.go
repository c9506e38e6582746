package results

import (
	"cmp"
	"context"
	"slices"

	"sitewell/storage"
	"sitewell/ui/table"
)

// source returns a table the rows of one scan under one filter.
type source struct {
	read    Reader
	scan    storage.ScanID
	query   query
	view    view
	natural storage.Order // where no heading is chosen
	since   *changes      // nil where they are not known
	chosen  []storage.Change
	edits   *editBook // nil: where pages are edited is not looked up
}

var _ table.Source[storage.URLID, storage.Row] = source{}

func (s source) IDs(ctx context.Context, by table.Sort) ([]storage.URLID, error) {
	order := s.natural
	byChange := by.Column == string(storage.ByChange)
	if by.Column != "" && !byChange {
		order = storage.Order{By: storage.Column(by.Column), Desc: by.Desc}
	}
	ids, err := s.query.rowIDs(ctx, s.read, s.scan, s.view, order)
	if len(s.chosen) > 0 {
		ids = slices.DeleteFunc(ids, func(id storage.URLID) bool { return !slices.Contains(s.chosen, s.since.of(id)) })
	}
	if byChange {
		slices.SortStableFunc(ids, func(a, b storage.URLID) int { return compareChanges(s.since.of(a), s.since.of(b), by.Desc) })
	}
	return ids, err
}

// compareChanges orders what asks for work first; what has no change comes last in
// either direction.
func compareChanges(a, b storage.Change, desc bool) int {
	switch {
	case a == 0 || b == 0:
		return cmp.Compare(b, a)
	case desc:
		return cmp.Compare(b, a)
	default:
		return cmp.Compare(a, b)
	}
}

func (s source) Rows(ctx context.Context, ids []storage.URLID) ([]storage.Row, error) {
	if s.view != pages {
		return s.read.Rows(ctx, s.scan, ids)
	}
	rows, err := s.read.PageRows(ctx, s.scan, ids)
	if err == nil && s.edits != nil {
		s.edits.learn(ctx, s.scan, rows)
	}
	return rows, err
}
