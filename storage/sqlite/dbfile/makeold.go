package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
)

// MakeOld makes a database at path, where there is none, as a version of Sitewell
// left it whose newest schema was the given one. It has what is in the database from,
// which nobody has open, as far as that version knew it. It is for trying migrations.
func MakeOld(ctx context.Context, path, from string, schema int) (err error) {
	path, err = filepath.Abs(path)
	if err == nil {
		from, err = filepath.Abs(from)
	}
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
	return Wrap("make old database", copyTables(ctx, f.Write, from))
}

// copyTables replaces the rows of all tables by those of another database, in the columns
// that both have. pool has one connection.
func copyTables(ctx context.Context, pool *sql.DB, from string) error {
	if _, err := pool.ExecContext(ctx, `ATTACH ? AS source`, fileURI(from)); err != nil {
		return err
	}
	tables, err := texts(ctx, pool, `SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		return err
	}
	for _, table := range tables { // with sqlite_sequence, which has the numbers that were given
		columns, err := texts(ctx, pool, `SELECT name FROM pragma_table_info(?)`, table)
		if err != nil {
			return err
		}
		list := strings.Join(columns, ", ")
		for _, do := range []string{`DELETE FROM main.%[1]s`, `INSERT INTO main.%[1]s (%[2]s) SELECT %[2]s FROM source.%[1]s`} {
			if _, err := pool.ExecContext(ctx, fmt.Sprintf(do, table, list)); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
	}
	_, err = pool.ExecContext(ctx, `DETACH source`)
	return err
}

// texts returns the rows of a query for texts.
func texts(ctx context.Context, pool *sql.DB, query string, args ...any) (all []string, err error) {
	rows, err := pool.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
