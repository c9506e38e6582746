package record

import (
	"context"
	"database/sql"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// reopen takes back the checks of addresses. What their pages link to stays.
func (b *batch) reopen(addresses []result.ID) error {
	for _, id := range addresses {
		at, err := b.address(id)
		if err != nil {
			return err
		}
		b.counts.Add(at.state.verdict(), -1)
		b.counts.Add(outcome.Unchecked, 1)
		at.state &^= stateVerdict
		b.rows.of(id, at.url).Check(&result.Check{Size: -1}, 0, 0)
	}
	return nil
}

// addFoundAgain stores the new depths of addresses and of the places on them, and
// the new kinds of those that have no check, or whose check has another kind now.
func (b *batch) addFoundAgain(again []result.FoundAgain) error {
	if len(again) == 0 {
		return nil
	}
	page, err := b.tx.Prepare(`UPDATE finding SET depth = ?, kind = CASE WHEN verdict = 0 OR ? THEN ? ELSE kind END WHERE first_scan = ? AND url = ?`)
	if err != nil {
		return err
	}
	defer page.Close()
	places, err := b.tx.Prepare(`UPDATE finding SET depth = ? WHERE first_scan = ? AND url IN (SELECT id FROM url WHERE page = ?)`)
	if err != nil {
		return err
	}
	defer places.Close()
	for _, a := range again {
		at, err := b.address(a.Address)
		if err != nil {
			return err
		}
		if _, err := page.Exec(a.Depth, a.KindOfCheck, string(a.Kind), b.id, int64(at.url)); err != nil {
			return err
		}
		if at.state&statePlaces == 0 {
			continue
		}
		if _, err := places.Exec(a.Depth, b.id, int64(at.url)); err != nil {
			return err
		}
	}
	return nil
}

// Edges calls yield with where addresses of the site lead, those that next
// returns, until it returns none.
func (j *Journal) Edges(ctx context.Context, next func() []result.ID, yield func(result.Edge)) error {
	return j.file.Reading(ctx, "read links back", func(tx *sql.Tx) error {
		ids, err := j.numbers(tx)
		if err != nil {
			return err
		}
		for pages := next(); len(pages) > 0; pages = next() {
			if err := j.edgesOf(tx, pages, ids.Get, yield); err != nil {
				return err
			}
		}
		return nil
	})
}

// edgesOf is Edges for some addresses. number returns the scan's own number of an
// address, 0 if it has none.
func (j *Journal) edgesOf(tx *sql.Tx, pages []result.ID, number func(url uint32) uint32, yield func(result.Edge)) error {
	return query.Each(tx, `SELECT a.id, coalesce(t.url, 0), p.targets FROM json_each(?) j
		CROSS JOIN scan_address a ON a.scan = ? AND a.id = j.value
		CROSS JOIN finding f ON f.first_scan = a.scan AND f.url = a.url
		LEFT JOIN page_version p ON p.id = f.page_version
		LEFT JOIN finding t ON t.first_scan = a.scan AND t.url = f.final AND t.url <> f.url AND t.internal = 1 AND t.document = 1`,
		func(rows *sql.Rows) error {
			var from result.ID
			var final uint32
			var targets sql.RawBytes
			if err := rows.Scan(&from, &final, &targets); err != nil {
				return err
			}
			if to := number(final); to != 0 {
				yield(result.Edge{From: from, To: result.ID(to), IsRedirect: true})
			}
			for t := linkset.Targets(targets); t.Next(); {
				if to := number(t.URL); to != 0 {
					yield(result.Edge{From: from, To: result.ID(to)})
				}
			}
			return nil
		}, query.List(pages), j.id)
}
