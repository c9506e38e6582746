package findings

import (
	"context"
	"database/sql"
	"iter"
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

func (v *View) eachProblem(tx *sql.Tx, yield func(storage.Problem) bool) error {
	before, err := QueryScans(tx, `s.site = ? AND (s.began, s.id) < (?, ?) AND s.state = ? AND `+Live+` ORDER BY s.began DESC, s.id DESC LIMIT 1`,
		v.Site, query.Millis(v.Began), v.ID, storage.Complete)
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
