package sqlite

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

// Graded is what a problem is found to matter.
type Graded struct {
	Address  storage.URLID // as rows have it, not the scan's own number
	Severity outcome.Severity
	Causes   []outcome.Weight
}

// SetSeverities stores how much problems matter once the links to them are
// counted. What is said of addresses that the scan does not have is left out.
func (w *Writer) SetSeverities(ctx context.Context, all []Graded) error {
	return w.store(ctx, "store severities", func(tx *sql.Tx) error {
		update, err := tx.Prepare(`UPDATE OR FAIL finding SET severity = ?, causes = ? WHERE first_scan = ? AND url = ?`)
		if err != nil {
			return err
		}
		defer update.Close()
		for _, g := range all {
			if _, err := update.ExecContext(ctx, int64(g.Severity), joinCauses(g.Causes), w.id, int64(g.Address)); err != nil {
				return err
			}
		}
		return nil
	})
}

func joinCauses(causes []outcome.Weight) string {
	words := make([]string, len(causes))
	for i, c := range causes {
		words[i] = string(c)
	}
	return strings.Join(words, ",")
}

func splitCauses(text string) (causes []outcome.Weight) {
	if text == "" {
		return nil
	}
	for word := range strings.SplitSeq(text, ",") {
		causes = append(causes, outcome.Weight(word))
	}
	return causes
}

// Problem is a problem with what only the whole of a scan tells of it.
type Problem struct {
	storage.Row // with the number of pages that link to it
	// Navigation: a link to it is in a header or a menu.
	Navigation bool
	// FailedBefore: it was a problem in the site's last complete scan before
	// this one, too.
	FailedBefore bool
}

// EachGraded yields the problems of a scan, in no order, with what their
// severities depend on. CountLinks must have been called before. An error ends
// it.
func (db *DB) EachGraded(ctx context.Context, scan storage.ScanID) iter.Seq2[Problem, error] {
	return query.Stream(func(yield func(Problem) bool) error {
		return db.viewing(ctx, "read problems", scan, func(tx *sql.Tx, v *view) error {
			return v.eachProblem(tx, yield)
		})
	})
}

func (v *view) eachProblem(tx *sql.Tx, yield func(Problem) bool) error {
	before, err := queryScans(tx, `s.site = ? AND s.id < ? AND s.state = ? AND `+live+` ORDER BY s.id DESC LIMIT 1`, v.Site, v.ID, storage.Complete)
	if err != nil {
		return err
	}
	var failed urlid.Map[bool]
	for _, s := range before {
		where, args := viewOf(s).where()
		err := query.Each(tx, `SELECT f.url FROM finding f WHERE `+where+` AND f.verdict IN `+problemVerdicts, func(rows *sql.Rows) error {
			var url uint32
			err := rows.Scan(&url)
			failed.Set(url, true)
			return err
		}, args...)
		if err != nil {
			return err
		}
	}
	where, args := v.where()
	return stoppable(query.Each(tx, `SELECT f.url, `+rowColumns+`, f.navigation FROM finding f CROSS JOIN url u ON u.id = f.url LEFT JOIN url x ON x.id = f.final
		WHERE `+where+` AND f.verdict IN `+problemVerdicts, func(rows *sql.Rows) error {
		var p Problem
		var err error
		if p.Row, err = readRow(rows, &p.Navigation); err != nil {
			return err
		}
		p.FailedBefore = failed.Get(uint32(p.ID))
		return goOn(yield(p))
	}, args...))
}
