package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// Redirects returns what was decided about redirects of a site, in the order of the
// addresses. ErrNotFound where there is no such site.
func (db *DB) Redirects(ctx context.Context, site storage.SiteID) (all []storage.Redirect, err error) {
	err = db.file.Reading(ctx, "read redirects", func(tx *sql.Tx) error {
		if _, err := siteRow(tx.QueryRow(`SELECT `+siteColumns+` FROM site WHERE id = ? AND deleted = 0`, site)); err != nil {
			return err
		}
		return query.Each(tx, `SELECT address, decision, target, made FROM redirect WHERE site = ? ORDER BY address`, func(rows *sql.Rows) error {
			var r storage.Redirect
			var made int64
			if err := rows.Scan(&r.Address, &r.Decision, &r.Target, &made); err != nil {
				return err
			}
			r.Made = query.Time(made)
			all = append(all, r)
			return nil
		}, site)
	})
	return all, err
}

// DecideRedirects stores decisions of a site, all of them or none, and returns those
// that they replace, with which a second call undoes the first. Undecided removes what
// was decided; where Made is zero, it is made now. ErrNotFound where there is no such site.
func (db *DB) DecideRedirects(ctx context.Context, site storage.SiteID, decisions []storage.Redirect) (before []storage.Redirect, err error) {
	err = db.file.Writing(ctx, "store redirects", func(tx *sql.Tx) error {
		before = nil
		if err := tx.QueryRow(`SELECT id FROM site WHERE id = ? AND deleted = 0`, site).Scan(new(int64)); errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("site %d: %w", site, storage.ErrNotFound)
		} else if err != nil {
			return err
		}
		for _, r := range decisions {
			old := storage.Redirect{Address: r.Address}
			var made int64
			err := tx.QueryRow(`SELECT decision, target, made FROM redirect WHERE site = ? AND address = ?`, site, r.Address).Scan(&old.Decision, &old.Target, &made)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			old.Made = query.Time(made)
			before = append(before, old)
			if err := db.storeRedirect(tx, site, r); err != nil {
				return err
			}
		}
		return nil
	})
	return before, err
}

func (db *DB) storeRedirect(tx *sql.Tx, site storage.SiteID, r storage.Redirect) error {
	if r.Decision == storage.Undecided {
		_, err := tx.Exec(`DELETE FROM redirect WHERE site = ? AND address = ?`, site, r.Address)
		return err
	}
	if r.Made.IsZero() {
		r.Made = db.now()
	}
	_, err := tx.Exec(`INSERT OR REPLACE INTO redirect (site, address, decision, target, made) VALUES (?, ?, ?, ?, ?)`,
		site, r.Address, string(r.Decision), r.Target, query.Millis(r.Made))
	return err
}

// checkRedirects returns an error where a decision says nothing that is known.
func checkRedirects(tx *sql.Tx) error {
	var address string
	err := tx.QueryRow(`SELECT address FROM redirect WHERE decision NOT IN ('accepted', 'skipped') OR (decision = 'accepted') <> (target <> '') LIMIT 1`).Scan(&address)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%w: what is decided about the redirect of %.100q says nothing that is known", storage.ErrCorrupt, address)
	}
	return err
}
