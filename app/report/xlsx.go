package report

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// Names of the sheets. A sheet that is full goes on as "Links 2".
const (
	sheetSummary   = "Summary"
	sheetProblems  = "Problems"
	sheetLinks     = "Links"
	sheetAddresses = "All addresses"
)

// sheetRows is how many rows a sheet can have by Excel's specification.
const sheetRows = 1_048_576

// Excel writes the scan as a workbook with the sheets Summary, Problems (a row
// a problem), Links (a row a link) and All addresses.
//
// The rows of the three long sheets are streamed through temporary files, so
// that memory does not grow with the scan; what is held is the first pages of
// each problem.
func Excel(ctx context.Context, w io.Writer, src Source) error {
	return excel(ctx, w, src, sheetRows)
}

// excel is Excel with sheets of at most rows rows, heading included.
func excel(ctx context.Context, w io.Writer, src Source, rows int) (err error) {
	counts, err := src.Data.Counts(ctx, src.Scan.ID)
	if err != nil {
		return fmt.Errorf("count rows: %w", err)
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }() // removes temporary files
	f.SetZipWriter(fastZip)
	b := &book{
		Source: src, f: f, rows: rows,
		ticks: progress{report: src.Progress, total: counts.Problems() + counts.Links + counts.Found},
	}
	if b.styles, err = newStyles(f); err != nil {
		return fmt.Errorf("make styles: %w", err)
	}
	if err := b.fill(ctx, counts); err != nil {
		return err
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	b.ticks.finish()
	return nil
}

// book is a workbook in the making.
type book struct {
	Source
	f      *excelize.File
	styles styles
	rows   int // of a sheet, at most
	ticks  progress
	sum    summary
}

// fill writes all sheets. The Summary comes first for the reader and last
// here, when all is counted.
func (b *book) fill(ctx context.Context, counts storage.Counts) error {
	if err := b.f.SetSheetName("Sheet1", sheetSummary); err != nil {
		return fmt.Errorf("name first sheet: %w", err)
	}
	pages, err := b.firstPages(ctx)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { return b.problems(ctx, pages) },
		func() error { return b.links(ctx) },
		func() error { return b.addresses(ctx) },
		func() error { return b.summary(counts) },
		func() error { return b.properties() },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) properties() error {
	b.f.SetActiveSheet(0)
	now := b.now().UTC().Format(time.RFC3339)
	err := b.f.SetDocProps(&excelize.DocProperties{
		Title:       plainText("Website check of " + b.host()),
		Subject:     plainText(b.Scan.Start),
		Creator:     "Sitewell",
		Description: "Broken links and other problems, what they mean and how to fix them.",
		Keywords:    "broken links, website check",
		Created:     now, Modified: now,
	})
	if err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	err = b.f.SetAppProps(&excelize.AppProperties{Application: "Sitewell", AppVersion: "1.0", DocSecurity: 0})
	if err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	return nil
}

// fastZip packs a workbook with a faster Deflate than the standard library's:
// at its lowest level the sheets of a large scan stay as small.
func fastZip(w io.Writer) excelize.ZipWriter {
	zw := zip.NewWriter(w)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	return zw
}
