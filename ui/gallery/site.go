package gallery

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sitewell/assets/knowledge"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/suggest"
	"sitewell/storage"
	"sitewell/ui/words"
)

// Site is a made-up scan of a bakery's website, in memory. It gives the
// screens what they read from storage in the program.
type Site struct {
	Scan  storage.Scan
	Works int // further addresses that work
	book  *knowledge.Base
	rows  []storage.Row
}

// NewSite makes the scan of a site with one of most kinds of problem and the
// given number of addresses that work.
func NewSite(works int) (*Site, error) {
	book, err := knowledge.Load()
	if err != nil {
		return nil, err
	}
	began := time.Date(2026, 5, 3, 14, 7, 0, 0, time.UTC)
	s := &Site{Works: works, book: book, Scan: storage.Scan{
		ID: 1, Site: 1, Start: "https://www.example.com/", State: storage.Complete,
		Began: began, Ended: began.Add(192 * time.Second), Worked: 192 * time.Second,
	}}
	for _, p := range problems() {
		s.add(p)
	}
	s.recount()
	return s, nil
}

func (s *Site) add(r storage.Row) {
	r.ID = storage.URLID(len(s.rows) + 1)
	r.At = s.Scan.Began.Add(time.Minute)
	if r.Final == "" && r.Status != 0 {
		r.Final = r.URL
	}
	if r.Severity == outcome.NoSeverity && r.Verdict.IsProblem() {
		e := s.book.Entry(r.Outcome, knowledge.English)
		if r.Severity = e.External.Severity; r.Internal {
			r.Severity = e.Internal.Severity
		}
		if r.Internal && r.Verdict == outcome.Broken && r.Sources >= 20 { // docs/severity.md
			r.Severity = min(r.Severity+1, outcome.Critical)
		}
	}
	s.rows = append(s.rows, r)
}

func row(url string, status int, key outcome.Key, internal bool, kind result.Kind, sources int, reason string) storage.Row {
	return storage.Row{
		URL: url, Internal: internal, Kind: kind, Depth: 2, Status: status, Outcome: key,
		Verdict: outcome.Default(key, internal), Sources: sources, Reason: reason, Size: 4321, Took: 180 * time.Millisecond,
		ContentType: "text/html",
	}
}

func problems() []storage.Row {
	const own = "https://www.example.com"
	return []storage.Row{
		row(own+"/", 200, "200", true, result.KindPage, 48, "HTTP 200 OK"),
		row(own+"/cakes/wedding/three-tiers.html", 404, "404", true, result.KindPage, 48, "HTTP 404 Not Found, confirmed by GET after 5 s"),
		row(own+"/order/form?product=sourdough&size=large&delivery=yes", 500, "500", true, result.KindPage, 12, "HTTP 500 Internal Server Error, 3 attempts"),
		row(own+"/images/shop-window-in-winter.jpg", 404, "404", true, result.KindImage, 3, "HTTP 404 Not Found"),
		row("https://old-supplier.example/flour", 0, outcome.DNSNotFound, false, result.KindPage, 31, "no such host, 2 attempts"),
		row("http://www.example.com/about", 200, "301", true, result.KindPage, 48, "HTTP 301 to https"),
		row(own+"/opening-hours#christmas", 200, outcome.MissingFragment, true, result.KindPage, 2, "no element with id christmas"),
		row(own+"/old-menu", 0, outcome.RedirectLoop, true, result.KindPage, 1, "the same address again after 2 redirects"),
		row("https://expired.example/recipes", 0, outcome.TLSExpired, false, result.KindPage, 4, "certificate expired 12 days ago"),
		row("https://social.example/bakery", 403, "403", false, result.KindPage, 48, "HTTP 403, a check for robots"),
		row("https://reviews.example/the-corner-bakery/what-people-say-about-us", 429, "429", false, result.KindPage, 1, "HTTP 429, asked to wait 120 s"),
		row("mailto:orders@example.com", 0, outcome.UnsupportedScheme, false, result.KindOther, 48, "mail address"),
		row(own+"/admin/", 0, outcome.RobotsBlocked, true, result.KindPage, 1, "robots.txt: Disallow: /admin/"),
	}
}

// at returns the i-th row, those that work being made up on the way.
func (s *Site) at(i int) storage.Row {
	if i < len(s.rows) {
		return s.rows[i]
	}
	r := row(fmt.Sprintf("https://www.example.com/bread/%05d.html", i), 200, "200", true, result.KindPage, i%40+1, "HTTP 200 OK")
	r.ID, r.Title, r.Final = storage.URLID(i+1), fmt.Sprintf("Bread no. %d", i), r.URL
	return r
}

