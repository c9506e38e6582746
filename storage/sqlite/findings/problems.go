package findings

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

func splitCauses(text string) (causes []outcome.Weight) {
	if text == "" {
		return nil
	}
	for word := range strings.SplitSeq(text, ",") {
		causes = append(causes, outcome.Weight(word))
	}
	return causes
}

// EachProblem yields the problems of a scan, in no order, with what their
// severities depend on. CountLinks must have been called before. An error ends
// it.
func (r *Reader) EachProblem(ctx context.Context, scan storage.ScanID) iter.Seq2[storage.Problem, error] {
	return query.Stream(func(yield func(storage.Problem) bool) error {
		return Viewing(ctx, r.file, "read problems", scan, func(tx *sql.Tx, v *View) error {
			return v.eachProblem(tx, yield)
		})
	})
}

// ByID returns addresses of a scan, problems or not, with what their severities would
// depend on, in the order asked for. Whether a header or a menu links to an address is
// known of problems alone. ErrNotFound where the scan has no such address.
func (r *Reader) ByID(ctx context.Context, scan storage.ScanID, ids []storage.URLID) (all []storage.Problem, err error) {
	err = Viewing(ctx, r.file, "read addresses", scan, func(tx *sql.Tx, v *View) error {
		rows, err := v.rows(ctx, tx, ids)
		if err != nil {
			return err
		}
		navigation, failed := make(map[storage.URLID]bool), make(map[storage.URLID]bool)
		if err := v.holding(tx, ids, `f.navigation = 1`, navigation); err != nil {
			return err
		}
		before, err := v.completeBefore(tx)
		if err != nil {
			return err
		}
		for _, s := range before {
			if err := ViewOf(s).holding(tx, ids, `f.verdict IN `+ProblemVerdicts, failed); err != nil {
				return err
			}
		}
		for _, row := range rows {
			all = append(all, storage.Problem{Row: row, Navigation: navigation[row.ID], FailedBefore: failed[row.ID]})
		}
		return nil
	})
	return all, err
}

// holding adds those of some addresses that a condition holds for to a set.
func (v *View) holding(tx *sql.Tx, ids []storage.URLID, condition string, set map[storage.URLID]bool) error {
	where, args := v.Where()
	for part := range slices.Chunk(ids, query.LookupSize) {
		err := query.Each(tx, `SELECT f.url FROM json_each(?) j CROSS JOIN finding f ON f.url = j.value AND `+where+` WHERE `+condition, func(rows *sql.Rows) error {
			var id storage.URLID
			err := rows.Scan(&id)
			set[id] = true
			return err
		}, append([]any{query.List(part)}, args...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// completeBefore returns the complete scan before this one, and nothing if there is none.
func (v *View) completeBefore(tx *sql.Tx) ([]ScanRow, error) {
	return QueryScans(tx, `s.site = ? AND (s.began, s.id) < (?, ?) AND s.state = ? AND `+Live+` ORDER BY s.began DESC, s.id DESC LIMIT 1`,
		v.Site, query.Millis(v.Began), v.ID, storage.Complete)
}

func (v *View) eachProblem(tx *sql.Tx, yield func(storage.Problem) bool) error {
	before, err := v.completeBefore(tx)
	if err != nil {
		return err
	}
	var failed urlid.Map[bool]
	for _, s := range before {
		where, args := ViewOf(s).Where()
		err := query.Each(tx, `SELECT f.url FROM finding f WHERE `+where+` AND f.verdict IN `+ProblemVerdicts, func(rows *sql.Rows) error {
			var url uint32
			err := rows.Scan(&url)
			failed.Set(url, true)
			return err
		}, args...)
		if err != nil {
			return err
		}
	}
	where, args := v.Where()
	return query.Stoppable(query.Each(tx, `SELECT f.url, `+rowColumns+`, f.navigation FROM finding f CROSS JOIN url u ON u.id = f.url LEFT JOIN url x ON x.id = f.final
		WHERE `+where+` AND f.verdict IN `+ProblemVerdicts, func(rows *sql.Rows) error {
		var p storage.Problem
		var err error
		if p.Row, err = readRow(rows, &p.Navigation); err != nil {
			return err
		}
		p.FailedBefore = failed.Get(uint32(p.ID))
		return query.GoOn(yield(p))
	}, args...))
}
