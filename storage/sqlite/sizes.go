package sqlite

import (
	"context"
	"database/sql"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// sizeQueries return sites, each with about how many bytes rows take that its scans use. What
// several of its scans share counts once; what sites share counts for each.
var sizeQueries = []string{
	`SELECT s.site, sum(60 + length(f.title) + length(f.link_text) + length(f.reason) + length(f.content_type) + length(f.causes))
		FROM scan s CROSS JOIN finding f ON f.first_scan = s.id GROUP BY s.site`,
	`SELECT d.site, sum(40 + length(p.linkset) + length(p.targets)) FROM (SELECT DISTINCT s.site, f.page_version AS id FROM scan s
		CROSS JOIN finding f INDEXED BY finding_links ON f.first_scan = s.id AND f.page_version IS NOT NULL) d CROSS JOIN page_version p ON p.id = d.id GROUP BY d.site`,
	`SELECT d.site, sum(20 + length(e.data)) FROM (SELECT DISTINCT s.site, f.evidence AS id FROM scan s
		CROSS JOIN finding f ON f.first_scan = s.id WHERE f.evidence IS NOT NULL) d CROSS JOIN evidence e ON e.id = d.id GROUP BY d.site`,
	`SELECT s.site, sum(60 + length(p.data)) FROM scan s CROSS JOIN picture p ON p.scan = s.id GROUP BY s.site`,
	`SELECT d.site, sum(20 + 2 * length(u.text)) FROM (SELECT DISTINCT s.site, f.url AS id FROM scan s
		CROSS JOIN finding f ON f.first_scan = s.id) d CROSS JOIN url u ON u.id = d.id GROUP BY d.site`,
}

// SiteSizes returns about how many bytes of the file each site with scans takes; together they
// take all of it. It reads all findings, so it takes a second where there are a million.
func (db *DB) SiteSizes(ctx context.Context) (map[storage.SiteID]int64, error) {
	rows, total := make(map[storage.SiteID]int64), int64(0)
	err := db.file.Reading(ctx, "size of sites", func(tx *sql.Tx) error {
		for _, q := range sizeQueries {
			err := query.Each(tx, q, func(r *sql.Rows) error {
				var site storage.SiteID
				var bytes int64
				err := r.Scan(&site, &bytes)
				rows[site] += bytes
				total += bytes
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	size := float64(db.Size())
	for site, bytes := range rows {
		rows[site] = int64(size * float64(bytes) / float64(total))
	}
	return rows, err
}
