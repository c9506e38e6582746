// Package returned brings back what people wrote into a workbook: who fixes what, by
// when, how far it is, and notes. It compares the workbook with what is said in the
// history now, and makes marks of the differences.
//
// It must not know Fyne, the command line, or how a workbook is stored.
package returned

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"sitewell/app/core"
	"sitewell/app/report/workbook"
	"sitewell/scanner/fix"
	"sitewell/storage"
)

// Change is a cell that says something else than when the workbook was saved.
type Change struct {
	Key   string // of the fix
	Title string // what to do, as the workbook says it
	Field workbook.Field
	// Before is what is said in the history now, and After what the workbook says; ""
	// for nothing, or an open state.
	Before, After string
	// Conflict: it was changed in the history since the workbook was saved, too. Saved is
	// what it said then.
	Conflict bool
	Saved    string
}

// Plan is what a workbook would change. Nothing is written yet.
type Plan struct {
	Path  string
	Site  storage.Site
	Scan  storage.Scan // whose problems the states are about
	Saved time.Time    // when the workbook was saved
	// Changes are in the order of the workbook.
	Changes []Change
	// Gone are titles of fixes that the workbook changes and the scan does not have (any
	// more): their problems are fixed or ignored.
	Gone []string
	// Unread are cells that can't be used, and Unkeyed is how many rows somebody added.
	Unread  []workbook.Unread
	Unkeyed int

	fixes map[string]fix.Fix
	now   map[string]workbook.Work
}

// Conflicts returns how many changes are conflicts.
func (p *Plan) Conflicts() (n int) {
	for _, c := range p.Changes {
		if c.Conflict {
			n++
		}
	}
	return n
}

// FileError says that a workbook can't be read. Err is an error of package workbook or of
// the operating system.
type FileError struct {
	Path string
	Err  error
}

// Error names the file.
func (e *FileError) Error() string { return "read workbook " + e.Path + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *FileError) Unwrap() error { return e.Err }

// NoSiteError says that a workbook is about a site that the history does not have, or
// that has no scan.
type NoSiteError struct{ Path, Start string }

// Error names the site.
func (e *NoSiteError) Error() string { return "read workbook " + e.Path + ": no site " + e.Start }

// Reader reads workbooks that came back to a history. It is safe for concurrent use.
type Reader struct{ core *core.Core }

// New returns a Reader.
func New(c *core.Core) *Reader { return &Reader{c} }

// Plan reads a workbook and finds out what it would change. Errors: *FileError,
// *NoSiteError, those of ctx and of storage.
func (r *Reader) Plan(ctx context.Context, path string) (*Plan, error) {
	book, err := read(ctx, path)
	if err != nil {
		return nil, err
	}
	p := &Plan{Path: path, Saved: book.Saved, Unread: book.Unread, Unkeyed: book.Unkeyed}
	if p.Scan, err = r.find(ctx, path, book); err != nil {
		return nil, err
	}
	if p.Site, err = r.core.Store.SiteByID(ctx, p.Scan.Site); err != nil {
		return nil, fmt.Errorf("find site: %w", err)
	}
	if err := r.readNow(ctx, p); err != nil {
		return nil, err
	}
	for _, row := range book.Rows {
		if row.Was == row.Now {
			continue
		}
		if _, there := p.fixes[row.Key]; !there {
			p.Gone = append(p.Gone, row.Title)
			continue
		}
		p.compare(row)
	}
	return p, nil
}

// read reads the file.
func read(ctx context.Context, path string) (*workbook.Returned, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &FileError{path, err}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, &FileError{path, err}
	}
	if !info.Mode().IsRegular() {
		return nil, &FileError{path, workbook.ErrNotWorkbook}
	}
	book, err := workbook.Read(ctx, f, info.Size())
	if err != nil && ctx.Err() == nil {
		return nil, &FileError{path, err}
	}
	return book, err
}

// find returns the scan that a workbook is about, or the newest one of its site.
func (r *Reader) find(ctx context.Context, path string, book *workbook.Returned) (storage.Scan, error) {
	isIt := func(s storage.Scan) bool { return s.Start == book.Start && s.Began.Equal(book.Began) }
	scan, err := r.core.Store.ScanByID(ctx, storage.ScanID(book.Scan))
	if err == nil && isIt(scan) {
		return scan, nil
	}
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return scan, fmt.Errorf("find scan: %w", err)
	}
	sites, err := r.core.Store.Sites(ctx)
	if err != nil {
		return scan, fmt.Errorf("list sites: %w", err)
	}
	found := false
	for _, site := range sites {
		scans, err := r.core.Store.Scans(ctx, site.Site.ID) // newest first
		if err != nil {
			return scan, fmt.Errorf("list scans: %w", err)
		}
		for _, s := range scans {
			if isIt(s) {
				return s, nil
			}
			if s.Start == book.Start && s.State == storage.Complete && (!found || scan.Began.Before(s.Began)) {
				scan, found = s, true
			}
		}
	}
	if !found {
		return scan, &NoSiteError{path, book.Start}
	}
	return scan, nil
}

// readNow reads what is said now about the fixes of the scan.
func (r *Reader) readNow(ctx context.Context, p *Plan) error {
	fixes, err := r.core.FixLister.Fixes(ctx, p.Scan.ID)
	if err != nil {
		return fmt.Errorf("list fixes: %w", err)
	}
	if p.now, err = Work(ctx, r.core, p.Scan, fixes); err != nil {
		return err
	}
	p.fixes = make(map[string]fix.Fix, len(fixes))
	for _, f := range fixes {
		p.fixes[f.Key()] = f
	}
	return nil
}

// compare finds what a row changes.
func (p *Plan) compare(row workbook.Row) {
	now := p.now[row.Key]
	for _, f := range workbook.Fields() {
		saved, before, after := row.Was.Get(f), now.Get(f), row.Now.Get(f)
		if saved == after || before == after {
			continue
		}
		c := Change{Key: row.Key, Title: row.Title, Field: f, Before: before, After: after, Saved: saved}
		c.Conflict = before != saved
		p.Changes = append(p.Changes, c)
	}
}

// Work returns what people say about the fixes of a scan, by their keys.
func Work(ctx context.Context, c *core.Core, scan storage.Scan, fixes []fix.Fix) (map[string]workbook.Work, error) {
	marks, err := c.Marks.List(ctx, scan.Site)
	if err != nil {
		return nil, err
	}
	done, err := c.Marks.SaidDone(ctx, scan)
	if err != nil {
		return nil, err
	}
	work := make(map[string]workbook.Work)
	for _, m := range marks {
		if m.Scope != storage.OnFix {
			continue
		}
		w := work[m.Subject]
		switch m.Kind {
		case storage.Assigned:
			w.Owner, w.Due = m.Assignee, m.Due
		case storage.Noted:
			w.Note = strings.ReplaceAll(m.Text, "\r\n", "\n")
		}
		work[m.Subject] = w
	}
	for _, f := range fixes {
		if core.AllDone(f, done) {
			w := work[f.Key()]
			w.State = workbook.Done
			work[f.Key()] = w
		}
	}
	return work, nil
}
