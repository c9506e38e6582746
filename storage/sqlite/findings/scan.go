package findings

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/query"
)

// ScanColumns are read by ReadScan in this order.
const ScanColumns = `s.id, s.site, s.start, s.state, s.began, s.ended, s.worked, s.version, s.settings, s.diagnosis, s.sample,
	s.found, s.waiting, s.pages, s.links, s.broken, s.warning, s.cant, s.works, s.skipped, s.internal, s.places_checked, s.place_problems, s.omitted,
	s.name, s.note, s.folded, s.counted, s.revision`

// ScanRow is a scan with what nobody outside needs to know of it.
type ScanRow struct {
	storage.Scan
	Folded   bool // it shares findings with other scans of the site
	Counted  bool // the links to its addresses were counted
	Revision int64
}

// Scanner is a row that is read: a *sql.Row or *sql.Rows.
type Scanner interface{ Scan(dest ...any) error }

// ReadScan reads ScanColumns.
func ReadScan(row Scanner) (ScanRow, error) {
	var s ScanRow
	var began, ended int64
	c := &s.Counts
	err := row.Scan(&s.ID, &s.Site, &s.Start, &s.State, &began, &ended, &s.Worked, &s.Version, &s.Settings, &s.Diagnosis, &s.Sample,
		&c.Found, &c.Waiting, &c.Pages, &c.Links, &c.Broken, &c.Warning, &c.Cant, &c.Works, &c.Skipped, &c.Internal, &c.PlacesChecked, &c.PlaceProblems, &c.Omitted,
		&s.Name, &s.Note, &s.Folded, &s.Counted, &s.Revision)
	s.Began, s.Ended = query.Time(began), query.Time(ended)
	return s, err
}

// Seen returns a scan with the state Elsewhere where another program runs it.
func Seen(file *dbfile.File, s storage.Scan) storage.Scan {
	if s.State != storage.Complete && file.RunsElsewhere(s.ID) {
		s.State = storage.Elsewhere
	}
	return s
}

// Live leaves out what is being deleted.
const Live = `s.deleted = 0 AND EXISTS (SELECT 1 FROM site WHERE site.id = s.site AND site.deleted = 0)`

// ScanByID returns one scan, or ErrNotFound.
func ScanByID(tx *sql.Tx, id storage.ScanID) (ScanRow, error) {
	s, err := ReadScan(tx.QueryRow(`SELECT `+ScanColumns+` FROM scan s WHERE s.id = ? AND `+Live, id))
	if err != nil {
		return s, fmt.Errorf("scan %d: %w", id, err)
	}
	return s, nil
}

// QueryScans returns the scans that a condition on s leaves, in its order.
func QueryScans(tx *sql.Tx, condition string, args ...any) (scans []ScanRow, err error) {
	err = query.Each(tx, `SELECT `+ScanColumns+` FROM scan s WHERE `+condition, func(rows *sql.Rows) error {
		s, err := ReadScan(rows)
		scans = append(scans, s)
		return err
	}, args...)
	return scans, err
}

// Scans lists the scans of a site, newest first.
func (r *Reader) Scans(ctx context.Context, site storage.SiteID) (scans []storage.Scan, err error) {
	err = r.file.Reading(ctx, "list scans", func(tx *sql.Tx) error {
		all, err := QueryScans(tx, `s.site = ? AND `+Live+` ORDER BY s.began DESC, s.id DESC`, site)
		for _, s := range all {
			scans = append(scans, Seen(r.file, s.Scan))
		}
		return err
	})
	return scans, err
}

// ScanByID returns one scan, or ErrNotFound.
func (r *Reader) ScanByID(ctx context.Context, id storage.ScanID) (storage.Scan, error) {
	var s ScanRow
	err := r.file.Reading(ctx, "read scan", func(tx *sql.Tx) (err error) {
		s, err = ScanByID(tx, id)
		return err
	})
	return Seen(r.file, s.Scan), err
}

// Counts returns the numbers of a scan, or ErrNotFound. They are stored with
// every batch, so that asking costs nothing.
func (r *Reader) Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error) {
	s, err := r.ScanByID(ctx, scan)
	return s.Counts, err
}
