package report

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// bigData makes the rows of a large scan as they are asked for: n problems,
// each linked from two of a thousand pages. A report of a scan asks for nothing
// else.
type bigData struct {
	Data
	n int
}

func (d bigData) Counts(context.Context, storage.ScanID) (storage.Counts, error) {
	return storage.Counts{Found: d.n, Broken: d.n, Links: 2 * d.n, Internal: d.n}, nil
}

func (d bigData) StatusCounts(context.Context, storage.ScanID) (map[int]int, error) {
	return map[int]int{404: d.n}, nil
}

func (d bigData) row(i int) storage.Row {
	url := fmt.Sprintf("https://bakery.example/section-%d/page-%d.html", i%100, i)
	return storage.Row{
		ID: storage.URLID(i), URL: url, Internal: true, Kind: result.KindPage,
		Final: url, Status: 404, Outcome: "404", Verdict: outcome.Broken, Severity: outcome.Serious, Sources: 2,
		Reason: "HTTP 404 Not Found, confirmed by GET", ContentType: "text/html", Size: int64(1000 + i),
		Took: time.Duration(i) * time.Microsecond, At: time.Date(2026, 11, 3, 9, 15, 0, i, time.UTC),
	}
}

func (d bigData) EachRow(context.Context, storage.ScanID, storage.Filter, storage.Order) iter.Seq2[storage.Row, error] {
	return func(yield func(storage.Row, error) bool) {
		for i := range d.n {
			if !yield(d.row(i+1), nil) {
				return
			}
		}
	}
}

func (d bigData) EachLink(context.Context, storage.ScanID, storage.Filter) iter.Seq2[storage.LinkRow, error] {
	return func(yield func(storage.LinkRow, error) bool) {
		for i := range 2 * d.n {
			target := d.row(i/2 + 1)
			page := storage.URLID(i%1000 + 1_000_000)
			l := storage.LinkRow{
				Source: storage.Source{
					Page: page, PageURL: fmt.Sprintf("https://bakery.example/news/%d.html", page), Text: fmt.Sprintf("Read more about %d", i),
					Element: "a[href]", Place: result.PlaceMain, Line: i % 500,
				},
				Target: target.ID, Row: target.ID, URL: target.URL, Status: 404, Outcome: "404", Verdict: outcome.Broken,
			}
			if !yield(l, nil) {
				return
			}
		}
	}
}

// The budget of design.md: 100,000 problem rows within 5 s and 200 MB. What
// this process takes at most is read with -bench Excel under /usr/bin/time -v.
func BenchmarkExcel(b *testing.B) {
	src := bakery(b)
	src.Data = &bigData{n: 100_000}
	for b.Loop() {
		w := io.Discard
		if *keep != "" {
			f, err := os.Create(filepath.Join(*keep, "big.xlsx"))
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			w = f
		}
		if err := Excel(b.Context(), w, src); err != nil {
			b.Fatal(err)
		}
	}
}
