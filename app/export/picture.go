package export

import (
	"context"
	"fmt"
	"io"

	"sitewell/app/output"
)

// SavePicture saves a picture of a page at path, whole or not at all.
func (e *Exporter) SavePicture(ctx context.Context, jpeg []byte, path string) error {
	err := output.Write(ctx, path, e.reserved(), func(w io.Writer) error {
		_, err := w.Write(jpeg)
		return err
	})
	if err != nil {
		return fmt.Errorf("save picture: %w", err)
	}
	return nil
}
