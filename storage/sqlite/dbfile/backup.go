package dbfile

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"time"

	"sitewell/storage/sqlite/pagesum"
)

// Progress is told how many bytes of how many are written, from another goroutine
// than that of the caller. total is an estimate.
type Progress func(done, total int64)

// Backup writes a copy of the database as it is at one moment to the file name,
// which is empty or does not exist. Its pages have checksums. Others can
// read and write meanwhile. What it leaves where it fails is of no use.
func (f *File) Backup(ctx context.Context, name string, progress Progress) error {
	name, err := filepath.Abs(name)
	if err != nil {
		return Wrap("back up", err)
	}
	// A connection of its own: that of the writer would keep scans waiting.
	pool := sql.OpenDB(newConnector(f.Path, busyTimeout, "mode=ro"))
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	return Wrap("back up", copyInto(ctx, pool, name, progress))
}

// copyInto writes the database that a pool of one connection reads to the file name.
func copyInto(ctx context.Context, pool *sql.DB, name string, progress Progress) error {
	total, err := contentSize(ctx, pool)
	if err != nil {
		return Cancelled(ctx, err)
	}
	if err := makePrivate(name); err != nil { // VACUUM INTO takes an empty file
		return err
	}
	defer watchSize(name, total, progress)()
	_, err = pool.ExecContext(ctx, `VACUUM INTO ?`, fileURI(name))
	return Cancelled(ctx, err)
}

// contentSize returns how many bytes a database takes without its free pages.
func contentSize(ctx context.Context, pool *sql.DB) (int64, error) {
	var pages, free int64
	err := pool.QueryRowContext(ctx, `SELECT p.page_count, f.freelist_count FROM pragma_page_count p, pragma_freelist_count f`).Scan(&pages, &free)
	return (pages - free) * pagesum.PageSize, err
}

// sizeInterval is how often progress is told.
const sizeInterval = 200 * time.Millisecond

// watchSize reports to progress how large a file is that is being written, until the
// function that it returns is called.
func watchSize(name string, total int64, progress Progress) (end func()) {
	if progress == nil {
		return func() {}
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		tick := time.NewTicker(sizeInterval)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if info, err := os.Stat(name); err == nil {
					progress(min(info.Size(), total), total)
				}
			}
		}
	})
	return func() {
		close(done)
		wait.Wait()
	}
}
