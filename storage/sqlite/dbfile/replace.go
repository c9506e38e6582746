package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sitewell/storage"
)

// A Replacement is a database that is to take the place of another one, which
// nobody else can open meanwhile. Whenever the program is killed, the old
// database or the new one is in its place at the next start, and the old
// one is never deleted.
type Replacement struct {
	path string
	busy time.Duration
	lock *fileLock
}

// Replace begins to replace the database at path, which need not exist. The
// caller must Close the Replacement. ErrBusy where a program has the database open.
func Replace(path string, o Options) (*Replacement, error) {
	if o.BusyTimeout == 0 {
		o.BusyTimeout = busyTimeout
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, Wrap("replace database", err)
	}
	r := &Replacement{path: resolved(path), busy: o.BusyTimeout}
	if err := checkPlace(r.path); err != nil {
		return nil, Wrap("replace database", err)
	}
	if err := makeFolder(r.path); err != nil {
		return nil, Wrap("replace database", err)
	}
	if r.lock, err = tryLock(presenceLock(r.path), true); err != nil {
		return nil, Wrap("replace database", err)
	}
	if r.lock == nil {
		return nil, Wrap("replace database", storage.ErrBusy)
	}
	if err := r.removePart(); err != nil {
		r.lock.remove()
		return nil, Wrap("replace database", wrapFileError(err))
	}
	return r, nil
}

// Part is where the new database is made: no file is there yet.
func (r *Replacement) Part() string { return partOf(r.path) }

// partOf is where a database is made that is to replace that at path, and madeOf
// its name once it is complete.
func partOf(path string) string { return path + ".replacing" }
func madeOf(path string) string { return path + ".replacement" }

// Commit puts the new database, which nobody has open, in the place of the old
// one, and returns where that is now, "" where there was none.
func (r *Replacement) Commit(ctx context.Context) (kept string, err error) {
	if err := syncFile(r.Part()); err != nil {
		return "", Wrap("replace database", wrapFileError(err))
	}
	if err := os.Rename(r.Part(), madeOf(r.path)); err != nil {
		return "", Wrap("replace database", wrapFileError(err))
	}
	if _, err := os.Lstat(r.path); err == nil {
		r.emptyWAL(ctx)
		if kept, err = freeAside(r.path); err == nil {
			err = os.Rename(r.path, kept)
		}
		if err != nil {
			return "", Wrap("replace database", errors.Join(wrapFileError(err), os.Remove(madeOf(r.path))))
		}
	}
	return kept, Wrap("replace database", finishReplacement(r.path))
}

// Close removes a new database that was not put in place, and lets others open the
// database again.
func (r *Replacement) Close() error {
	err := r.removePart()
	r.lock.remove()
	return Wrap("replace database", err)
}

func (r *Replacement) removePart() error {
	for _, name := range []string{r.Part(), r.Part() + "-wal", r.Part() + "-shm", r.Part() + "-journal", presenceLock(r.Part())} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// emptyWAL moves the -wal file into the old database. Where that fails, since the
// database is damaged, the -wal file is kept beside it.
func (r *Replacement) emptyWAL(ctx context.Context) {
	if _, err := os.Stat(r.path + "-wal"); err != nil {
		return
	}
	pool := sql.OpenDB(newConnector(r.path, r.busy))
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	var blocked, pages, moved int
	_ = pool.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&blocked, &pages, &moved)
}

// finishReplacement puts a database that was made to replace the one at path in its
// place, once that is set aside. It is called with the lock for itself, also
// after a program was killed between the two.
func finishReplacement(path string) error {
	made := madeOf(path)
	if _, err := os.Lstat(made); err != nil {
		return nil // there is none
	}
	if _, err := os.Lstat(path); err == nil {
		return os.Remove(made) // the program was killed before it set the old one aside
	}
	// What the old one has in its -wal file must not get into the new one.
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		if err := os.Rename(path+"-wal", lastAside(path)+"-wal"); err != nil {
			return err
		}
	}
	for _, name := range []string{path + "-wal", path + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(made, path); err != nil {
		return err
	}
	syncFolder(path)
	return nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder makes renames last through a power cut, where the system can do that.
func syncFolder(path string) {
	if d, err := os.Open(filepath.Dir(path)); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// OpenDamaged opens the database that is to be replaced for reading what can be read.
// ErrNotFound where there is none, ErrCorrupt where not even its schema can be read.
func (r *Replacement) OpenDamaged(ctx context.Context) (*sql.DB, error) {
	p, err := probe(r.path, os.O_RDONLY)
	if err == nil && !p.exists {
		err = storage.ErrNotFound
	}
	if err != nil {
		return nil, Wrap("open database", err)
	}
	pool, err := openCopy(ctx, r.path, r.busy)
	if err != nil {
		return nil, Wrap("open database", err)
	}
	version, err := schemaVersion(ctx, pool)
	if err == nil && version > newest(migrationFiles) {
		err = storage.ErrNewer
	}
	if err != nil {
		return nil, Wrap("open database", errors.Join(err, pool.Close()))
	}
	return pool, nil
}
