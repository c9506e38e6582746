package findings

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"sitewell/storage"
)

// ProblemsOn returns a page of a scan and the problems that it links to, places on pages
// that are missing among them, in order of ID. ErrNotFound where the scan has no such
// address.
func (l *Links) ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) (ids []storage.URLID, err error) {
	err = Viewing(ctx, l.file, "find problems of a page", scan, func(tx *sql.Tx, v *View) error {
		where, args := v.Where()
		var version int64
		err := tx.QueryRow(`SELECT coalesce(f.page_version, 0) FROM finding f WHERE `+where+` AND f.url = ?`, append(args, int64(page))...).Scan(&version)
		if err != nil {
			return fmt.Errorf("address %d: %w", page, err)
		}
		wanted := map[storage.URLID]bool{page: true}
		if version != 0 {
			links, err := newLinkReader(tx).read(version, nil)
			if err != nil {
				return err
			}
			places, err := v.AllPlaces(tx)
			if err != nil {
				return err
			}
			for i := range links {
				wanted[storage.URLID(links[i].Target)] = true
				if id := places[Place{Page: links[i].Target, Fragment: links[i].Fragment}]; links[i].Fragment != "" && id != 0 {
					wanted[id] = true
				}
			}
		}
		problems := map[storage.URLID]bool{page: true}
		if err := v.holding(tx, slices.Collect(maps.Keys(wanted)), `f.verdict IN `+ProblemVerdicts, problems); err != nil {
			return err
		}
		ids = slices.Sorted(maps.Keys(problems))
		return nil
	})
	return ids, err
}
