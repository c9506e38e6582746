// Package record stores what a running scan finds: batches, the links counted,
// severities, and in the end what the scan shares with those before it. It is
// the only package that changes the findings of a scan that runs.
package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// Writer stores what one scan finds; it is the engine's Sink and Journal. As long
// as it is open, other programs see that the scan runs. Only
// one Writer of a scan can store anything: when a scan is resumed, the Writer
// before gets ErrConflict. It is safe for concurrent use, one call at a time.
type Writer struct {
	Journal
	log  *slog.Logger
	now  func() time.Time
	site storage.SiteID
	// unlock says that this program does not run the scan any more.
	unlock func()

	mu        sync.Mutex
	closed    bool
	stale     bool // what follows is not what the database holds: read it again
	revision  int64
	sweeps    int64 // see table sweep
	counts    storage.Counts
	counted   bool
	addresses []address // by ID-1
	versions  versionStore
	evidence  EvidenceStore
}

// address is what a Writer remembers of each address.
type address struct {
	url   uint32
	state addressState
}

// addressState is the verdict of an address, and flags.
type addressState uint8

const (
	stateVerdict  addressState = 7
	stateInternal addressState = 1 << iota << 2
	stateDocument
	stateLinks  // its page has links
	statePlaces // something was said of places on it
)

func (s addressState) verdict() outcome.Verdict { return outcome.Verdict(s & stateVerdict) }

func (s *addressState) set(flag addressState, on bool) {
	*s &^= flag
	if on {
		*s |= flag
	}
}

// Begin begins a scan of s.Site with s.Start, s.Version and s.Settings; ID,
// state and counts are set here, and Began where it is zero. now is asked for
// the time. The caller must Close the Writer. ErrNotFound where there is no such
// site, ErrSiteElsewhere where another program scans it.
func Begin(ctx context.Context, file *dbfile.File, log *slog.Logger, now func() time.Time, s storage.Scan) (*Writer, error) {
	if s.Began.IsZero() {
		s.Began = now()
	}
	var unlock func()
	err := file.Writing(ctx, "begin scan", func(tx *sql.Tx) error {
		var site storage.SiteID
		if err := tx.QueryRow(`SELECT id FROM site WHERE id = ? AND deleted = 0`, s.Site).Scan(&site); err != nil {
			return fmt.Errorf("site %d: %w", s.Site, err)
		}
		if err := checkElsewhere(tx, file, s.Site, 0); err != nil {
			return err
		}
		res, err := tx.Exec(`INSERT INTO scan (site, start, state, began, version, settings) VALUES (?, ?, ?, ?, ?, ?)`,
			s.Site, s.Start, storage.Interrupted, query.Millis(s.Began), s.Version, s.Settings)
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if s.ID = storage.ScanID(id); err != nil {
			return err
		}
		// Who sees the scan must see that it runs.
		unlock, err = file.LockScan(ctx, s.ID)
		return err
	})
	if unlock != nil {
		defer unlock()
	}
	if err != nil {
		return nil, err
	}
	return Resume(ctx, file, log, now, s.ID)
}

// Resume goes on with a scan after a stop or a crash. It shows as Interrupted
// once something is stored and until it is finished again. The caller must Close
// the Writer. Errors: ErrNotFound, ErrComplete, ErrNotResumable for one that was
// imported, ErrElsewhere where another program
// runs the scan, ErrSiteElsewhere where it runs another one of the site.
func Resume(ctx context.Context, file *dbfile.File, log *slog.Logger, now func() time.Time, id storage.ScanID) (*Writer, error) {
	unlock, err := file.LockScan(ctx, id)
	if err != nil {
		return nil, err
	}
	w := &Writer{Journal: Journal{file, id}, log: log, now: now, stale: true, unlock: unlock}
	err = file.Writing(ctx, "resume scan", func(tx *sql.Tx) error {
		s, err := findings.ScanByID(tx, id)
		if err != nil {
			return err
		}
		if s.Folded {
			return fmt.Errorf("scan %d: %w", id, storage.ErrComplete)
		}
		if err := checkStaged(tx, s); err != nil {
			return err
		}
		if err := checkElsewhere(tx, file, s.Site, id); err != nil {
			return err
		}
		// The new revision shuts out any Writer before this one.
		w.site, w.revision = s.Site, s.Revision+1
		_, err = tx.Exec(`UPDATE scan SET revision = ? WHERE id = ?`, w.revision, id)
		return err
	})
	if err != nil {
		unlock()
		return nil, err
	}
	return w, nil
}

