package report

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/columns"
)

const (
	// maxJSONLinks is how many links an address lists in JSON Lines.
	maxJSONLinks = 100
	// The links of so many addresses are looked up together, or as many as have
	// so many links to write.
	jsonPortion = 1 << 15
	jsonLinks   = 1 << 16
)

// jsonFix is a line that follows those of all addresses. It is an object
// of its own, so that a program that looks for the keys of an address ignores it.
type jsonFix struct {
	Fix jsonFixOf `json:"fix"`
}

type jsonFixOf struct {
	Number    int         `json:"number"`
	Severity  string      `json:"severity"`
	Verdict   string      `json:"verdict"`
	Do        string      `json:"do"`
	Why       string      `json:"why"`
	Cause     fix.Cause   `json:"cause"`
	Subject   string      `json:"subject"`
	From      string      `json:"from"`
	To        string      `json:"to"`
	Outcome   outcome.Key `json:"outcome"`
	Pages     int         `json:"pages"`
	Addresses []string    `json:"addresses"`
	// What people said about it, and what they build on it.
	Key   string `json:"key"`
	Owner string `json:"owner"`
	Due   string `json:"due"`
}

type jsonLink struct {
	Page     string `json:"page"`
	Text     string `json:"text"`
	Element  string `json:"element"`
	Fragment string `json:"fragment"`
	FoundBy  string `json:"foundBy"`
}

type jsonMark struct {
	Kind     storage.MarkKind `json:"kind"`
	Text     string           `json:"text"`
	Assignee string           `json:"assignee"`
	Due      string           `json:"due"`
}

// JSONLines writes one object for every address that has a verdict, in the
// order of finding, and then one for every fix, worst first. An address that
// still waits (the scan was stopped) is left out.
func JSONLines(ctx context.Context, w io.Writer, src Source) error {
	counts, err := src.Data.Counts(ctx, src.Scan.ID)
	if err != nil {
		return fmt.Errorf("count addresses: %w", err)
	}
	ticks := &progress{report: src.Progress, total: counts.Rows() - counts.Waiting}
	bw := bufio.NewWriter(w)
	lines := newJSONWriter(bw)
	done := storage.Filter{Verdicts: outcome.Verdicts()}
	var rows []storage.Row
	links := 0 // to rows, about
	about := jsonAbout{numbers: src.fixNumbers()}
	if about.changes, err = src.changes(ctx); err != nil {
		return err
	}
	names := make(map[storage.URLID]string) // addresses of problems
	write := func() error {
		if err := writeJSON(ctx, lines, src, rows, about, ticks); err != nil {
			return err
		}
		rows, links = rows[:0], 0
		return nil
	}
	for row, err := range src.Data.EachRow(ctx, src.Scan.ID, done, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		if numberOf(about.numbers, row.ID) > 0 {
			names[row.ID] = row.URL
		}
		rows = append(rows, row)
		if links += min(row.Sources, maxJSONLinks); len(rows) == jsonPortion || links >= jsonLinks {
			if err := write(); err != nil {
				return err
			}
		}
	}
	if err := write(); err != nil {
		return err
	}
	for i := range src.Fixes {
		if err := lines.fix(jsonFix{jsonFixFrom(i+1, &src.Fixes[i], names)}); err != nil {
			return fmt.Errorf("write JSON Lines: %w", err)
		}
	}
	ticks.finish()
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write JSON Lines: %w", err)
	}
	return nil
}

// jsonAbout is what the report knows of problems beside their rows.
type jsonAbout struct {
	numbers []int32 // of fixes
	changes map[storage.URLID]storage.Change
}

// writeJSON writes some rows with the links to them.
func writeJSON(ctx context.Context, lines *jsonWriter, src Source, rows []storage.Row, about jsonAbout, ticks *progress) error {
	ids := make([]storage.URLID, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	sources, err := src.Data.SourcesOf(ctx, src.Scan.ID, ids, maxJSONLinks)
	if err != nil {
		return fmt.Errorf("read links to addresses: %w", err)
	}
	for i := range rows {
		row := &rows[i]
		if err := lines.address(row, sources[row.ID], about); err != nil {
			return fmt.Errorf("write JSON Lines: %w", err)
		}
		ticks.tick()
	}
	return nil
}

// jsonWriter writes lines.
type jsonWriter struct {
	w    io.Writer
	keys []columns.Key // of an address
	line bytes.Buffer
	enc  *json.Encoder // writes to line
}

func newJSONWriter(w io.Writer) *jsonWriter {
	j := &jsonWriter{w: w, keys: columns.JSONKeys()}
	j.enc = json.NewEncoder(&j.line)
	j.enc.SetEscapeHTML(false)
	return j
}

// address writes the object of an address.
func (j *jsonWriter) address(row *storage.Row, links []storage.Source, about jsonAbout) error {
	j.line.Reset()
	separator := byte('{')
	for i := range j.keys {
		j.line.WriteByte(separator)
		separator = ','
		j.line.WriteString(strconv.Quote(j.keys[i].Name))
		j.line.WriteByte(':')
		if err := j.enc.Encode(valueOf(&j.keys[i], row, links, about)); err != nil {
			return err
		}
		j.line.Truncate(j.line.Len() - 1) // Encode ends the line
	}
	j.line.WriteString("}\n")
	_, err := j.line.WriteTo(j.w)
	return err
}

// valueOf returns what an address has under a key.
func valueOf(k *columns.Key, row *storage.Row, links []storage.Source, about jsonAbout) any {
	switch k.Name {
	case columns.LinksKey:
		all := make([]jsonLink, 0, len(links)) // never null
		for _, l := range links {
			all = append(all, jsonLink{Page: l.PageURL, Text: l.Text, Element: l.Element, Fragment: l.Fragment, FoundBy: l.FoundBy()})
		}
		return all
	case columns.FixNumberKey:
		return numberOf(about.numbers, row.ID)
	case columns.ChangeKey:
		if c := about.changes[row.ID]; c != 0 {
			return c.String()
		}
		return ""
	case columns.MarksKey:
		all := make([]jsonMark, 0, len(row.Marks)) // never null
		for _, m := range row.Marks {
			all = append(all, jsonMark{Kind: m.Kind, Text: m.Text, Assignee: m.Assignee, Due: m.Due})
		}
		return all
	default:
		return k.Value(row)
	}
}

// fix writes the object of a fix.
func (j *jsonWriter) fix(f jsonFix) error {
	j.line.Reset()
	if err := j.enc.Encode(f); err != nil {
		return err
	}
	_, err := j.line.WriteTo(j.w)
	return err
}

func jsonFixFrom(number int, f *Fix, names map[storage.URLID]string) jsonFixOf {
	x := jsonFixOf{
		Number: number, Severity: f.Severity.String(), Verdict: f.Verdict.String(), Do: f.Do, Why: f.Why,
		Cause: f.Cause, Subject: f.Subject, From: f.From, To: f.To, Outcome: f.Outcome, Pages: f.Pages,
		Addresses: make([]string, 0, len(f.Problems)), Key: f.Key(), Owner: f.Work.Owner, Due: f.Work.Due,
	}
	for _, id := range f.Problems {
		x.Addresses = append(x.Addresses, names[id])
	}
	return x
}
