package dbfile

import (
	"context"
	"os"
	"time"
)

const (
	checkpointEvery = time.Second
	checkpointBytes = 4 << 20
)

// startCheckpoints starts the goroutine that moves the -wal file into the
// database while others write. A passive checkpoint waits for nobody and stops
// nobody, so a scan never stalls on one; the writer's own automatic one is set
// far higher and comes only where this goroutine could not keep up.
func (f *File) startCheckpoints(ctx context.Context) {
	f.wait.Go(func() {
		tick := time.NewTicker(checkpointEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if err := f.checkpoint(ctx); err != nil && ctx.Err() == nil {
					f.log.Warn("checkpoint", "err", err)
				}
			}
		}
	})
}

// checkpoint moves what it can, where the -wal file has grown.
func (f *File) checkpoint(ctx context.Context) error {
	info, err := os.Stat(f.Path + "-wal")
	if err != nil || info.Size() < checkpointBytes {
		return nil // none there, or not worth it
	}
	var busy, pages, moved int
	return f.check.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &pages, &moved)
}
