package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/storage"
)

// rowsAtOnce is how many addresses are read at a time.
const rowsAtOnce = 1000

// SaveRows saves some addresses of a scan as a CSV file at path, in their order, whole or
// not at all. progress is told now and then how far it is.
func (e *Exporter) SaveRows(ctx context.Context, scan storage.ScanID, ids []storage.URLID, path string, progress func(done, total int)) error {
	err := output.Write(ctx, path, e.reserved(), func(w io.Writer) error {
		return report.RowsCSV(ctx, w, report.Rows{Each: e.rows(ctx, scan, ids, progress), Words: e.o().Core.Explainer, Speech: e.o().Speech})
	})
	if err != nil {
		e.o().Logger.Warn("addresses could not be exported", "scan", scan, "error", err)
		return fmt.Errorf("export addresses: %w", err)
	}
	return nil
}

// rows yields addresses of a scan.
func (e *Exporter) rows(ctx context.Context, scan storage.ScanID, ids []storage.URLID, progress func(done, total int)) iter.Seq2[storage.Row, error] {
	return func(yield func(storage.Row, error) bool) {
		done := 0
		for part := range slices.Chunk(ids, rowsAtOnce) {
			rows, err := e.o().Core.Store.Rows(ctx, scan, part)
			if err != nil {
				yield(storage.Row{}, err)
				return
			}
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
			done += len(part)
			progress(done, len(ids))
		}
	}
}
