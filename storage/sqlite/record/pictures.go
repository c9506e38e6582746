package record

import (
	"database/sql"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// addPictures stores pictures of pages, as long as there is room for them.
func (b *batch) addPictures(pictures []result.Picture) error {
	for i := range pictures {
		p := &pictures[i]
		at, err := b.address(p.Address)
		if err != nil {
			return err
		}
		if _, err := b.tx.Exec(`INSERT OR REPLACE INTO picture (scan, url, taken, by_hand, status, shown, title, data)
			SELECT ?1, ?2, ?3, 0, ?4, '', '', ?5 FROM (SELECT count(*) AS n, coalesce(sum(length(data)), 0) AS bytes FROM picture WHERE scan = ?1 AND url <> ?2)
			WHERE n < ?6 AND bytes + length(?5) <= ?7`,
			b.id, int64(at.url), query.Millis(p.At), p.Status, p.JPEG, storage.MaxPictures, storage.MaxPictureBytes); err != nil {
			return err
		}
	}
	return nil
}

// dropPictures deletes those pictures that the scan took of pages which, as it turned out,
// are no problem and have none.
func dropPictures(tx *sql.Tx, scan storage.ScanID) error {
	pages := make(map[int64]bool) // whether their pictures are kept
	err := query.Each(tx, `SELECT p.url FROM picture p WHERE p.scan = ? AND p.by_hand = 0`, func(rows *sql.Rows) error {
		var url int64
		err := rows.Scan(&url)
		pages[url] = false
		return err
	}, scan)
	if err != nil || len(pages) == 0 {
		return err
	}
	problems := make(map[uint32]bool)
	err = query.Each(tx, `SELECT f.url, coalesce(u.page, f.url) FROM finding f JOIN url u ON u.id = f.url WHERE f.first_scan = ? AND f.verdict IN (2, 3, 4)`, func(rows *sql.Rows) error {
		var url, page uint32
		err := rows.Scan(&url, &page)
		problems[url], problems[page] = true, true
		return err
	}, scan)
	if err != nil {
		return err
	}
	err = query.Each(tx, `SELECT p.url, v.targets FROM picture p JOIN finding f ON f.first_scan = p.scan AND f.url = p.url
		LEFT JOIN page_version v ON v.id = f.page_version WHERE p.scan = ? AND p.by_hand = 0`, func(rows *sql.Rows) error {
		var url int64
		var targets sql.RawBytes
		if err := rows.Scan(&url, &targets); err != nil {
			return err
		}
		keep := problems[uint32(url)]
		for t := linkset.Targets(targets); t.Next() && !keep; {
			keep = problems[t.URL]
		}
		pages[url] = keep
		return nil
	}, scan)
	if err != nil {
		return err
	}
	for url, keep := range pages {
		if keep {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM picture WHERE scan = ? AND url = ?`, scan, url); err != nil {
			return err
		}
	}
	return nil
}
