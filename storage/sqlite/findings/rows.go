package findings

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// RowIDs returns the IDs of the addresses of a scan that a filter leaves, in
// order. Rows returns what they hold.
func (r *Reader) RowIDs(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) (ids []storage.URLID, err error) {
	err = Viewing(ctx, r.file, "find rows", scan, func(tx *sql.Tx, v *View) error {
		q, err := r.marks.filtered(ctx, tx, v, f)
		switch {
		case err != nil:
		case o.By == storage.ByProblemLinks:
			ids, err = r.byProblemLinks(ctx, tx, v, q, o)
		default:
			ids, err = q.rowIDs(tx, o)
		}
		return err
	})
	return ids, err
}

// Rows returns addresses of a scan by their IDs, in the order asked for.
// ErrNotFound where the scan has no such address.
func (r *Reader) Rows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) (rows []storage.Row, err error) {
	err = Viewing(ctx, r.file, "read rows", scan, func(tx *sql.Tx, v *View) error {
		marked, err := r.marks.Scan(ctx, tx, v)
		if err != nil {
			return err
		}
		rows, err = v.rows(ctx, tx, ids)
		marked.fill(rows)
		return err
	})
	return rows, err
}

// Detail returns everything that is kept of one address.
func (r *Reader) Detail(ctx context.Context, scan storage.ScanID, id storage.URLID) (d storage.Detail, err error) {
	err = Viewing(ctx, r.file, "read address", scan, func(tx *sql.Tx, v *View) error {
		marked, err := r.marks.Scan(ctx, tx, v)
		if err != nil {
			return err
		}
		rows, err := v.rows(ctx, tx, []storage.URLID{id})
		if err != nil {
			return err
		}
		marked.fill(rows)
		where, args := v.Where()
		var evidence int64
		err = tx.QueryRow(`SELECT coalesce(f.evidence, 0) FROM finding f WHERE `+where+` AND f.url = ?`, append(args, int64(id))...).Scan(&evidence)
		if err != nil {
			return err
		}
		k, err := readEvidence(tx, evidence)
		if err != nil {
			return err
		}
		d = storage.Detail{Row: rows[0], Notes: k.Notes, Evidence: k.Evidence}
		d.Earlier, err = v.earlier(tx, id)
		return err
	})
	return d, err
}

// IDOf returns the ID of an address by its text, or ErrNotFound where the scan
// does not have it.
func (r *Reader) IDOf(ctx context.Context, scan storage.ScanID, address string) (id storage.URLID, err error) {
	err = Viewing(ctx, r.file, "find address", scan, func(tx *sql.Tx, v *View) error {
		where, args := v.Where()
		return tx.QueryRow(`SELECT f.url FROM url u CROSS JOIN finding f ON f.url = u.id AND `+where+` WHERE u.text = ?`, append(args, address)...).Scan(&id)
	})
	return id, err
}

// EachRow yields the addresses of a scan that a filter leaves, in order, with
// the memory of their numbers and a few rows. It sees the scan as it is at the
// start, whatever is stored meanwhile. An error ends it.
func (r *Reader) EachRow(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) iter.Seq2[storage.Row, error] {
	return query.Stream(func(yield func(storage.Row) bool) error {
		return Viewing(ctx, r.file, "read rows", scan, func(tx *sql.Tx, v *View) error {
			q, err := r.marks.filtered(ctx, tx, v, f)
			if err != nil {
				return err
			}
			all, err := q.rowIDs(tx, o)
			if err != nil {
				return err
			}
			marked, err := r.marks.Scan(ctx, tx, v)
			if err != nil {
				return err
			}
			pages, err := v.CountPages(ctx, tx)
			if err != nil {
				return err
			}
			return query.InParts(all, func(part []storage.URLID) ([]storage.Row, error) {
				rows, err := v.rowsWith(tx, part, pages)
				marked.fill(rows)
				return rows, err
			}, yield)
		})
	})
}

