package scanfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// Write fills the file name, which must be empty or not exist, with the scan of a view that tx
// reads. settings returns those of the site and of the scan without what is not for
// others; storage.ErrTooManyMarks where it has more marks than a file can be imported
// with. progress is told how many findings of how many are written. What it leaves
// where it fails is of no use.
func Write(ctx context.Context, tx *sql.Tx, v *findings.View, name string, settings func(string) (string, error), progress func(done, total int)) error {
	if err := findings.CheckMarkRoom(tx, v.Site); err != nil {
		return err
	}
	pool, err := dbfile.CreateForeign(ctx, name, format)
	if err != nil {
		return err
	}
	return errors.Join(fill(ctx, tx, v, pool, settings, progress), pool.Close())
}

func fill(ctx context.Context, tx *sql.Tx, v *findings.View, pool *sql.DB, settings func(string) (string, error), progress func(done, total int)) error {
	to, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer to.Rollback() // after a Commit it does nothing
	for _, statement := range statements() {
		if _, err := to.Exec(statement); err != nil {
			return err
		}
	}
	w := writer{ctx: ctx, view: v, from: tx, to: to, progress: progress}
	for _, t := range tables {
		if err := w.copy(t); err != nil {
			return fmt.Errorf("write %s: %w", t.name, err)
		}
	}
	if err := clean(to, settings); err != nil {
		return err
	}
	return to.Commit()
}

// clean leaves out of the settings what is not for others.
func clean(to *sql.Tx, settings func(string) (string, error)) error {
	for _, name := range []string{"site", "scan"} {
		var text string
		err := to.QueryRow(`SELECT settings FROM ` + name).Scan(&text)
		if err != nil {
			return err
		}
		if text, err = settings(text); err != nil {
			return err
		}
		if _, err := to.Exec(`UPDATE `+name+` SET settings = ?`, text); err != nil {
			return err
		}
	}
	return nil
}

type writer struct {
	ctx      context.Context
	view     *findings.View
	from, to *sql.Tx
	progress func(done, total int)
}

// copy writes the rows of one table.
func (w *writer) copy(t table) error {
	statement, args := w.statement(t.from)
	n := columnCount(t.columns)
	insert := query.Insert{Tx: w.to, Into: t.name + ` (` + t.columns + `)`, Columns: n}
	values, pointers := make([]any, n), make([]any, n)
	for i := range values {
		pointers[i] = &values[i]
	}
	done := 0
	err := query.Each(w.from, statement, func(rows *sql.Rows) error {
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		if done++; t.name == "finding" && done%1000 == 0 {
			w.progress(done, max(done, w.view.Counts.Rows()))
		}
		return errors.Join(insert.Row(values...), w.ctx.Err())
	}, args...)
	if err != nil {
		return err
	}
	return insert.Flush()
}

// statement fills in what a table is read with.
func (w *writer) statement(from string) (string, []any) {
	where, found := w.view.Where()
	var args []any
	for range strings.Count(from, "{found}") {
		args = append(args, found...)
	}
	from = strings.NewReplacer("{found}", where, "{site}", fmt.Sprint(int64(w.view.Site)), "{scan}", fmt.Sprint(int64(w.view.ID))).Replace(from)
	return from, args
}
