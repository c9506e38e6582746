package sqlite

import (
	"cmp"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// model is what a scan should hold, kept in the most naive way.
type model struct {
	began     time.Time
	addresses []result.Address // by ID-1
	checks    map[result.ID]result.Check
	pages     map[result.ID]result.Page
	places    map[modelPlace]result.PlaceCheck
	severity  map[string]storage.ProblemSeverity // by address; what SetSeverities or Recheck said
}

type modelPlace struct {
	target   result.ID
	fragment string
}

func newModel() *model {
	return &model{
		began:    clock(),
		checks:   make(map[result.ID]result.Check),
		pages:    make(map[result.ID]result.Page),
		places:   make(map[modelPlace]result.PlaceCheck),
		severity: make(map[string]storage.ProblemSeverity),
	}
}

func (m *model) clone() *model {
	c := newModel()
	c.addresses = slices.Clone(m.addresses)
	maps.Copy(c.checks, m.checks)
	maps.Copy(c.pages, m.pages)
	maps.Copy(c.places, m.places)
	maps.Copy(c.severity, m.severity)
	return c
}

func (m *model) apply(b *result.Batch) {
	for _, a := range b.Found {
		if int(a.ID) > len(m.addresses) { // else the batch was stored before
			m.addresses = append(m.addresses, a)
		}
	}
	for _, id := range b.Reopened {
		delete(m.checks, id)
		delete(m.severity, m.addresses[id-1].URL)
	}
	checks := slices.Clone(b.Checks)
	for i := range b.Settled {
		checks = append(checks, b.Settled[i].Check())
	}
	for _, c := range checks {
		m.checks[c.Address] = c
		delete(m.severity, m.addresses[c.Address-1].URL)
		if c.Kind != "" {
			m.addresses[c.Address-1].Kind = c.Kind
		}
	}
	for _, p := range b.Pages {
		m.pages[p.Address] = p
	}
	for _, p := range b.Places {
		m.places[modelPlace{p.Target, p.Fragment}] = p
	}
	for _, f := range b.FoundAgain {
		a := &m.addresses[f.Address-1]
		a.Depth = f.Depth
		c, checked := m.checks[f.Address]
		if !checked || f.KindOfCheck {
			a.Kind = f.Kind
		}
		if checked && f.KindOfCheck {
			c.Kind = f.Kind
			m.checks[f.Address] = c
		}
	}
}

// modelRow is an address with everything that a scan should know of it.
type modelRow struct {
	storage.Row
	document bool
	text     []string // that a search looks at
	sources  []storage.Source
	content  uint64
}

// rows returns what the scan should hold, in order of ID. urls are the IDs.
func (m *model) rows(urls map[string]storage.URLID) []modelRow {
	var rows []modelRow
	for _, a := range m.addresses {
		r := modelRow{Row: storage.Row{ID: urls[a.URL], URL: a.URL, Internal: a.Internal, Kind: a.Kind, Depth: a.Depth}, document: m.pages[a.ID].Document}
		if c, ok := m.checks[a.ID]; ok {
			r.Final, r.Status, r.Outcome, r.Verdict, r.Severity = c.Final, c.Status, c.Outcome, c.Verdict, c.Severity
			r.Reason, r.ContentType, r.Size, r.Title, r.At, r.Took = c.Reason, c.ContentType, c.Size, c.Title, c.At, c.Took
			r.content = c.Content
		}
		r.sources = m.sources(urls, func(l result.Link) bool { return l.Target == a.ID })
		rows = append(rows, r)
	}
	for at, p := range m.places {
		if !p.Verdict.IsProblem() {
			continue
		}
		base := m.addresses[at.target-1]
		r := modelRow{Row: storage.Row{
			URL: base.URL + "#" + at.fragment, Fragment: at.fragment, Page: urls[base.URL], Internal: base.Internal, Kind: result.KindPage, Depth: base.Depth,
			Final: base.URL + "#" + at.fragment, Status: p.Status, Outcome: p.Outcome, Verdict: p.Verdict, Severity: p.Severity, Reason: p.Reason,
			Size: -1, At: p.At,
		}}
		r.sources = m.sources(urls, func(l result.Link) bool { return l.Target == at.target && l.Fragment == at.fragment })
		r.ID = urls[r.URL]
		rows = append(rows, r)
	}
	for i := range rows {
		r := &rows[i]
		if g, ok := m.severity[r.URL]; ok && r.Verdict.IsProblem() {
			r.Severity, r.Causes = g.Severity, g.Causes
		}
		r.text = []string{r.URL, r.Title}
		texts, size := 0, 0
		for j, s := range r.sources {
			if j == 0 || s.Page != r.sources[j-1].Page {
				r.Sources++
			}
			if r.Verdict.IsProblem() && s.Text != "" && !slices.Contains(r.text[2:], s.Text) && texts < findings.KeptTexts {
				if size += len(s.Text); size <= findings.KeptTextBytes {
					r.text = append(r.text, s.Text)
					texts++
				}
			}
		}
	}
	slices.SortFunc(rows, func(a, b modelRow) int { return cmp.Compare(a.ID, b.ID) })
	return rows
}

// sources returns the links that a condition leaves, in order of page and place
// on it.
func (m *model) sources(urls map[string]storage.URLID, leads func(result.Link) bool) (all []storage.Source) {
	for _, p := range m.pages {
		page := m.addresses[p.Address-1]
		for _, l := range p.Links {
			if leads(l) {
				all = append(all, m.source(urls, page, l))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b storage.Source) int { return cmp.Compare(a.Page, b.Page) })
	return all
}

func (m *model) source(urls map[string]storage.URLID, page result.Address, l result.Link) storage.Source {
	return storage.Source{
		Page: urls[page.URL], PageURL: page.URL, Title: m.checks[page.ID].Title,
		Text: l.Text, Element: l.Element, Fragment: l.Fragment, Place: l.Place, Line: l.Line, Nofollow: l.Nofollow,
	}
}

func (m *model) counts() (c storage.Counts) {
	for _, a := range m.addresses {
		c.Add(m.checks[a.ID].Verdict, 1)
		c.Internal += query.Int(a.Internal)
	}
	c.Found = len(m.addresses)
	for _, p := range m.places {
		c.PlacesChecked++
		if p.Verdict.IsProblem() {
			c.PlaceProblems++
			c.Add(p.Verdict, 1)
		}
	}
	for _, p := range m.pages {
		c.Pages += query.Int(p.Document)
		c.Links += len(p.Links)
	}
	return c
}

// links returns the rows that EachLink gives.
func (m *model) links(urls map[string]storage.URLID, rows []modelRow, f storage.Filter) (all []storage.LinkRow) {
	byURL := make(map[string]*modelRow)
	for i := range rows {
		byURL[rows[i].URL] = &rows[i]
	}
	for _, p := range m.pages {
		for _, l := range p.Links {
			to := m.addresses[l.Target-1]
			row := byURL[to.URL]
			if place := byURL[to.URL+"#"+l.Fragment]; l.Fragment != "" && place != nil {
				row = place
			}
			if row.matches(f) {
				all = append(all, storage.LinkRow{
					Source: m.source(urls, m.addresses[p.Address-1], l), Target: urls[to.URL], Row: row.ID, URL: to.URL,
					Status: row.Status, Outcome: row.Outcome, Verdict: row.Verdict,
				})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b storage.LinkRow) int { return cmp.Compare(a.Page, b.Page) })
	return all
}

func (r *modelRow) matches(f storage.Filter) bool {
	return (len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, r.Verdict)) &&
		(len(f.Outcomes) == 0 || slices.Contains(f.Outcomes, r.Outcome)) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, r.Kind)) &&
		(len(f.Codes) == 0 || r.Verdict != outcome.Unchecked && r.Verdict != outcome.Skipped && slices.Contains(f.Codes, r.Status)) &&
		(len(f.Statuses) == 0 || r.Verdict != outcome.Unchecked && slices.Contains(f.Statuses, r.Status/100)) &&
		(f.Internal == nil || *f.Internal == r.Internal) && (!f.PagesOnly || r.document) &&
		slices.ContainsFunc(r.text, func(t string) bool { return strings.Contains(strings.ToLower(t), strings.ToLower(f.Text)) })
}