// OnlyWorks leaves out everything that does not work.
func (s *Site) OnlyWorks() {
	s.rows = slices.DeleteFunc(s.rows, func(r storage.Row) bool { return r.Verdict != outcome.Works })
	s.recount()
}

func (s *Site) len() int { return len(s.rows) + s.Works }

func (s *Site) recount() {
	c := storage.Counts{Pages: 48, Links: 2417}
	for i := range s.rows {
		if s.rows[i].Outcome == outcome.MissingFragment {
			c.PlacesChecked, c.PlaceProblems = 212, c.PlaceProblems+1
		} else {
			c.Found++
		}
		switch s.rows[i].Verdict {
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
		}
	}
	c.Found, c.Works = c.Found+s.Works, c.Works+s.Works
	s.Scan.Counts = c
}

// ScanByID returns the scan.
func (s *Site) ScanByID(context.Context, storage.ScanID) (storage.Scan, error) { return s.Scan, nil }

// Counts returns its numbers.
func (s *Site) Counts(context.Context, storage.ScanID) (storage.Counts, error) {
	return s.Scan.Counts, nil
}

// Ledger accounts for its addresses.
func (s *Site) Ledger(context.Context, storage.ScanID) (storage.Ledger, error) {
	c := s.Scan.Counts
	l := storage.Ledger{
		Found: c.Found, Checked: c.Found - c.Skipped - c.Waiting, Waiting: c.Waiting,
		PlacesChecked: c.PlacesChecked, PlaceProblems: c.PlaceProblems,
	}
	for _, key := range []outcome.Key{outcome.UnsupportedScheme, outcome.RobotsBlocked} {
		if n := len(slices.DeleteFunc(slices.Clone(s.rows), func(r storage.Row) bool { return r.Outcome != key })); n > 0 {
			l.Skipped = append(l.Skipped, storage.Skipped{Outcome: key, Count: n})
		}
	}
	return l, nil
}

// StatusCounts returns the numbers of its statuses.
func (s *Site) StatusCounts(context.Context, storage.ScanID) (map[int]int, error) {
	n := map[int]int{200: s.Works}
	for _, r := range s.rows {
		if r.Verdict != outcome.Skipped {
			n[r.Status]++
		}
	}
	return n, nil
}

// RowIDs filters and sorts as storage does, as far as the gallery needs it.
func (s *Site) RowIDs(ctx context.Context, _ storage.ScanID, f storage.Filter, o storage.Order) ([]storage.URLID, error) {
	var rows []storage.Row
	var ids []storage.URLID
	narrow := f.Text != "" || len(f.Verdicts)+len(f.Kinds)+len(f.Statuses) > 0 || f.Internal != nil
	for i := range s.len() {
		if i >= len(s.rows) && !narrow && o.By == storage.ByFound {
			ids = append(ids, storage.URLID(i+1)) // a million rows are not made up to be thrown away
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if r := s.at(i); passes(r, f) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b storage.Row) int {
		c := compare(a, b, o.By)
		if o.Desc {
			return -c
		}
		return c
	})
	sorted := make([]storage.URLID, 0, len(rows)+len(ids))
	for _, r := range rows {
		sorted = append(sorted, r.ID)
	}
	return append(sorted, ids...), ctx.Err()
}

func passes(r storage.Row, f storage.Filter) bool {
	return (f.Text == "" || strings.Contains(strings.ToLower(r.URL+" "+r.Title), strings.ToLower(f.Text))) &&
		(len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, r.Verdict)) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, r.Kind)) &&
		(len(f.Statuses) == 0 || slices.Contains(f.Statuses, r.Status/100)) &&
		(f.Internal == nil || *f.Internal == r.Internal) &&
		(!f.PagesOnly || r.Internal && r.Status == 200)
}

func compare(a, b storage.Row, by storage.Column) int {
	switch by {
	case storage.ByAddress:
		return cmp.Compare(a.URL, b.URL)
	case storage.ByStatus:
		return cmp.Compare(a.Status, b.Status)
	case storage.BySources:
		return cmp.Compare(a.Sources, b.Sources)
	case storage.ByFound:
		return cmp.Compare(a.ID, b.ID)
	case storage.ByOutcome:
		return cmp.Compare(a.Outcome, b.Outcome)
	case storage.ByVerdict:
		return cmp.Compare(b.Verdict, a.Verdict)
	default:
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Sources, a.Sources))
	}
}

