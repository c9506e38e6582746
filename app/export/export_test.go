package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sitewell/app/core"
	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// bakery returns the site of package core's tests.
func bakery(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../core/testdata/bakery.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// kitchen returns a new history, on a network on which only site exists.
func kitchen(t *testing.T, site *sitetest.Site) (*Exporter, *core.Core) {
	t.Helper()
	db := filepath.Join(t.TempDir(), "history.db")
	c, err := core.Open(t.Context(), core.Config{DB: db, Prepare: func(o *scanner.Options) {
		o.Resolver, o.Dial, o.Roots, o.NoDelay = site.Resolver(), site.Dial, site.Roots(), true
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return New(Options{Core: c, DB: db}), c
}

// await waits for the end of a scan, and returns it as it is stored.
func await(t *testing.T, c *core.Core, r *core.Running, err error) storage.Scan {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	scan, err := c.Store.ScanByID(t.Context(), r.ScanID())
	if err := errors.Join(r.Err(), err); err != nil {
		t.Fatal(err)
	}
	return scan
}

// Truth 8: the same numbers in the history, the spreadsheet and JSON Lines.
// Truth 2: a problem lists every page that links to it.
func TestExportsAgree(t *testing.T) {
	site := sitetest.New(t, bakery(t))
	site.Open("oven")
	e, c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	counts := scan.Counts

	path := filepath.Join(t.TempDir(), "bakery.xlsx")
	all, err := e.Report(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	all.Whole = true
	if err := e.Save(t.Context(), all, path, report.Excel); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, want := range map[string]int{
		"Problems": counts.Problems(), "Links": counts.Links, "All addresses": counts.Rows(),
	} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(rows) - 1; got != want {
			t.Errorf("%s has %d rows, want %d", sheet, got, want)
		}
	}
	numbers := map[string]string{}
	for _, sheet := range []string{"About this scan", "Cover"} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 1 {
				numbers[row[0]] = row[1]
			}
		}
	}
	for label, want := range map[string]int{
		"Broken": counts.Broken, "Warning": counts.Warning, "Can't verify": counts.Cant, "Works": counts.Works,
		"Skipped": counts.Skipped, "Addresses found": counts.Found, "Pages read": counts.Pages, "Links found": counts.Links,
	} {
		if numbers[label] != strconv.Itoa(want) {
			t.Errorf("the workbook says %s: %q, want %d", label, numbers[label], want)
		}
	}

	src, err := e.Source(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := e.WriteJSONLines(t.Context(), src, &buf); err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]int{}
	for line := range strings.Lines(buf.String()) {
		var a struct {
			Address, Verdict string
			Sources          int
			Links            []struct{ Page string }
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		verdicts[a.Verdict]++
		if a.Address == "https://bakery.example/gone" {
			pages := map[string]bool{}
			for _, l := range a.Links {
				pages[l.Page] = true
			}
			if a.Sources != 3 || len(pages) != 3 {
				t.Errorf("/gone is linked from %d pages and lists %v, want 3", a.Sources, pages)
			}
		}
	}
	if verdicts["broken"] != counts.Broken || verdicts["skipped"] != counts.Skipped {
		t.Errorf("JSON Lines counts %v, the history %+v", verdicts, counts)
	}
}

// The window chooses file names as freely as the command line.
func TestExportsSpareTheHistory(t *testing.T) {
	site := sitetest.New(t, bakery(t))
	site.Open("oven")
	e, c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	src, err := e.Source(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	var d core.Comparison
	for _, path := range []string{e.o().DB, e.o().DB + "-wal"} {
		for name, export := range map[string]func() error{
			"spreadsheet": func() error { return e.Export(t.Context(), scan.ID, Spreadsheet, path, nil) },
			"JSON Lines":  func() error { return e.Save(t.Context(), src, path, report.JSONLines) },
			"changes":     func() error { return e.SaveChanges(t.Context(), d, path, report.ChangesJSONLines) },
			"sheet":       func() error { return e.SaveChanges(t.Context(), d, path, report.ChangesXLSX) },
		} {
			var inUse *output.InUseError
			if err := export(); !errors.As(err, &inUse) || inUse.Use != output.History {
				t.Errorf("%s in %s: %v, want that it belongs to the history", name, path, err)
			}
		}
	}
	if _, err := c.Store.ScanByID(t.Context(), scan.ID); err != nil {
		t.Errorf("the history is harmed: %v", err)
	}
}

// The memory of a report about a large scan is limited, and no longer than that.
func TestMemoryOfReports(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	growth := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	e, _ := kitchen(t, sitetest.New(t, bakery(t)))
	for addresses, limited := range map[int]bool{10: false, 1_000_000: true} {
		var src report.Source
		src.Scan.Counts.Found = addresses
		during := 0
		write := func(context.Context, io.Writer, report.Source) error { during = growth(); return nil }
		if err := e.Save(t.Context(), src, filepath.Join(t.TempDir(), "report"), write); err != nil {
			t.Fatal(err)
		}
		if after := growth(); (during < 100) != limited || after != 100 {
			t.Errorf("%d addresses: the heap grows by %d %%, afterwards by %d %%", addresses, during, after)
		}
	}
}
