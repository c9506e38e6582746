package report

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// survey is what a workbook must know of all problems before the first row is
// written: how many there are, on which pages and hosts, and the first pages that link
// to each of them.
type survey struct {
	digest   Digest
	statuses map[int]int
	// rows
	problems, ignored, links, addresses int
	linked                              int // links to problems
	found                               map[storage.URLID]*found
	hosts                               []*hostTally // of other sites, worst first
	pages                               []pageTally  // with problems, worst first
	morePages                           int          // that are left out
	editable                            bool         // of some pages it is known where they are edited
	codes                               []codeTally
	changed                             map[storage.URLID]storage.Change // New and CameBack
	changes                             int                              // rows of the sheet of changes
}

// shownPages is how many of the pages that link to a problem are listed beside it.
// The sheet of links has all of them.
const shownPages = 3

// found is a problem, with the first pages that link to it.
type found struct {
	ids      [shownPages]storage.URLID
	pages    [shownPages]string
	severity outcome.Severity
	host     *hostTally // nil for the site itself
}

// hostTally is what is wrong with another site.
type hostTally struct {
	host     string
	severity outcome.Severity
	verdict  outcome.Verdict
	outcome  outcome.Key // of the worst
	example  string      // its address
	problem  storage.URLID
	problems int
	pages    int           // that link to any of them
	last     storage.URLID // page that was counted last
}

// pageTally is a page with links to problems.
type pageTally struct {
	id             storage.URLID
	address, title string
	edit           string           // where it is edited, "" where that is not known
	severity       outcome.Severity // of the worst
	problems       int
	fixes          [4]int32 // numbers of the first ones, 0 for none
	more           bool     // there are others
}

// maxPages is of how many pages with problems a workbook tells, the worst ones.
const maxPages = 100_000

// codeTally counts the problems with an outcome.
type codeTally struct {
	key      outcome.Key
	internal bool
	verdict  outcome.Verdict
	count    int
}

// surveyOf passes once over all problems and the links to them.
func (b *book) surveyOf(ctx context.Context) (*survey, error) {
	src := &b.Source
	s := &survey{found: make(map[storage.URLID]*found)}
	var err error
	if s.digest, err = src.Digest(ctx); err != nil {
		return nil, err
	}
	if s.statuses, err = src.Data.StatusCounts(ctx, src.Scan.ID); err != nil {
		return nil, fmt.Errorf("count answers: %w", err)
	}
	counts, err := src.Data.Counts(ctx, src.Scan.ID)
	if err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	s.addresses, s.links = counts.Rows(), counts.Links
	for _, step := range []func(context.Context, *book) error{s.addProblems, s.addLinks, s.addChanges} {
		if err := step(ctx, b); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// addProblems counts problems by host and outcome.
func (s *survey) addProblems(ctx context.Context, b *book) error {
	f := problems()
	f.Marks = ""
	hosts := make(map[string]*hostTally)
	codes := make(map[codeTally]int)
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, f, worstFirst()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		switch {
		case storage.Hidden(row.Marks):
			if !b.narrowed {
				s.ignored++
			}
			continue
		case !b.Has(row.ID):
			continue
		}
		s.problems++
		p := &found{severity: row.Severity}
		s.found[row.ID] = p
		codes[codeTally{key: row.Outcome, internal: row.Internal, verdict: row.Verdict}]++
		if !row.Internal {
			p.host = hostOf(hosts, &row)
		}
	}
	for _, h := range hosts {
		s.hosts = append(s.hosts, h)
	}
	for c, n := range codes {
		c.count = n
		s.codes = append(s.codes, c)
	}
	slices.SortFunc(s.codes, func(a, b codeTally) int {
		return cmp.Or(cmp.Compare(b.verdict.Rank(), a.verdict.Rank()), cmp.Compare(b.count, a.count), cmp.Compare(a.key, b.key), compareBool(b.internal, a.internal))
	})
	return nil
}

// hostOf counts a problem of another site. The first one is the worst.
func hostOf(hosts map[string]*hostTally, row *storage.Row) *hostTally {
	u, err := url.Parse(row.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil // a mail address, or what is no address at all
	}
	name := u.Host
	h := hosts[name]
	if h == nil {
		h = &hostTally{host: name, severity: row.Severity, verdict: row.Verdict, outcome: row.Outcome, example: row.URL, problem: row.ID}
		hosts[name] = h
	}
	h.problems++
	return h
}

// addLinks notes the pages with links to problems. One pass over all links does it
// for all: a query for each of 100,000 problems would take longer than the whole
// report may.
func (s *survey) addLinks(ctx context.Context, b *book) error {
	var page pageTally
	var id storage.URLID
	seen := make(map[storage.URLID]bool) // problems of the page
	end := func() {
		if page.problems > 0 {
			s.pages = append(s.pages, page)
		}
		if len(s.pages) >= 2*maxPages {
			s.keepWorstPages()
		}
	}
	for link, err := range b.Data.EachLink(ctx, b.Scan.ID, problems()) {
		if err != nil {
			return fmt.Errorf("read links to problems: %w", err)
		}
		p := s.found[link.Row]
		if p == nil {
			continue // it belongs to others, or became a problem meanwhile
		}
		s.linked++
		if link.Page != id {
			end()
			id, page = link.Page, pageTally{id: link.Page, address: link.PageURL, title: link.Title}
			clear(seen)
		}
		p.add(id, page.address)
		if q := s.found[link.Target]; q != nil && q != p {
			q.add(id, page.address)
		}
		if !seen[link.Row] {
			seen[link.Row] = true
			page.add(p, numberOf(b.numbers, link.Row))
		}
		if h := p.host; h != nil && h.last != id {
			h.last = id
			h.pages++
		}
	}
	end()
	s.keepWorstPages()
	if err := s.findEditors(ctx, b); err != nil {
		return err
	}
	slices.SortFunc(s.hosts, func(a, b *hostTally) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(b.verdict.Rank(), a.verdict.Rank()), cmp.Compare(b.pages, a.pages), cmp.Compare(a.host, b.host))
	})
	return nil
}

