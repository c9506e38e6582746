package core

import (
	"context"
	_ "embed"
	"io"
	"path/filepath"
	"testing"

	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// bakery has a page of most kinds. Its page /slow waits for the gate "oven".
//
//go:embed testdata/bakery.txtar
var bakery string

// kitchen is a core over a new database, on a network where only site exists.
func kitchen(t *testing.T, site *sitetest.Site) *Core {
	t.Helper()
	c, err := Open(t.Context(), Config{
		DB: filepath.Join(t.TempDir(), "history.db"), Version: "1.2.3", Prepare: prepare(site),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func prepare(site *sitetest.Site) func(*scanner.Options) {
	return func(o *scanner.Options) {
		o.Resolver, o.Dial, o.Roots, o.NoDelay = site.Resolver(), site.Dial, site.Roots(), true
	}
}

// await waits until a scan has ended, and gives it as it is stored.
func await(t *testing.T, c *Core, r *Running, err error) storage.Scan {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	scan, err := c.Store.ScanByID(t.Context(), r.ScanID())
	if err != nil {
		t.Fatal(err)
	}
	return scan
}

// verdicts returns every address of a scan with its outcome and verdict.
func verdicts(t *testing.T, c *Core, scan storage.ScanID) map[string]string {
	t.Helper()
	got := map[string]string{}
	for row, err := range c.Store.EachRow(context.WithoutCancel(t.Context()), scan, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		got[row.URL] = string(row.Outcome) + " " + row.Verdict.String()
	}
	return got
}

func rowOf(t *testing.T, c *Core, scan storage.ScanID, url string) storage.Row {
	t.Helper()
	for row, err := range c.Store.EachRow(t.Context(), scan, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		if row.URL == url {
			return row
		}
	}
	t.Fatalf("no address %s", url)
	return storage.Row{}
}

func countsOf(t *testing.T, c *Core, scan storage.ScanID) storage.Counts {
	t.Helper()
	counts, err := c.Store.Counts(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// until waits for a moment of a scan; progress is a snapshot, so it is asked
// again and again.
func until(t *testing.T, r *Running, reached func(result.Progress) bool) {
	t.Helper()
	for !reached(r.Progress()) {
		select {
		case <-r.Done():
			t.Fatal("the scan ended before its time")
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		default:
		}
	}
}

var bakeryVerdicts = map[string]string{
	"https://bakery.example/":              "200 works",
	"https://bakery.example/cakes":         "200 works",
	"https://bakery.example/cakes#nowhere": string(outcome.MissingFragment) + " warning",
	"https://bakery.example/gone":          "404 broken",
	"https://bakery.example/moved":         "301 warning",
	"https://bakery.example/cake.png":      "200 works",
	"https://bakery.example/slow":          "200 works",
	"https://bakery.example/deep":          "200 works",
	"https://mill.example/flour":           "404 broken",
	"mailto:baker@bakery.example":          "unsupported-scheme skipped",
}

// Reports makes reports. Package export, which imports this one, is set by
// reports_test.go.
type Reports interface {
	Source(ctx context.Context, scan storage.ScanID) (report.Source, error)
	Save(ctx context.Context, src report.Source, path string, write report.Writer) error
	WriteJSONLines(ctx context.Context, src report.Source, w io.Writer) error
	Changes(c Comparison) report.Changes
}

// NewReports is set by reports_test.go.
var NewReports func(*Core) Reports

func sourceOf(t *testing.T, c *Core, scan storage.ScanID) report.Source {
	t.Helper()
	src, err := NewReports(c).Source(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	return src
}
