// Package reporttest has reports for tests of the packages that write them: a small one
// whose texts come from a hostile site, and large ones.
package reporttest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"sitewell/app/report"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Began is when the scan of every report began.
var Began = time.Date(2026, 11, 29, 9, 15, 0, 0, time.UTC)

// Hostile are texts as a hostile site has them in titles, links and addresses.
var Hostile = []string{
	`<script>document.title='owned'</script>`,
	`"><img src=x onerror="document.title='owned'">`,
	`</style><script>document.title='owned'</script>`,
	"line\u2028separator';document.title='owned';//",
	"abc\u202egnp.exe",
	`=cmd|' /C calc'!A0`,
	`{{.Title}} <!-- ]]> -->`,
	"東京 🙂 Ωμέγα Привет šťěř " + strings.Repeat("x", 300),
}

// Script is an address that is no link.
const Script = "javascript:document.title='owned'"

// Words are the words of every report.
type Words struct{}

// Words returns words for an outcome.
func (Words) Words(key outcome.Key, internal bool) (title, means, fix string) {
	switch key {
	case "404":
		if !internal {
			return "Page not found (404)", "The other site works, but has nothing at this address.", "Link to where the page is now, or remove the link."
		}
		return "Page not found (404)", "The server works, but has nothing at this address: the page was moved, renamed or deleted.", "Correct the link, or redirect the old address."
	case outcome.DNSNotFound:
		return "No such website", "There is no website under this name any more, or the name is mistyped.", "Correct the name, or remove the link."
	default:
		return "Outcome " + string(key), "It means something.", "Do something."
	}
}

// data is a scan in memory.
type data struct {
	rows    []storage.Row // worst first
	found   map[storage.URLID][]storage.Source
	changes []storage.ChangeRow
	counts  storage.Counts
}

func (d *data) Counts(context.Context, storage.ScanID) (storage.Counts, error) { return d.counts, nil }

func (d *data) StatusCounts(context.Context, storage.ScanID) (map[int]int, error) {
	counts := make(map[int]int)
	for _, r := range d.rows {
		counts[r.Status]++
	}
	return counts, nil
}

func (d *data) EachRow(_ context.Context, _ storage.ScanID, f storage.Filter, _ storage.Order) iter.Seq2[storage.Row, error] {
	return func(yield func(storage.Row, error) bool) {
		for _, r := range d.rows {
			if (len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, r.Verdict)) && !yield(r, nil) {
				return
			}
		}
	}
}

func (d *data) EachLink(_ context.Context, _ storage.ScanID, f storage.Filter) iter.Seq2[storage.LinkRow, error] {
	return func(yield func(storage.LinkRow, error) bool) {
		for _, r := range d.rows {
			if len(f.Verdicts) > 0 && !slices.Contains(f.Verdicts, r.Verdict) {
				continue
			}
			for _, l := range d.found[r.ID] {
				if !yield(storage.LinkRow{Source: l, Target: r.ID, Row: r.ID, URL: r.URL, Status: r.Status, Outcome: r.Outcome, Verdict: r.Verdict}, nil) {
					return
				}
			}
		}
	}
}

func (d *data) Sources(_ context.Context, _ storage.ScanID, id storage.URLID, _, limit int) (rows []storage.Source, pages, links int, err error) {
	all := d.found[id]
	return all[:min(limit, len(all))], len(all), len(all), nil
}

func (d *data) SourcesOf(_ context.Context, _ storage.ScanID, ids []storage.URLID, limit int) (map[storage.URLID][]storage.Source, error) {
	some := make(map[storage.URLID][]storage.Source, len(ids))
	for _, id := range ids {
		some[id] = d.found[id][:min(limit, len(d.found[id]))]
	}
	return some, nil
}

func (d *data) EachChange(_ context.Context, _ storage.Pair, f storage.ChangeFilter, _ storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return func(yield func(storage.ChangeRow, error) bool) {
		for _, r := range d.changes {
			if (len(f.Changes) == 0 || slices.Contains(f.Changes, r.Change)) && !yield(r, nil) {
				return
			}
		}
	}
}

// Source returns a report with n problems, at least eight, whose texts are hostile, in
// fixes of at most perFix problems each.
func Source(n, perFix int) report.Source {
	d := &data{found: make(map[storage.URLID][]storage.Source)}
	addresses := make([]string, n)
	for i := range n {
		addresses[i] = address(i)
		d.add(i, addresses[i])
	}
	d.counts.Works, d.counts.Skipped, d.counts.Pages, d.counts.Links = 3*n, 2, n, 9*n
	d.counts.Found = d.counts.Rows()
	src := report.Source{
		Data: d, Words: Words{}, Site: storage.Site{ID: 1, Name: "Bakery " + Hostile[1], Client: "Example Bakery Ltd"},
		Scan:     storage.Scan{ID: 9, Site: 1, Start: "https://bakery.example/", State: storage.Complete, Began: Began, Ended: Began.Add(time.Minute), Worked: time.Minute, Version: "1.2.3", Counts: d.counts},
		Ledger:   storage.Ledger{Found: d.counts.Found, Checked: d.counts.Found - 2},
		Settings: []report.Fact{{Name: "User agent", Value: Hostile[0]}},
		Version:  "1.2.3", Now: Began.Add(time.Hour), Zone: time.UTC,
		Oldest: storage.OldProblem{ID: 1, URL: addresses[0], Since: Began.AddDate(0, 0, -30)},
	}
	for i := 0; i < n; i += perFix {
		src.Fixes = append(src.Fixes, fixOf(d.rows[i:min(i+perFix, n)], i))
	}
	for i := range 5 {
		c := storage.Counts{Broken: n + 5 - i}
		src.Past = append(src.Past, storage.Scan{ID: storage.ScanID(4 + i), Site: 1, State: storage.Complete, Began: Began.AddDate(0, 0, 7*(i-5)), Counts: c})
	}
	src.Past = append(src.Past, src.Scan)
	src.Changes = d.compared(&src)
	return src
}

