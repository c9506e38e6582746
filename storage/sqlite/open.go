package sqlite

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
	"strings"
	"sync"
	"time"

	"sitewell/storage"

	"github.com/mattn/go-sqlite3"
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
	// it. It must have the present schema.
	ReadOnly bool
	// Clock returns the present time; nil: time.Now.
	Clock func() time.Time
	// BusyTimeout is how long to wait for another program's lock before
	// ErrBusy; 0: 5 s.
	BusyTimeout time.Duration
}

// DB is an open database. It is safe for use by several goroutines.
type DB struct {
	path      string
	log       *slog.Logger
	now       func() time.Time
	purgeStep int     // how many rows a deletion takes in one transaction
	write     *sql.DB // one connection; nil where opened read-only
	read      *sql.DB
	check     *sql.DB // checkpoints; nil where opened read-only

	compared comparisons // that were asked for last

	stop context.CancelFunc
	wait sync.WaitGroup
}

// Open opens the database at path and creates it, with its folder, where
// there is none. An older schema is migrated, after a copy of the file was put
// beside it. A file of the format before this one is renamed, and Open fails
// with an *OldFormatError that says where it is; the next Open makes a new file.
// Other errors: ErrNotDatabase, ErrNewer, ErrReadOnly, ErrFull, ErrBusy,
// ErrCorrupt. The caller must Close it.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = busyTimeout
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, wrap("open database", err)
	}
	db := &DB{path: path, log: o.Logger, now: o.Clock, purgeStep: purgeStep}
	if err := db.open(ctx, o); err != nil {
		return nil, errors.Join(wrap("open database", err), db.closePools())
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, o Options) error {
	exists, err := probe(db.path)
	if old := (*OldFormatError)(nil); errors.As(err, &old) && !o.ReadOnly {
		old.Kept, err = setAside(ctx, db.path, o.BusyTimeout)
		return errors.Join(old, err)
	}
	if err != nil {
		return err
	}
	if o.ReadOnly {
		return db.openReadOnly(ctx, exists, o)
	}
	// A journal is left only if create was killed before it had finished. SQLite
	// then undoes what it wrote, the application ID included, when the file is
	// opened next.
	if _, half := os.Stat(db.path + "-journal"); !exists || half == nil {
		if err := create(ctx, db.path, o.BusyTimeout); err != nil {
			return err
		}
	}
	db.write = sql.OpenDB(newConnector(db.path, o.BusyTimeout, "_txlock=immediate", "_journal_mode=WAL", "_cache_size=-16384"))
	db.write.SetMaxOpenConns(1)
	if err := db.migrate(ctx, migrationFiles); err != nil {
		return err
	}
	db.check = sql.OpenDB(newConnector(db.path, o.BusyTimeout))
	db.check.SetMaxOpenConns(1)
	if err := db.openReaders(ctx, o, "mode=ro"); err != nil {
		return err
	}
	db.startCheckpoints(context.WithoutCancel(ctx))
	return nil
}

// openReadOnly opens only the pool of readers. Where SQLite can't make its
// shared memory file beside a database that nobody has open, as on a read-only
// medium, the file is read as one that can't change.
func (db *DB) openReadOnly(ctx context.Context, exists bool, o Options) error {
	if !exists {
		return fmt.Errorf("%w: %s", storage.ErrNotFound, db.path)
	}
	err := db.openReaders(ctx, o, "mode=ro")
	if _, wal := os.Stat(db.path + "-wal"); errors.Is(classifyOrNil(err), storage.ErrReadOnly) && errors.Is(wal, os.ErrNotExist) {
		db.read.Close()
		err = db.openReaders(ctx, o, "mode=ro", "immutable=1")
	}
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, db.read)
	if err != nil {
		return err
	}
	if latest := newest(migrationFiles); version < latest {
		return fmt.Errorf("schema %d is older than %d and can't be migrated: %w", version, latest, storage.ErrReadOnly)
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

func (db *DB) openReaders(ctx context.Context, o Options, params ...string) error {
	db.read = sql.OpenDB(newConnector(db.path, o.BusyTimeout, append(params, "_query_only=1")...))
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	var version int
	return db.read.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&version)
}

// Close ends the goroutine that checkpoints, moves everything into the
// database file and closes it; no -wal file stays behind. Writers must be
// closed before.
func (db *DB) Close() error {
	if db.stop != nil {
		db.stop()
	}
	db.wait.Wait()
	return wrap("close database", db.closePools())
}

// closePools closes the writing connection last: the last one that closes
// moves the -wal file into the database, and a reading one can't.
func (db *DB) closePools() error {
	var errs []error
	for _, pool := range []*sql.DB{db.read, db.check, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// connector opens connections of one data source name, without a driver
// registered for the whole program.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// newConnector returns a connector for path with the pragmas that all
// connections share. Those that the driver can't read from the data source
// name are set as a connection opens.
func newConnector(path string, busy time.Duration, params ...string) connector {
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
