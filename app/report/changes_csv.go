package report

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"sitewell/storage"
)

// above are the lines above the rows of a file: what the comparison came to, which
// scans were compared, and what makes them differ beside the site.
func (c *Changes) above() []string {
	top := []string{siteName(c.Site, c.Site.Start) + ": " + c.Speech.changesLine(c.Comparison.Counts)}
	for _, s := range []struct {
		name string
		scan storage.Scan
	}{{"Before", c.Comparison.From}, {"Now", c.Comparison.To}} {
		top = append(top, c.speak(s.name)+": "+c.scanWords(s.scan))
	}
	if c.Unreached != "" {
		top = append(top, c.Unreached)
	}
	top = append(top, c.Doubts()...)
	for _, d := range c.Differences {
		top = append(top, d.Name+": "+d.Before+" → "+d.Now)
	}
	return top
}

// scanWords says which scan it is: when it began, its name, and how many problems
// it found.
func (c *Changes) scanWords(s storage.Scan) string {
	began := s.Began.Local()
	if c.Zone != nil {
		began = s.Began.In(c.Zone)
	}
	words := c.Speech.Moment(began)
	if s.Name != "" {
		words += " (" + s.Name + ")"
	}
	return words + ", " + c.Speech.Plural(s.Counts.Problems(), "{{.Count}} problem", "{{.Count}} problems")
}

// changeWord is a change in the reader's language.
func (c *Changes) changeWord(change storage.Change) string { return c.speak(ChangeWord(change)) }

// cells are the texts of a row as changesHead has them; the number of pages follows.
func (c *Changes) cells(r *storage.ChangeRow) []string {
	return []string{
		c.changeWord(r.Change), c.Speech.Severity(r.Severity()), shown(r.URL), c.why(r), c.observed(r, r.Before), c.observed(r, r.Now),
		c.Speech.Side(r.Internal),
	}
}

// ChangesCSV writes a comparison as CSV (RFC 4180): a head, then a row for every
// change, what asks for work first. No cell becomes a formula in a spreadsheet.
func ChangesCSV(ctx context.Context, w io.Writer, src Changes) error {
	src = src.spoken()
	bw := bufio.NewWriter(w)
	if _, err := bw.WriteString(ByteOrderMark); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	rows := csv.NewWriter(bw)
	rows.UseCRLF = true
	head := make([]string, len(changesHead))
	for i, c := range changesHead {
		head[i] = src.speak(c.name)
	}
	if err := rows.Write(head); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	for r, err := range src.Data.EachChange(ctx, src.Pair, storage.ChangeFilter{}, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return fmt.Errorf("read changes: %w", err)
		}
		cells := src.cells(&r)
		for i := range cells {
			cells[i] = Harmless(cells[i])
		}
		if err := rows.Write(append(cells, strconv.Itoa(r.Pages))); err != nil {
			return fmt.Errorf("write changes: %w", err)
		}
	}
	rows.Flush()
	if err := rows.Error(); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}
