package findings

import (
	"context"
	"database/sql"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// PageFacts returns what pages of the site itself say of themselves in a scan, by their
// IDs; other addresses are left out.
func (r *Reader) PageFacts(ctx context.Context, scan storage.ScanID, ids []storage.URLID) (facts map[storage.URLID]storage.PageFacts, err error) {
	facts = make(map[storage.URLID]storage.PageFacts)
	err = Viewing(ctx, r.file, "read what pages say", scan, func(tx *sql.Tx, v *View) error {
		where, args := v.Where()
		return query.Each(tx, `SELECT f.url, f.title, f.facts FROM finding f WHERE `+where+`
			AND f.url IN (SELECT value FROM json_each(?)) AND f.internal = 1 AND f.facts IS NOT NULL`, func(rows *sql.Rows) error {
			var id storage.URLID
			var text []byte
			f := storage.PageFacts{Known: true}
			if err := rows.Scan(&id, &f.Title, &text); err != nil {
				return err
			}
			if err := UnpackFacts(text, &f); err != nil {
				return err
			}
			facts[id] = f
			return nil
		}, append(args, query.List(ids))...)
	})
	return facts, err
}
