package history

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/spark"
	"sitewell/ui/theme"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// trend shows how the problems of a site went over its complete scans, and since when
// the oldest serious one is there.
type trend struct {
	chart   *spark.Chart
	content *fyne.Container
	units   *badge.Line // says what is counted, hidden where that is plain
	oldest  *badge.Line
}

func newTrend() *trend {
	t := &trend{chart: spark.NewChart(), oldest: badge.NewLine(false), units: badge.NewLine(false)}
	t.units.Set(lang.L("“To fix” counts changes to be made, the others count addresses, both without what is ignored."))
	surface := badge.NewSurface(container.NewBorder(nil, column.Inset(container.NewVBox(t.units, t.oldest)), nil, nil, t.chart))
	t.content = column.Inset(surface)
	t.content.Hide()
	return t
}

// show draws the complete ones of the scans, which are newest first.
// fixes has how many things there are to fix, as far as they were counted.
func (t *trend) show(scans []storage.Scan, fixes map[storage.ScanID]int, oldest storage.OldProblem, now time.Time) {
	broken := spark.Series{Word: words.Verdict(outcome.Broken), Color: theme.ColorBroken}
	warning := spark.Series{Word: words.Verdict(outcome.Warning), Color: theme.ColorWarning}
	toFix := spark.Series{Word: lang.L("to fix"), Color: theme.ColorInfo}
	var first, last time.Time
	for i := len(scans) - 1; i >= 0; i-- {
		s := scans[i]
		if !isComplete(s) {
			continue
		}
		broken.Values, warning.Values = append(broken.Values, s.Counts.Broken), append(warning.Values, s.Counts.Warning)
		n, counted := fixes[s.ID]
		if !counted {
			n = spark.Unknown
		}
		toFix.Values = append(toFix.Values, n)
		if first.IsZero() {
			first = s.Began
		}
		last = s.Began
	}
	show(t.content, len(broken.Values) > 1)
	date := func(at time.Time) string { return words.Date(at.In(now.Location())) }
	series := []spark.Series{broken, warning}
	if n := len(toFix.Values); n > 0 && toFix.Values[n-1] != spark.Unknown {
		series = append(series, toFix)
	}
	show(t.units, len(series) == 3)
	t.chart.Set(series, date(first), date(last))
	t.oldest.Set("")
	show(t.oldest, oldest.ID != 0)
	if oldest.ID != 0 {
		t.oldest.Set(lang.L("Oldest serious problem: {{.Since}} ({{.Ago}}), {{.Address}}", map[string]any{
			"Since": words.Since(oldest.Since, now), "Ago": when.Ago(oldest.Since, now), "Address": oldest.URL,
		}))
	}
	t.content.Refresh()
}

// fixedScans is of how many complete scans, the newest first, the fixes are counted.
const fixedScans = 24

// countFixes counts the fixes of the scans of the chart, once that is shown.
func (s *Screen) countFixes() {
	var scans []storage.Scan
	for _, scan := range s.all {
		if isComplete(scan) && len(scans) < fixedScans {
			scans = append(scans, scan)
		}
	}
	if len(scans) < 2 {
		return
	}
	s.fixing.Load(s.o.Run, func(ctx context.Context) (map[storage.ScanID]int, error) {
		counts, err := s.o.Store.FixCounts(ctx, scans)
		fixes := make(map[storage.ScanID]int, len(counts))
		for i, n := range counts {
			if n >= 0 {
				fixes[scans[i].ID] = n
			}
		}
		return fixes, err
	}, func(fixes map[storage.ScanID]int, err error) {
		if err == nil { // without them the chart has a line less
			s.fixes = fixes
			s.trend.show(s.shown, s.fixes, s.oldest, s.o.Now())
			s.page.Refresh() // it may have another line
		}
	})
}

// stepOf says how many problems more or fewer a complete scan of a list has than the
// complete one before it; "" where there is none.
func stepOf(scans []storage.Scan, i int) string {
	if !isComplete(scans[i]) {
		return ""
	}
	for _, before := range scans[i+1:] { // newest first
		if !isComplete(before) {
			continue
		}
		n := scans[i].Counts.Problems() - before.Counts.Problems()
		switch {
		case n > 0:
			return lang.L("+{{.Count}} since the scan before", map[string]any{"Count": words.Number(n)})
		case n < 0:
			return lang.L("−{{.Count}} since the scan before", map[string]any{"Count": words.Number(-n)})
		default:
			return lang.L("as many as before")
		}
	}
	return ""
}
