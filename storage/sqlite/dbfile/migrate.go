package dbfile

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"sitewell/storage"
)

// migrationFiles are named NNNN_words.sql. A file that was shipped is never
// edited again: a further one changes what it made.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

type migration struct {
	version int
	name    string
	sql     string
}

// migrations reads the files of a migrations folder in order of their numbers.
func migrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []migration
	for i, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s: expected number %d", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		all = append(all, migration{version, name, string(text)})
	}
	return all, nil
}

// newest is the schema version that files lead to.
func newest(files fs.FS) int {
	all, err := migrations(files)
	if err != nil {
		return 0
	}
	return len(all)
}

func schemaVersion(ctx context.Context, pool *sql.DB) (version int, err error) {
	return version, pool.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version)
}

// migrate brings the schema up to date. Each step and its version number are
// one transaction. Before the first step on a file that holds something, the
// file is copied beside itself.
func (f *File) migrate(ctx context.Context, files fs.FS) error {
	all, err := migrations(files)
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, f.Write)
	if err != nil {
		return err
	}
	if version > len(all) {
		return fmt.Errorf("%w: schema %d, this program knows %d", storage.ErrNewer, version, len(all))
	}
	if version > 0 && version < len(all) {
		if err := f.keepCopy(ctx, version); err != nil {
			return err
		}
	}
	for _, m := range all[version:] {
		if err := f.step(ctx, m); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

// step runs one migration, unless another program was quicker.
func (f *File) step(ctx context.Context, m migration) error {
	return f.Writing(ctx, "migrate", func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRow(`PRAGMA user_version`).Scan(&version); err != nil {
			return err
		}
		if version >= m.version {
			return nil
		}
		if _, err := tx.Exec(m.sql); err != nil {
			return err
		}
		_, err := tx.Exec(fmt.Sprintf(`PRAGMA user_version = %d`, m.version))
		return err
	})
}

// CopyBeforeMigration is where the copy of a database of schema version is
// kept before it is migrated.
func CopyBeforeMigration(path string, version int) string {
	return fmt.Sprintf("%s.schema-%d", path, version)
}

// Files returns the names of all files that a database at path has or may
// have, whether they exist or not: itself, what SQLite keeps beside it while it
// is open (https://www.sqlite.org/tempfiles.html), what we do, and copies made
// before a migration. Of the locks of scans, and of the databases of an old format
// that were set aside, it returns those that exist.
func Files(path string) []string {
	files := []string{path, path + "-wal", path + "-shm", path + "-journal", presenceLock(path), partOf(path), madeOf(path)}
	for version := 1; version <= newest(migrationFiles); version++ {
		name := CopyBeforeMigration(path, version)
		files = append(files, name, partialCopy(name))
	}
	return slices.Concat(files, allScanLocks(path), allSetAside(path))
}

// partialCopy is where a copy is written until it is complete.
func partialCopy(name string) string { return name + ".partial" }

// keepCopy writes the whole database to a file beside it. A complete copy that
// an earlier try left behind is kept; a partial one never has that name.
func (f *File) keepCopy(ctx context.Context, version int) error {
	name := CopyBeforeMigration(f.Path, version)
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	partial := partialCopy(name)
	if err := os.Remove(partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep copy: %w", err)
	}
	if err := makePrivate(partial); err != nil { // VACUUM INTO takes an empty file
		return fmt.Errorf("keep copy: %w", err)
	}
	if _, err := f.Write.ExecContext(ctx, `VACUUM INTO ?`, partial); err != nil {
		return fmt.Errorf("keep copy: %w", err)
	}
	if err := os.Rename(partial, name); err != nil {
		return fmt.Errorf("keep copy: %w", err)
	}
	f.log.Info("kept a copy before migrating", "file", name)
	return nil
}
