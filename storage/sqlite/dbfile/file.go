// Package dbfile opens the file of a history: it makes it, migrates it to the
// present schema, keeps the connections that write and read, moves the -wal file
// into it, and names the errors of SQLite by those of package storage. It must
// not know what is in the tables.
package dbfile

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

const (
	busyTimeout = 5 * time.Second
	readers     = 4
)

// Options say how a database is opened. The zero value is right for most.
type Options struct {
	// Logger takes warnings; nil: none.
	Logger *slog.Logger
	// ReadOnly opens an existing file without writing anything to it or beside
	// it. It must have the present schema, else Open fails with ErrOlder.
	ReadOnly bool
	// BusyTimeout is how long to wait for another program's lock before
	// ErrBusy; 0: 5 s.
	BusyTimeout time.Duration
	// Noticed is told what is wrong with a database that was not closed, which can
	// be read all the same: ErrCorrupt where its structure is damaged, ErrLostWAL
	// where its -wal file is missing. It is called while it is opened or later, from
	// another goroutine; nil: nobody is told.
	Noticed func(error)
}

// File is an open database: one connection that writes and a pool that reads.
// It is safe for use by several goroutines.
type File struct {
	Path  string  // absolute
	Write *sql.DB // one connection; nil where opened read-only
	Read  *sql.DB

	log     *slog.Logger
	lock    *fileLock   // shared by all that write; nil where opened read-only
	traces  traces      // of a program that did not close the database
	noticed func(error) // Options.Noticed
	check   *sql.DB     // checkpoints; nil where opened read-only
	stop    context.CancelFunc
	wait    sync.WaitGroup

	mu    sync.Mutex
	scans map[storage.ScanID]*heldScan // that this File has a lock on
}

// Open opens the database at path and creates it, with its folder, where
// there is none. An older schema is migrated, after a copy of the file was put
// beside it. A file of the format before this one is renamed, and Open fails
// with a *storage.OldFormatError that says where it is; the next Open makes a new file.
// Other errors: ErrNotDatabase, ErrNewer, ErrReadOnly, ErrFull, ErrBusy,
// ErrCorrupt. The caller must Close it.
func Open(ctx context.Context, path string, o Options) (*File, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = busyTimeout
	}
	if o.Noticed == nil {
		o.Noticed = func(error) {}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, Wrap("open database", err)
	}
	f := &File{Path: resolved(path), log: o.Logger, noticed: o.Noticed}
	if err := f.open(ctx, o); err != nil {
		return nil, errors.Join(Wrap("open database", err), f.closePools())
	}
	return f, nil
}

// resolved returns the file that path leads to through symbolic links, as SQLite
// does, for the files beside it; path itself where there is no file.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

func (f *File) open(ctx context.Context, o Options) error {
	if o.ReadOnly {
		p, err := probe(f.Path, os.O_RDONLY)
		if err != nil {
			return err
		}
		return f.openReadOnly(ctx, p.exists, o)
	}
	if err := checkSizeLimit(f.Path); err != nil {
		return err
	}
	if err := f.enter(ctx, o); err != nil {
		return err
	}
	if f.Write == nil {
		f.openWriter(o)
	}
	// Also where the header said so: the -wal file may hold a newer schema.
	if err := f.migrate(ctx, migrationFiles); err != nil {
		return err
	}
	f.check = sql.OpenDB(newConnector(f.Path, o.BusyTimeout))
	f.check.SetMaxOpenConns(1)
	if err := f.openReaders(ctx, o, "mode=ro"); err != nil {
		return err
	}
	f.markWAL()
	ctx, f.stop = context.WithCancel(context.WithoutCancel(ctx))
	f.startCheckpoints(ctx)
	if f.traces.lostWAL {
		f.noticed(Wrap("open database", storage.ErrLostWAL))
	}
	if f.traces.unclean {
		f.startQuickCheck(ctx)
	}
	return nil
}

// enter waits until the database is complete, and makes or migrates it where it
// is not: one program at a time does that, with the lock for itself. It returns
// with the lock shared.
func (f *File) enter(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeoutCause(ctx, setupTimeout, storage.ErrBusy)
	defer cancel()
	for {
		p, err := probe(f.Path, os.O_RDWR)
		old := (*storage.OldFormatError)(nil)
		if err != nil && !errors.As(err, &old) {
			return err
		}
		if err := makeFolder(f.Path); err != nil {
			return err
		}
		left := readTraces(f.Path)
		lock, err := tryLock(presenceLock(f.Path), true)
		if err != nil {
			return err
		}
		if lock != nil { // nobody else has the database open
			f.traces = left
			if err := f.addMissingSums(); err != nil {
				lock.unlock() // the next program tries again
				return err
			}
			if err := f.setUp(ctx, o); err != nil {
				lock.remove()
				return err
			}
			for _, name := range allScanLocks(f.Path) {
				_ = os.Remove(name)
			}
			lock.unlock()
		}
		if lock != nil || p.ready {
			f.lock, err = tryLock(presenceLock(f.Path), false)
			if err != nil || f.lock != nil {
				return err
			}
		}
		if !pause(ctx) {
			return context.Cause(ctx)
		}
	}
}