// sorted filters and sorts as RowIDs does.
func sorted(rows []modelRow, f storage.Filter, o storage.Order) []modelRow {
	kept := []modelRow{}
	for _, r := range rows {
		if r.matches(f) {
			kept = append(kept, r)
		}
	}
	if o.By == storage.ByFound && o.Desc {
		slices.Reverse(kept)
	}
	slices.SortStableFunc(kept, func(a, b modelRow) int { return compareRows(a.Row, b.Row, o) })
	return kept
}

func compareRows(ra, rb storage.Row, o storage.Order) int {
	ca, cb := ra.Verdict != outcome.Unchecked, rb.Verdict != outcome.Unchecked
	sign := 1
	if o.Desc {
		sign = -1
	}
	// by compares values, absent ones last in either direction.
	by := func(c int, hasA, hasB bool) int {
		if hasA && hasB {
			return sign * c
		}
		return cmp.Compare(query.Int(hasB), query.Int(hasA))
	}
	switch o.By {
	case storage.ByFound:
		return 0
	case storage.ByAddress:
		return sign * cmp.Compare(ra.URL, rb.URL)
	case storage.ByStatus:
		return by(cmp.Compare(ra.Status, rb.Status), ra.Status > 0, rb.Status > 0)
	case storage.ByOutcome:
		return by(cmp.Compare(ra.Outcome, rb.Outcome), ca, cb)
	case storage.ByVerdict:
		order := outcome.Verdicts()
		return by(cmp.Compare(slices.Index(order, ra.Verdict), slices.Index(order, rb.Verdict)), ca, cb)
	case storage.ByKind:
		return sign * cmp.Compare(ra.Kind, rb.Kind)
	case storage.BySources:
		return sign * cmp.Compare(ra.Sources, rb.Sources)
	case storage.ByDepth:
		return sign * cmp.Compare(ra.Depth, rb.Depth)
	case storage.BySize:
		return by(cmp.Compare(ra.Size, rb.Size), ca && ra.Size >= 0, cb && rb.Size >= 0)
	case storage.ByTook:
		return by(cmp.Compare(ra.Took, rb.Took), ca, cb)
	case storage.ByTitle:
		return by(cmp.Compare(asciiLower(ra.Title), asciiLower(rb.Title)), ra.Title != "", rb.Title != "")
	case storage.ByType:
		return by(cmp.Compare(ra.ContentType, rb.ContentType), ra.ContentType != "", rb.ContentType != "")
	}
	return cmp.Or(cmp.Compare(query.Int(cb), query.Int(ca)), sign*cmp.Compare(rb.Severity, ra.Severity), sign*cmp.Compare(rb.Sources, ra.Sources))
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// urlIDs returns the IDs of all addresses that a database knows.
func urlIDs(tb testing.TB, db *DB) map[string]storage.URLID {
	tb.Helper()
	ids := make(map[string]storage.URLID)
	err := db.file.Reading(tb.Context(), "read addresses", func(tx *sql.Tx) error {
		return query.Each(tx, `SELECT id, text FROM url`, func(rows *sql.Rows) error {
			var id storage.URLID
			var text string
			err := rows.Scan(&id, &text)
			ids[text] = id
			return err
		})
	})
	if err != nil {
		tb.Fatal(err)
	}
	return ids
}

// generator makes random batches that follow the rules of the engine.
type generator struct {
	rand  *rand.Rand
	model *model
	nav   []result.Link // links that most pages begin with
	site  string
}

func newGenerator(seed uint64) *generator {
	return &generator{rand: rand.New(rand.NewPCG(seed, 1)), model: newModel(), site: "https://www.example.com"}
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// batch makes one batch and applies it to the model.
func (g *generator) batch() *result.Batch {
	b := &result.Batch{}
	for range g.rand.IntN(30) {
		b.Found = append(b.Found, g.address(len(g.model.addresses)+len(b.Found)))
	}
	for range g.rand.IntN(3) {
		if before := len(g.model.addresses); before > 0 {
			b.Reopened = append(b.Reopened, result.ID(g.rand.IntN(before)+1))
		}
	}
	known := g.model.clone()
	known.apply(b)
	if len(known.addresses) == 0 {
		return g.batch()
	}
	checked := make(map[result.ID]bool)
	for range g.rand.IntN(25) {
		id := result.ID(g.rand.IntN(len(known.addresses)) + 1)
		if checked[id] {
			continue
		}
		checked[id] = true
		if g.rand.IntN(4) == 0 {
			b.Settled = append(b.Settled, g.settled(known, id))
			continue
		}
		b.Checks = append(b.Checks, g.check(known, id))
		if known.addresses[id-1].Internal && g.rand.IntN(2) == 0 {
			b.Pages = append(b.Pages, g.page(known, id))
		}
	}
	for range g.rand.IntN(6) {
		b.Places = append(b.Places, g.place(known))
	}
	for range g.rand.IntN(4) {
		b.FoundAgain = append(b.FoundAgain, result.FoundAgain{
			Address: result.ID(g.rand.IntN(len(known.addresses)) + 1), Depth: g.rand.IntN(5), Kind: pick(g.rand, result.KindPage, result.KindImage),
			KindOfCheck: g.rand.IntN(2) == 0,
		})
	}
	g.model.apply(b)
	return b
}

func (g *generator) place(m *model) result.PlaceCheck {
	r := g.rand
	p := result.PlaceCheck{
		Target: result.ID(r.IntN(len(m.addresses)) + 1), Fragment: fmt.Sprintf("f%d", r.IntN(20)), Status: 200, Outcome: "200", Verdict: outcome.Works,
		Reason: "HTTP 200 OK, and the page has this place", At: m.began.Add(time.Duration(r.IntN(1e6)) * time.Millisecond),
	}
	if r.IntN(2) == 0 {
		p.Outcome, p.Verdict, p.Severity, p.Reason = outcome.MissingFragment, pick(r, outcome.Warning, outcome.CantVerify), outcome.Minor, "no such place"
	}
	return p
}

func (g *generator) address(before int) result.Address {
	id := result.ID(before + 1)
	a := result.Address{ID: id, Depth: g.rand.IntN(9), Internal: true, Kind: pick(g.rand, result.KindPage, result.KindImage, result.KindStyle)}
	if id == 7 { // where empty links lead
		return a
	}
	switch g.rand.IntN(12) {
	case 0:
		a.URL, a.Kind, a.Internal = fmt.Sprintf("mailto:Büro%d@example.com", id), result.KindOther, false
	case 1, 2:
		a.URL, a.Internal = fmt.Sprintf("http://other%d.example/x?%d", id%7, id), false
	case 3:
		a.URL = fmt.Sprintf("bad \x00 \xff address %d", id) // as a link named it
	default:
		a.URL = fmt.Sprintf("%s/dir%d/Page%d.html", g.site, id%5, id)
	}
	return a
}

func (g *generator) settled(m *model, id result.ID) result.Settled {
	s := result.Settled{
		Address: id, Outcome: outcome.Excluded, Verdict: outcome.Skipped, Reason: "rule", Kind: m.addresses[id-1].Kind,
		At: m.began.Add(time.Duration(g.rand.IntN(1e6)) * time.Millisecond),
	}
	if g.rand.IntN(2) == 0 {
		s.Status, s.Outcome, s.Verdict, s.Final = 200, "200", outcome.Works, m.addresses[id-1].URL
	}
	return s
}

func (g *generator) check(m *model, id result.ID) result.Check {
	r := g.rand
	c := result.Check{
		Address: id, Size: int64(r.IntN(100000) - 1), At: m.began.Add(time.Duration(r.IntN(1e6)) * time.Millisecond),
		Took: time.Duration(r.IntN(3000)) * time.Millisecond, Content: r.Uint64(),
	}
	c.Verdict = pick(r, outcome.Works, outcome.Works, outcome.Works, outcome.Warning, outcome.CantVerify, outcome.Broken, outcome.Skipped)
	a := m.addresses[id-1]
	switch c.Verdict {
	case outcome.Works:
		c.Status, c.Outcome, c.ContentType, c.Final = 200, "200", pick(r, "text/html", "image/png", ""), a.URL
		c.Title = pick(r, "", fmt.Sprintf("Title %d", r.IntN(50)), "Über uns", "ABC")
		c.Evidence = result.Evidence{Method: "GET", Protocol: "HTTP/1.1", RemoteAddr: "127.0.0.1:80"}
		if id%2 == 0 { // as the engine tells it
			c.FinalID = a.ID
		}
	case outcome.Skipped:
		c.Outcome, c.Reason, c.Size = outcome.Excluded, "rule", -1
	default:
		c.Status = pick(r, 0, 301, 404, 500, 999)
		c.Outcome = outcome.FromStatus(c.Status)
		if c.Status == 0 {
			c.Outcome = pick(r, outcome.DNSNotFound, outcome.RedirectLoop)
		}
		c.Severity = outcome.Severity(1 + r.IntN(4))
		c.Reason = fmt.Sprintf("confirmed by GET after %d s", r.IntN(9))
		c.Final = pick(r, "", a.URL, "https://elsewhere.example/", fmt.Sprintf("%s/moved%d", g.site, r.IntN(9)))
		c.Kind = pick(r, "", result.KindDownload)
		c.Evidence = problemEvidence(r, strings.ToValidUTF8(a.URL, ""), c.Status)
		if r.IntN(3) == 0 {
			c.Notes = []result.Note{{Outcome: outcome.ErrorLeak, Detail: "stack trace"}}
		}
	}
	return c
}

func problemEvidence(r *rand.Rand, url string, status int) result.Evidence {
	at := time.Date(2026, 3, 1, 12, 0, r.IntN(60), r.IntN(1e3)*1e6, time.UTC)
	return result.Evidence{
		Method: "GET", RemoteAddr: "192.0.2.7:443", Protocol: "HTTP/2.0",
		Request:  []result.Header{{Name: "User-Agent", Value: "Mozilla/5.0 (compatible; Sitewell/1.0)"}},
		Response: []result.Header{{Name: "Server", Value: "nginx"}, {Name: "Date", Value: at.Format(time.RFC1123)}},
		Hops:     []result.Hop{{URL: url, Status: status}},
		Timing:   result.Timing{DNS: time.Duration(r.IntN(10)) * time.Millisecond, Total: time.Duration(r.IntN(1e3)) * time.Millisecond},
		Attempts: []result.Attempt{{At: at, Method: "HEAD", Status: status, Outcome: outcome.FromStatus(status), Duration: time.Duration(r.IntN(1e3)) * time.Millisecond}},
		Snippet:  "<html><title>Error</title>",
	}
}

func (g *generator) page(m *model, id result.ID) result.Page {
	p := result.Page{Address: id}
	p.Document = g.rand.IntN(4) > 0
	if p.Anchored = g.rand.IntN(4) > 0; p.Anchored {
		for range g.rand.IntN(6) {
			p.Anchors = append(p.Anchors, g.rand.Uint64())
		}
		p.Scripted = g.rand.IntN(3) == 0
	}
	if !p.Document && g.rand.IntN(3) == 0 {
		return p
	}
	slices.Sort(p.Anchors)
	p.Anchored, p.Document = true, true
	for len(g.nav) < 20 {
		l := g.link(m)
		l.Place = result.PlaceNavigation
		g.nav = append(g.nav, l)
	}
	if g.rand.IntN(5) > 0 {
		p.Links = append(p.Links, g.nav...)
		if g.rand.IntN(3) == 0 {
			p.Links[g.rand.IntN(len(p.Links))] = g.link(m)
		}
		for i := range p.Links {
			p.Links[i].Line = 10 + i
			if g.rand.IntN(60) == 0 {
				p.Links[i].Line = g.rand.IntN(100)
			}
		}
	}
	for range g.rand.IntN(15) {
		p.Links = append(p.Links, g.link(m))
	}
	return p
}

func (g *generator) link(m *model) result.Link {
	r := g.rand
	l := result.Link{
		Target: result.ID(r.IntN(len(m.addresses)) + 1), Element: pick(r, "a[href]", "img[src]"),
		Kind: pick(r, result.KindPage, result.KindImage), Text: pick(r, "", "Read more", fmt.Sprintf("Text %d", r.IntN(1000))),
		Place: pick(r, result.PlaceMain, result.PlaceMain, result.PlaceFooter), Line: r.IntN(4000), Nofollow: r.IntN(9) == 0, Unsafe: pick(r, "", "", "", "it says so"),
	}
	if r.IntN(6) == 0 {
		l.Fragment = fmt.Sprintf("f%d", r.IntN(20))
	}
	return l
}