// address returns that of a problem.
func address(i int) string {
	switch {
	case i == 1:
		return Script
	case i == 2:
		return "data:text/html," + Hostile[0]
	case i < 2*len(Hostile) && i%2 == 1:
		return "https://bakery.example/" + Hostile[i/2]
	default:
		return fmt.Sprintf("https://bakery.example/cakes/%05d/a-name-of-usual-length.html", i)
	}
}

// add adds a problem.
func (d *data) add(i int, url string) {
	r := storage.Row{
		ID: storage.URLID(i + 1), URL: url, Internal: i%4 != 3, Kind: result.KindPage, Status: 404, Outcome: "404", Verdict: outcome.Broken,
		Severity: outcome.Serious, Reason: "HTTP 404 " + Hostile[i%len(Hostile)], At: Began.Add(time.Second), Sources: 1 + i%9, Title: Hostile[i%len(Hostile)],
	}
	switch {
	case i > 2 && i%5 == 1:
		r.Status, r.Outcome, r.Verdict, r.Severity = 0, outcome.DNSNotFound, outcome.CantVerify, outcome.Minor
	case i > 2 && i%5 == 4:
		r.Status, r.Outcome, r.Verdict, r.Severity = 200, "301", outcome.Warning, outcome.Moderate
	}
	d.counts.Add(r.Verdict, 1)
	d.rows = append(d.rows, r)
	for j := range r.Sources {
		d.found[r.ID] = append(d.found[r.ID], storage.Source{
			Page: storage.URLID(100000 + j), PageURL: fmt.Sprintf("https://bakery.example/page/%d", j), Text: Hostile[(i+j)%len(Hostile)],
			Element: "a[href]", Line: 10 + j, Place: result.PlaceMain, ByScript: (i+j)%2 == 1,
		})
	}
}

// fixOf returns the fix of some problems, the i-th of the scan and those after it.
func fixOf(rows []storage.Row, i int) report.Fix {
	x := report.Fix{
		Fix: fix.Fix{
			Cause: fix.Folder, Subject: rows[0].URL, Outcome: rows[0].Outcome, Internal: true, Verdict: rows[0].Verdict, Severity: rows[0].Severity,
			Pages: 9 * len(rows), Example: rows[0].URL,
		},
		Do:  "Correct or remove the links to " + Hostile[i%len(Hostile)],
		Why: "They are in one part of the page, so one change corrects all of them.",
	}
	for _, r := range rows {
		x.Problems = append(x.Problems, r.ID)
	}
	if i%3 == 0 {
		x.Progress = fix.Progress{Scans: 4, Since: Began.AddDate(0, 0, -28)}
		x.Work = report.Work{Owner: "Anna <b>Ober</b>", Due: "2026-12-24", Note: "+49 first ask"}
	}
	return x
}

// compared compares the scan with one before it.
func (d *data) compared(src *report.Source) *report.Changes {
	c := storage.Comparison{From: src.Past[len(src.Past)-2], To: src.Scan, Pair: storage.Pair{From: 8, To: 9}}
	for i := range d.rows {
		r := &d.rows[i]
		row := storage.ChangeRow{
			ID: r.ID, URL: r.URL, Internal: r.Internal, Kind: r.Kind, Change: storage.StillThere, Pages: r.Sources,
			Now: storage.Observation{ID: r.ID, Verdict: r.Verdict, Outcome: r.Outcome, Status: r.Status, Severity: r.Severity},
		}
		if i%6 == 2 {
			row.Change = storage.New
		}
		d.changes = append(d.changes, row)
		c.Counts.Add(row.Change, false)
	}
	for i := range len(d.rows) {
		row := storage.ChangeRow{
			ID: storage.URLID(500000 + i), URL: fmt.Sprintf("https://bakery.example/fixed/%d", i), Internal: true, Change: storage.Fixed, Pages: 1,
			Before: storage.Observation{ID: 1, Verdict: outcome.Broken, Outcome: "404", Status: 404, Severity: outcome.Serious},
			Now:    storage.Observation{ID: 1, Verdict: outcome.Works, Outcome: "200", Status: 200},
		}
		d.changes = append(d.changes, row)
		c.Counts.Add(row.Change, false)
	}
	slices.SortStableFunc(d.changes, func(a, b storage.ChangeRow) int { return int(a.Change) - int(b.Change) })
	return &report.Changes{Data: d, Words: Words{}, Site: src.Site, Comparison: c, Pair: c.Pair, Zone: time.UTC}
}
