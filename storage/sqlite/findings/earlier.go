package findings

import (
	"database/sql"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// earlier returns what was known of an address before it was checked again, oldest
// first.
func (v *View) earlier(tx *sql.Tx, id storage.URLID) (all []storage.EarlierCheck, err error) {
	err = query.Each(tx, `SELECT coalesce(checked_at, 0), verdict, severity, status, outcome, reason FROM earlier_check
		WHERE scan = ? AND url = ? ORDER BY number`, func(rows *sql.Rows) error {
		var c storage.EarlierCheck
		var at int64
		err := rows.Scan(&at, &c.Verdict, &c.Severity, &c.Status, &c.Outcome, &c.Reason)
		c.At = query.Time(at)
		all = append(all, c)
		return err
	}, v.ID, int64(id))
	return all, err
}

// CheckEarlier returns an error that is ErrCorrupt where an earlier check is of an
// address that the scan does not have, or one of them is missing.
func (v *View) CheckEarlier(tx *sql.Tx) error {
	where, args := v.Where()
	return query.Each(tx, `SELECT e.url, count(*), max(e.number), EXISTS (SELECT 1 FROM finding f WHERE f.url = e.url AND `+where+`)
		FROM earlier_check e WHERE e.scan = ? GROUP BY e.url`, func(rows *sql.Rows) error {
		var url, count, last int
		var isFound bool
		if err := rows.Scan(&url, &count, &last, &isFound); err != nil {
			return err
		}
		if !isFound || count != last {
			return fmt.Errorf("%w: address %d has %d earlier checks, the last is number %d", storage.ErrCorrupt, url, count, last)
		}
		return nil
	}, append(args, v.ID)...)
}
