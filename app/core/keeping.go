package core

import (
	"context"
	"errors"

	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/dbfile"
)

// Restore puts a copy of the history at from, which Backup wrote, in the place of the
// one at path, which no program may use. That is kept: the first result is its
// new name, "" where there was none. progress is told how many bytes are written.
// Errors: storage.ErrBusy, *storage.BackupError.
func Restore(ctx context.Context, path, from string, progress func(done, total int64)) (kept string, err error) {
	return dbfile.Restore(ctx, path, from, dbfile.Options{}, progress)
}

// Salvage makes a new history of what can be read of the damaged one at path, which no
// program may use and which is kept. progress is told how many steps are done.
func Salvage(ctx context.Context, path string, progress func(done, steps int)) (storage.Salvaged, error) {
	return sqlite.Salvage(ctx, path, sqlite.Options{}, progress)
}

// Backup writes a copy of the history as it is at one moment to the file name, which is
// empty. Scans can go on meanwhile. progress is told how many bytes are written.
func (h *History) Backup(ctx context.Context, name string, progress func(done, total int64)) error {
	return h.db.Backup(ctx, name, progress)
}

// Compact rewrites the history without unused room, and returns its size in bytes
// before and after. Scans wait meanwhile. Where it fails, nothing is changed.
// ErrReading where the history can only be read, *storage.NoRoomError.
func (h *History) Compact(ctx context.Context, progress func(done, total int64)) (before, after int64, err error) {
	if err := h.accepts(); err != nil {
		return 0, 0, err
	}
	return h.db.Compact(ctx, progress)
}

// File returns the file of the history and its size in bytes.
func (h *History) File() (path string, size int64) { return h.db.Path(), h.db.Size() }

// SiteSizes returns about how many bytes of the history each site takes.
func (h *History) SiteSizes(ctx context.Context) (map[storage.SiteID]int64, error) {
	return h.db.SiteSizes(ctx)
}

// Check checks the whole history, as CheckHistory does.
func (h *History) Check(ctx context.Context, progress func(done, steps int)) (storage.DatabaseCheck, error) {
	check, err := h.db.Check(ctx, progress)
	if errors.Is(err, storage.ErrCorrupt) {
		check.Structure, err = err, nil
	}
	return check, err
}
