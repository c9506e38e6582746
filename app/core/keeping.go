package core

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

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

// CopyHistory copies the history at path, which no other program may use, to a file that
// does not exist yet, and verifies the copy. The history stays as it is; where something
// fails, no copy is left. progress is told how many bytes are written. Errors:
// storage.ErrBusy, fs.ErrExist, *storage.BackupError, storage.ErrCorrupt.
func CopyHistory(ctx context.Context, path, to string, progress func(done, total int64)) (err error) {
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("copy history to %s: %w", to, fs.ErrExist)
	}
	alone, err := dbfile.Replace(path, dbfile.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, alone.Close()) }()
	if _, err := Restore(ctx, to, path, progress); err != nil {
		return err
	}
	check, err := CheckHistory(ctx, to, func(int, int) {})
	if err == nil && !check.IsSound() {
		err = storage.ErrCorrupt
	}
	if err != nil {
		for _, name := range HistoryFiles(to) {
			if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
		return fmt.Errorf("verify copy of history: %w", err)
	}
	return nil
}
