package report

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/columns"
)

// addressTable has a row for everything that the scan knows of.
func (b *book) addressTable() *table {
	return &table{
		name: b.speak(sheetAddresses), id: "Addresses", frozen: 1, printed: 8, links: 2, color: verdictColors(outcome.Skipped).ink,
		about:   b.speak("Every address that was found, with how it answered."),
		count:   b.survey.addresses,
		columns: b.columns(columns.AddressSheet()),
		each:    b.eachAddress,
	}
}

func (b *book) eachAddress(ctx context.Context, r *row, yield func() bool) error {
	cells := columns.AddressSheet()
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, storage.Filter{}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		title := ""
		if row.Verdict != outcome.Unchecked {
			title, _, _ = b.Words.Words(row.Outcome, row.Internal)
		}
		for _, c := range cells {
			if c.ID == columns.HappenedID {
				r.note(title)
				continue
			}
			b.cell(r, c, &row)
		}
		if !yield() {
			return nil
		}
	}
	return nil
}

// columns returns the headings of a sheet of addresses.
func (b *book) columns(cells []columns.Cell) []column {
	all := make([]column, 0, len(cells))
	for _, c := range cells {
		all = append(all, column{heading: b.Speech.Say(cmp.Or(c.Heading, c.Column.Heading), nil), width: c.Width, number: isNumber(c)})
	}
	return all
}

// isNumber reports whether a column contains numbers that can be compared.
func isNumber(c columns.Cell) bool {
	if c.Value == nil {
		return false
	}
	switch c.Value(new(storage.Row)).(type) {
	case int, columns.Bytes, time.Duration:
		return true
	default:
		return false
	}
}

// cell writes what an address has in a column, as the type of the value says.
func (b *book) cell(r *row, c columns.Cell, of *storage.Row) {
	if c.ID == columns.ReasonID {
		r.text(b.Speech.Reason(of.Reason))
		return
	}
	switch v := c.Value(of).(type) {
	case columns.URL:
		if c.ID == columns.AddressID {
			r.link(shown(string(v)))
			return
		}
		r.link(string(v))
	case columns.Code:
		r.code(int(v))
	case columns.Bytes:
		r.size(int64(v))
	case columns.Side:
		r.note(b.Speech.Side(bool(v)))
	case int:
		r.count(v)
	case time.Duration:
		r.seconds(v)
	case time.Time:
		r.date(b.local(v))
	case outcome.Verdict:
		r.verdict(v, b.Speech.Verdict(v))
	case outcome.Severity:
		r.severity(v, b.Speech.Severity(v))
	case outcome.Key:
		r.note(string(v))
	case result.Kind:
		r.note(b.Speech.Kind(v))
	case columns.Marks:
		r.text(b.said(v))
	default:
		r.text(fmt.Sprint(v))
	}
}
