package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
)

// MakeOld makes a database at path, where there is none, as a version of Sitewell
// left it whose newest schema was the given one, and lets fill store something there.
// It is for trying migrations.
func MakeOld(ctx context.Context, path string, schema int, fill func(conn *sql.Conn) error) (err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return Wrap("make old database", err)
	}
	all, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	if err := create(ctx, path, busyTimeout); err != nil {
		return Wrap("make old database", err)
	}
	f := &File{Path: path, log: slog.New(slog.DiscardHandler)}
	f.openWriter(Options{BusyTimeout: busyTimeout})
	defer func() { err = errors.Join(err, f.Write.Close()) }()
	for _, m := range all[:schema] {
		if err := f.step(ctx, m); err != nil {
			return Wrap("make old database", err)
		}
	}
	conn, err := f.Write.Conn(ctx)
	if err != nil {
		return Wrap("make old database", err)
	}
	return Wrap("make old database", errors.Join(fill(conn), conn.Close()))
}
