package findings

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// History returns what the scans of a site found of an address of one of them,
// newest first: of that scan itself, whatever its state, and of the finished
// ones nearest to it, at most limit before and limit after. ErrNotFound where
// the scan has no such address.
func (r *Reader) History(ctx context.Context, scan storage.ScanID, id storage.URLID, limit int) (past []storage.AddressState, err error) {
	err = Viewing(ctx, r.file, "read history", scan, func(tx *sql.Tx, v *View) error {
		if _, err := v.Destination(tx, id); err != nil {
			return err
		}
		scans, err := QueryScans(tx, `s.id = ?1 OR s.id IN (
			SELECT id FROM (SELECT s.id FROM scan s WHERE s.site = ?2 AND (s.began, s.id) < (?5, ?1) AND s.state <> ?4 AND `+Live+` ORDER BY s.began DESC, s.id DESC LIMIT ?3)
			UNION ALL
			SELECT id FROM (SELECT s.id FROM scan s WHERE s.site = ?2 AND (s.began, s.id) > (?5, ?1) AND s.state <> ?4 AND `+Live+` ORDER BY s.began, s.id LIMIT ?3)
			) ORDER BY s.began DESC, s.id DESC`, scan, v.Site, limit, storage.Interrupted, query.Millis(v.Began))
		if err != nil {
			return err
		}
		for _, s := range scans {
			if err := ctx.Err(); err != nil {
				return err
			}
			p, err := ViewOf(s).past(tx, id)
			if err != nil {
				return err
			}
			past = append(past, p)
		}
		return nil
	})
	return past, err
}

// StatesIn returns what another scan found of some addresses of a scan. What the
// other scan did not come across is left out.
func (r *Reader) StatesIn(ctx context.Context, scan storage.ScanID, ids []storage.URLID, then storage.ScanID) (past map[storage.URLID]storage.AddressState, err error) {
	past = make(map[storage.URLID]storage.AddressState)
	err = Viewing(ctx, r.file, "read earlier scan", then, func(tx *sql.Tx, v *View) error {
		for _, id := range ids {
			p, err := v.past(tx, id)
			if err != nil {
				return err
			}
			if p.ID != 0 {
				past[id] = p
			}
		}
		return nil
	})
	return past, err
}

// past returns what a scan found of an address.
func (v *View) past(tx *sql.Tx, id storage.URLID) (storage.AddressState, error) {
	p := storage.AddressState{Scan: v.ID, State: v.State, Began: v.Began}
	where, args := v.Where()
	var at, content int64
	var causes string
	err := tx.QueryRow(`SELECT f.url, f.status, f.outcome, f.verdict, f.severity, f.causes, coalesce(f.checked_at, 0), coalesce(x.text, ''), f.title, f.content
		FROM finding f LEFT JOIN url x ON x.id = f.final WHERE `+where+` AND f.url = ?`, append(args, int64(id))...).
		Scan(&p.ID, &p.Status, &p.Outcome, &p.Verdict, &p.Severity, &causes, &at, &p.Final, &p.Title, &content)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	} else if err != nil {
		return p, fmt.Errorf("address %d: %w", id, err)
	}
	p.At, p.Content, p.Causes = query.Time(at), uint64(content), splitCauses(causes)
	return p, nil
}
