package report

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"sitewell/app/report/workbook"
	"sitewell/scanner/outcome"
)

// memoryTable is the hidden sheet by which Sitewell knows a workbook that comes back:
// of which scan it is, and what was said about its fixes when it was saved.
func (b *book) memoryTable() *table {
	records := b.records()
	t := &table{
		name: workbook.Sheet, id: "Memory", hidden: true, count: len(records),
		columns: []column{{heading: workbook.RecordFile}, {heading: workbook.Version}, {}, {}, {}, {}},
	}
	for _, f := range b.Fixes {
		if f.Work != (Work{}) {
			t.count++
		}
	}
	t.each = func(_ context.Context, r *row, yield func() bool) error {
		for _, cells := range records {
			for _, text := range cells {
				r.text(text)
			}
			if !yield() {
				return nil
			}
		}
		for i := range b.Fixes {
			f := &b.Fixes[i]
			if f.Work == (Work{}) {
				continue
			}
			r.text(workbook.RecordWas)
			r.text(f.Key())
			for _, field := range workbook.Fields() {
				r.text(f.Work.Get(field))
			}
			if !yield() {
				return nil
			}
		}
		return nil
	}
	return t
}

// records are those of the hidden sheet, but for what was said about fixes.
func (b *book) records() [][]string {
	all := [][]string{
		{workbook.RecordScan, strconv.FormatInt(int64(b.Scan.ID), 10), b.Scan.Began.UTC().Format(time.RFC3339Nano)},
		{workbook.RecordSite, b.Scan.Start, b.Site.Name},
		{workbook.RecordSaved, b.now().UTC().Format(time.RFC3339)},
	}
	for _, c := range b.fixColumns() {
		if c.field != "" {
			all = append(all, []string{workbook.RecordColumn, string(c.field), c.heading})
		}
	}
	for _, s := range workbook.States() {
		all = append(all, []string{workbook.RecordState, string(s), b.stateWord(s)})
	}
	for _, name := range b.owners() {
		all = append(all, []string{workbook.RecordOwner, "", name})
	}
	return all
}

// maxOwners is how many names are offered.
const maxOwners = 100

// owners are the names that are offered for the owner of a fix: those who own one, and
// those who usually do.
func (b *book) owners() []string {
	var all []string
	for _, f := range b.Fixes {
		if name := f.Work.Owner; name != "" && len(all) < maxOwners && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	for _, name := range []string{b.speak("Editor"), b.speak("Developer"), b.speak("Hosting provider")} {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// Names of the cells with what the drop-down lists offer.
const (
	namedStates = "Sitewell_States"
	namedOwners = "Sitewell_Owners"
)

// workColumns makes the columns that people fill in: drop-down lists, colours of what
// is done and of what is late, and the hidden column with the keys.
func (b *book) workColumns(context.Context) error {
	if err := b.nameLists(); err != nil {
		return err
	}
	for _, s := range b.sheets {
		if s.table.id != "Fixes" {
			continue
		}
		for i, c := range b.fixColumns() {
			name, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				return err
			}
			if c.heading == workbook.KeyHeading {
				if err := b.f.SetColVisible(s.name, name, false); err != nil {
					return fmt.Errorf("hide keys: %w", err)
				}
			}
			if c.field == "" || s.count == 0 {
				continue
			}
			if err := b.workColumn(s, c, name); err != nil {
				return fmt.Errorf("set up column %s: %w", c.heading, err)
			}
		}
	}
	return nil
}

// nameLists names the cells of the hidden sheet that the drop-down lists offer.
func (b *book) nameLists() error {
	records := b.records()
	for record, name := range map[string]string{workbook.RecordState: namedStates, workbook.RecordOwner: namedOwners} {
		first, last := 0, 0
		for i, cells := range records {
			if cells[0] == record {
				last = i + 2 // below the heading
				if first == 0 {
					first = last
				}
			}
		}
		err := b.f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: fmt.Sprintf("%s!$C$%d:$C$%d", quoteSheet(workbook.Sheet), first, last)})
		if err != nil {
			return fmt.Errorf("name lists: %w", err)
		}
	}
	return nil
}

// workColumn sets up a column that people fill in.
func (b *book) workColumn(s *sheet, c fixColumn, name string) error {
	cells := fmt.Sprintf("%s2:%s%d", name, name, s.count+1)
	dv := excelize.NewDataValidation(true)
	dv.Sqref = cells
	switch c.field {
	case workbook.FieldOwner:
		dv.SetSqrefDropList(namedOwners)
		dv.ShowErrorMessage = false // any other name will do
	case workbook.FieldState:
		dv.SetSqrefDropList(namedStates)
		dv.SetError(excelize.DataValidationErrorStyleStop, b.speak("State"), b.speak("Please choose one of the words in the list."))
		if err := b.stateColors(s, name, cells); err != nil {
			return err
		}
	case workbook.FieldDue:
		err := dv.SetRange(1, 2_958_465, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
		if err != nil {
			return err
		}
		dv.SetError(excelize.DataValidationErrorStyleStop, b.speak("Due"), b.speak("Please enter a day, such as 2026-12-24."))
		if err := b.lateColor(s, name, cells); err != nil {
			return err
		}
	default:
		return nil
	}
	return b.f.AddDataValidation(s.name, dv)
}

// stateColors colours what is done or ignored.
func (b *book) stateColors(s *sheet, column, cells string) error {
	var rules []excelize.ConditionalFormatOptions
	for _, rule := range []struct {
		state  workbook.State
		colors colors
	}{
		{workbook.Done, verdictColors(outcome.Works)},
		{workbook.Ignored, verdictColors(outcome.Skipped)},
	} {
		state, colors := rule.state, rule.colors
		style, err := b.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: colors.ink, Bold: true}, Fill: solid(colors.ground)})
		if err != nil {
			return err
		}
		rules = append(rules, excelize.ConditionalFormatOptions{
			Type: "formula", Criteria: fmt.Sprintf("$%s2=%s", column, quoted(b.stateWord(state))), Format: &style,
		})
	}
	return b.f.SetConditionalFormat(s.name, cells, rules)
}

// lateColor colours days that have passed. The state is in the column before.
func (b *book) lateColor(s *sheet, column, cells string) error {
	colors := verdictColors(outcome.Broken)
	style, err := b.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: colors.ink, Bold: true}, Fill: solid(colors.ground)})
	if err != nil {
		return err
	}
	state := string(column[0] - 1)
	return b.f.SetConditionalFormat(s.name, cells, []excelize.ConditionalFormatOptions{{
		Type: "formula", Format: &style,
		Criteria: fmt.Sprintf("AND(ISNUMBER($%[1]s2),$%[1]s2<TODAY(),$%[2]s2=%[3]s)", column, state, quoted(b.stateWord(workbook.Open))),
	}})
}

// quoted is a text within a formula.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
