package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// trendLength is how many complete scans a site's trend shows.
const trendLength = 12

const siteColumns = `site.id, site.name, site.client, site.start, site.created, site.settings`

func siteRow(row findings.Scanner) (storage.Site, error) {
	var s storage.Site
	var created int64
	err := row.Scan(&s.ID, &s.Name, &s.Client, &s.Start, &created, &s.Settings)
	s.Created = query.Time(created)
	return s, err
}

// Sites lists the sites by name and start address, each with its newest scan
// and its trend.
func (db *DB) Sites(ctx context.Context) (sites []storage.SiteSummary, err error) {
	err = db.file.Reading(ctx, "list sites", func(tx *sql.Tx) error {
		rows, err := tx.Query(`SELECT ` + siteColumns + ` FROM site WHERE deleted = 0
			ORDER BY CASE name WHEN '' THEN start ELSE name END COLLATE NOCASE, id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			s, err := siteRow(rows)
			if err != nil {
				return err
			}
			sites = append(sites, storage.SiteSummary{Site: s})
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for i := range sites {
			if err := db.summarise(ctx, tx, &sites[i]); err != nil {
				return err
			}
			if last := sites[i].Last; last != nil {
				*last = findings.Seen(db.file, *last)
			}
		}
		return nil
	})
	return sites, err
}

// summarise fills in the newest scan, what marks say of it, and the trend.
func (db *DB) summarise(ctx context.Context, tx *sql.Tx, s *storage.SiteSummary) error {
	last, err := findings.ReadScan(tx.QueryRow(`SELECT `+findings.ScanColumns+` FROM scan s WHERE s.site = ? AND s.deleted = 0 ORDER BY s.began DESC, s.id DESC LIMIT 1`, s.ID))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	s.Last = &last.Scan
	if s.Marks, err = db.marks.Counts(ctx, tx, findings.ViewOf(last)); err != nil {
		return err
	}
	rows, err := tx.Query(`SELECT broken + warning + cant FROM scan WHERE site = ? AND deleted = 0 AND state = ? ORDER BY began DESC, id DESC LIMIT ?`,
		s.ID, storage.Complete, trendLength)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return err
		}
		s.Trend = append(s.Trend, n)
	}
	slices.Reverse(s.Trend)
	return rows.Err()
}

// SiteByID returns one site, or ErrNotFound.
func (db *DB) SiteByID(ctx context.Context, id storage.SiteID) (s storage.Site, err error) {
	err = db.file.Reading(ctx, "read site", func(tx *sql.Tx) error {
		s, err = siteRow(tx.QueryRow(`SELECT `+siteColumns+` FROM site WHERE id = ? AND deleted = 0`, id))
		return err
	})
	return s, err
}

// SiteByStart returns the oldest site, not a list of addresses, with exactly this start address, or
// ErrNotFound.
func (db *DB) SiteByStart(ctx context.Context, start string) (s storage.Site, err error) {
	err = db.file.Reading(ctx, "find site", func(tx *sql.Tx) error {
		s, err = siteRow(tx.QueryRow(`SELECT `+siteColumns+` FROM site WHERE start = ? AND deleted = 0 AND NOT `+query.IsListOf("site")+` ORDER BY id LIMIT 1`, start))
		return err
	})
	return s, err
}

// SaveSite stores a site: a new one where its ID is 0, else the changes to an
// old one. It returns the site as it is stored, with its ID and, for a new one
// that has none, the time of creation.
func (db *DB) SaveSite(ctx context.Context, s storage.Site) (storage.Site, error) {
	if s.ID == 0 && s.Created.IsZero() {
		s.Created = db.now()
	}
	err := db.file.Writing(ctx, "save site", func(tx *sql.Tx) error {
		if s.ID == 0 {
			res, err := tx.Exec(`INSERT INTO site (name, client, start, created, settings) VALUES (?, ?, ?, ?, ?)`,
				s.Name, s.Client, s.Start, query.Millis(s.Created), s.Settings)
			s.ID, err = newID[storage.SiteID](res, err)
			return err
		}
		res, err := tx.Exec(`UPDATE site SET name = ?, client = ?, start = ?, settings = ? WHERE id = ? AND deleted = 0`,
			s.Name, s.Client, s.Start, s.Settings, s.ID)
		return oneRow(res, err, "site", s.ID)
	})
	return s, err
}

// ChangeSite changes a site and returns it. change sees the site as it is stored at that
// moment, and nobody can change it meanwhile; where it returns an error, nothing is stored.
// It must not use the history. ErrNotFound where there is no such site.
func (db *DB) ChangeSite(ctx context.Context, id storage.SiteID, change func(*storage.Site) error) (s storage.Site, err error) {
	err = db.file.Writing(ctx, "change site", func(tx *sql.Tx) error {
		if s, err = siteRow(tx.QueryRow(`SELECT `+siteColumns+` FROM site WHERE id = ? AND deleted = 0`, id)); err != nil {
			return err
		}
		if err := change(&s); err != nil {
			return err
		}
		res, err := tx.Exec(`UPDATE site SET name = ?, client = ?, start = ?, settings = ? WHERE id = ? AND deleted = 0`,
			s.Name, s.Client, s.Start, s.Settings, id)
		return oneRow(res, err, "site", id)
	})
	return s, err
}

// newID returns the ID of a row that was inserted.
func newID[ID ~int64](res sql.Result, err error) (ID, error) {
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	return ID(id), err
}

// oneRow makes ErrNotFound of a change that met no row.
func oneRow[ID ~int64](res sql.Result, err error, what string, id ID) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return fmt.Errorf("%s %d: %w", what, id, storage.ErrNotFound)
}
