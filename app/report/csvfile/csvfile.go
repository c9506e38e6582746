// Package csvfile writes reports as CSV (RFC 4180): problems, fixes, the links of
// problems, and tickets for the importers of Jira and Trello. No cell becomes a formula
// in a spreadsheet.
//
// It must not know SQL, the engine or the window: rows come in through report.Source.
package csvfile

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"sitewell/app/report"
)

// Kind is what the rows of a file are.
type Kind string

// The kinds. Their texts are what a person types on the command line.
const (
	Problems Kind = "problems" // a row for every problem
	Fixes    Kind = "fixes"    // a row for every fix
	Links    Kind = "links"    // a row for every link to a problem
	Jira     Kind = "jira"     // a row for every fix, for Jira's importer
	Trello   Kind = "trello"   // a row for every fix, for importers of Trello
)

// Kinds returns all of them in the order in which they are offered.
func Kinds() []Kind { return []Kind{Problems, Fixes, Links, Jira, Trello} }

// Options say how a file looks. The zero value is for spreadsheet programs.
type Options struct {
	// Kind of the rows; "" means Problems.
	Kind Kind
	// Separator of the cells is ',', ';' or '\t'; 0 means ','. Jira and Trello read
	// commas only, so it does not apply to them.
	Separator rune
	// NoMark leaves out the byte order mark at the beginning, without which Excel takes
	// the file for one in the encoding of old Windows. Jira and Trello take it for a part
	// of the first heading, so their files never have it.
	NoMark bool
}

// Errors of options.
var (
	ErrKind      = errors.New("no such kind of CSV file")
	ErrSeparator = errors.New("cells can be separated by comma, semicolon or tab")
)

// Write writes a report as CSV.
func Write(ctx context.Context, w io.Writer, src report.Source, o Options) error {
	if o.Kind == "" {
		o.Kind = Problems
	}
	f := &file{Source: src.WithSpeech()}
	rows := map[Kind]func(context.Context) error{Problems: f.problems, Fixes: f.fixes, Links: f.links, Jira: f.jira, Trello: f.trello}[o.Kind]
	if rows == nil {
		return fmt.Errorf("%w: %q", ErrKind, o.Kind)
	}
	if o.Kind == Jira || o.Kind == Trello {
		o.Separator, o.NoMark = ',', true
	}
	return f.fill(w, o, func() error { return rows(ctx) })
}

// fill writes the rows of a file.
func (f *file) fill(w io.Writer, o Options, rows func() error) error {
	if o.Separator == 0 {
		o.Separator = ','
	}
	if !strings.ContainsRune(",;\t", o.Separator) {
		return ErrSeparator
	}
	bw := bufio.NewWriter(w)
	f.rows = csv.NewWriter(bw)
	f.rows.UseCRLF = true
	f.rows.Comma = o.Separator
	if !o.NoMark {
		if _, err := bw.WriteString(report.ByteOrderMark); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	if err := rows(); err != nil {
		return err
	}
	f.rows.Flush()
	if err := f.rows.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	if f.Progress != nil {
		f.Progress(f.done, f.done)
	}
	return nil
}

// file is a file in the making.
type file struct {
	report.Source
	rows *csv.Writer
	done int // rows, without the head
}

// speak translates a text of the report itself.
func (f *file) speak(text string) string { return f.Speech.Say(text, nil) }

// head writes the headings.
func (f *file) head(headings ...string) error { return f.write(headings) }

// ticks is how many rows pass between two reports of progress.
const ticks = 1000

// row writes a row of which there are total.
func (f *file) row(total int, cells ...string) error {
	f.done++
	if f.Progress != nil && f.done%ticks == 0 {
		f.Progress(f.done, max(total, f.done))
	}
	return f.write(cells)
}

func (f *file) write(cells []string) error {
	for i := range cells {
		cells[i] = report.Harmless(cells[i])
	}
	if err := f.rows.Write(cells); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}
