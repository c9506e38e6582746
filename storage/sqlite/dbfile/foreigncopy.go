package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

// copyForeign writes a copy of a database that another program has copied, as the
// sqlite3 shell does with .backup and VACUUM INTO. That changes the header, so the
// first page has not the right checksum, and writes pages without one. They get
// one here, and since it says nothing then, the structure of the whole
// copy and its schema are checked. Every other page must have the right checksum.
func copyForeign(ctx context.Context, r *Replacement, from string, progress Progress) error {
	if err := r.removePart(); err != nil { // what the first try left
		return wrapFileError(err)
	}
	if info, err := os.Stat(from + "-wal"); err == nil && info.Size() > 0 {
		return storage.ErrCorrupt // it was not copied, but is somebody's history
	}
	if err := copyBytes(ctx, r.Part(), from, progress); err != nil {
		return err
	}
	if err := pagesum.Adopt(r.Part()); err != nil {
		return wrapFileError(err)
	}
	pool := sql.OpenDB(newConnector(r.Part(), r.busy, "mode=ro", "immutable=1"))
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	return Cancelled(ctx, checkForeignCopy(ctx, pool))
}

// copyBytes copies a file to another one, which is made for its owner alone.
func copyBytes(ctx context.Context, to, from string, progress Progress) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return wrapFileError(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return wrapFileError(err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return wrapFileError(err)
	}
	defer func() { err = errors.Join(err, wrapFileError(out.Close())) }()
	defer watchSize(to, info.Size(), progress)()
	if _, err := io.Copy(out, reader{ctx, in}); err != nil {
		return Cancelled(ctx, wrapFileError(err))
	}
	return nil
}

// reader reads until a context ends.
type reader struct {
	ctx context.Context
	io.Reader
}

// Read implements io.Reader.
func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// checkForeignCopy returns ErrCorrupt where a copied database has another schema than
// Sitewell makes, or is damaged.
func checkForeignCopy(ctx context.Context, pool *sql.DB) error {
	version, err := schemaVersion(ctx, pool)
	if err != nil {
		return err
	}
	got, err := schemaOf(ctx, pool)
	if err != nil {
		return err
	}
	want, err := schemaOfVersion(ctx, version)
	if err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("%w: its tables are not those of schema %d", storage.ErrCorrupt, version)
	}
	var said string
	if err := pool.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return fmt.Errorf("%w: %s", storage.ErrCorrupt, said)
	}
	return nil
}

// schemaOf returns the statements that make what is in a database.
func schemaOf(ctx context.Context, pool *sql.DB) ([]string, error) {
	return texts(ctx, pool, `SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name`)
}

// schemaOfVersion returns the statements of a version of the schema.
func schemaOfVersion(ctx context.Context, version int) ([]string, error) {
	all, err := migrations(migrationFiles)
	if err != nil {
		return nil, err
	}
	if version < 1 || version > len(all) {
		return nil, fmt.Errorf("%w: schema %d", storage.ErrCorrupt, version)
	}
	c := newPlainConnector("/", busyTimeout)
	c.dsn = ":memory:"
	pool := sql.OpenDB(c)
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	for _, m := range all[:version] {
		if _, err := pool.ExecContext(ctx, m.sql); err != nil {
			return nil, err
		}
	}
	return schemaOf(ctx, pool)
}
