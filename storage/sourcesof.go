package storage

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/scanner/result"
)

// SourcesOf gives, for each of many addresses, the first links to it in order
// of page and place on it: at most limit for each. It looks once at where the
// links of every page lead, and reads the pages whose links are wanted, so asking
// for many addresses together costs little more than asking for one; see
// Sources for what counts as a link to an address.
func (db *DB) SourcesOf(ctx context.Context, scan int64, ids []result.ID, limit int) (sources map[result.ID][]Source, err error) {
	sources = make(map[result.ID][]Source, len(ids))
	err = db.viewing(ctx, "read sources", scan, func(tx *sql.Tx, v *view) error {
		rows := make([]uint32, len(ids))
		targets := make(map[uint32]result.ID, len(ids)) // by the number of the text
		for i, id := range ids {
			if !v.has(id) {
				return fmt.Errorf("address %d: %w", id, ErrNotFound)
			}
			rows[i] = uint32(id - 1)
			targets[v.url.of(id)] = id
		}
		left := v.bitSetOf(rows) // with room for more links
		names := v.names()
		var wanted []link
		var owners [][2]result.ID // of each wanted link: its address, and its fragment
		return v.eachPage(ctx, tx, pageWalk{pages: v.inOrder(), wants: left.wants, ready: names.ready(tx)}, func(page result.ID, links []link) error {
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
						if sources[id] = append(sources[id], row); len(sources[id]) == limit {
							left.remove(v.url.of(id))
						}
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
