package findings

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// Ledger returns the ledger of a scan, or ErrNotFound.
func (r *Reader) Ledger(ctx context.Context, scan storage.ScanID) (l storage.Ledger, err error) {
	err = Viewing(ctx, r.file, "account for addresses", scan, func(tx *sql.Tx, v *View) error {
		l.Omitted, l.PlacesChecked, l.PlaceProblems = v.Counts.Omitted, v.Counts.PlacesChecked, v.Counts.PlaceProblems
		where, args := v.Where()
		var wholeSite int // which is no place
		err := tx.QueryRow(`SELECT count(*) FROM url u CROSS JOIN finding f ON f.url = u.id WHERE u.page IS NOT NULL AND substr(u.text, -?) = ? AND f.verdict IN `+ProblemVerdicts+` AND `+where,
			append([]any{len(result.WholeSite) + 1, "#" + result.WholeSite}, args...)...).Scan(&wholeSite)
		if err != nil {
			return err
		}
		l.PlaceProblems -= wholeSite
		return query.Each(tx, `SELECT f.verdict, CASE f.verdict WHEN 5 THEN f.outcome END AS o, f.verdict = 5 AND f.outcome = ? AND f.internal AS i, count(*)
			FROM finding f WHERE `+where+` AND f.url NOT IN (SELECT id FROM url WHERE page IS NOT NULL) GROUP BY f.verdict, o, i`, func(rows *sql.Rows) error {
			var verdict outcome.Verdict
			var key sql.NullString
			var internal bool
			var n int
			if err := rows.Scan(&verdict, &key, &internal, &n); err != nil {
				return err
			}
			l.Found += n
			switch verdict {
			case outcome.Unchecked:
				l.Waiting += n
			case outcome.Skipped:
				l.Skipped = append(l.Skipped, storage.Skipped{Outcome: outcome.Key(key.String), Internal: internal, Count: n})
			default:
				l.Checked += n
			}
			return nil
		}, append([]any{string(outcome.Excluded)}, args...)...)
	})
	slices.SortFunc(l.Skipped, func(a, b storage.Skipped) int {
		// Of equal ones the site's own come before those of others.
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Outcome, b.Outcome), query.Int(b.Internal)-query.Int(a.Internal))
	})
	return l, err
}

// StatusCounts returns how many addresses of a scan answered with which status;
// 0 stands for those that gave none. What waits or was skipped is left out,
// since nobody asked it.
func (r *Reader) StatusCounts(ctx context.Context, scan storage.ScanID) (counts map[int]int, err error) {
	counts = make(map[int]int)
	err = Viewing(ctx, r.file, "count statuses", scan, func(tx *sql.Tx, v *View) error {
		where, args := v.Where()
		return query.Each(tx, `SELECT f.status, count(*) FROM finding f WHERE `+where+` AND f.verdict NOT IN (0, 5) GROUP BY f.status`, func(rows *sql.Rows) error {
			var status, n int
			err := rows.Scan(&status, &n)
			counts[status] = n
			return err
		}, args...)
	})
	return counts, err
}

// KindCounts returns how many addresses of a scan are of which kind.
func (r *Reader) KindCounts(ctx context.Context, scan storage.ScanID) (counts map[result.Kind]storage.KindCount, err error) {
	counts = make(map[result.Kind]storage.KindCount)
	err = Viewing(ctx, r.file, "count kinds", scan, func(tx *sql.Tx, v *View) error {
		where, args := v.Where()
		return query.Each(tx, `SELECT f.kind, count(*), sum(f.verdict IN `+ProblemVerdicts+`) FROM finding f WHERE `+where+` GROUP BY f.kind`, func(rows *sql.Rows) error {
			var kind result.Kind
			var n storage.KindCount
			err := rows.Scan(&kind, &n.All, &n.Problems)
			counts[kind] = n
			return err
		}, args...)
	})
	return counts, err
}

// ProblemCounts returns how many problems of a scan have which outcome.
func (r *Reader) ProblemCounts(ctx context.Context, scan storage.ScanID) (counts map[outcome.Key]int, err error) {
	counts = make(map[outcome.Key]int)
	err = Viewing(ctx, r.file, "count outcomes", scan, func(tx *sql.Tx, v *View) error {
		where, args := v.Where()
		return query.Each(tx, `SELECT f.outcome, count(*) FROM finding f WHERE `+where+` AND f.verdict IN (2, 3, 4) GROUP BY f.outcome`, func(rows *sql.Rows) error {
			var key outcome.Key
			var n int
			err := rows.Scan(&key, &n)
			counts[key] = n
			return err
		}, args...)
	})
	return counts, err
}
