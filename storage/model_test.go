package storage

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// model is what a scan should hold, kept in the most naive way.
type model struct {
	began     time.Time
	addresses []result.Address // by ID-1
	checks    map[result.ID]result.Check
	pages     map[result.ID]result.Page
	finished  bool
	known     map[result.ID][]Source // what sources worked out, until something changes
}

func newModel() *model {
	return &model{
		began:  time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC),
		checks: make(map[result.ID]result.Check),
		pages:  make(map[result.ID]result.Page),
	}
}

func (m *model) clone() *model {
	c := newModel()
	c.addresses = slices.Clone(m.addresses)
	for id, k := range m.checks {
		c.checks[id] = k
	}
	for id, p := range m.pages {
		c.pages[id] = p
	}
	return c
}

func (m *model) apply(b *result.Batch) {
	m.known, m.finished = nil, false
	for _, a := range b.Found {
		if int(a.ID) <= len(m.addresses) {
			old := &m.addresses[a.ID-1]
			old.Kind, old.Depth, old.Internal = a.Kind, a.Depth, a.Internal
			continue
		}
		m.addresses = append(m.addresses, a)
	}
	for _, c := range b.Checks {
		m.checks[c.Address] = c
		if c.Kind != "" {
			m.addresses[c.Address-1].Kind = c.Kind
		}
	}
	for _, p := range b.Pages {
		m.pages[p.Address] = p
	}
}

func (m *model) counts() (c Counts) {
	c.Found = len(m.addresses)
	for _, a := range m.addresses {
		c.add(m.checks[a.ID].Verdict, 1)
		if a.Internal {
			c.Internal++
		}
	}
	for _, p := range m.pages {
		c.Pages += boolInt(p.Document)
		c.Links += len(p.Links)
	}
	return c
}

// leads reports whether a link counts as one to an address.
func (m *model) leads(l result.Link, id result.ID) bool {
	a := m.addresses[id-1]
	if a.Base != 0 {
		return l.Target == a.Base && l.Fragment == a.Fragment
	}
	return l.Target == id
}

func (m *model) pageIDs() []result.ID {
	var ids []result.ID
	for id := range m.pages {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (m *model) source(page result.ID, l result.Link) Source {
	return Source{
		Page: page, PageURL: m.addresses[page-1].URL, Title: m.checks[page].Title,
		Text: l.Text, Element: l.Element, Fragment: l.Fragment, Place: l.Place, Line: l.Line, Nofollow: l.Nofollow,
	}
}

func (m *model) sources(id result.ID) (all []Source, pages int) {
	if m.known == nil {
		m.known = make(map[result.ID][]Source)
		for _, a := range m.addresses {
			m.known[a.ID] = m.allSources(a.ID)
		}
	}
	all = m.known[id]
	for i := range all {
		if i == 0 || all[i].Page != all[i-1].Page {
			pages++
		}
	}
	return all, pages
}

func (m *model) allSources(id result.ID) (all []Source) {
	for _, page := range m.pageIDs() {
		for _, l := range m.pages[page].Links {
			if m.leads(l, id) {
				all = append(all, m.source(page, l))
			}
		}
	}
	return all
}

func (m *model) row(id result.ID) Row {
	r := Row{Address: m.addresses[id-1]}
	_, r.Sources = m.sources(id)
	c, ok := m.checks[id]
	if !ok {
		return r
	}
	r.Final, r.Status, r.Outcome, r.Verdict, r.Severity = c.Final, c.Status, c.Outcome, c.Verdict, c.Severity
	r.Reason, r.ContentType, r.Size, r.Title, r.At, r.Took = c.Reason, c.ContentType, c.Size, c.Title, c.At, c.Took
	return r
}

// links gives the rows that EachLink gives.
func (m *model) links(f Filter) (all []LinkRow) {
	for _, page := range m.pageIDs() {
		for _, l := range m.pages[page].Links {
			row := l.Target
			for _, a := range m.addresses {
				if l.Fragment != "" && a.Base == l.Target && a.Fragment == l.Fragment {
					row = a.ID
				}
			}
			if c := m.checks[row]; m.matches(row, f) {
				all = append(all, LinkRow{
					Source: m.source(page, l), Target: l.Target, URL: m.addresses[l.Target-1].URL,
					Status: c.Status, Outcome: c.Outcome, Verdict: c.Verdict,
				})
			}
		}
	}
	return all
}

func (m *model) matches(id result.ID, f Filter) bool {
	a, c := m.addresses[id-1], m.checks[id]
	_, checked := m.checks[id]
	page := m.pages[id].Document
	return (len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, c.Verdict)) &&
		(len(f.Outcomes) == 0 || slices.Contains(f.Outcomes, c.Outcome)) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, a.Kind)) &&
		(len(f.Statuses) == 0 || checked && slices.Contains(f.Statuses, c.Status/100)) &&
		(f.Internal == nil || *f.Internal == a.Internal) &&
		(!f.PagesOnly || page) && m.matchesText(id, f.Text)
}

func (m *model) matchesText(id result.ID, text string) bool {
	c := m.checks[id]
	texts := []string{m.addresses[id-1].URL, c.Title}
	if c.Verdict.IsProblem() {
		all, _ := m.sources(id)
		for _, s := range all {
			texts = append(texts, s.Text)
		}
	}
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(strings.ToLower(t), strings.ToLower(text)) })
}

