package sqlite

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
	"time"

	"sitewell/storage"
)

// applicationID is in the header of every file of ours: "SWhi"
// (https://www.sqlite.org/fileformat2.html#application_id). oldApplicationID,
// "SWel", is in those of the format before, which was never released.
const (
	applicationID    = 0x53576869
	oldApplicationID = 0x5357656c
)

// probe looks at a file without changing it and reports whether there is a
// database of ours. A file of nothing counts as none, and so does a database
// without any content: that is what create leaves if it is killed between the
// file's first page and our mark. Any other file is ErrNotDatabase.
func probe(path string) (exists bool, err error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.Is(err, fs.ErrPermission):
		return false, fmt.Errorf("%w: %w", storage.ErrReadOnly, err)
	case err != nil:
		return false, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return false, err
	} else if info.IsDir() {
		return false, fmt.Errorf("%w: %s is a folder", storage.ErrNotDatabase, path)
	} else if info.Size() == 0 {
		return false, nil
	}
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return false, storage.ErrNotDatabase
		}
		return false, err
	}
	switch {
	case string(header[:16]) != "SQLite format 3\x00":
		return false, storage.ErrNotDatabase
	case holdsNothing(header):
		return false, nil
	case binary.BigEndian.Uint32(header[68:]) == oldApplicationID:
		return false, &OldFormatError{Path: path}
	case binary.BigEndian.Uint32(header[68:]) != applicationID:
		return false, storage.ErrNotDatabase
	}
	return true, nil
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

// create makes a database file that contains nothing but our application ID, or
// finishes what another create did not. It uses a rollback journal, before any
// connection turns on WAL, so that the ID is in the file itself whatever happens
// next.
func create(ctx context.Context, path string, busy time.Duration) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("%w: %w", storage.ErrReadOnly, err)
	}
	pool := sql.OpenDB(newConnector(path, busy))
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	_, err := pool.ExecContext(ctx, fmt.Sprintf(`PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL;`+
		`BEGIN EXCLUSIVE; PRAGMA application_id = %d; COMMIT`, pageSize, applicationID))
	return errors.Join(err, pool.Close())
}

const pageSize = 4096
