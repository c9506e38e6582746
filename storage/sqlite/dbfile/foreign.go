package dbfile

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

// foreignID is the application ID of a file with one scan: "SWsc".
const foreignID = 0x53577363

const (
	// largestForeign is how many bytes a file from elsewhere may have.
	largestForeign = 8 << 30
	// largestValue is how many bytes one value of it, or one row, may have.
	largestValue = 64 << 20
)

// CreateForeign makes a database that is to be opened elsewhere by OpenForeign, in the file
// name, which is empty or does not exist. It has no journal: half of one is of no
// use. The caller must Close the pool, which has one connection.
func CreateForeign(ctx context.Context, name string, version int) (*sql.DB, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	if err := makePrivate(name); err != nil {
		return nil, err
	}
	pool := openNew(name, 0)
	_, err = pool.ExecContext(ctx, fmt.Sprintf(`PRAGMA page_size = %d; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = %d; PRAGMA user_version = %d`,
		pagesum.PageSize, foreignID, version))
	if err != nil {
		return nil, Wrap("create file", errors.Join(Cancelled(ctx, err), pool.Close()))
	}
	return pool, nil
}

// OpenForeign opens a database that may come from anybody, for reading: one that
// CreateForeign made with a version up to the one given. Its header must be right, its schema must
// consist of exactly these statements, and its pages and rows must be sound before
// it is returned. Nothing that a schema can contain is run. Errors: ErrNotFound, ErrNotFile,
// ErrNotDatabase, ErrNewer, ErrCorrupt, ErrSizeLimit. The caller must Close the pool, which
// has one connection.
func OpenForeign(ctx context.Context, name string, version int, statements []string) (*sql.DB, error) {
	name, err := filepath.Abs(name)
	if err == nil {
		err = checkForeign(name, version)
	}
	if err != nil {
		return nil, Wrap("open file", err)
	}
	// immutable: neither a journal nor a -wal file beside it is read.
	c := newConnector(resolved(name), 0, "mode=ro", "immutable=1", "_query_only=1")
	hook := c.driver.ConnectHook
	c.driver.ConnectHook = func(conn *sqlite3.SQLiteConn) error { return errors.Join(hook(conn), harden(conn)) }
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(1)
	if err := checkContents(ctx, pool, statements); err != nil {
		return nil, Wrap("open file", errors.Join(Cancelled(ctx, err), pool.Close()))
	}
	return pool, nil
}

// checkForeign looks at the header without SQLite
// (https://www.sqlite.org/fileformat2.html#the_database_header).
func checkForeign(name string, version int) error {
	if err := checkPlace(name); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		if os.IsNotExist(err) {
			return fmt.Errorf("%w: %w", storage.ErrNotFound, err)
		}
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return storage.ErrNotFile
	case info.Size() > largestForeign:
		return storage.ErrSizeLimit
	}
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err != nil {
		return fmt.Errorf("%w: %w", storage.ErrNotDatabase, err)
	}
	number := func(at int) uint32 { return binary.BigEndian.Uint32(header[at:]) }
	if !bytes.HasPrefix(header[:], []byte("SQLite format 3\x00")) || number(68) != foreignID {
		return storage.ErrNotDatabase
	}
	if number(60) > uint32(version) {
		return storage.ErrNewer
	}
	const rollback, utf8 = 1, 1
	if binary.BigEndian.Uint16(header[16:]) != pagesum.PageSize || header[20] != pagesum.Reserved || header[18] != rollback || header[19] != rollback ||
		number(56) != utf8 || number(60) == 0 || int64(number(28))*pagesum.PageSize != info.Size() {
		return fmt.Errorf("%w: wrong header", storage.ErrCorrupt)
	}
	return nil
}

// harden limits what a connection does with a database from elsewhere
// (https://www.sqlite.org/security.html).
func harden(conn *sqlite3.SQLiteConn) error {
	_, err := conn.Exec(`PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA recursive_triggers = OFF`, nil)
	for limit, most := range map[int]int{
		sqlite3.SQLITE_LIMIT_LENGTH: largestValue, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000, sqlite3.SQLITE_LIMIT_COLUMN: 100,
		sqlite3.SQLITE_LIMIT_ATTACHED: 0, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1, sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
		sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5,
	} {
		conn.SetLimit(limit, most)
	}
	conn.RegisterAuthorizer(func(action int, _, _, _ string) int {
		switch action {
		case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION:
			return sqlite3.SQLITE_OK
		}
		return sqlite3.SQLITE_DENY
	})
	return err
}

// checkContents compares the schema, and then looks at every page and row.
func checkContents(ctx context.Context, pool *sql.DB, statements []string) error {
	rows, err := pool.QueryContext(ctx, `SELECT type, sql FROM sqlite_schema ORDER BY rowid LIMIT ?`, len(statements)+1)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var kind string
		var text sql.NullString
		if err := rows.Scan(&kind, &text); err != nil {
			return err
		}
		if n >= len(statements) || kind != "table" || text.String != statements[n] {
			return fmt.Errorf("%w: other tables than expected", storage.ErrCorrupt)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	if n != len(statements) {
		return fmt.Errorf("%w: tables are missing", storage.ErrCorrupt)
	}
	var said string
	if err := pool.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return fmt.Errorf("%w: %s", storage.ErrCorrupt, said)
	}
	return nil
}
