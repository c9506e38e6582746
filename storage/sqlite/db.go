package sqlite

import (
	"context"
	"log/slog"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite/compare"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/record"
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
	// Noticed is told what is wrong with a database that was not closed; see
	// dbfile.Options.
	Noticed func(error)
}

// DB is an open database. It is safe for use by several goroutines.
type DB struct {
	*findings.Reader
	*findings.Links
	*compare.Comparer
	file      *dbfile.File
	marks     *findings.Marks
	log       *slog.Logger
	now       func() time.Time
	purgeStep int // how many rows a deletion takes in one transaction
}

// Open opens the database at path and creates it, with its folder, where
// there is none. An older schema is migrated, after a copy of the file was put
// beside it. A file of the format before this one is renamed, and Open fails
// with a *storage.OldFormatError that says where it is; the next Open makes a new file.
// Other errors: ErrNotDatabase, ErrNewer, ErrReadOnly, ErrFull, ErrBusy,
// ErrCorrupt. The caller must Close it.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	file, err := dbfile.Open(ctx, path, dbfile.Options{Logger: o.Logger, ReadOnly: o.ReadOnly, BusyTimeout: o.BusyTimeout, Noticed: o.Noticed})
	if err != nil {
		return nil, err
	}
	marks := findings.NewMarks(o.Clock)
	return &DB{
		Reader: findings.NewReader(file, marks), Links: findings.NewLinks(file, marks), Comparer: compare.New(file, marks),
		file: file, marks: marks, log: o.Logger, now: o.Clock, purgeStep: purgeStep,
	}, nil
}

// Close moves everything into the database file and closes it; no -wal file
// stays behind. Writers must be closed before.
func (db *DB) Close() error { return db.file.Close() }

// Backup writes a copy of the database as it is at one moment; see dbfile.File.
func (db *DB) Backup(ctx context.Context, name string, progress dbfile.Progress) error {
	return db.file.Backup(ctx, name, progress)
}

// Compact rewrites the database in less room; see dbfile.File.
func (db *DB) Compact(ctx context.Context, progress dbfile.Progress) (before, after int64, err error) {
	return db.file.Compact(ctx, progress)
}

// Path returns the absolute path of the database.
func (db *DB) Path() string { return db.file.Path }

// Size returns how many bytes the database takes on disk.
func (db *DB) Size() int64 { return db.file.Size() }

// LockSchedule says to other programs that this one runs what is scheduled, until the function
// that it returns is called. It is storage.ErrElsewhere where another program does.
func (db *DB) LockSchedule(ctx context.Context) (unlock func(), err error) {
	return db.file.LockSchedule(ctx)
}

// ScansElsewhere reports whether another program runs a scan.
func (db *DB) ScansElsewhere() bool { return db.file.ScansElsewhere() }

// NewScan begins a scan of s.Site with s.Start, s.Version and s.Settings; ID,
// state and counts are set here, and Began where it is zero. The caller must
// Close the Writer. ErrNotFound where there is no such site, ErrSiteElsewhere where
// another program scans it.
func (db *DB) NewScan(ctx context.Context, s storage.Scan) (*record.Writer, error) {
	return record.Begin(ctx, db.file, db.log, db.now, s)
}

// ResumeScan goes on with a scan after a stop or a crash. It shows as
// Interrupted once something is stored and until it is finished again. The
// caller must Close the Writer. Errors: ErrNotFound, ErrComplete, ErrElsewhere, ErrSiteElsewhere.
func (db *DB) ResumeScan(ctx context.Context, id storage.ScanID) (*record.Writer, error) {
	return record.Resume(ctx, db.file, db.log, db.now, id)
}