// setUp makes the database or migrates it, with the lock for itself.
func (f *File) setUp(ctx context.Context, o Options) error {
	if err := finishReplacement(f.Path); err != nil {
		return wrapFileError(err)
	}
	p, err := probe(f.Path, os.O_RDWR)
	if old := (*storage.OldFormatError)(nil); errors.As(err, &old) {
		old.Kept, err = setAside(ctx, f.Path, o.BusyTimeout)
		return errors.Join(old, err)
	}
	if err != nil || p.ready {
		return err
	}
	if !p.exists || p.half {
		if err := create(ctx, f.Path, o.BusyTimeout); err != nil {
			return err
		}
	}
	f.openWriter(o)
	if err := f.migrate(ctx, migrationFiles); err != nil {
		return err
	}
	// The next program sees in the header that there is nothing left to do.
	var blocked, pages, moved int
	return f.Write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&blocked, &pages, &moved)
}

func (f *File) openWriter(o Options) {
	f.Write = sql.OpenDB(newConnector(f.Path, o.BusyTimeout, "_txlock=immediate", "_journal_mode=WAL", "_cache_size=-16384"))
	f.Write.SetMaxOpenConns(1)
}

// openReadOnly opens only the pool of readers. Checksums that another program left out
// are not added. Where SQLite can't make its
// shared memory file beside a database that nobody has open, as on a read-only
// medium, the file is read as one that can't change.
func (f *File) openReadOnly(ctx context.Context, exists bool, o Options) error {
	if !exists {
		return fmt.Errorf("%w: %s", storage.ErrNotFound, f.Path)
	}
	params := []string{"mode=ro"}
	if readTraces(f.Path).movedWAL {
		params = append(params, lenient)
	}
	err := f.openReaders(ctx, o, params...)
	if _, wal := os.Stat(f.Path + "-wal"); errors.Is(classifyOrNil(err), storage.ErrReadOnly) && errors.Is(wal, os.ErrNotExist) {
		f.Read.Close()
		err = f.openReaders(ctx, o, append(params, "immutable=1")...)
	}
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, f.Read)
	if err != nil {
		return err
	}
	if latest := newest(migrationFiles); version < latest {
		return fmt.Errorf("%w: schema %d, the present one is %d", storage.ErrOlder, version, latest)
	} else if version > latest {
		return storage.ErrNewer
	}
	return nil
}

func classifyOrNil(err error) error {
	if err == nil {
		return nil
	}
	return classify(err)
}

func (f *File) openReaders(ctx context.Context, o Options, params ...string) error {
	f.Read = sql.OpenDB(newConnector(f.Path, o.BusyTimeout, append(params, "_query_only=1")...))
	f.Read.SetMaxOpenConns(readers)
	f.Read.SetMaxIdleConns(readers)
	var version int
	return f.Read.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&version)
}

// Close ends the goroutine that checkpoints, moves everything into the
// database file and closes it; no -wal file stays behind. Writers must be
// closed before.
func (f *File) Close() error {
	if f.stop != nil {
		f.stop()
	}
	f.wait.Wait()
	return Wrap("close database", f.closePools())
}

// closePools closes the writing connection last: the last one that closes
// moves the -wal file into the database, and a reading one can't.
func (f *File) closePools() error {
	var errs []error
	for _, pool := range []*sql.DB{f.Read, f.check, f.Write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	f.leave()
	return errors.Join(errs...)
}

// connector opens connections of one data source name, without a driver
// registered for the whole program.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) {
	if err := pagesum.Register(); err != nil {
		return nil, err
	}
	return c.driver.Open(c.dsn)
}

func (c connector) Driver() driver.Driver { return c.driver }

// newConnector returns a connector for a database with checksums at path.
func newConnector(path string, busy time.Duration, params ...string) connector {
	if !slices.Contains(params, lenient) {
		params = append(params, "vfs="+pagesum.Name)
	}
	return newPlainConnector(path, busy, params...)
}

// lenient is a parameter for reading pages without a checksum, too.
const lenient = "vfs=" + pagesum.Lenient

// newPlainConnector returns a connector for path with the pragmas that all
// connections share. Those that the driver can't read from the data source
// name are set as a connection opens.
func newPlainConnector(path string, busy time.Duration, params ...string) connector {
	params = append(params,
		fmt.Sprintf("_busy_timeout=%d", busy.Milliseconds()),
		"_synchronous=NORMAL",
		"_cache_size=-8192", // KiB; of two the first counts
		"_stmt_cache_size=48",
		"_mutex=no", // database/sql uses a connection from one goroutine at a time
	)
	return connector{
		dsn: fileURI(path) + "?" + strings.Join(params, "&"),
		driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(`PRAGMA mmap_size = 0;`+
				`PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864`, nil)
			return err
		}},
	}
}

// fileURI returns the file: address of an absolute path, safe for names with
// '?', '#' or '%' in them (https://www.sqlite.org/uri.html).
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