// ids filters and sorts as RowIDs does.
func (m *model) ids(f Filter, o Order) []result.ID {
	ids := []result.ID{}
	for _, a := range m.addresses {
		if m.matches(a.ID, f) {
			ids = append(ids, a.ID)
		}
	}
	rows := make(map[result.ID]Row)
	for _, id := range ids {
		rows[id] = m.row(id)
	}
	slices.SortStableFunc(ids, func(a, b result.ID) int { return m.compare(rows[a], rows[b], o) })
	return ids
}

func (m *model) compare(ra, rb Row, o Order) int {
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
		return cmp.Compare(boolInt(hasB), boolInt(hasA))
	}
	switch o.By {
	case ByFound:
		return sign * cmp.Compare(ra.ID, rb.ID)
	case ByAddress:
		return sign * cmp.Compare(ra.URL, rb.URL)
	case ByStatus:
		return by(cmp.Compare(ra.Status, rb.Status), ra.Status > 0, rb.Status > 0)
	case ByOutcome:
		return by(cmp.Compare(ra.Outcome, rb.Outcome), ca, cb)
	case ByVerdict:
		order := outcome.Verdicts()
		return by(cmp.Compare(slices.Index(order, ra.Verdict), slices.Index(order, rb.Verdict)), ca, cb)
	case ByKind:
		return sign * cmp.Compare(ra.Kind, rb.Kind)
	case BySources:
		return sign * cmp.Compare(ra.Sources, rb.Sources)
	case ByDepth:
		return sign * cmp.Compare(ra.Depth, rb.Depth)
	case BySize:
		return by(cmp.Compare(ra.Size, rb.Size), ca && ra.Size >= 0, cb && rb.Size >= 0)
	case ByTook:
		return by(cmp.Compare(ra.Took, rb.Took), ca, cb)
	case ByTitle:
		return by(cmp.Compare(strings.ToLower(ra.Title), strings.ToLower(rb.Title)), ra.Title != "", rb.Title != "")
	case ByType:
		return by(cmp.Compare(ra.ContentType, rb.ContentType), ra.ContentType != "", rb.ContentType != "")
	}
	if !ca || !cb {
		return by(0, ca, cb)
	}
	return cmp.Or(
		sign*cmp.Compare(rb.Severity, ra.Severity),
		sign*cmp.Compare(rb.Sources, ra.Sources),
		m.compareURL(ra, rb),
	)
}

// compareURL is how rows of one severity and reach stand while the scan runs,
// and after.
func (m *model) compareURL(a, b Row) int {
	if m.finished {
		return cmp.Compare(a.URL, b.URL)
	}
	return cmp.Compare(a.ID, b.ID)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
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
	if len(g.model.addresses) > 0 && g.rand.IntN(4) == 0 { // found again by a shorter way
		a := g.model.addresses[g.rand.IntN(len(g.model.addresses))]
		a.Depth = g.rand.IntN(5)
		b.Found = append([]result.Address{a}, b.Found...)
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
		b.Checks = append(b.Checks, g.check(known, id))
		if known.addresses[id-1].Internal && known.addresses[id-1].Base == 0 && g.rand.IntN(2) == 0 {
			b.Pages = append(b.Pages, g.page(known, id))
		}
	}
	g.model.apply(b)
	return b
}

func (g *generator) address(before int) result.Address {
	id := result.ID(before + 1)
	a := result.Address{ID: id, Depth: g.rand.IntN(9), Internal: true, Kind: pick(g.rand, result.KindPage, result.KindImage, result.KindStyle)}
	switch g.rand.IntN(12) {
	case 0:
		a.URL, a.Kind, a.Internal = fmt.Sprintf("mailto:Büro%d@example.com", id), result.KindOther, false
	case 1, 2:
		a.URL, a.Internal = fmt.Sprintf("http://other%d.example/x?%d", id%7, id), false
	case 3:
		a.URL = fmt.Sprintf("bad \x00 \xff address %d", id) // as a link named it
	case 4:
		for i := range g.model.addresses {
			p := g.model.addresses[i]
			frag := fmt.Sprintf("Part%d", id)
			if p.Base == 0 && strings.HasPrefix(p.URL, g.site) && g.rand.IntN(3) == 0 {
				return result.Address{ID: id, URL: p.URL + "#" + frag, Fragment: frag, Base: p.ID, Internal: true, Kind: result.KindPage}
			}
		}
		fallthrough
	default:
		a.URL = fmt.Sprintf("%s/dir%d/Page%d.html", g.site, id%5, id)
	}
	return a
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
		if a.Base != 0 {
			c.Final = m.addresses[a.Base-1].URL
		}
		if id%2 == 0 { // as the engine tells it
			c.FinalID = a.ID
			if a.Base != 0 {
				c.FinalID = a.Base
			}
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
		Place: pick(r, result.PlaceMain, result.PlaceMain, result.PlaceFooter), Line: r.IntN(4000), Nofollow: r.IntN(9) == 0, Inert: r.IntN(30) == 0,
	}
	if a := m.addresses[l.Target-1]; a.Base != 0 {
		l.Target, l.Fragment = a.Base, a.Fragment
		if r.IntN(2) == 0 {
			l.Anchor = a.ID
		}
	} else if r.IntN(6) == 0 {
		l.Fragment = fmt.Sprintf("f%d", r.IntN(20))
	}
	return l
}