// checkStaged returns an error for a scan that was imported: what only a scan that goes
// on needs is not there.
func checkStaged(tx *sql.Tx, s findings.ScanRow) error {
	if s.Counts.Found == 0 {
		return nil
	}
	var staged bool
	err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM scan_address WHERE scan = ?)`, s.ID).Scan(&staged)
	switch {
	case err != nil || staged:
		return err
	case s.State == storage.Complete:
		return fmt.Errorf("scan %d: %w", s.ID, storage.ErrComplete)
	default:
		return fmt.Errorf("scan %d: %w", s.ID, storage.ErrNotResumable)
	}
}

// checkElsewhere returns ErrSiteElsewhere where another program runs a scan of a site
// other than scan. In a transaction that writes no other program can begin one.
func checkElsewhere(tx *sql.Tx, file *dbfile.File, site storage.SiteID, scan storage.ScanID) error {
	return query.Each(tx, `SELECT id FROM scan WHERE site = ? AND id <> ? AND state <> ? AND deleted = 0`, func(rows *sql.Rows) error {
		var id storage.ScanID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if file.RunsElsewhere(id) {
			return fmt.Errorf("scan %d: %w", id, storage.ErrSiteElsewhere)
		}
		return nil
	}, site, scan, storage.Complete)
}

// ID is the scan's.
func (w *Writer) ID() storage.ScanID { return w.id }

// Site is the ID of the scan's site.
func (w *Writer) Site() storage.SiteID { return w.site }

// Close ends the Writer; what was committed stays. It is no error to
// close one twice.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		w.unlock()
	}
	w.closed = true
	w.forget()
	return nil
}

// forget drops everything in memory that a failed transaction may have
// changed.
func (w *Writer) forget() {
	w.stale = true
	w.addresses = nil
	w.versions = versionStore{}
	w.evidence.forget()
}

var errClosed = errors.New("scan's writer is closed")

// store runs f in a transaction of this Writer, and stores the counts that f
// changed with it. After an error nothing is changed, neither in the database
// nor here, so the same call can be made again.
func (w *Writer) store(ctx context.Context, op string, f func(tx *sql.Tx) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return dbfile.Wrap(op, errClosed)
	}
	err := w.file.Writing(ctx, op, func(tx *sql.Tx) error {
		if err := w.load(tx); err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return err
		}
		return SaveCounts(tx, w.id, w.revision, w.counts)
	})
	if err != nil {
		w.forget()
		return err
	}
	w.revision++
	return nil
}

// load makes sure that memory agrees with the database: after an error, and
// after a sweep that may have taken away what the caches know.
func (w *Writer) load(tx *sql.Tx) error {
	var sweeps int64
	var revision sql.NullInt64
	err := tx.QueryRow(`SELECT count, (SELECT revision FROM scan WHERE id = ? AND deleted = 0) FROM sweep`, w.id).Scan(&sweeps, &revision)
	if err != nil {
		return err
	}
	if sweeps != w.sweeps {
		w.evidence.forget()
		w.sweeps = sweeps
	}
	if revision.Int64 == w.revision && !w.stale {
		return nil
	}
	s, err := findings.ScanByID(tx, w.id)
	if err != nil {
		return err
	}
	if s.Revision != w.revision {
		return storage.ErrConflict
	}
	if s.Folded {
		return storage.ErrComplete
	}
	w.counts, w.counted = s.Counts, s.Counted
	w.addresses = make([]address, 0, min(max(s.Counts.Found, 0), mostReserved))
	err = query.Each(tx, `SELECT a.id, a.url, f.verdict, f.internal, f.document, f.page_version IS NOT NULL,
		EXISTS (SELECT 1 FROM scan_place p WHERE p.scan = a.scan AND p.url = a.url)
		FROM scan_address a JOIN finding f ON f.first_scan = a.scan AND f.url = a.url WHERE a.scan = ? ORDER BY a.id`, func(rows *sql.Rows) error {
		var id result.ID
		var a address
		var verdict outcome.Verdict
		var internal, document, links, places bool
		if err := rows.Scan(&id, &a.url, &verdict, &internal, &document, &links, &places); err != nil {
			return err
		}
		if int(id) != len(w.addresses)+1 {
			return query.Missing("address", int64(len(w.addresses)+1), sql.ErrNoRows)
		}
		a.state = addressState(verdict)
		a.state.set(stateInternal, internal)
		a.state.set(stateDocument, document)
		a.state.set(stateLinks, links)
		a.state.set(statePlaces, places)
		w.addresses = append(w.addresses, a)
		return nil
	}, w.id)
	w.stale = err != nil
	return err
}

// mostReserved is for how many addresses memory is reserved at once: a number that is
// damaged may be any.
const mostReserved = 1 << 20

// address returns what is remembered of an address, or an error where the scan
// has none.
func (w *Writer) address(id result.ID) (*address, error) {
	if id < 1 || int64(id) > int64(len(w.addresses)) {
		return nil, fmt.Errorf("address %d was not found by this scan", id)
	}
	return &w.addresses[id-1], nil
}

// Texts returns the addresses of n IDs from the first on, for a scan that does
// not keep them in memory. All of them must have been committed.
func (w *Writer) Texts(ctx context.Context, first result.ID, n int) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, dbfile.Wrap("read addresses back", errClosed)
	}
	texts := make([]string, 0, max(n, 0))
	err := w.file.Reading(ctx, "read addresses back", func(tx *sql.Tx) error {
		err := query.Each(tx, `SELECT u.text FROM scan_address a CROSS JOIN url u ON u.id = a.url WHERE a.scan = ? AND a.id >= ? AND a.id < ? ORDER BY a.id`,
			func(rows *sql.Rows) error {
				var text string
				err := rows.Scan(&text)
				texts = append(texts, text)
				return err
			}, w.id, int64(first), int64(first)+int64(n))
		if err == nil && len(texts) != n {
			err = fmt.Errorf("addresses %d to %d were not all stored", first, int64(first)-1+int64(n))
		}
		return err
	})
	return texts, err
}
