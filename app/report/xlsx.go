package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// Names of the sheets. A sheet that is full goes on as "Links 2".
const (
	sheetSummary   = "Summary"
	sheetFixes     = "Fixes"
	sheetProblems  = "Problems"
	sheetIgnored   = "Ignored"
	sheetLinks     = "Links"
	sheetAddresses = "All addresses"
)

// sheetRows is how many rows a sheet can have by Excel's specification.
const sheetRows = 1_048_576

// Excel writes the scan as a workbook with the sheets Summary, Fixes (a row a
// change to make), Problems (a row a problem), Ignored (the same of those that
// somebody said to ignore, if there are any), Links (a row a link) and All addresses.
//
// The rows of the long sheets flow from the database through the
// compressor to w, so that memory does not grow with the scan. What is held is
// the first pages of each problem.
func Excel(ctx context.Context, w io.Writer, src Source) error {
	return excel(ctx, w, src, sheetRows)
}

// excel is Excel with sheets of at most rows rows, heading included.
func excel(ctx context.Context, w io.Writer, src Source, rows int) (err error) {
	survey, err := surveyOf(ctx, &src)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if src.Speech.Say == nil {
		src.Speech = English()
	}
	src.Speech = src.Speech.remembering()
	b := &book{Source: src, f: f, rows: rows, survey: survey, numbers: src.fixNumbers()}
	b.ticks = progress{report: src.Progress, total: len(src.Fixes) + survey.problems + survey.ignored + survey.links + survey.addresses}
	if b.styles, err = newStyles(f); err != nil {
		return fmt.Errorf("make styles: %w", err)
	}
	if err := b.prepare(); err != nil {
		return err
	}
	if err := b.save(ctx, w); err != nil {
		return err
	}
	b.ticks.finish()
	return nil
}

// book is a workbook in the making. excelize makes all of it but the rows of
// the tables, which save puts into their sheets.
type book struct {
	Source
	f      *excelize.File
	styles styles
	rows   int // of a sheet, at most
	survey *survey
	// numbers of the fixes that problems are in, by ID.
	numbers []int32
	sheets  []*sheet
	ticks   progress
}

// prepare makes the Summary and the sheets of all tables, each with nothing
// but its heading.
func (b *book) prepare() error {
	if err := b.f.SetSheetName("Sheet1", b.speak(sheetSummary)); err != nil {
		return fmt.Errorf("name first sheet: %w", err)
	}
	for _, t := range b.tables() {
		if err := b.addSheets(t); err != nil {
			return err
		}
	}
	if err := b.summary(); err != nil {
		return err
	}
	return b.properties()
}

// save writes the workbook, with the rows of each sheet.
func (b *book) save(ctx context.Context, w io.Writer) error {
	parts := make(map[string]func(io.Writer) error, len(b.sheets))
	for _, s := range b.sheets {
		parts[s.part] = func(w io.Writer) error { return b.writeRows(ctx, w, s) }
	}
	pack := newSplicer(w, parts)
	b.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return pack })
	// excelize would build the file in memory, and passes over some errors of
	// writing: the splicer writes to w, and knows its first error.
	_, err := b.f.WriteToBuffer()
	if err := errors.Join(pack.err, err); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return pack.complete()
}

func (b *book) properties() error {
	b.f.SetActiveSheet(0)
	now := b.now().UTC().Format(time.RFC3339)
	err := b.f.SetDocProps(&excelize.DocProperties{
		Title:       plainText(b.speak("Website check of {{.Site}}", "Site", b.host())),
		Subject:     plainText(b.Scan.Start),
		Creator:     "Sitewell",
		Description: b.speak("Broken links and other problems, what they mean and how to fix them."),
		Keywords:    b.speak("broken links, website check"),
		Created:     now, Modified: now,
	})
	if err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	if err := b.f.SetAppProps(&excelize.AppProperties{Application: "Sitewell", AppVersion: "1.0"}); err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	return nil
}
