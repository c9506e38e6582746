package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"sitewell/storage"
)

// What Windows calls it: ERROR_DISK_FULL and ERROR_TOO_MANY_OPEN_FILES.
const (
	errDiskFullWindows = syscall.Errno(112)
	errTooManyWindows  = syscall.Errno(4)
)

// Wrap names the operation and adds the sentinel that an error of SQLite
// stands for, so that callers need not know the driver. nil stays nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	sentinel := classify(err)
	if sentinel == nil || errors.Is(err, sentinel) {
		return fmt.Errorf("%s: %w", op, err)
	}
	return fmt.Errorf("%s: %w: %w", op, sentinel, err)
}

// classify returns the sentinel of an error, nil for one that has none. Where no
// file could be opened any more it is the error of the operating system.
func classify(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return storage.ErrNotFound
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return classifyValue(err)
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return storage.ErrFull
	case sqlite3.ErrCantOpen:
		if isOutOfHandles(e.SystemErrno) {
			return e.SystemErrno
		}
		return storage.ErrReadOnly
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return storage.ErrReadOnly
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return storage.ErrBusy
	case sqlite3.ErrCorrupt, sqlite3.ErrError, sqlite3.ErrFormat, sqlite3.ErrConstraint, sqlite3.ErrMismatch, sqlite3.ErrTooBig:
		// Our statements fit the schema, and what they store fits the rows that are there, unless these are damaged.
		return storage.ErrCorrupt
	case sqlite3.ErrNotADB:
		return storage.ErrNotDatabase
	case sqlite3.ErrIoErr:
		return classifyErrno(e.SystemErrno)
	case sqlite3.ErrInterrupt:
		return context.Canceled
	}
	return nil
}

// classifyValue returns ErrCorrupt where a row holds a value that its column never
// has. Package database/sql has no type for that error, only this text.
func classifyValue(err error) error {
	if strings.Contains(err.Error(), "sql: Scan error") {
		return storage.ErrCorrupt
	}
	return nil
}

// isOutOfHandles reports whether a file could not be opened because this
// process, or the computer, has too many open.
func isOutOfHandles(errno syscall.Errno) bool {
	if runtime.GOOS == "windows" {
		return errno == errTooManyWindows
	}
	return errno == syscall.EMFILE || errno == syscall.ENFILE
}

// classifyErrno returns the sentinel of what the operating system said about a failed
// read or write.
func classifyErrno(errno syscall.Errno) error {
	switch {
	case errno == syscall.ENOSPC, errno == syscall.EDQUOT, errno == errDiskFullWindows:
		return storage.ErrFull
	case errno == syscall.EFBIG:
		return storage.ErrSizeLimit
	case errno == syscall.EROFS, errno != 0 && errors.Is(errno, fs.ErrPermission):
		return storage.ErrReadOnly
	}
	return nil
}
