package salvage

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
)

// urlsFromIndexes copies addresses once more, from the indexes, which have all
// that the table has.
func (c *copier) urlsFromIndexes() error {
	for _, order := range []string{"", " DESC"} {
		err := c.each(`SELECT id, text FROM url INDEXED BY sqlite_autoindex_url_1 ORDER BY text`+order,
			`INSERT OR IGNORE INTO url (id, text) VALUES (?, ?)`)
		if err != nil {
			return err
		}
		err = c.each(`SELECT page, id FROM url INDEXED BY url_page WHERE page IS NOT NULL ORDER BY page`+order,
			`UPDATE url SET page = ? WHERE id = ?`)
		if err != nil {
			return err
		}
	}
	return nil
}

// each runs a statement with each pair of values of a query, until one can't be read.
func (c *copier) each(from, statement string) error {
	rows, err := c.old.QueryContext(c.ctx, from)
	if err != nil {
		return c.unreadable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b any
		if err := rows.Scan(&a, &b); err != nil {
			return c.unreadable(err)
		}
		if _, err := c.tx.Exec(statement, a, b); err != nil {
			return err
		}
	}
	return c.unreadable(rows.Err())
}

// keepConstants puts back what the migrations put into the tables of words, where it
// could not be read.
func keepConstants(tx *sql.Tx) error {
	for _, statement := range []string{
		`INSERT OR IGNORE INTO verdict VALUES (0, 'unchecked'), (1, 'works'), (2, 'warning'), (3, 'cant-verify'), (4, 'broken'), (5, 'skipped')`,
		`INSERT OR IGNORE INTO severity VALUES (0, 'none'), (1, 'minor'), (2, 'moderate'), (3, 'serious'), (4, 'critical')`,
		`INSERT OR IGNORE INTO scan_state VALUES (0, 'interrupted'), (1, 'stopped'), (2, 'complete')`,
		`UPDATE evidence SET used = 0 WHERE used <> 0`,
		`INSERT INTO sweep SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM sweep)`,
	} {
		if _, err := tx.Exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// Repair lets nothing refer to rows that are lost.
func Repair(ctx context.Context, tx *sql.Tx) error {
	if err := dropUnreadable(ctx, tx); err != nil {
		return err
	}
	const next = `(SELECT min(n.id) FROM scan f JOIN scan n ON n.site = f.site AND n.folded = 1 AND n.id > finding.until_scan WHERE f.id = finding.first_scan)`
	for _, statement := range []string{
		`INSERT INTO site (id, name, client, start, created, settings)
			SELECT site, '', '', min(start), min(began), '{}' FROM scan WHERE site NOT IN (SELECT id FROM site) GROUP BY site`,
		`DELETE FROM finding WHERE first_scan NOT IN (SELECT id FROM scan)`,
		`UPDATE finding SET until_scan = ` + next + ` WHERE until_scan NOT IN (SELECT id FROM scan)`,
		`DELETE FROM url WHERE page NOT IN (SELECT id FROM url)`,
		`DELETE FROM finding WHERE url NOT IN (SELECT id FROM url)`,
		`DELETE FROM finding WHERE verdict NOT IN (SELECT id FROM verdict) OR severity NOT IN (SELECT id FROM severity)`,
		`UPDATE finding SET final = NULL WHERE final NOT IN (SELECT id FROM url)`,
		`UPDATE finding SET page_version = NULL WHERE page_version NOT IN (SELECT id FROM page_version)`,
		`UPDATE finding SET evidence = NULL WHERE evidence NOT IN (SELECT id FROM evidence)`,
		`DELETE FROM scan_address WHERE scan NOT IN (SELECT id FROM scan) OR url NOT IN (SELECT id FROM url)`,
		`DELETE FROM scan_anchors WHERE scan NOT IN (SELECT id FROM scan)`,
		`DELETE FROM scan_place WHERE scan NOT IN (SELECT id FROM scan) OR url NOT IN (SELECT id FROM url)`,
		`DELETE FROM picture WHERE scan NOT IN (SELECT id FROM scan) OR url NOT IN (SELECT id FROM url)`,
		`DELETE FROM site_brand WHERE site NOT IN (SELECT id FROM site) OR brand NOT IN (SELECT id FROM brand)`,
	} {
		if _, err := tx.Exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return ctx.Err()
}

// dropUnreadable deletes page versions and evidence whose bytes are damaged, and page
// versions with links to addresses that are lost.
func dropUnreadable(ctx context.Context, tx *sql.Tx) error {
	known := make(map[uint32]bool)
	err := query.Each(tx, `SELECT id FROM url`, func(rows *sql.Rows) error {
		var id uint32
		err := rows.Scan(&id)
		known[id] = true
		return err
	})
	if err != nil {
		return err
	}
	var bad []int64
	var packer linkset.Packer
	var links []linkset.Link
	err = query.Each(tx, `SELECT id, linkset FROM page_version`, func(rows *sql.Rows) error {
		var id int64
		var packed []byte
		if err := rows.Scan(&id, &packed); err != nil {
			return err
		}
		raw, err := packer.Unpack(packed)
		if err == nil {
			links, err = linkset.Decode(links[:0], raw, nil)
		}
		for i := range links {
			if err != nil || !known[links[i].Target] {
				bad = append(bad, id)
				return ctx.Err()
			}
		}
		if err != nil {
			bad = append(bad, id)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM page_version WHERE id IN (SELECT value FROM json_each(?))`, query.List(bad)); err != nil {
		return err
	}
	damaged, err := findings.DamagedEvidence(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM evidence WHERE id IN (SELECT value FROM json_each(?))`, query.List(damaged))
	return err
}

// FillIn adds the addresses that pages of a scan link to and of which the finding is
// lost: they are unchecked.
func FillIn(ctx context.Context, tx *sql.Tx, scan findings.ScanRow) error {
	v := findings.ViewOf(scan)
	there := make(map[uint32]bool)
	where, args := v.Where()
	err := query.Each(tx, `SELECT f.url FROM finding f WHERE `+where, func(rows *sql.Rows) error {
		var id uint32
		err := rows.Scan(&id)
		there[id] = true
		return err
	}, args...)
	if err != nil {
		return err
	}
	var missing []uint32
	err = v.EachVersion(ctx, tx, func(p *findings.PageVersion, _ findings.ReadLinks) error {
		for t := linkset.Targets(p.Targets); t.Next(); {
			if !there[t.URL] {
				there[t.URL] = true
				missing = append(missing, t.URL)
			}
		}
		return nil
	})
	if err != nil || len(missing) == 0 {
		return err
	}
	var next storage.ScanID
	if scan.Folded {
		if next, err = record.NextFolded(tx, scan.Site, scan.ID); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`INSERT OR IGNORE INTO finding (first_scan, url, until_scan, verdict, internal, depth, kind)
		SELECT ?1, u.id, ?2, 0, substr(u.text, 1, length(?3)) = ?3, 0, 'page' FROM json_each(?4) j JOIN url u ON u.id = j.value`,
		scan.ID, query.Null(next), scan.Start, query.List(missing))
	return err
}

// SaveCounts stores the numbers of a scan. How many pages link to each of its
// addresses is counted again whenever somebody reads it.
func SaveCounts(tx *sql.Tx, scan findings.ScanRow, c storage.Counts) error {
	if err := record.SaveCounts(tx, scan.ID, scan.Revision, c); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE scan SET counted = 0 WHERE id = ?`, scan.ID)
	return err
}
