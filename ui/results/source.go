package results

import (
	"context"

	"sitewell/storage"
	"sitewell/ui/table"
)

// source returns a table the rows of one scan under one filter.
type source struct {
	read    Reader
	scan    storage.ScanID
	filter  storage.Filter
	natural storage.Order // where no heading is chosen
}

var _ table.Source[storage.URLID, storage.Row] = source{}

func (s source) IDs(ctx context.Context, by table.Sort) ([]storage.URLID, error) {
	order := s.natural
	if by.Column != "" {
		order = storage.Order{By: storage.Column(by.Column), Desc: by.Desc}
	}
	return s.read.RowIDs(ctx, s.scan, s.filter, order)
}

func (s source) Rows(ctx context.Context, ids []storage.URLID) ([]storage.Row, error) {
	return s.read.Rows(ctx, s.scan, ids)
}
