package storage

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Rows gives addresses of a scan by their IDs, in the order asked for.
// ErrNotFound where the scan has no such address.
func (db *DB) Rows(ctx context.Context, scan int64, ids []result.ID) (rows []Row, err error) {
	err = db.viewing(ctx, "read rows", scan, func(tx *sql.Tx, v *view) error {
		rows, _, err = v.rows(ctx, tx, ids)
		return err
	})
	return rows, err
}

// Detail gives everything that is kept of one address.
func (db *DB) Detail(ctx context.Context, scan int64, id result.ID) (d Detail, err error) {
	err = db.viewing(ctx, "read address", scan, func(tx *sql.Tx, v *view) error {
		rows, records, err := v.rows(ctx, tx, []result.ID{id})
		if err != nil {
			return err
		}
		k, err := readEvidence(tx, records[0].evidence)
		d = Detail{Row: rows[0], Notes: k.Notes, Evidence: k.Evidence}
		return err
	})
	return d, err
}

// EachRow gives the addresses of a scan that a filter leaves, in order, with
// the memory of a few. It sees the scan as it is at the start, whatever is
// stored meanwhile. An error ends it.
func (db *DB) EachRow(ctx context.Context, scan int64, f Filter, o Order) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		stopped := false
		err := db.viewing(ctx, "read rows", scan, func(tx *sql.Tx, v *view) error {
			ids, err := v.rowIDs(ctx, tx, f, o)
			if err != nil {
				return err
			}
			for part := range slices.Chunk(ids, lookupSize) {
				rows, _, err := v.rows(ctx, tx, part)
				if err != nil {
					return err
				}
				for _, r := range rows {
					if stopped = !yield(r, nil); stopped {
						return nil
					}
				}
			}
			return nil
		})
		if err != nil && !stopped {
			yield(Row{}, err)
		}
	}
}

// addresses gives addresses with their texts, in the order asked for.
func (v *view) addresses(tx *sql.Tx, ids []result.ID) ([]result.Address, error) {
	urls := make([]uint32, len(ids))
	for i, id := range ids {
		if !v.has(id) {
			return nil, fmt.Errorf("address %d: %w", id, ErrNotFound)
		}
		urls[i] = v.url[id-1]
	}
	texts, err := urlTexts(tx, urls)
	if err != nil {
		return nil, err
	}
	all := make([]result.Address, len(ids))
	for i, id := range ids {
		all[i] = v.address(id, texts[urls[i]])
	}
	return all, nil
}

func (v *view) address(id result.ID, text string) result.Address {
	a := result.Address{
		ID:       id,
		URL:      text,
		Base:     result.ID(v.base[id-1]),
		Internal: v.flags[id-1]&flagInternal != 0,
		Kind:     v.kinds[v.kind[id-1]],
		Depth:    int(v.depth[id-1]),
	}
	if a.Base != 0 {
		_, a.Fragment, _ = strings.Cut(text, "#")
	}
	return a
}

// rows gives addresses with all that tables show, and their records.
func (v *view) rows(ctx context.Context, tx *sql.Tx, ids []result.ID) ([]Row, []record, error) {
	sources, err := v.countSources(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	records, err := v.records(tx, ids)
	if err != nil {
		return nil, nil, err
	}
	factIDs := make([]uint32, len(ids))
	for i := range records {
		factIDs[i] = records[i].fact
	}
	facts, err := readFacts(tx, factIDs)
	if err != nil {
		return nil, nil, err
	}
	urls := make([]uint32, 0, len(ids))
	for i := range records {
		r := &records[i]
		urls = append(urls, r.url, facts[r.fact].final)
		if r.base != 0 {
			urls = append(urls, v.url[r.base-1])
		}
	}
	texts, err := urlTexts(tx, urls)
	if err != nil {
		return nil, nil, err
	}
	rows := make([]Row, len(ids))
	for i, id := range ids {
		r := &records[i]
		rows[i] = Row{Address: v.address(id, texts[r.url]), Sources: int(sources[id-1])}
		if r.answer == 0 {
			continue
		}
		v.fill(&rows[i], r, facts[r.fact], texts)
	}
	return rows, records, nil
}

// fill adds what the check of an address found.
func (v *view) fill(row *Row, r *record, f fact, texts map[uint32]string) {
	a := v.answers[v.answer[row.ID-1]]
	row.Status, row.Outcome, row.Verdict, row.Severity = a.status, a.outcome, a.verdict, a.severity
	row.ContentType, row.Reason = a.typ, a.reason
	row.Title, row.Size = f.title, r.size
	if r.fact != 0 {
		row.Size = f.size
	}
	row.Took = time.Duration(r.took) * time.Millisecond
	row.At = fromMillis(v.scan.Began.UnixMilli() + r.at)
	switch {
	case r.flags&flagFinalSelf != 0:
		row.Final = texts[r.url]
	case r.flags&flagFinalBase != 0:
		row.Final = texts[v.url[r.base-1]]
	default:
		row.Final = texts[f.final]
	}
}

// records gives the records of addresses, in the order asked for.
func (v *view) records(tx *sql.Tx, ids []result.ID) ([]record, error) {
	byBlock := make(map[uint32][]int)
	for i, id := range ids {
		if !v.has(id) {
			return nil, fmt.Errorf("address %d: %w", id, ErrNotFound)
		}
		number, _ := blockOf(id)
		byBlock[uint32(number)] = append(byBlock[uint32(number)], i)
	}
	numbers := make([]uint32, 0, len(byBlock))
	for n := range byBlock {
		numbers = append(numbers, n)
	}
	records := make([]record, len(ids))
	var b block
	var s squeeze
	query := fmt.Sprintf(`SELECT b.id, b.data FROM json_each(?) j CROSS JOIN block b ON b.id = j.value + %d`, rowOf(v.scan.ID, 0))
	slices.Sort(numbers)
	err := eachRow(tx, query, numbers, func(rows *sql.Rows) error {
		var id int64
		var data sql.RawBytes
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		if _, err := b.decode(data, &s); err != nil {
			return err
		}
		for _, i := range byBlock[uint32(partOf(id))] {
			_, at := blockOf(ids[i])
			records[i] = b[at]
		}
		return nil
	})
	return records, err
}

// verdict gives what an address was found to be.
func (v *view) verdict(id result.ID) outcome.Verdict { return v.answers[v.answer[id-1]].verdict }
