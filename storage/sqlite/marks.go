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
// there is no such site, storage.ErrTooManyMarks where it would have too many.
func (db *DB) ChangeMarks(ctx context.Context, c storage.MarkChange) (undo storage.MarkChange, err error) {
	return db.ChangeManyMarks(ctx, c, func(int) {})
}

// ChangeManyMarks is ChangeMarks, and tells progress now and then how many are changed.
// Where ctx ends before all are, none is.
func (db *DB) ChangeManyMarks(ctx context.Context, c storage.MarkChange, progress func(done int)) (undo storage.MarkChange, err error) {
	err = db.file.Writing(ctx, "change marks", func(tx *sql.Tx) error {
		undo = storage.MarkChange{Site: c.Site}
		res, err := tx.Exec(`UPDATE site SET marks = marks + 1 WHERE id = ? AND deleted = 0`, c.Site)
		if err := oneRow(res, err, "site", c.Site); err != nil {
			return err
		}
		w, err := newMarkWriter(tx, &undo)
		if err != nil {
			return err
		}
		defer w.close()
		tell := func(done int) error {
			if done%progressEvery == 0 {
				progress(done)
			}
			return ctx.Err()
		}
		for i, id := range c.Remove {
			_, err := w.remove(id)
			if err := errors.Join(err, tell(i+1)); err != nil {
				return err
			}
		}
		for i, m := range c.Save {
			if m.Made.IsZero() {
				m.Made = db.now()
			}
			if err := errors.Join(w.save(m), tell(len(c.Remove)+i+1)); err != nil {
				return err
			}
		}
		if len(undo.Remove) == 0 {
			return nil // there are no more than before
		}
		return findings.CheckMarkRoom(tx, c.Site)
	})
	return undo, err
}

// progressEvery is how many marks are changed before that is told.
const progressEvery = 1000

// markWriter changes marks of a site within a transaction, and notes what undoes it.
type markWriter struct {
	undo                   *storage.MarkChange
	find, clear, insertion *sql.Stmt
}

// identified is the condition of a mark with an identity.
const identified = `site = ? AND kind = ? AND scope = ? AND subject = ? AND page = ? AND class = ?`

func identity(site storage.SiteID, id storage.Identity) []any {
	return []any{site, id.Kind, id.Scope, id.Subject, id.Page, id.Class}
}

func newMarkWriter(tx *sql.Tx, undo *storage.MarkChange) (w *markWriter, err error) {
	w = &markWriter{undo: undo}
	for _, s := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&w.find, `SELECT ` + findings.MarkColumns + ` FROM mark WHERE ` + identified},
		{&w.clear, `DELETE FROM mark WHERE ` + identified},
		{&w.insertion, `INSERT INTO mark (id, site, kind, scope, subject, page, class, text, assignee, due, made, since, until, verified)
			VALUES ((SELECT ?1 WHERE ?1 > 0 AND NOT EXISTS (SELECT 1 FROM mark WHERE id = ?1)), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
	} {
		if *s.to, err = tx.Prepare(s.text); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

func (w *markWriter) close() {
	for _, s := range []*sql.Stmt{w.find, w.clear, w.insertion} {
		if s != nil {
			s.Close()
		}
	}
}

// remove removes a mark, notes that it is to be made again, and reports whether there
// was one.
func (w *markWriter) remove(id storage.Identity) (there bool, err error) {
	key := identity(w.undo.Site, id)
	old, err := findings.ReadMark(w.find.QueryRow(key...))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	w.undo.Save = append(w.undo.Save, old)
	_, err = w.clear.Exec(key...)
	return true, err
}

// save stores a mark in the place of the one with the same identity. One that comes back
// has its number again.
func (w *markWriter) save(m storage.Mark) error {
	there, err := w.remove(m.Identity())
	if err != nil {
		return err
	}
	if !there {
		w.undo.Remove = append(w.undo.Remove, m.Identity())
	}
	_, err = w.insertion.Exec(int64(m.ID), w.undo.Site, m.Kind, m.Scope, m.Subject, m.Page, m.Class, m.Text, m.Assignee, m.Due,
		query.Millis(m.Made), query.Null(query.Millis(m.From)), query.Null(query.Millis(m.Until)), query.Null(query.Millis(m.Verified)))
	return err
}

// checkMarks returns an error where a mark says nothing that is known.
func checkMarks(tx *sql.Tx) error {
	var id int64
	err := tx.QueryRow(`SELECT mark.id FROM mark JOIN site ON site.id = mark.site WHERE site.marks = 0
		OR kind NOT IN ('ignored', 'works-in-browser', 'done', 'assigned', 'note') OR scope NOT IN ('address', 'link', 'host', 'pattern', 'element', 'fix') LIMIT 1`).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%w: mark %d says nothing that is known", storage.ErrCorrupt, id)
	}
	return err
}
