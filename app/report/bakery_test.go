package report

import (
	"testing"
	"time"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

// canned are words for the outcomes of the bakery.
type canned struct{}

func (canned) Words(key outcome.Key, internal bool) (title, means, fix string) {
	switch key {
	case outcome.FromStatus(404):
		return "Page not found (404)",
			"The server works, but has nothing at this address: the page was moved, renamed or deleted, or the link is mistyped.",
			"Correct the link, or let the old address lead to where the page is now."
	case outcome.FromStatus(200):
		return "Works (200)", "The server answered with what was asked for.", "Nothing to do."
	case outcome.DNSNotFound:
		return "Name not found", "There is no website under this name any more, or the name is mistyped.", "Correct the name, or take the link out."
	case outcome.MissingFragment:
		return "Place on the page is missing", "The page works, but what follows # in the link isn't on it.", "Correct what follows #, or give the heading that name."
	default:
		return "Outcome " + string(key), "It means something.", "Do something."
	}
}

// began is when the scans of the bakery began.
var began = time.Date(2026, 11, 3, 9, 15, 0, 0, time.UTC)

// bakeryScan is a small scan with one of most kinds of row.
func bakeryScan() *sqlitetest.Scan {
	const home, cakes, mill, old = "https://bakery.example/", "https://bakery.example/cakes", "https://mill.example/", "https://bakery.example/old"
	row := func(at int, url string, key outcome.Key, s outcome.Severity) sqlitetest.Address {
		return sqlitetest.Address{Row: storage.Row{
			URL: url, Internal: true, Outcome: key, Severity: s, Reason: "HTTP " + string(key),
			At: began.Add(time.Duration(at) * time.Second), Took: 120 * time.Millisecond, ContentType: "text/html", Size: 1234,
		}}
	}
	link := func(to, text string, line int) sqlitetest.Link {
		return sqlitetest.Link{To: to, Text: text, Place: result.PlaceMain, Line: line}
	}
	front := row(1, home, "200", outcome.NoSeverity)
	front.Title, front.Read = "=1+1 Bakery", true
	front.Links = []sqlitetest.Link{
		link(cakes, "=cmd|' /C calc'!A0", 10), link(cakes, "Cakes <again>", 11), link(mill, "The mill", 13), byScript(link(home+"#opening", "Opening hours", 14)),
		link(old, "+49 old", 15), link("mailto:baker@bakery.example", "Write to us", 16), link(home+"later", "Later", 17),
	}
	place := row(3, home+"#opening", outcome.MissingFragment, outcome.Minor)
	place.Status = 200
	other := row(40, mill, outcome.DNSNotFound, outcome.Moderate)
	other.Internal = false
	moved := row(5, old, "301", outcome.Minor)
	moved.Status, moved.Final, moved.Read = 200, home+"new", true
	moved.Links = []sqlitetest.Link{link(cakes, "@cakes", 12), link(home, "Home", 2)}
	mail := row(6, "mailto:baker@bakery.example", outcome.UnsupportedScheme, outcome.NoSeverity)
	mail.Internal, mail.Kind = false, result.KindOther
	waits := sqlitetest.Address{Row: storage.Row{URL: home + "later", Internal: true}}
	return &sqlitetest.Scan{
		Scan: storage.Scan{
			Start: home, State: storage.Stopped, Began: began, Ended: began.Add(125 * time.Second), Worked: 124 * time.Second, Version: "1.2.3",
		},
		Found: []sqlitetest.Address{front, row(2, cakes, "404", outcome.Serious), place, other, moved, mail, waits},
	}
}

// wholeScan is bakeryScan where nothing waits any more.
func wholeScan() *sqlitetest.Scan {
	s := bakeryScan()
	s.State = storage.Complete
	s.Found = s.Found[:len(s.Found)-1]
	front := &s.Found[0]
	front.Links = front.Links[:len(front.Links)-1]
	return s
}

// bakery is bakeryScan in a history, with what is said around its rows.
func bakery(tb testing.TB) Source {
	tb.Helper()
	return sourceOf(tb, bakeryScan())
}

func sourceOf(tb testing.TB, made *sqlitetest.Scan) Source {
	tb.Helper()
	db := sqlitetest.New(tb)
	id := sqlitetest.Store(tb, db, *made)
	scan, err := db.ScanByID(tb.Context(), id)
	if err != nil {
		tb.Fatal(err)
	}
	ledger, err := db.Ledger(tb.Context(), id)
	if err != nil {
		tb.Fatal(err)
	}
	ids := sqlitetest.IDs(tb, db, id)
	return Source{
		Data: db, Words: canned{}, Ledger: ledger, Scan: scan,
		Orphans: storage.Orphans{Count: 5, Examples: []string{"https://bakery.example/old", "=https://bakery.example/older"}},
		Fixes: []Fix{
			{
				Fix: fix.Fix{
					Cause: fix.Single, Outcome: "404", Internal: true, Kind: result.KindPage, Verdict: outcome.Broken, Severity: outcome.Serious,
					Problems: []storage.URLID{ids["https://bakery.example/cakes"]}, Pages: 2, Example: "https://bakery.example/cakes",
				},
				Do: "Correct or remove the link to /cakes",
			},
			{
				Fix: fix.Fix{
					Cause: fix.Template, Subject: "footer", Verdict: outcome.Broken, Severity: outcome.Moderate,
					Problems: []storage.URLID{ids["https://mill.example/"], ids["https://bakery.example/#opening"], ids["https://bakery.example/old"]},
					Pages:    1, Example: "https://mill.example/",
				},
				Do:  "Edit the footer: correct its links, of which there are some that lead nowhere at all",
				Why: "=This part is the same on many pages, so one change corrects all of them.",
			},
		},
		Site:     storage.Site{ID: scan.Site, Client: "Example Bakery Ltd"},
		Settings: []Fact{{"Other sites", "Checked once each"}, {"User agent", "=HYPERLINK(\"x\")"}},
		Whole:    true,
		Version:  "1.2.3",
		Now:      began.Add(time.Hour),
		Zone:     time.UTC,
	}
}

// byScript returns a link as one that only a script makes.
func byScript(l sqlitetest.Link) sqlitetest.Link {
	l.Element = "a[href]" + result.ByScript
	return l
}
