package dbfile

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

// applicationID is in the header of every file of ours: "SWhs"
// (https://www.sqlite.org/fileformat2.html#application_id). Those of the formats
// before, which were never released, have one of oldApplicationIDs: "SWel", and
// "SWhi" for pages without checksums.
const applicationID = 0x53576873

var oldApplicationIDs = []uint32{0x5357656c, 0x53576869}

// longestPath is how many bytes the name of a database may have with its folders:
// SQLite takes 512 (os_unix.c, MAX_PATHNAME), and there are files beside it.
const longestPath = 480

// checkPlace reports before any file is opened why there can't be a database at
// path. Opening would wait without end for the other side of a pipe.
func checkPlace(path string) error {
	if len(path) > longestPath {
		return &fs.PathError{Op: "open", Path: path, Err: syscall.ENAMETOOLONG}
	}
	if _, err := os.Lstat(path + "-journal"); errors.Is(err, syscall.ENAMETOOLONG) {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return wrapFileError(err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is a %v", storage.ErrNotFile, path, info.Mode().Type())
	}
	return nil
}

// probed is what a look at a file says.
type probed struct {
	exists bool // there is a database of ours
	half   bool // a journal says that create was killed while it worked
	ready  bool // it is complete, and of the present schema
}

// probe looks at a file without changing it. A file of nothing counts as none,
// and so does a database
// without any content: that is what create leaves if it is killed between the
// file's first page and our mark. Any other file is ErrNotDatabase. One that is
// to be written and can't be is ErrReadOnly.
func probe(path string, flag int) (p probed, err error) {
	if err := checkPlace(path); err != nil {
		return p, err
	}
	f, err := os.OpenFile(path, flag, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err != nil:
		return p, wrapFileError(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() == 0 {
		return p, err
	}
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return p, storage.ErrNotDatabase
		}
		return p, err
	}
	number := func(at int) uint32 { return binary.BigEndian.Uint32(header[at:]) }
	switch {
	case string(header[:16]) != "SQLite format 3\x00":
		return p, storage.ErrNotDatabase
	case holdsNothing(header):
		return p, nil
	case slices.Contains(oldApplicationIDs, number(68)):
		return p, &storage.OldFormatError{Path: path}
	case number(68) != applicationID:
		return p, storage.ErrNotDatabase
	}
	p.exists = true
	// The next program that opens the file takes back what create wrote, our mark as well.
	_, journal := os.Stat(path + "-journal")
	p.half = journal == nil
	const wal = 2 // file format write and read version
	version := int(number(60))
	p.ready = !p.half && header[18] == wal && header[19] == wal && version >= newest(migrationFiles)
	return p, nil
}

// holdsNothing reports whether the header is that of a database in which
// nothing was ever made, and whose -wal file, which it can't have, could not
// hold more (SQLite's file format, §1.3).
func holdsNothing(header [100]byte) bool {
	const rollback = 1 // file format write and read version
	number := func(at int) uint32 { return binary.BigEndian.Uint32(header[at:]) }
	pages, schemaCookie, application := number(28), number(40), number(68)
	return header[18] == rollback && header[19] == rollback && pages <= 1 && schemaCookie == 0 && application == 0
}

// makeFolder makes the folder of a database, for its owner alone.
func makeFolder(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("%w: %w", storage.ErrReadOnly, err)
	}
	return nil
}

// makePrivate makes an empty file that only its owner may read, where there is
// none: SQLite would make it by the umask. What SQLite keeps beside a database gets
// the same rights as the database.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return wrapFileError(err)
	}
	return f.Close()
}

// create makes a database file that holds nothing but our mark, or takes up
// where another create was killed. It is done
// with a rollback journal, before any connection turns to WAL, so that the
// mark is in the file itself whatever happens next.
func create(ctx context.Context, path string, busy time.Duration) error {
	if err := makePrivate(path); err != nil {
		return err
	}
	if _, err := os.Lstat(path + "-journal"); errors.Is(err, fs.ErrNotExist) {
		// A database of nothing that another program made has no checksum.
		if err := os.Truncate(path, 0); err != nil {
			return wrapFileError(err)
		}
	}
	pool := openNew(path, busy)
	defer pool.Close()
	_, err := pool.ExecContext(ctx, fmt.Sprintf(`PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL;`+
		`BEGIN EXCLUSIVE; PRAGMA application_id = %d; COMMIT`, pagesum.PageSize, applicationID))
	return errors.Join(err, pool.Close())
}

// openNew returns a pool of one connection to a file of nothing, which makes room for
// checksums in the pages that it writes.
func openNew(path string, busy time.Duration) *sql.DB {
	c := newConnector(path, busy)
	hook := c.driver.ConnectHook
	c.driver.ConnectHook = func(conn *sqlite3.SQLiteConn) error {
		return errors.Join(hook(conn), conn.SetFileControlInt("main", sqlite3.SQLITE_FCNTL_RESERVE_BYTES, pagesum.Reserved))
	}
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(1)
	return pool
}
