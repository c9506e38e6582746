package export

import (
	"context"
	"fmt"
	"os"

	"sitewell/app/output"
)

// Backup saves a copy of the whole history as a file at path that only its owner may
// read, whole or not at all. progress is told how many bytes are written, from another
// goroutine.
func (e *Exporter) Backup(ctx context.Context, path string, progress func(done, total int64)) error {
	err := output.WriteNamed(ctx, path, e.reserved(), func(name string) error {
		return e.o().Core.History.Backup(ctx, name, progress)
	})
	if err != nil {
		e.o().Logger.Warn("the history could not be backed up", "error", err)
		return fmt.Errorf("back up: %w", err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		_ = os.Chmod(path, 0o600)
	}
	return nil
}
