package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// Marks returns the marks of a site in the order in which they were made, also those
// that do not hold any more. ErrNotFound where there is no such site.
func (db *DB) Marks(ctx context.Context, site storage.SiteID) (marks []storage.Mark, err error) {
	err = db.file.Reading(ctx, "read marks", func(tx *sql.Tx) error {
		if _, err := siteRow(tx.QueryRow(`SELECT `+siteColumns+` FROM site WHERE id = ? AND deleted = 0`, site)); err != nil {
			return err
		}
		marks, err = findings.QueryMarks(tx, `site = ? ORDER BY made, id`, site)
		return err
	})
	return marks, err
}

// ChangeMarks makes and removes marks of a site, all of them or none, and returns
// what undoes that. A mark replaces the one with the same identity; where Made is
// zero, it is made now. To remove what is not there changes nothing. ErrNotFound where
// there is no such site.
func (db *DB) ChangeMarks(ctx context.Context, c storage.MarkChange) (undo storage.MarkChange, err error) {
	err = db.file.Writing(ctx, "change marks", func(tx *sql.Tx) error {
		undo = storage.MarkChange{Site: c.Site}
		res, err := tx.Exec(`UPDATE site SET marks = marks + 1 WHERE id = ? AND deleted = 0`, c.Site)
		if err := oneRow(res, err, "site", c.Site); err != nil {
			return err
		}
		for _, id := range c.Remove {
			if _, err := removeMark(tx, c.Site, id, &undo); err != nil {
				return err
			}
		}
		for _, m := range c.Save {
			if m.Made.IsZero() {
				m.Made = db.now()
			}
			if err := saveMark(tx, c.Site, m, &undo); err != nil {
				return err
			}
		}
		return nil
	})
	return undo, err
}

// identified is the condition of a mark with an identity.
const identified = `site = ? AND kind = ? AND scope = ? AND subject = ? AND page = ? AND class = ?`

func identity(site storage.SiteID, id storage.Identity) []any {
	return []any{site, id.Kind, id.Scope, id.Subject, id.Page, id.Class}
}

// removeMark removes a mark, notes that it is to be made again, and reports whether
// there was one.
func removeMark(tx *sql.Tx, site storage.SiteID, id storage.Identity, undo *storage.MarkChange) (there bool, err error) {
	old, err := findings.QueryMarks(tx, identified, identity(site, id)...)
	if err != nil || len(old) == 0 {
		return false, err
	}
	undo.Save = append(undo.Save, old...)
	_, err = tx.Exec(`DELETE FROM mark WHERE `+identified, identity(site, id)...)
	return true, err
}

// saveMark stores a mark in the place of the one with the same identity. One that
// comes back has its number again.
func saveMark(tx *sql.Tx, site storage.SiteID, m storage.Mark, undo *storage.MarkChange) error {
	there, err := removeMark(tx, site, m.Identity(), undo)
	if err != nil {
		return err
	}
	if !there {
		undo.Remove = append(undo.Remove, m.Identity())
	}
	_, err = tx.Exec(`INSERT INTO mark (id, site, kind, scope, subject, page, class, text, assignee, due, made, since, until, verified)
		VALUES ((SELECT ?1 WHERE ?1 > 0 AND NOT EXISTS (SELECT 1 FROM mark WHERE id = ?1)), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(m.ID), site, m.Kind, m.Scope, m.Subject, m.Page, m.Class, m.Text, m.Assignee, m.Due,
		query.Millis(m.Made), query.Null(query.Millis(m.From)), query.Null(query.Millis(m.Until)), query.Null(query.Millis(m.Verified)))
	return err
}

// checkMarks returns an error where a mark says nothing that is known.
func checkMarks(tx *sql.Tx) error {
	var id int64
	err := tx.QueryRow(`SELECT mark.id FROM mark JOIN site ON site.id = mark.site WHERE site.marks = 0
		OR kind NOT IN ('ignored', 'works-in-browser', 'done', 'assigned', 'note') OR scope NOT IN ('address', 'link', 'host', 'pattern', 'fix') LIMIT 1`).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%w: mark %d says nothing that is known", storage.ErrCorrupt, id)
	}
	return err
}
