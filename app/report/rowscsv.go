package report

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/columns"
)

// Rows are some addresses of a scan, for a table.
type Rows struct {
	// Each yields them in order; an error ends it.
	Each   iter.Seq2[storage.Row, error]
	Words  Words
	Speech Speech
	Zone   *time.Location // nil: that of this computer
}

// RowsCSV writes addresses as CSV (RFC 4180, in UTF-8 with a byte order mark, for Excel):
// a head, then a row for every address, with the columns of the sheet of addresses and
// the marks. No cell becomes a formula in a spreadsheet. Numbers and times are as programs
// read them.
func RowsCSV(ctx context.Context, w io.Writer, src Rows) error {
	src.Speech = src.Speech.remembering()
	bw := bufio.NewWriter(w)
	if _, err := bw.WriteString(ByteOrderMark); err != nil {
		return fmt.Errorf("write addresses: %w", err)
	}
	rows := csv.NewWriter(bw)
	rows.UseCRLF = true
	cells := append(columns.AddressSheet(), columns.MarkCell())
	line := make([]string, len(cells))
	for i, c := range cells {
		line[i] = src.Speech.Say(cmp.Or(c.Heading, c.Column.Heading), nil)
	}
	if err := rows.Write(line); err != nil {
		return fmt.Errorf("write addresses: %w", err)
	}
	for r, err := range src.Each {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		for i, c := range cells {
			line[i] = Harmless(src.cell(c, &r))
		}
		if err := rows.Write(line); err != nil {
			return fmt.Errorf("write addresses: %w", err)
		}
	}
	rows.Flush()
	if err := cmp.Or(rows.Error(), bw.Flush()); err != nil {
		return fmt.Errorf("write addresses: %w", err)
	}
	return nil
}

// cell returns what an address has in a column, as the type of the value says.
func (s *Rows) cell(c columns.Cell, r *storage.Row) string {
	switch c.ID {
	case columns.ReasonID:
		return s.Speech.Reason(r.Reason)
	case columns.HappenedID:
		if r.Verdict == outcome.Unchecked {
			return ""
		}
		title, _, _ := s.Words.Words(r.Outcome, r.Internal)
		return title
	}
	switch v := c.Value(r).(type) {
	case columns.URL:
		if c.ID == columns.AddressID {
			return shown(string(v))
		}
		return string(v)
	case columns.Code:
		return numberOr(int64(v), 1)
	case columns.Bytes:
		return numberOr(int64(v), 0)
	case columns.Side:
		return s.Speech.Side(bool(v))
	case time.Duration:
		if v <= 0 {
			return ""
		}
		return strconv.FormatFloat(v.Seconds(), 'f', 3, 64)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		if s.Zone != nil {
			return v.In(s.Zone).Format(time.DateTime)
		}
		return v.Local().Format(time.DateTime)
	case outcome.Verdict:
		return s.Speech.Verdict(v)
	case outcome.Severity:
		return s.Speech.Severity(v)
	case outcome.Key:
		return string(v)
	case result.Kind:
		return s.Speech.Kind(v)
	case columns.Marks:
		said := make([]string, len(v))
		for i := range v {
			details := slices.DeleteFunc([]string{v[i].Assignee, v[i].Due, v[i].Text}, func(s string) bool { return s == "" })
			said[i] = s.Speech.Say(MarkWord(v[i].Kind), nil)
			if len(details) > 0 {
				said[i] += ": " + strings.Join(details, ", ")
			}
		}
		return strings.Join(said, "; ")
	default:
		return fmt.Sprint(v)
	}
}

// numberOr returns a number, "" where it is below the least that says something.
func numberOr(n, least int64) string {
	if n < least {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