// rows returns addresses with all that tables show.
func (v *View) rows(ctx context.Context, tx *sql.Tx, ids []storage.URLID) ([]storage.Row, error) {
	pages, err := v.CountPages(ctx, tx)
	if err != nil {
		return nil, err
	}
	return v.rowsWith(tx, ids, pages)
}

// rowsWith is rows with what countPages returned.
func (v *View) rowsWith(tx *sql.Tx, ids []storage.URLID, pages *urlid.Map[uint32]) ([]storage.Row, error) {
	rows := make([]storage.Row, 0, len(ids))
	for part := range slices.Chunk(ids, query.LookupSize) {
		there, err := v.rowsByID(tx, part)
		if err != nil {
			return nil, err
		}
		for _, id := range part {
			r, ok := there[id]
			if !ok {
				return nil, fmt.Errorf("address %d: %w", id, storage.ErrNotFound)
			}
			if pages != nil {
				r.Sources = int(pages.Get(uint32(id)))
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func (v *View) rowsByID(tx *sql.Tx, ids []storage.URLID) (map[storage.URLID]storage.Row, error) {
	there := make(map[storage.URLID]storage.Row, len(ids))
	where, args := v.Where()
	err := query.Each(tx, `SELECT f.url, `+rowColumns+` FROM json_each(?) j CROSS JOIN finding f ON f.url = j.value AND `+where+`
		CROSS JOIN url u ON u.id = f.url LEFT JOIN url x ON x.id = f.final`, func(rows *sql.Rows) error {
		r, err := readRow(rows)
		there[r.ID] = r
		return err
	}, append([]any{query.List(ids)}, args...)...)
	return there, err
}

// EachAddress yields the addresses that a filter leaves, whatever it says of marks,
// in no order, a million in about a second. An error ends it.
func (r *Reader) EachAddress(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.Found, error] {
	return query.Stream(func(yield func(storage.Found) bool) error {
		return Viewing(ctx, r.file, "read addresses", scan, func(tx *sql.Tx, v *View) error {
			q := v.query(f)
			q.joinURL = true
			var r foundReader
			return query.Stoppable(query.Each(tx, `SELECT f.url, u.text, f.internal, f.kind, f.outcome, f.verdict, f.title, f.content FROM `+q.from(), func(rows *sql.Rows) error {
				a, err := r.read(rows)
				if err != nil {
					return err
				}
				return query.GoOn(yield(a))
			}, q.args...))
		})
	})
}

// foundReader reads addresses, a million in a second: into the types that the
// driver has, since database/sql is slow to convert to others, and always into
// the same variables.
type foundReader struct {
	id, internal, verdict, content any
	url, kind, outcome, title      string
	into                           []any
}

func (r *foundReader) read(rows *sql.Rows) (a storage.Found, err error) {
	if r.into == nil {
		r.into = []any{&r.id, &r.url, &r.internal, &r.kind, &r.outcome, &r.verdict, &r.title, &r.content}
	}
	if err := rows.Scan(r.into...); err != nil {
		return a, err
	}
	integer := func(v any) int64 { n, _ := v.(int64); return n }
	return storage.Found{
		ID: storage.URLID(integer(r.id)), URL: r.url, Internal: integer(r.internal) != 0, Kind: result.Kind(r.kind), Outcome: outcome.Key(r.outcome),
		Verdict: outcome.Verdict(integer(r.verdict)), Title: r.title, Content: uint64(integer(r.content)),
	}, nil
}

// EachAnswered yields the addresses that a filter leaves, whatever it says of marks,
// with how they answered, in no order. An error ends it.
func (r *Reader) EachAnswered(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.Answered, error] {
	return query.Stream(func(yield func(storage.Answered) bool) error {
		return Viewing(ctx, r.file, "read addresses", scan, func(tx *sql.Tx, v *View) error {
			q := v.query(f)
			q.joinURL = true
			return query.Stoppable(query.Each(tx, `SELECT u.text, f.outcome FROM `+q.from(), func(rows *sql.Rows) error {
				var a storage.Answered
				if err := rows.Scan(&a.URL, &a.Outcome); err != nil {
					return err
				}
				return query.GoOn(yield(a))
			}, q.args...))
		})
	})
}
