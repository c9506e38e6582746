package report

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/report/workbook"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// marked is a speech by which all that is said through it can be told.
func marked() Speech {
	mark := func(s string) string { return "«" + s + "»" }
	en := English()
	return Speech{
		Say:      func(text string, data map[string]any) string { return mark(fill(text, data)) },
		Plural:   func(n int, one, other string) string { return mark(en.Plural(n, one, other)) },
		Number:   func(n int) string { return mark(en.Number(n)) },
		Moment:   func(t time.Time) string { return mark(en.Moment(t)) },
		Day:      func(t time.Time) string { return mark(en.Day(t)) },
		Duration: func(d time.Duration) string { return mark(en.Duration(d)) },
		Verdict:  func(v outcome.Verdict) string { return mark(en.Verdict(v)) },
		Severity: func(s outcome.Severity) string { return mark(en.Severity(s)) },
		Kind:     func(k result.Kind) string { return mark(en.Kind(k)) },
		Place:    func(p result.Place) string { return mark(en.Place(p)) },
		Side:     func(internal bool) string { return mark(en.Side(internal)) },
		Reason:   func(s string) string { return mark(en.Reason(s)) },
		Ledger:   func(l storage.Ledger) string { return mark(en.Ledger(l)) },
	}
}

// Everything that a workbook says of its own goes through its speech; what is
// left as it is comes from the site, from the knowledge base or from settings.
func TestExcelSpeaks(t *testing.T) {
	src := bakery(t)
	src.Speech = marked()
	src.Scan.Diagnosis, src.Scan.Sample = string(result.NoLinks), ""
	f := written(t, src, 5) // so that sheets go on
	known, keys := textsOf(t, src), make(map[string]bool)
	for _, fix := range src.Fixes {
		keys[fix.Key()] = true
	}
	left := map[string]bool{}
	for _, sheet := range f.GetSheetList() {
		if sheet == workbook.Sheet {
			continue // for machines
		}
		if !strings.HasPrefix(sheet, "«") {
			t.Errorf("sheet %s", sheet)
		}
		for _, row := range rowsOf(t, f, sheet) {
			for _, cell := range row {
				if cell == workbook.KeyHeading || keys[cell] {
					continue
				}
				if !strings.ContainsAny(cell, "«»") && !given(cell, known) {
					left[cell] = true
				}
			}
		}
	}
	if diff := cmp.Diff(map[string]bool{}, left); diff != "" {
		t.Errorf("not said in the reader's language:\n%s", diff)
	}
}

// textsOf returns the texts that a report was given.
func textsOf(t *testing.T, src Source) map[string]bool {
	t.Helper()
	known := make(map[string]bool)
	add := func(texts ...string) {
		for _, text := range texts {
			known[text] = true
		}
	}
	for r, err := range src.Data.EachRow(t.Context(), src.Scan.ID, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		title, means, fix := src.Words.Words(r.Outcome, r.Internal)
		status, _, _ := src.Words.Words(outcome.FromStatus(r.Status), r.Internal)
		skipped, why, _ := src.Words.Words(r.Outcome, r.Internal)
		add(skipped, why, r.URL, r.Final, r.Title, r.ContentType, r.Reason, string(r.Outcome), title, status, means, fix)
	}
	for l, err := range src.Data.EachLink(t.Context(), src.Scan.ID, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		add("HTML", l.PageURL, l.Text, l.Element, l.URL, l.URL+"#"+l.Fragment)
	}
	for _, x := range src.Fixes {
		add(x.Do, x.Why, x.Example)
	}
	for _, s := range src.Settings {
		add(s.Name, s.Value)
	}
	add(storage.HostOf("https://mill.example/"), src.Site.Client, src.Scan.Start, "Sitewell "+src.Scan.Version)
	return known
}

// given reports whether a cell shows numbers, or what the report was given.
func given(cell string, known map[string]bool) bool {
	if _, err := strconv.ParseFloat(strings.NewReplacer("%", "", ",", "", " ", "").Replace(cell), 64); err == nil || cell == "" {
		return true
	}
	if _, err := time.Parse("2006-01-02 15:04", cell); err == nil {
		return true
	}
	for line := range strings.SplitSeq(cell, "\n") {
		if !known[line] {
			return false
		}
	}
	return true
}

// A workbook that is told nothing speaks English.
func TestExcelSpeaksEnglish(t *testing.T) {
	want := rowsOf(t, written(t, bakery(t), sheetRows), sheetCover)
	src := bakery(t)
	src.Speech = English()
	if diff := cmp.Diff(want, rowsOf(t, written(t, src, sheetRows), sheetCover)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