// Rows returns rows by their ids.
func (s *Site) Rows(_ context.Context, _ storage.ScanID, ids []storage.URLID) ([]storage.Row, error) {
	rows := make([]storage.Row, len(ids))
	for i, id := range ids {
		rows[i] = s.at(int(id) - 1)
	}
	return rows, nil
}

// Detail returns a row with evidence.
func (s *Site) Detail(_ context.Context, _ storage.ScanID, id storage.URLID) (storage.Detail, error) {
	d := storage.Detail{Row: s.at(int(id) - 1)}
	d.Evidence = result.Evidence{
		Method: "GET", RemoteAddr: "192.0.2.10:443", Protocol: "HTTP/2.0", Server: "nginx", Platform: "WordPress", Clue: "header X-Powered-By",
		Response: []result.Header{{Name: "server", Value: "nginx/1.24.0"}, {Name: "content-type", Value: "text/html; charset=UTF-8"}, {Name: "x-powered-by", Value: "PHP/8.2, WordPress 6.5"}},
		Timing:   result.Timing{DNS: 12 * time.Millisecond, Connect: 31 * time.Millisecond, TLS: 44 * time.Millisecond, FirstByte: 120 * time.Millisecond, Total: 180 * time.Millisecond},
		Hops:     []result.Hop{{URL: d.URL, Status: 301, Location: "/moved"}, {URL: "https://www.example.com/moved", Status: d.Status}},
		Attempts: []result.Attempt{
			{At: d.At, Method: "HEAD", Status: d.Status, Outcome: d.Outcome, Duration: 90 * time.Millisecond},
			{At: d.At.Add(5 * time.Second), Method: "GET", Status: d.Status, Outcome: d.Outcome, Duration: 180 * time.Millisecond},
		},
		Snippet: "<!doctype html>\n<title>Not found</title>\n<h1>There is nothing here</h1>",
	}
	return d, nil
}

// Sources makes up the links that lead to a row.
func (s *Site) Sources(_ context.Context, _ storage.ScanID, id storage.URLID, offset, limit int) ([]storage.Source, int, int, error) {
	n := s.at(int(id) - 1).Sources
	var rows []storage.Source
	for i := offset; i < min(offset+limit, n); i++ {
		rows = append(rows, storage.Source{
			Page: storage.URLID(i + 1), PageURL: fmt.Sprintf("https://www.example.com/page-%d.html", i+1),
			Title: []string{"Home", "Our cakes", "Wedding cakes and how to order them in time", "Contact"}[i%4],
			Text:  "Three tiers", Element: "a[href]", Place: []result.Place{result.PlaceNavigation, result.PlaceMain, result.PlaceFooter}[i%3], Line: 20 + i,
		})
	}
	return rows, n, n, nil
}

// History returns a site that was scanned every week, and was well two weeks ago.
func (s *Site) AddressHistory(_ context.Context, _ storage.ScanID, id storage.URLID) ([]storage.Past, error) {
	r := s.at(int(id) - 1)
	now := storage.Past{
		Scan: 1, Began: s.Scan.Began, ID: r.ID, Status: r.Status, Outcome: r.Outcome, Verdict: r.Verdict, At: r.At, Final: r.Final, Title: r.Title,
	}
	past := []storage.Past{now}
	for week := range 4 {
		p := now
		p.Scan, p.Began = storage.ScanID(-week), s.Scan.Began.AddDate(0, 0, -7*(week+1))
		switch week {
		case 1:
			p.ID, p.Verdict = 0, outcome.Unchecked // not reached
		case 2:
			p.Status, p.Outcome, p.Verdict = 200, "200", outcome.Works
		}
		past = append(past, p)
	}
	return past, nil
}

