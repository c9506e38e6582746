package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sitewell/storage"
)

// Restore puts a copy of the database at from, such as Backup or the sqlite3 shell wrote, in the place
// of that at path, which is kept: the first result is its new name, "" where there
// was none. from stays as it is. Errors: ErrBusy where a program has the database at
// path open; a *storage.BackupError where from can't be used.
func Restore(ctx context.Context, path, from string, o Options, progress Progress) (kept string, err error) {
	r, err := Replace(path, o)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	err = Wrap("read", copyBackup(ctx, r, from, progress))
	if errors.Is(err, storage.ErrCorrupt) {
		if foreign := copyForeign(ctx, r, from, progress); foreign == nil || ctx.Err() != nil {
			err = Wrap("read", foreign)
		}
	}
	if err != nil {
		return "", Wrap("restore", &storage.BackupError{Path: from, Err: err})
	}
	return r.Commit(ctx)
}

// copyBackup writes a copy of a database that is to be restored.
func copyBackup(ctx context.Context, r *Replacement, from string, progress Progress) error {
	from, err := filepath.Abs(from)
	if err != nil {
		return err
	}
	from = resolved(from)
	p, err := probe(from, os.O_RDONLY)
	if err != nil {
		return err
	}
	if !p.exists {
		if _, err := os.Lstat(from); err == nil {
			return storage.ErrNotDatabase // an empty file
		}
		return storage.ErrNotFound
	}
	if mine, err := os.Stat(r.path); err == nil {
		if its, err := os.Stat(from); err == nil && os.SameFile(mine, its) {
			return storage.ErrSameFile
		}
	}
	pool, err := openCopy(ctx, from, r.busy)
	if err != nil {
		return err
	}
	defer pool.Close()
	version, err := schemaVersion(ctx, pool)
	if err != nil {
		return err
	}
	if version > newest(migrationFiles) {
		return fmt.Errorf("%w: schema %d, this program knows %d", storage.ErrNewer, version, newest(migrationFiles))
	}
	return copyInto(ctx, pool, r.Part(), progress)
}

// openCopy opens a database for reading alone, also on a medium that can't be written.
func openCopy(ctx context.Context, path string, busy time.Duration) (*sql.DB, error) {
	for _, params := range [][]string{{"mode=ro"}, {"mode=ro", "immutable=1"}} {
		pool := sql.OpenDB(newConnector(path, busy, params...))
		pool.SetMaxOpenConns(1)
		var version int
		err := pool.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&version)
		if err == nil {
			return pool, nil
		}
		pool.Close()
		if _, wal := os.Stat(path + "-wal"); !errors.Is(classify(err), storage.ErrReadOnly) || wal == nil || len(params) > 1 {
			return nil, err
		}
	}
	return nil, storage.ErrReadOnly
}
