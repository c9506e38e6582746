package record

import (
	"context"
	"database/sql"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// CountLinks stores what only all links of the scan together tell: how many
// pages link to each address and, of problems, whether a link to it is in a
// header or a menu, and what the links say. Until then rows are sorted by, and
// found by, what was stored the last time; how many pages link to a row is
// counted whenever somebody reads it. Finish does it where nobody did.
func (w *Writer) CountLinks(ctx context.Context) error {
	return w.store(ctx, "count links", func(tx *sql.Tx) error {
		if w.counted {
			return nil
		}
		if err := countLinks(ctx, tx, w.id); err != nil {
			return err
		}
		w.counted = true
		_, err := tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, w.id)
		return err
	})
}

// countLinks counts the links of a scan that is not folded.
func countLinks(ctx context.Context, tx *sql.Tx, scan storage.ScanID) error {
	s, err := findings.ScanByID(tx, scan)
	if err != nil {
		return err
	}
	c, err := findings.ViewOf(s).CountLinks(ctx, tx)
	if err != nil {
		return err
	}
	return saveLinks(ctx, c, tx, scan)
}

// savedRows is how many rows are compared with what is stored together.
const savedRows = 4096

// saveLinks stores what differs from what is stored.
func saveLinks(ctx context.Context, c *findings.LinkCount, tx *sql.Tx, scan storage.ScanID) error {
	update, err := tx.PrepareContext(ctx, `UPDATE OR FAIL finding SET pages = ?, navigation = ?, link_text = ? WHERE first_scan = ? AND url = ?`)
	if err != nil {
		return err
	}
	defer update.Close()
	for last, more := uint32(0), true; more; {
		changed := make([]counted, 0, savedRows)
		rows := 0
		err := query.Each(tx, `SELECT url, pages, navigation, link_text FROM finding WHERE first_scan = ? AND url > ? ORDER BY url LIMIT ?`, func(r *sql.Rows) error {
			var old counted
			if err := r.Scan(&old.url, &old.pages, &old.navigation, &old.text); err != nil {
				return err
			}
			rows++
			last = old.url
			if now := countedOf(c, old.url); now != old {
				changed = append(changed, now)
			}
			return nil
		}, scan, int64(last), savedRows)
		if err != nil {
			return err
		}
		for _, n := range changed {
			if _, err := update.ExecContext(ctx, n.pages, n.navigation, n.text, scan, int64(n.url)); err != nil {
				return err
			}
		}
		more = rows == savedRows
	}
	return nil
}

// counted is what is stored of the links to an address.
type counted struct {
	url        uint32
	pages      int64
	navigation bool
	text       string
}

func countedOf(c *findings.LinkCount, url uint32) counted {
	n := counted{url: url, pages: int64(c.Pages.Get(url))}
	seen := c.Problems[url]
	n.navigation, n.text = seen.Navigation, seen.Texts
	return n
}
