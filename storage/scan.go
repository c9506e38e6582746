package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sitewell/scanner/outcome"
)

// scanColumns are read by scanRow in this order.
const scanColumns = `s.id, s.site, s.start, s.state, s.began, s.ended, s.worked, s.version, s.settings, s.diagnosis, s.sample,
	s.found, s.waiting, s.pages, s.links, s.broken, s.warning, s.cant, s.works, s.skipped, s.internal, s.omitted`

type scanner interface{ Scan(dest ...any) error }

// scanRow reads scanColumns, and after them what more names.
func scanRow(row scanner, more ...any) (Scan, error) {
	var s Scan
	var began, ended int64
	c := &s.Counts
	err := row.Scan(append([]any{
		&s.ID, &s.Site, &s.Start, &s.State, &began, &ended, &s.Worked, &s.Version, &s.Settings, &s.Diagnosis, &s.Sample,
		&c.Found, &c.Waiting, &c.Pages, &c.Links, &c.Broken, &c.Warning, &c.Cant, &c.Works, &c.Skipped, &c.Internal, &c.Omitted,
	}, more...)...)
	s.Began, s.Ended = fromMillis(began), fromMillis(ended)
	return s, err
}

// fromMillis gives a time in UTC; 0 is the zero time.
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

// live leaves out what is in the trash, or belongs to a site that is.
const live = `s.deleted IS NULL AND EXISTS (SELECT 1 FROM site WHERE site.id = s.site AND site.deleted IS NULL)`

// Scans lists the scans of a site, newest first.
func (db *DB) Scans(ctx context.Context, site int64) (scans []Scan, err error) {
	err = db.reading(ctx, "list scans", func(tx *sql.Tx) error {
		rows, err := tx.Query(`SELECT `+scanColumns+` FROM scan s WHERE s.site = ? AND `+live+` ORDER BY s.id DESC`, site)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			s, err := scanRow(rows)
			if err != nil {
				return err
			}
			scans = append(scans, s)
		}
		return rows.Err()
	})
	return scans, err
}

// ScanByID gives one scan, or ErrNotFound.
func (db *DB) ScanByID(ctx context.Context, id int64) (s Scan, err error) {
	err = db.reading(ctx, "read scan", func(tx *sql.Tx) error {
		s, _, err = scanByID(tx, id)
		return err
	})
	return s, err
}

// Counts gives the numbers of a scan, or ErrNotFound. They are kept with every
// batch, so that asking costs nothing.
func (db *DB) Counts(ctx context.Context, scan int64) (Counts, error) {
	s, err := db.ScanByID(ctx, scan)
	return s.Counts, err
}

// progress is how far the writing of a scan has come.
type progress struct {
	revision int64
	counted  bool // the blocks hold the numbers of sources
	derived  bool // the table derived is of this revision
}

func scanByID(tx *sql.Tx, id int64) (s Scan, p progress, err error) {
	s, err = scanRow(tx.QueryRow(`SELECT `+scanColumns+`, s.revision, s.counted, s.derived = s.revision FROM scan s WHERE s.id = ? AND `+live, id), &p.revision, &p.counted, &p.derived)
	if err != nil {
		err = fmt.Errorf("scan %d: %w", id, err)
	}
	return s, p, err
}

// add counts n addresses of a verdict.
func (c *Counts) add(v outcome.Verdict, n int) {
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
