package report

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// changeList is a comparison with so many new problems.
type changeList int

func (n changeList) EachChange(_ context.Context, _ storage.Pair, f storage.ChangeFilter, _ storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return func(yield func(storage.ChangeRow, error) bool) {
		for i := range int(n) {
			row := storage.ChangeRow{
				URL: fmt.Sprintf("https://bakery.example/%d\x1b[2J", i), Change: storage.New, Internal: true, Pages: 2,
				Now: storage.Observation{ID: 1, Verdict: outcome.Broken, Outcome: "404", Status: 404, Severity: outcome.Serious},
			}
			if len(f.Changes) == 0 || f.Changes[0] == row.Change {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// titles are words that are the key itself.
type titles struct{}

func (titles) Words(key outcome.Key, _ bool) (title, means, fix string) { return string(key), "", "" }

// Long lists are cut and say so, and what could steer a terminal is not printed.
func TestChangesAreCut(t *testing.T) {
	src := Changes{Data: changeList(30), Words: titles{}, Site: storage.Site{Start: "https://bakery.example/"}}
	src.Comparison.Counts.New = 30
	src.Comparison.To.State = storage.Complete
	for _, tt := range []struct {
		o     TextOptions
		rows  int
		after string
	}{
		{TextOptions{}, 20, "and 10 more; --all lists them\n"},
		{TextOptions{List: 3}, 3, "and 27 more; --all lists them\n"},
		{TextOptions{Problems: true}, 30, ""},
	} {
		var b strings.Builder
		if err := ChangesText(t.Context(), &b, src, tt.o); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if n := strings.Count(text, "https://bakery.example/"); n != tt.rows {
			t.Errorf("%+v: %d rows, want %d", tt.o, n, tt.rows)
		}
		if strings.Contains(text, "more; --all") != (tt.after != "") || !strings.Contains(text, tt.after) {
			t.Errorf("%+v: want %q in\n%s", tt.o, tt.after, text)
		}
		if strings.Contains(text, "\x1b") {
			t.Errorf("%+v: an escape is printed", tt.o)
		}
	}
}

// A sheet that is full says so, and no row is beyond what Excel opens.
func TestChangesFillASheet(t *testing.T) {
	src := Changes{Data: changeList(30), Words: titles{}, Site: storage.Site{Name: "Bakery"}}
	src.Comparison.Counts.New = 30
	src.Comparison.To.State = storage.Complete
	for _, tt := range []struct{ rows, changes int }{{sheetRows, 30}, {16, 10}} {
		var b bytes.Buffer
		if err := changesXLSX(t.Context(), &b, src, tt.rows); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(changesSheet)
		if err != nil {
			t.Fatal(err)
		}
		changes, full := 0, false
		for _, r := range rows {
			if len(r) > 0 {
				full = full || strings.HasPrefix(r[0], "A sheet has room for the first 10 of 30 changes")
			}
			if len(r) == len(changesHead) && r[0] == "New" {
				changes++
			}
		}
		if changes != tt.changes || len(rows) > tt.rows || full != (tt.changes < 30) {
			t.Errorf("%d rows: %d changes in %d rows, said %v; want %d", tt.rows, changes, len(rows), full, tt.changes)
		}
	}
}
