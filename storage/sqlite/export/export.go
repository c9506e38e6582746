// Package export writes one scan as an SQLite database of its own, in plain
// tables with a row for every link, for people who ask questions of their own
// with Datasette, Power BI or the sqlite3 shell. docs/export.md describes the
// tables. Their columns are a promise: they keep their names and meaning.
//
// It must not know the history: rows come in through Contents.
package export

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"iter"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Contents is what a database is filled with.
type Contents struct {
	Site storage.Site
	Scan storage.Scan
	// Settings of the scan, as a person reads them.
	Settings []Setting
	// Fixes are numbered from 1, the worst first.
	Fixes []Fix
	// Rows are all rows of the scan, Links all its links, in any order.
	Rows  iter.Seq2[storage.Row, error]
	Links iter.Seq2[storage.LinkRow, error]
	// Words returns the title of an outcome, what it means, and how to fix an
	// address with it on the site itself (internal) or on another.
	Words func(key outcome.Key, internal bool) (title, means, fix string)
	// Progress is told how many rows are written, from the goroutine that
	// writes; nil for nobody.
	Progress func(done int)
}

// Setting is a line of what a scan ran under.
type Setting struct{ Name, Value string }

// Fix is what one change resolves, in words.
type Fix struct {
	Do, Why, Cause, Subject string
	Severity                outcome.Severity
	Verdict                 outcome.Verdict
	Pages                   int
	Problems                []storage.URLID
}

// everyRows is how many rows pass between two looks at whether to go on.
const everyRows = 1000

var (
	//go:embed tables.sql
	tables string
	//go:embed indexes.sql
	indexes string
)

// Write fills the file at path, which must be empty or not exist, and uses the
// memory of a few rows. What it leaves where it fails is of no use. Errors are
// those of ctx and of the rows, and what the system says (errors.Is with
// syscall.ENOSPC where the disk is full).
func Write(ctx context.Context, path string, c Contents) error {
	w, err := open(path)
	if err != nil {
		return err
	}
	return errors.Join(w.write(ctx, &c), w.close())
}

// write writes the rows, then the indexes over them.
func (w *writer) write(ctx context.Context, c *Contents) error {
	// Nobody else has the file, and half of one is thrown away: neither a
	// journal nor waiting for the disk is worth its time.
	if err := w.exec(ctx, `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = 1; BEGIN; `+tables); err != nil {
		return err
	}
	for _, fill := range []func(*Contents) error{w.writeScan, w.writeFixes} {
		if err := fill(c); err != nil {
			return err
		}
	}
	if err := w.writeRows(ctx, c); err != nil {
		return err
	}
	if err := w.writeLinks(ctx, c); err != nil {
		return err
	}
	if err := w.exec(ctx, indexes+`COMMIT; PRAGMA optimize;`); err != nil {
		return err
	}
	if c.Progress != nil {
		c.Progress(w.done)
	}
	return nil
}

func (w *writer) writeScan(c *Contents) error {
	site, scan, n := &c.Site, &c.Scan, &c.Scan.Counts
	if err := w.insert("site", int64(site.ID), site.Title(), orNull(site.Client), site.Start); err != nil {
		return err
	}
	for _, s := range c.Settings {
		if err := w.insert("setting", s.Name, s.Value); err != nil {
			return err
		}
	}
	return w.insert("scan", int64(scan.ID), int64(scan.Site), scan.Start, stateWord(scan.State), moment(scan.Began), moment(scan.Ended), scan.Worked.Seconds(),
		n.Found, n.Waiting, n.Pages, n.Links, n.Broken, n.Warning, n.Cant, n.Works, n.Skipped,
		n.Omitted, n.PlacesChecked, n.PlaceProblems, scan.Version)
}

func (w *writer) writeFixes(c *Contents) error {
	w.fixes = make(map[storage.URLID]int)
	for i := range c.Fixes {
		f := &c.Fixes[i]
		if err := w.insert("fix", i+1, f.Do, orNull(f.Why), f.Severity.String(), f.Verdict.String(), f.Cause, orNull(f.Subject), f.Pages); err != nil {
			return err
		}
		for _, id := range f.Problems {
			w.fixes[id] = i + 1
		}
	}
	return nil
}

// writeRows writes addresses, missing places and the outcomes that they have.
func (w *writer) writeRows(ctx context.Context, c *Contents) error {
	outcomes := make(map[outcome.Key]bool)
	for r, err := range c.Rows {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		if err := w.writeRow(&r); err != nil {
			return err
		}
		if r.Outcome != "" && !outcomes[r.Outcome] {
			outcomes[r.Outcome] = true
			title, means, own := c.Words(r.Outcome, true)
			_, _, others := c.Words(r.Outcome, false)
			if err := w.insert("outcome", string(r.Outcome), title, means, own, others); err != nil {
				return err
			}
		}
		if err := w.tick(ctx, c.Progress); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) writeRow(r *storage.Row) error {
	severity, causes := orNull(""), make([]string, len(r.Causes))
	if r.Verdict.IsProblem() {
		severity = r.Severity.String()
	}
	for i, cause := range r.Causes {
		causes[i] = string(cause)
	}
	fix := positive(w.fixes[r.ID])
	if r.Page != 0 {
		return w.insert("missing_place", int64(r.ID), int64(r.Page), r.Fragment, r.URL, r.Internal, r.Verdict.String(), severity,
			orNull(string(r.Outcome)), orNull(r.Reason), orNull(strings.Join(causes, ", ")), r.Sources, moment(r.At), fix)
	}
	size, took := any(nil), any(nil)
	if asked := r.Verdict != outcome.Unchecked && r.Verdict != outcome.Skipped; asked {
		took = r.Took.Milliseconds()
		if r.Size >= 0 {
			size = r.Size
		}
	}
	return w.insert("address", int64(r.ID), r.URL, r.Internal, string(r.Kind), r.Verdict.String(), severity, positive(r.Status),
		orNull(string(r.Outcome)), orNull(r.Reason), orNull(strings.Join(causes, ", ")), orNull(r.Title), orNull(r.ContentType), size,
		orNull(r.Final), r.Depth, r.Sources, moment(r.At), took, fix)
}

func (w *writer) writeLinks(ctx context.Context, c *Contents) error {
	n := 0
	for l, err := range c.Links {
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		n++
		element, attribute := elementOf(l.Element)
		place := any(nil)
		if l.Row != l.Target {
			place = int64(l.Row)
		}
		err := w.insert("link", n, int64(l.Page), int64(l.Target), place, orNull(l.Fragment), l.Text, element, orNull(attribute),
			orNull(l.Place.String()), positive(l.Line), l.Nofollow, l.FoundBy())
		if err != nil {
			return err
		}
		if err := w.tick(ctx, c.Progress); err != nil {
			return err
		}
	}
	return nil
}

// tick counts a row, and fails where ctx has ended.
func (w *writer) tick(ctx context.Context, progress func(done int)) error {
	if w.done++; w.done%everyRows != 0 {
		return nil
	}
	if progress != nil {
		progress(w.done)
	}
	return ctx.Err()
}

// wrap adds what the system said, so that callers need not know the driver.
func wrap(op string, err error) error {
	var e sqlite3.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &e):
	case e.Code == sqlite3.ErrFull:
		return fmt.Errorf("%s: %w: %w", op, syscall.ENOSPC, err)
	case e.SystemErrno != 0:
		return fmt.Errorf("%s: %w: %w", op, e.SystemErrno, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}
