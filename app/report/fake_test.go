package report

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// fakeData is a scan in memory.
type fakeData struct {
	rows  []storage.Row
	links []storage.LinkRow
}

func (d *fakeData) Counts(context.Context, storage.ScanID) (storage.Counts, error) {
	c := storage.Counts{Found: len(d.rows), Links: len(d.links)}
	for _, r := range d.rows {
		switch r.Verdict {
		case outcome.Broken:
			c.Broken++
		case outcome.Warning:
			c.Warning++
		case outcome.CantVerify:
			c.Cant++
		case outcome.Works:
			c.Works++
		case outcome.Skipped:
			c.Skipped++
		default:
			c.Waiting++
		}
		if r.Internal {
			c.Internal++
		}
		if r.Kind == result.KindPage && r.Internal {
			c.Pages++
		}
	}
	return c, nil
}

func (d *fakeData) EachRow(ctx context.Context, _ storage.ScanID, f storage.Filter, o storage.Order) iter.Seq2[storage.Row, error] {
	rows := slices.Clone(d.rows)
	if o.By == storage.BySeverity {
		slices.SortStableFunc(rows, func(a, b storage.Row) int {
			return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Sources, a.Sources))
		})
	}
	return func(yield func(storage.Row, error) bool) {
		for _, r := range rows {
			if len(f.Verdicts) > 0 && !slices.Contains(f.Verdicts, r.Verdict) {
				continue
			}
			if err := ctx.Err(); err != nil {
				yield(storage.Row{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (d *fakeData) EachLink(ctx context.Context, _ storage.ScanID, _ storage.Filter) iter.Seq2[storage.LinkRow, error] {
	return func(yield func(storage.LinkRow, error) bool) {
		for _, l := range d.links {
			if err := ctx.Err(); err != nil {
				yield(storage.LinkRow{}, err)
				return
			}
			if !yield(l, nil) {
				return
			}
		}
	}
}

func (d *fakeData) Sources(_ context.Context, _ storage.ScanID, id storage.URLID, offset, limit int) (rows []storage.Source, pages, links int, err error) {
	i := slices.IndexFunc(d.rows, func(r storage.Row) bool { return r.ID == id })
	key := keyOf(d.rows[i])
	seen := map[storage.URLID]bool{}
	for _, l := range d.links {
		if l.Target != key.target || key.fragment != "" && key.fragment != l.Fragment {
			continue
		}
		seen[l.Page] = true
		if links >= offset && len(rows) < limit {
			rows = append(rows, l.Source)
		}
		links++
	}
	return rows, len(seen), links, nil
}

type fakeWords struct{}

func (fakeWords) Words(key outcome.Key, internal bool) (title, means, fix string) {
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

// bakery is a small scan with one of most kinds of row.
func bakery() Source {
	began := time.Date(2026, 11, 3, 9, 15, 0, 0, time.UTC)
	row := func(id storage.URLID, url string, status int, key outcome.Key, v outcome.Verdict, s outcome.Severity, sources int) storage.Row {
		return storage.Row{
			ID: id, URL: url, Internal: true, Kind: result.KindPage,
			Final: url, Status: status, Outcome: key, Verdict: v, Severity: s, Sources: sources,
			Reason: "HTTP " + string(key), At: began.Add(time.Duration(id) * time.Second), Took: 120 * time.Millisecond,
			ContentType: "text/html", Size: 1234,
		}
	}
	home := row(1, "https://bakery.example/", 200, "200", outcome.Works, outcome.NoSeverity, 2)
	home.Title = "=1+1 Bakery"
	gone := row(2, "https://bakery.example/cakes", 404, "404", outcome.Broken, outcome.Serious, 2)
	frag := row(3, "https://bakery.example/#opening", 200, outcome.MissingFragment, outcome.Warning, outcome.Minor, 1)
	frag.Fragment, frag.Page = "opening", 1
	other := row(4, "https://mill.example/", 0, outcome.DNSNotFound, outcome.Broken, outcome.Moderate, 1)
	other.Internal, other.Final, other.At = false, "", began.Add(40*time.Second)
	moved := row(5, "https://bakery.example/old", 200, "301", outcome.Warning, outcome.Minor, 1)
	moved.Final = "https://bakery.example/new"
	mail := row(6, "mailto:baker@bakery.example", 0, outcome.UnsupportedScheme, outcome.Skipped, outcome.NoSeverity, 1)
	mail.Kind = result.KindOther
	waits := storage.Row{ID: 7, URL: "https://bakery.example/later", Internal: true, Kind: result.KindPage, Sources: 1}

	link := func(page storage.URLID, target storage.Row, text, fragment string, line int) storage.LinkRow {
		return storage.LinkRow{
			Source: storage.Source{
				Page: page, PageURL: "https://bakery.example/" + map[storage.URLID]string{1: "", 5: "old"}[page], Text: text,
				Element: "a[href]", Fragment: fragment, Place: result.PlaceMain, Line: line,
			},
			Target: target.ID, URL: target.URL, Status: target.Status, Outcome: target.Outcome, Verdict: target.Verdict,
		}
	}
	toFrag := link(1, home, "Opening hours", "opening", 14)
	toFrag.Outcome, toFrag.Verdict = frag.Outcome, frag.Verdict
	return Source{
		Data: &fakeData{
			rows: []storage.Row{home, gone, frag, other, moved, mail, waits},
			links: []storage.LinkRow{
				link(1, gone, "=cmd|' /C calc'!A0", "", 10),
				link(1, gone, "Cakes <again>", "", 11),
				link(5, gone, "@cakes", "", 12),
				link(1, other, "The mill", "", 13),
				toFrag,
				link(5, home, "Home", "", 2),
				link(1, moved, "+49 old", "", 15),
				link(1, mail, "Write to us", "", 16),
				link(1, waits, "Later", "", 17),
			},
		},
		Words: fakeWords{},
		Ledger: storage.Ledger{
			Found: 7, Checked: 5, Waiting: 1, Skipped: []storage.Skipped{{Outcome: outcome.UnsupportedScheme, Count: 1}},
		},
		Orphans: storage.Orphans{Count: 5, Examples: []string{"https://bakery.example/old", "=https://bakery.example/older"}},
		Fixes: []Fix{
			{
				Fix: fix.Fix{
					Cause: fix.Single, Outcome: "404", Internal: true, Kind: result.KindPage, Verdict: outcome.Broken, Severity: outcome.Serious,
					Problems: []storage.URLID{2}, Pages: 2, Example: gone.URL,
				},
				Do: "Correct or remove the link to /cakes",
			},
			{
				Fix: fix.Fix{
					Cause: fix.Template, Subject: "footer", Verdict: outcome.Broken, Severity: outcome.Moderate,
					Problems: []storage.URLID{4, 3, 5}, Pages: 1, Example: other.URL,
				},
				Do:  "Edit the footer: correct its links, of which there are some that lead nowhere at all",
				Why: "=This part is the same on many pages, so one edit mends all of them.",
			},
		},
		Site: storage.Site{ID: 1, Client: "Example Bakery Ltd"},
		Scan: storage.Scan{
			ID: 1, Start: "https://bakery.example/", State: storage.Stopped, Began: began,
			Ended: began.Add(125 * time.Second), Worked: 124 * time.Second, Version: "1.2.3",
		},
		Settings: []Fact{{"Other sites", "Checked once each"}, {"User agent", "=HYPERLINK(\"x\")"}},
		Version:  "1.2.3",
		Now:      began.Add(time.Hour),
		Zone:     time.UTC,
	}
}

func (d *fakeData) SourcesOf(ctx context.Context, scan storage.ScanID, ids []storage.URLID, limit int) (map[storage.URLID][]storage.Source, error) {
	sources := make(map[storage.URLID][]storage.Source, len(ids))
	for _, id := range ids {
		rows, _, _, err := d.Sources(ctx, scan, id, 0, limit)
		if err != nil {
			return nil, err
		}
		sources[id] = rows
	}
	return sources, nil
}
