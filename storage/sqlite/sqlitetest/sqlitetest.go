// Package sqlitetest makes real histories for tests, each scan from a list of what
// it found.
package sqlitetest

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// Scan is a scan that a test wants to have.
type Scan struct {
	// Scan is the scan itself. Its ID and Counts are not used: they follow from
	// what is stored. Where Site is 0, a new site is made.
	storage.Scan
	Found []Address // in the order of finding
}

// Address is an address that a scan found, or a place on a page: then URL has a
// fragment, and the page itself is in the scan, too.
type Address struct {
	// Row says how it answered. What follows from the rest is not used: ID, Page,
	// Fragment and Sources. Without an Outcome the address waits to be checked;
	// otherwise the zero values of Status, Verdict and Final mean those that the
	// outcome usually has. Without a Kind it is a page.
	storage.Row
	Notes    []result.Note
	Evidence result.Evidence
	// Read means that the links of the address were read.
	Read  bool
	Links []Link
}

// Link is a link on a page.
type Link struct {
	To      string // an address of the scan, with the fragment if the link has one
	Text    string
	Element string // "a[href]" if empty
	Place   result.Place
	Line    int
}

// New opens a history without sites in a temporary folder. It is closed when the
// test ends.
func New(tb testing.TB) *sqlite.DB {
	tb.Helper()
	db, err := sqlite.Open(tb.Context(), filepath.Join(tb.TempDir(), "history.db"), sqlite.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

// IDs returns the IDs of all rows of a scan by their addresses, places included.
func IDs(tb testing.TB, db *sqlite.DB, scan storage.ScanID) map[string]storage.URLID {
	tb.Helper()
	ids := make(map[string]storage.URLID)
	for row, err := range db.EachRow(tb.Context(), scan, storage.Filter{}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			tb.Fatal(err)
		}
		ids[row.URL] = row.ID
	}
	return ids
}

// Store stores a scan and returns its ID. One that is Interrupted is left as a
// crash leaves it.
func Store(tb testing.TB, db *sqlite.DB, s Scan) storage.ScanID {
	tb.Helper()
	ctx := tb.Context()
	check := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	if s.Site == 0 {
		site, err := db.SaveSite(ctx, storage.Site{Start: s.Start, Settings: "{}"})
		check(err)
		s.Site = site.ID
	}
	if s.Settings == "" {
		s.Settings = "{}"
	}
	w, err := db.NewScan(ctx, s.Scan)
	check(err)
	defer w.Close()
	for b := range s.batches(tb) {
		check(w.Commit(ctx, b))
	}
	if s.State == storage.Interrupted {
		return w.ID()
	}
	check(w.CountLinks(ctx))
	check(w.SetSeverities(ctx, s.graded(tb, db, w.ID())))
	summary := result.Summary{Ended: s.Ended, Diagnosis: result.Diagnosis(s.Diagnosis), Sample: s.Sample}
	if s.Worked > 0 {
		summary.Started = s.Ended.Add(-s.Worked)
	}
	check(w.Finish(ctx, s.State, summary))
	return w.ID()
}

// atOnce is how many addresses are stored in one transaction.
const atOnce = 1000

// batches yields what is stored: addresses with their checks, then links, then
// places.
func (s *Scan) batches(tb testing.TB) func(yield func(*result.Batch) bool) {
	return func(yield func(*result.Batch) bool) {
		ids := make(map[string]result.ID)
		for some := range slices.Chunk(s.Found, atOnce) {
			b := &result.Batch{}
			for i := range some {
				a := &some[i]
				if strings.Contains(a.URL, "#") {
					continue
				}
				id := result.ID(len(ids) + 1)
				ids[a.URL] = id
				b.Found = append(b.Found, a.found(id))
				if a.Outcome != "" {
					b.Checks = append(b.Checks, a.check(id))
				}
			}
			if !yield(b) {
				return
			}
		}
		// to returns the address that a link leads to.
		to := func(url string) (id result.ID, address, fragment string) {
			address, fragment, _ = strings.Cut(url, "#")
			if ids[address] == 0 {
				tb.Fatalf("%s is not among the addresses of the scan", address)
			}
			return ids[address], address, fragment
		}
		for some := range slices.Chunk(s.Found, atOnce) {
			b := &result.Batch{}
			for i := range some {
				a := &some[i]
				switch id, _, fragment := to(a.URL); {
				case fragment != "":
					b.Places = append(b.Places, a.place(id, fragment))
				case a.Read:
					p := result.Page{Address: id, Document: true}
					for _, l := range a.Links {
						target, address, fragment := to(l.To)
						p.Links = append(p.Links, result.Link{
							Target: target, URL: address, Fragment: fragment, Kind: result.KindPage,
							Text: l.Text, Element: cmp.Or(l.Element, "a[href]"), Place: l.Place, Line: l.Line,
						})
					}
					b.Pages = append(b.Pages, p)
				}
			}
			if !b.Empty() && !yield(b) {
				return
			}
		}
	}
}

// graded returns the severities that are not those of an outcome in general.
func (s *Scan) graded(tb testing.TB, db *sqlite.DB, scan storage.ScanID) (all []storage.ProblemSeverity) {
	var ids map[string]storage.URLID
	for i := range s.Found {
		a := &s.Found[i]
		if len(a.Causes) == 0 {
			continue
		}
		if ids == nil {
			ids = IDs(tb, db, scan)
		}
		all = append(all, storage.ProblemSeverity{Address: ids[a.URL], Severity: a.Severity, Causes: a.Causes})
	}
	return all
}

func (a *Address) found(id result.ID) result.Address {
	return result.Address{ID: id, URL: a.URL, Internal: a.Internal, Kind: cmp.Or(a.Kind, result.KindPage), Depth: a.Depth}
}

func (a *Address) check(id result.ID) result.Check {
	c := result.Check{
		Address: id, Final: a.Final, Status: a.status(), Outcome: a.Outcome, Verdict: a.verdict(), Severity: a.Severity,
		Reason: a.Reason, ContentType: a.ContentType, Size: a.Size, Title: a.Title, Kind: a.Kind, Notes: a.Notes, At: a.At, Took: a.Took,
		Evidence: a.Evidence,
	}
	if c.Status != 0 {
		c.Final = cmp.Or(c.Final, a.URL)
	}
	return c
}

func (a *Address) place(page result.ID, fragment string) result.PlaceCheck {
	return result.PlaceCheck{
		Target: page, Fragment: fragment, Status: a.status(), Outcome: a.Outcome, Verdict: a.verdict(), Severity: a.Severity,
		Reason: a.Reason, At: a.At,
	}
}

func (a *Address) status() int {
	status, _ := a.Outcome.Status()
	return cmp.Or(a.Status, status)
}

func (a *Address) verdict() outcome.Verdict {
	return cmp.Or(a.Verdict, outcome.Default(a.Outcome, a.Internal))
}
