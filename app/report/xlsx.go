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
	sheetCover     = "Cover"
	sheetSince     = "Since last time"
	sheetFixes     = "Fixes"
	sheetProblems  = "Problems"
	sheetIgnored   = "Ignored"
	sheetHosts     = "By other site"
	sheetPages     = "Pages with problems"
	sheetLinked    = "Links of problems"
	sheetChanges   = "Changes"
	sheetLinks     = "Links"
	sheetAddresses = "All addresses"
	sheetCodes     = "What the codes mean"
	sheetAbout     = "About this scan"
)

// Limits of a workbook by Excel's specification.
const (
	sheetRows = 1_048_576 // rows of a sheet
	// maxOpened is how many addresses open at a click: as many as a sheet may have
	// hyperlinks. The rest are text, which every program opens faster.
	maxOpened = 65_530
)

// Excel writes the scan as a workbook that a person may send to others as it is: a
// cover, what changed since the scan before, what to do about it, and the problems by
// themselves, by other site, by page and by link. All links and all addresses are in it
// where Source.Whole asks for them.
//
// The rows of the long sheets flow from the database through the
// compressor to w, so that memory does not grow with the scan. What is held is
// the first pages of each problem, and the 100,000 worst pages.
func Excel(ctx context.Context, w io.Writer, src Source) error {
	return excel(ctx, w, src, limits{rows: sheetRows, opens: maxOpened})
}

// limits of a workbook.
type limits struct {
	rows  int // of a sheet, heading included
	opens int // addresses that open at a click
}

// excel is Excel with limits of its own.
func excel(ctx context.Context, w io.Writer, src Source, l limits) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if src.Speech.Say == nil {
		src.Speech = English()
	}
	src.Speech = src.Speech.remembering()
	b := &book{Source: src, f: f, limits: l, numbers: src.fixNumbers(), accentColor: src.accent()}
	if b.survey, err = b.surveyOf(ctx); err != nil {
		return err
	}
	if b.styles, err = newStyles(f, b.accentColor, dayFormat(b.Speech)); err != nil {
		return fmt.Errorf("make styles: %w", err)
	}
	if err := b.prepare(ctx); err != nil {
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
	f           *excelize.File
	styles      styles
	accentColor string
	limits      limits
	survey      *survey
	// numbers of the fixes that problems are in, by ID.
	numbers []int32
	tables  []*table
	sheets  []*sheet
	ticks   progress
}

// prepare makes the pages, and the sheets of all tables, each with nothing
// but its heading.
func (b *book) prepare(ctx context.Context) error {
	if err := b.f.SetSheetName("Sheet1", b.speak(sheetCover)); err != nil {
		return fmt.Errorf("name first sheet: %w", err)
	}
	if b.Changes != nil {
		if _, err := b.f.NewSheet(b.speak(sheetSince)); err != nil {
			return fmt.Errorf("add sheet: %w", err)
		}
	}
	b.tables = b.makeTables()
	left := b.limits.opens
	for _, t := range b.tables {
		t.opens = min(left, t.count*t.links)
		left -= t.opens
		b.ticks.total += t.count
	}
	b.ticks.report = b.Progress
	for _, t := range b.tables {
		if err := b.addSheets(t); err != nil {
			return err
		}
	}
	if _, err := b.f.NewSheet(b.speak(sheetAbout)); err != nil {
		return fmt.Errorf("add sheet: %w", err)
	}
	for _, make := range []func(context.Context) error{b.since, b.aboutScan, b.cover, b.workColumns} {
		if err := make(ctx); err != nil {
			return err
		}
	}
	if err := b.addSheets(b.memoryTable()); err != nil {
		return err
	}
	return b.properties()
}

// makeTables returns the tables in the order of their sheets.
func (b *book) makeTables() []*table {
	all := []*table{b.fixTable(), b.problemTable()}
	if b.survey.ignored > 0 {
		all = append(all, b.ignoredTable())
	}
	if len(b.survey.hosts) > 0 {
		all = append(all, b.hostTable())
	}
	if len(b.survey.pages) > 0 {
		all = append(all, b.pageTable())
		if b.Audience != ForClient { // who does not change links
			all = append(all, b.linkedTable())
		}
	}
	if b.survey.changes > 0 {
		all = append(all, b.changeTable())
	}
	if b.Whole {
		all = append(all, b.linkTable(), b.addressTable())
	}
	if len(b.survey.codes) > 0 {
		all = append(all, b.codeTable())
	}
	return all
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
		Title:   plainText(b.title()),
		Subject: plainText(b.Scan.Start),
		Creator: plainText(b.Brand.Author()), LastModifiedBy: plainText(b.Brand.Author()),
		Description: b.speak("Broken links and other problems, what they mean and how to fix them."),
		Keywords:    b.speak("broken links, website check"),
		Created:     now, Modified: now,
	})
	if err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	if err := b.f.SetAppProps(&excelize.AppProperties{Application: "Sitewell", AppVersion: "1.0", Company: plainText(b.Brand.Name)}); err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	return nil
}
