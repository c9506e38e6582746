package storage

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/scanner/result"
)

// SourcesOf gives, for each of many addresses, the first links to it in order
// of page and place on it: at most limit for each. It reads every page of the
// scan once, so asking for some thousand addresses together costs as much as
// asking for one; see Sources for what counts as a link to an address.
func (db *DB) SourcesOf(ctx context.Context, scan int64, ids []result.ID, limit int) (sources map[result.ID][]Source, err error) {
	sources = make(map[result.ID][]Source, len(ids))
	err = db.viewing(ctx, "read sources", scan, func(tx *sql.Tx, v *view) error {
		targets := make(map[uint32]result.ID, len(ids)) // by the number of the text
		for _, id := range ids {
			if !v.has(id) {
				return fmt.Errorf("address %d: %w", id, ErrNotFound)
			}
			targets[v.url.of(id)] = id
		}
		names := v.names()
		var wanted []link
		var owners [][2]result.ID // of each wanted link: its address, and its fragment
		return v.eachPage(ctx, tx, v.inOrder(), func(page result.ID, links []link) error {
			wanted, owners = wanted[:0], owners[:0]
			for _, l := range links {
				at, frag := room(sources, targets[l.page], limit), room(sources, targets[l.frag], limit)
				if at != 0 || frag != 0 {
					wanted, owners = append(wanted, l), append(owners, [2]result.ID{at, frag})
				}
			}
			rows, err := names.sources(tx, page, wanted)
			for i, row := range rows {
				for _, id := range owners[i] {
					if id = room(sources, id, limit); id != 0 {
						sources[id] = append(sources[id], row)
					}
				}
			}
			return err
		})
	})
	return sources, err
}

// room gives an address back that has fewer links than limit, else 0.
func room(sources map[result.ID][]Source, id result.ID, limit int) result.ID {
	if id == 0 || len(sources[id]) >= limit {
		return 0
	}
	return id
}
