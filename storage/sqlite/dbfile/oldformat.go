package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// setAsideSuffix and a number are what follows the name of a database that is set
// aside.
const setAsideSuffix = ".old-"

// allSetAside returns the databases at path that were set aside and exist.
func allSetAside(path string) (all []string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil // there is no such folder, so nothing is in it
	}
	for _, e := range entries {
		if number, ok := strings.CutPrefix(e.Name(), filepath.Base(path)+setAsideSuffix); ok {
			if _, err := strconv.Atoi(number); err == nil {
				all = append(all, filepath.Join(filepath.Dir(path), e.Name()))
			}
		}
	}
	return all
}

// freeAside returns a name for a database that is set aside, which nothing has.
func freeAside(path string) (string, error) {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%s%d", path, setAsideSuffix, n)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", err
		}
	}
}

// lastAside returns the name of the database that was set aside last.
func lastAside(path string) string {
	last := 1
	for _, name := range allSetAside(path) {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, path+setAsideSuffix)); err == nil {
			last = max(last, n)
		}
	}
	return fmt.Sprintf("%s%s%d", path, setAsideSuffix, last)
}

// setAside renames a database that nobody has open, and returns its new name.
func setAside(ctx context.Context, path string, busy time.Duration) (kept string, err error) {
	if kept, err = freeAside(path); err != nil {
		return "", err
	}
	// What is still in the -wal file belongs to the database: closing moves it.
	pool := sql.OpenDB(newPlainConnector(path, busy))
	pool.SetMaxOpenConns(1)
	var blocked, pages, moved int
	err = pool.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&blocked, &pages, &moved)
	if err = errors.Join(err, pool.Close()); err != nil {
		return "", err
	}
	if _, err := os.Stat(path + "-wal"); err == nil || blocked != 0 {
		return "", fmt.Errorf("%s is in use by another program", path)
	}
	return kept, os.Rename(path, kept)
}
