package report

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
		Duration: func(d time.Duration) string { return mark(en.Duration(d)) },
		Verdict:  func(v outcome.Verdict) string { return mark(en.Verdict(v)) },
		Severity: func(s outcome.Severity) string { return mark(en.Severity(s)) },
		Kind:     func(k result.Kind) string { return mark(en.Kind(k)) },
		Place:    func(p result.Place) string { return mark(en.Place(p)) },
		Side:     func(internal bool) string { return mark(en.Side(internal)) },
		Ledger:   func(l storage.Ledger) string { return mark(en.Ledger(l)) },
	}
}

// Everything that a workbook says of its own goes through its speech; what is
// left as it is comes from the site, from the knowledge base or from settings.
func TestExcelSpeaks(t *testing.T) {
	src := bakery()
	src.Speech = marked()
	src.Scan.Diagnosis, src.Scan.Sample = string(result.NoLinks), ""
	f := workbook(t, src, 5) // so that sheets go on
	left := map[string]bool{}
	for _, sheet := range f.GetSheetList() {
		if !strings.HasPrefix(sheet, "«") {
			t.Errorf("sheet %s", sheet)
		}
		for _, row := range rowsOf(t, f, sheet) {
			for _, cell := range row {
				if !strings.ContainsAny(cell, "«»") && !given(cell, src) {
					left[cell] = true
				}
			}
		}
	}
	if diff := cmp.Diff(map[string]bool{}, left); diff != "" {
		t.Errorf("not said in the reader's language:\n%s", diff)
	}
}

// given reports whether a cell shows what the report was given.
func given(cell string, src Source) bool {
	if _, err := strconv.ParseFloat(strings.NewReplacer("%", "", ",", "").Replace(cell), 64); err == nil || cell == "" {
		return true
	}
	if _, err := time.Parse("2006-01-02 15:04", cell); err == nil {
		return true
	}
	var known []string
	for _, r := range src.Data.(*fakeData).rows {
		title, means, fix := src.Words.Words(r.Outcome, r.Internal)
		status, _, _ := src.Words.Words(outcome.FromStatus(r.Status), r.Internal)
		known = append(known, r.URL, r.Final, r.Title, r.ContentType, r.Reason, string(r.Outcome), title, status, means, fix)
	}
	for _, l := range src.Data.(*fakeData).links {
		known = append(known, l.PageURL, l.Text, l.Element, l.URL, l.URL+"#"+l.Fragment)
	}
	for _, x := range src.Fixes {
		known = append(known, x.Do, x.Why, x.Example)
	}
	for _, s := range src.Settings {
		known = append(known, s.Name, s.Value)
	}
	known = append(known, src.Site.Client, src.Scan.Start, "Sitewell "+src.Scan.Version)
	for line := range strings.SplitSeq(cell, "\n") {
		found := false
		for _, k := range known {
			found = found || line == k
		}
		if !found {
			return false
		}
	}
	return true
}

// A workbook that is told nothing speaks English.
func TestExcelSpeaksEnglish(t *testing.T) {
	want := rowsOf(t, workbook(t, bakery(), sheetRows), sheetSummary)
	src := bakery()
	src.Speech = English()
	if diff := cmp.Diff(want, rowsOf(t, workbook(t, src, sheetRows), sheetSummary)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
