package record

import (
	"context"
	"database/sql"
	"math"

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
		if err := countLinks(ctx, tx, w.id, countedProblems); err != nil {
			return err
		}
		w.counted = true
		_, err := tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, w.id)
		return err
	})
}

// countedProblems is the number of problems whose links are read together. What
// is remembered of these takes about 100 bytes each, so that a scan with more of
// them reads the links once more instead.
const countedProblems = 200_000

// countLinks counts the links of a scan that is not folded, those to as many
// problems as most at once.
func countLinks(ctx context.Context, tx *sql.Tx, scan storage.ScanID, most int) error {
	s, err := findings.ScanByID(tx, scan)
	if err != nil {
		return err
	}
	for after := uint32(0); after < math.MaxUint32; {
		c, err := findings.ViewOf(s).CountLinks(ctx, tx, after, most)
		if err != nil {
			return err
		}
		if err := saveLinks(ctx, c, tx, scan, after); err != nil {
			return err
		}
		after = c.Last
	}
	return nil
}

// savedRows is how many rows are compared with what is stored together.
const savedRows = 4096

// saveLinks stores what differs from what is stored of the addresses after one,
// up to the last whose links were read.
func saveLinks(ctx context.Context, c *findings.LinkCount, tx *sql.Tx, scan storage.ScanID, after uint32) error {
	update, err := tx.Prepare(`UPDATE OR FAIL finding SET pages = ?, navigation = ?, link_text = ? WHERE first_scan = ? AND url = ?`)
	if err != nil {
		return err
	}
	defer update.Close()
	for last, more := after, true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		changed := make([]counted, 0, savedRows)
		rows := 0
		err := query.Each(tx, `SELECT url, pages, navigation, link_text FROM finding WHERE first_scan = ? AND url > ? AND url <= ? ORDER BY url LIMIT ?`, func(r *sql.Rows) error {
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
		}, scan, int64(last), int64(c.Last), savedRows)
		if err != nil {
			return err
		}
		for _, n := range changed {
			if _, err := update.Exec(n.pages, n.navigation, n.text, scan, int64(n.url)); err != nil {
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
