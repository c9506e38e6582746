package csvfile

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"sitewell/app/report"
)

// WriteView writes a list as CSV, as somebody sees it in the window. The kind of the options
// does not matter.
func WriteView(ctx context.Context, w io.Writer, v report.View, o Options) error {
	f := &file{Source: report.Source{Progress: v.Progress}}
	return f.fill(w, o, func() error {
		if err := f.head(v.Headings...); err != nil {
			return err
		}
		line := make([]string, len(v.Headings))
		for cells, err := range v.Rows {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return fmt.Errorf("read list: %w", err)
			}
			for i, cell := range cells {
				line[i] = text(cell)
			}
			if err := f.row(v.Count, line...); err != nil {
				return err
			}
		}
		return nil
	})
}

// text returns a cell of a list as programs read it.
func text(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case int:
		return strconv.Itoa(v)
	case time.Time:
		return v.Format(time.DateTime)
	default:
		return fmt.Sprint(v)
	}
}