// Suggestions returns one of every sort.
func (s *Site) Suggestions(_ context.Context, _ storage.ScanID, id storage.URLID) ([]suggest.Suggestion, string, error) {
	const own = "https://www.example.com"
	r := s.at(int(id) - 1)
	archive := suggest.ArchiveURL(r.URL)
	switch {
	case r.Outcome == "301":
		return []suggest.Suggestion{{URL: own + "/about", Reason: suggest.Redirect, Confidence: suggest.Likely}}, "", nil
	case r.Kind == result.KindImage:
		return []suggest.Suggestion{{URL: own + "/pictures/shop-window-in-winter.jpg", Reason: suggest.Moved, Confidence: suggest.Possible}}, archive, nil
	case r.Outcome == "404":
		return []suggest.Suggestion{
			{URL: own + "/cakes/wedding/three-tiers", Reason: suggest.OtherExtension, Confidence: suggest.Likely, Title: "Three tiers"},
			{URL: own + "/occasions/weddings", Reason: suggest.SameTitle, Confidence: suggest.Likely, Since: s.Scan.Began.AddDate(0, 0, -21)},
		}, archive, nil
	case r.Verdict == outcome.Broken:
		return nil, archive, nil
	}
	return nil, "", nil
}

// Fixes groups the problems as the program does, as far as rows tell.
func (s *Site) Fixes(context.Context, storage.ScanID) ([]fix.Fix, error) {
	var problems []fix.Problem
	for _, r := range s.rows {
		if !r.Verdict.IsProblem() {
			continue
		}
		p := fix.Problem{
			ID: r.ID, URL: r.URL, Internal: r.Internal, Kind: r.Kind,
			Outcome: r.Outcome, Verdict: r.Verdict, Severity: r.Severity, Pages: r.Sources,
		}
		if r.Final != r.URL {
			p.Final = r.Final
		}
		place := result.PlaceMain
		if r.Sources >= s.Scan.Counts.Pages {
			place = result.PlaceFooter
		}
		for page := range r.Sources {
			p.AddLink(storage.URLID(page+1), place, "a[href]")
		}
		problems = append(problems, p)
	}
	return fix.Group(problems, nil), nil
}

// FixPages returns as many pages as a fix says.
func (s *Site) FixPages(_ context.Context, _ storage.ScanID, f fix.Fix) ([]storage.URLID, error) {
	var pages []storage.URLID
	for i := range min(f.Pages, s.Works) {
		pages = append(pages, storage.URLID(len(s.rows)+i+1))
	}
	return pages, nil
}

// FixWords says what to do about a fix in canned words.
func (s *Site) FixWords(f fix.Fix, site string) (title, why string) {
	what := strings.TrimPrefix(f.Example, strings.TrimSuffix(site, "/"))
	switch f.Cause {
	case fix.Template:
		return "Edit the footer: correct its links", "This part is the same on many pages, so one edit mends all of them."
	case fix.Single:
		return "Correct or remove the link to " + what, ""
	default:
		return "Replace or remove the links to " + f.Subject, "The whole site behind them fails in the same way."
	}
}

func (s *Site) known(ctx context.Context, scan storage.ScanID, id storage.URLID) knowledge.Facts {
	d, _ := s.Detail(ctx, scan, id) // canned: never fails
	f := knowledge.Facts{
		Key: d.Outcome, Status: d.Status, URL: d.URL, Final: d.Final, Internal: d.Internal, Kind: d.Kind,
		Verdict: d.Verdict, Severity: d.Severity, Pages: d.Sources, At: d.At,
	}
	return f.WithEvidence(d.Evidence)
}

// Explain explains a row from the real knowledge base.
func (s *Site) Explain(ctx context.Context, scan storage.ScanID, id storage.URLID) (knowledge.Explanation, error) {
	return s.book.Explain(s.known(ctx, scan, id), words.Language())
}

// Letter writes a message about a row.
func (s *Site) Letter(ctx context.Context, scan storage.ScanID, id storage.URLID, to knowledge.Mender) (string, error) {
	return s.book.Message(s.known(ctx, scan, id), to, words.Language())
}

// Entry returns the short words for an outcome.
func (s *Site) Entry(key outcome.Key, language string) knowledge.Entry {
	return s.book.Entry(key, language)
}

// Recheck finds that the address works now.
func (s *Site) Recheck(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error) {
	if i := int(id) - 1; i < len(s.rows) {
		r := &s.rows[i]
		r.Status, r.Outcome, r.Verdict, r.Severity, r.Reason = 200, "200", outcome.Works, outcome.NoSeverity, "HTTP 200 OK"
		s.recount()
	}
	return s.Detail(ctx, scan, id)
}

// ExplainKey says what an outcome means in general.
func (s *Site) ExplainKey(key outcome.Key) (knowledge.Explanation, error) {
	return s.book.Explain(knowledge.Facts{Key: key}, words.Language())
}

// Search lists the outcomes that fit a query.
func (s *Site) Search(query, language string) []knowledge.Entry {
	return s.book.Search(query, language)
}