// findEditors finds out where the pages are edited.
func (s *survey) findEditors(ctx context.Context, b *book) error {
	if b.EditAddresses == nil {
		return nil
	}
	pages := make(map[storage.URLID]string, len(s.pages))
	for i := range s.pages {
		pages[s.pages[i].id] = s.pages[i].address
	}
	edit, err := b.edited(ctx, pages)
	for i := range s.pages {
		s.pages[i].edit = edit[s.pages[i].id]
	}
	s.editable = len(edit) > 0
	return err
}

// keepWorstPages sorts the pages, and leaves out all but the worst.
func (s *survey) keepWorstPages() {
	slices.SortStableFunc(s.pages, func(a, b pageTally) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(b.problems, a.problems))
	})
	if n := len(s.pages) - maxPages; n > 0 {
		s.morePages += n
		s.pages = s.pages[:maxPages]
	}
}

// add counts a problem of the page, whose fix has a number.
func (p *pageTally) add(problem *found, fix int) {
	p.problems++
	p.severity = max(p.severity, problem.severity)
	n := int32(fix)
	if n == 0 || slices.Contains(p.fixes[:], n) {
		return
	}
	for i, other := range p.fixes { // the lowest numbers, which are the worst fixes, in order
		if other == 0 || n < other {
			p.fixes[i], n = n, other
		}
		if n == 0 {
			return
		}
	}
	p.more = true
}

// add notes a page.
func (p *found) add(id storage.URLID, page string) {
	for i := range p.ids {
		switch p.ids[i] {
		case id:
			return
		case 0:
			p.ids[i], p.pages[i] = id, page
			return
		}
	}
}

// addChanges counts what became of problems since the scan before.
func (s *survey) addChanges(ctx context.Context, b *book) error {
	if b.Changes == nil {
		return nil
	}
	s.changed = make(map[storage.URLID]storage.Change)
	for r, err := range b.eachChange(ctx) {
		if err != nil {
			return err
		}
		s.changes++
		if r.Now.Verdict.IsProblem() {
			s.changed[r.ID] = r.Change
		}
	}
	return nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}
