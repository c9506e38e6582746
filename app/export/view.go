package export

import (
	"context"
	"fmt"
	"io"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/app/report/csvfile"
)

// SaveView saves a list of the window as a file at path, as Spreadsheet or CSV, whole or not
// at all. It is in the words of the list itself.
func (e *Exporter) SaveView(ctx context.Context, v report.View, as Format, o csvfile.Options, path string) error {
	v.Speech = e.o().Speech
	err := output.Write(ctx, path, e.reserved(), func(w io.Writer) error {
		if as == CSV {
			return csvfile.WriteView(ctx, w, v, o)
		}
		return report.ViewExcel(ctx, w, v)
	})
	if err != nil {
		e.o().Logger.Warn("a list could not be exported", "error", err)
		return fmt.Errorf("export list: %w", err)
	}
	return nil
}
