package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

type fewWords struct{}

func (fewWords) Words(outcome.Key, bool) (title, means, fix string) {
	return "Page not found (404)", "", ""
}

// each yields rows, and then an error where there is one.
func each(err error, rows ...storage.Row) func(func(storage.Row, error) bool) {
	return func(yield func(storage.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(storage.Row{}, err)
		}
	}
}

func TestRowsCSV(t *testing.T) {
	rows := []storage.Row{
		{
			URL: "https://www.example.com/a,\"b\"", Title: "=HYPERLINK(\"https://evil.example\")", Outcome: "404", Status: 404, Verdict: outcome.Broken, Internal: true,
			Sources: 3, Size: 12, Took: 1500 * time.Millisecond, At: time.Date(2026, 5, 3, 10, 11, 12, 0, time.UTC), Reason: "HTTP 404 Not Found",
			Marks: []storage.Mark{{Kind: storage.Ignored, Text: "closed\nfor good"}, {Kind: storage.Assigned, Assignee: "@Anna", Due: "2027-01-31"}},
		},
		{URL: "mailto:x", Title: " +1", Size: -1},
	}
	var b bytes.Buffer
	src := Rows{Each: each(nil, rows...), Words: fewWords{}, Speech: English(), Zone: time.UTC}
	if err := RowsCSV(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("no byte order mark, or no line end: %q", b.String())
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(all) != 3 {
		t.Fatalf("%d lines, %v", len(all), err)
	}
	of := func(line int, head string) string { return all[line][slices.Index(all[0], head)] }
	for head, want := range map[string]string{
		"Address": rows[0].URL, "Verdict": "Broken", "Status": "404", "What happened": "Page not found (404)", "Title": "'" + rows[0].Title,
		"Bytes": "12", "Seconds": "1.500", "Checked": "2026-05-03 10:11:12", "Pages that link here": "3", "Outcome": "404",
		"Mark": "Ignored: closed\nfor good; Assigned: @Anna, 2027-01-31",
	} {
		if got := of(1, head); got != want {
			t.Errorf("%s: %q, want %q", head, got, want)
		}
	}
	for head, want := range map[string]string{"Title": "' +1", "Bytes": "", "Seconds": "", "Status": "", "Checked": "", "What happened": "", "Mark": ""} {
		if got := of(2, head); got != want {
			t.Errorf("second row, %s: %q, want %q", head, got, want)
		}
	}
	broken := errors.New("disk is gone")
	src.Each = each(broken, rows...)
	if err := RowsCSV(t.Context(), io.Discard, src); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}
