package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// scanColumns are read by readScan in this order.
const scanColumns = `s.id, s.site, s.start, s.state, s.began, s.ended, s.worked, s.version, s.settings, s.diagnosis, s.sample,
	s.found, s.waiting, s.pages, s.links, s.broken, s.warning, s.cant, s.works, s.skipped, s.internal, s.places_checked, s.place_problems, s.omitted,
	s.folded, s.counted, s.revision`

// scanRow is a scan with what nobody outside needs to know of it.
type scanRow struct {
	storage.Scan
	folded   bool // it shares findings with other scans of the site
	counted  bool // the links to its addresses were counted
	revision int64
}

type scanner interface{ Scan(dest ...any) error }

func readScan(row scanner) (scanRow, error) {
	var s scanRow
	var began, ended int64
	c := &s.Counts
	err := row.Scan(&s.ID, &s.Site, &s.Start, &s.State, &began, &ended, &s.Worked, &s.Version, &s.Settings, &s.Diagnosis, &s.Sample,
		&c.Found, &c.Waiting, &c.Pages, &c.Links, &c.Broken, &c.Warning, &c.Cant, &c.Works, &c.Skipped, &c.Internal, &c.PlacesChecked, &c.PlaceProblems, &c.Omitted,
		&s.folded, &s.counted, &s.revision)
	s.Began, s.Ended = fromMillis(began), fromMillis(ended)
	return s, err
}

// fromMillis returns a time in UTC; 0 is the zero time.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// live leaves out what is being deleted.
const live = `s.deleted = 0 AND EXISTS (SELECT 1 FROM site WHERE site.id = s.site AND site.deleted = 0)`

// scanByID returns one scan, or ErrNotFound.
func scanByID(tx *sql.Tx, id storage.ScanID) (scanRow, error) {
	s, err := readScan(tx.QueryRow(`SELECT `+scanColumns+` FROM scan s WHERE s.id = ? AND `+live, id))
	if err != nil {
		return s, fmt.Errorf("scan %d: %w", id, err)
	}
	return s, nil
}

// queryScans returns the scans that a condition on s leaves, in its order.
func queryScans(tx *sql.Tx, condition string, args ...any) (scans []scanRow, err error) {
	err = query.Each(tx, `SELECT `+scanColumns+` FROM scan s WHERE `+condition, func(rows *sql.Rows) error {
		s, err := readScan(rows)
		scans = append(scans, s)
		return err
	}, args...)
	return scans, err
}

// Scans lists the scans of a site, newest first.
func (db *DB) Scans(ctx context.Context, site storage.SiteID) (scans []storage.Scan, err error) {
	err = db.file.Reading(ctx, "list scans", func(tx *sql.Tx) error {
		all, err := queryScans(tx, `s.site = ? AND `+live+` ORDER BY s.id DESC`, site)
		for _, s := range all {
			scans = append(scans, s.Scan)
		}
		return err
	})
	return scans, err
}

// ScanByID returns one scan, or ErrNotFound.
func (db *DB) ScanByID(ctx context.Context, id storage.ScanID) (storage.Scan, error) {
	var s scanRow
	err := db.file.Reading(ctx, "read scan", func(tx *sql.Tx) (err error) {
		s, err = scanByID(tx, id)
		return err
	})
	return s.Scan, err
}

// Counts returns the numbers of a scan, or ErrNotFound. They are stored with
// every batch, so that asking costs nothing.
func (db *DB) Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error) {
	s, err := db.ScanByID(ctx, scan)
	return s.Counts, err
}

// addVerdict counts n addresses of a verdict.
func addVerdict(c *storage.Counts, v outcome.Verdict, n int) {
	switch v {
	case outcome.Works:
		c.Works += n
	case outcome.Warning:
		c.Warning += n
	case outcome.CantVerify:
		c.Cant += n
	case outcome.Broken:
		c.Broken += n
	case outcome.Skipped:
		c.Skipped += n
	default:
		c.Waiting += n
	}
}

// saveCounts stores the numbers of a scan and its next revision, where its
// revision is still the one given. Else the scan is ErrNotFound or ErrConflict.
func saveCounts(tx *sql.Tx, scan storage.ScanID, revision int64, c storage.Counts) error {
	res, err := tx.Exec(`UPDATE scan SET revision = revision + 1, found = ?, waiting = ?, pages = ?, links = ?, broken = ?, warning = ?,
		cant = ?, works = ?, skipped = ?, internal = ?, places_checked = ?, place_problems = ?, omitted = ? WHERE id = ? AND revision = ? AND deleted = 0`,
		c.Found, c.Waiting, c.Pages, c.Links, c.Broken, c.Warning, c.Cant, c.Works, c.Skipped, c.Internal, c.PlacesChecked, c.PlaceProblems, c.Omitted, scan, revision)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	if _, err := scanByID(tx, scan); err != nil {
		return err
	}
	return storage.ErrConflict
}
