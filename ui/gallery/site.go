// Package gallery is a made-up scan of a bakery's website, for tests of the
// screens: in a real history, which is read through the same parts of core as in
// the program. Its own test draws every screen and shared widget, in light and dark
// and in the sizes that Sitewell promises to work at, so that anybody can look at
// them without a scan.
//
// It must not be part of the program.
package gallery

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/words"
)

// Site is the bakery's site after its scans, as the screens read it.
type Site struct {
	core.Store
	*core.Explainer
	*core.Suggester
	*core.History
	*core.FixLister
	*core.Marks

	ID   storage.SiteID
	Scan storage.ScanID // the newest
	ids  map[string]storage.URLID
}

// Scans returns the scans of a site, with the numbers of what is not ignored.
func (s *Site) Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error) {
	return s.Marks.Scans(ctx, site)
}

// New makes the site in a temporary folder. Its newest scan found one of most kinds
// of problem, and the given number of further addresses that work, at least 5;
// change alters that scan before it is stored, unless it is nil.
func New(tb testing.TB, works int, change func(*sqlitetest.Scan)) *Site {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "history.db")
	db, err := sqlite.Open(tb.Context(), file, sqlite.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	site, err := db.SaveSite(tb.Context(), storage.Site{Start: Home, Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	for _, past := range pastScans() {
		past.Site = site.ID
		sqlitetest.Store(tb, db, past)
	}
	newest := newestScan(works)
	newest.Site = site.ID
	if change != nil {
		change(&newest)
	}
	scan := sqlitetest.Store(tb, db, newest)
	ids := sqlitetest.IDs(tb, db, scan)
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
	c, err := core.Open(tb.Context(), core.Config{DB: file, Language: words.Language()})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return &Site{
		Store: c.Store, Explainer: c.Explainer, Suggester: c.Suggester, History: c.History, FixLister: c.FixLister, Marks: c.Marks,
		ID: site.ID, Scan: scan, ids: ids,
	}
}

// IDOf returns the ID of an address of the newest scan, 0 for none.
func (s *Site) IDOf(address string) storage.URLID { return s.ids[address] }

// FixWords says what to do about a fix, as the program does.
func (*Site) FixWords(f fix.Fix, site string) (title, why string) {
	said := message.ForFix(f, site)
	if said.Next != "" {
		why = lang.L(said.Next, said.Data)
	}
	return lang.L(said.Text, said.Data), why
}

// Why says why a row has its change, as the program does.
func (s *Site) Why(r *storage.ChangeRow) string {
	said := message.ForChange(r, func(key outcome.Key) string {
		title, _, _ := s.Words(key, r.Internal)
		return title
	})
	return lang.L(said.Text, said.Data)
}

// RecheckMany asks nobody: it stores that all of the addresses work now.
func (s *Site) RecheckMany(ctx context.Context, scan storage.ScanID, ids []storage.URLID, on func(storage.RecheckProgress)) (storage.RecheckSummary, error) {
	var sum storage.RecheckSummary
	for i, id := range ids {
		if ctx.Err() != nil {
			sum.Unsettled = len(ids) - i
			return sum, ctx.Err()
		}
		before, err := s.Detail(ctx, scan, id)
		if err != nil {
			return sum, err
		}
		if _, err := s.Recheck(ctx, scan, id); err != nil {
			return sum, err
		}
		now := storage.RecheckedAddress{ID: id, Before: before.Verdict, After: outcome.Works, Outcome: "200"}
		sum.Results = append(sum.Results, now)
		on(storage.RecheckProgress{Done: i + 1, Total: len(ids), Current: before.URL, Fresh: []storage.RecheckedAddress{now}})
	}
	return sum, nil
}

// ProblemsOn returns a page and the problems that it links to.
func (s *Site) ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) ([]storage.URLID, error) {
	return s.Store.(*sqlite.DB).ProblemsOn(ctx, scan, page)
}

// Recheck asks nobody: it stores that the address works now.
func (s *Site) Recheck(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error) {
	d, err := s.Detail(ctx, scan, id)
	if err != nil {
		return storage.Detail{}, err
	}
	err = s.Store.(*sqlite.DB).Recheck(ctx, scan, storage.Rechecked{Address: id, Check: result.Check{
		Final: d.URL, Status: 200, Outcome: "200", Verdict: outcome.Works, Reason: "HTTP 200 OK", Kind: d.Kind, At: d.At.Add(time.Hour),
	}})
	if err != nil {
		return storage.Detail{}, err
	}
	return s.Detail(ctx, scan, id)
}
