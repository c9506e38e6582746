package scanner

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// memory is a Sink and a Journal that keeps everything, and holds the engine
// to what it promises of a batch.
type memory struct {
	mu        sync.Mutex
	addresses []result.Address
	checks    map[result.ID]result.Check
	pages     map[result.ID][]result.Link
	documents map[result.ID]bool
	anchors   map[result.ID]result.Page
	places    map[memoryPlace]result.PlaceCheck
	reopened  map[result.ID]bool
	pictures  map[result.ID]result.Picture
	commits   int
	recalls   int
	omitted   int
	fail      func(commit int) error // nil: never
	after     func(m *memory)        // called after each commit
}

// memoryPlace is a place on a page.
type memoryPlace struct {
	page     result.ID
	fragment string
}

func newMemory() *memory {
	return &memory{pictures: map[result.ID]result.Picture{}, reopened: map[result.ID]bool{}, documents: map[result.ID]bool{}, places: map[memoryPlace]result.PlaceCheck{}, checks: map[result.ID]result.Check{}, pages: map[result.ID][]result.Link{}, anchors: map[result.ID]result.Page{}}
}

func (m *memory) Commit(_ context.Context, b *result.Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.commits++
	if m.fail != nil {
		if err := m.fail(m.commits); err != nil {
			return err
		}
	}
	if b.Omitted < m.omitted {
		panic(fmt.Sprintf("%d links omitted, there were %d before", b.Omitted, m.omitted))
	}
	m.omitted = b.Omitted
	for _, a := range b.Found {
		if want := result.ID(len(m.addresses) + 1); a.ID != want {
			panic(fmt.Sprintf("address %d found where %d was due", a.ID, want))
		}
		if a.Fragment != "" || a.Base != 0 {
			panic(fmt.Sprintf("address %d is the place %s on address %d", a.ID, a.Fragment, a.Base))
		}
		m.addresses = append(m.addresses, a)
	}
	checks := slices.Clone(b.Checks)
	for i := range b.Settled {
		checks = append(checks, b.Settled[i].Check())
	}
	for _, id := range b.Reopened {
		if _, done := m.checks[id]; !done {
			panic(fmt.Sprintf("address %d is reopened, but has no check", id))
		}
		delete(m.checks, id)
		m.reopened[id] = true
	}
	for _, c := range checks {
		if int(c.Address) > len(m.addresses) || c.Address == 0 {
			panic(fmt.Sprintf("check of address %d, which is not known", c.Address))
		}
		if _, twice := m.checks[c.Address]; twice {
			panic(fmt.Sprintf("address %d checked twice", c.Address))
		}
		if c.FinalID != 0 && (int(c.FinalID) > len(m.addresses) || m.addresses[c.FinalID-1].URL != c.Final) {
			panic(fmt.Sprintf("check of address %d ended at %s, which is not address %d", c.Address, c.Final, c.FinalID))
		}
		m.checks[c.Address] = c
	}
	for _, p := range b.Pages {
		for _, l := range p.Links {
			if int(l.Target) > len(m.addresses) || l.Target == 0 {
				panic(fmt.Sprintf("link to address %d, which is not known", l.Target))
			}
		}
		if _, twice := m.pages[p.Address]; twice && !m.reopened[p.Address] {
			panic(fmt.Sprintf("page %d read twice", p.Address))
		}
		if _, done := m.checks[p.Address]; !done { // it was reopened before its check was committed
			m.reopened[p.Address] = true
		}
		m.pages[p.Address] = p.Links
		m.documents[p.Address] = p.Document
		if p.Anchored {
			m.anchors[p.Address] = p
		}
	}
	for _, f := range b.FoundAgain {
		a := &m.addresses[f.Address-1]
		if f.Depth > a.Depth {
			panic(fmt.Sprintf("%s was %d clicks away, now it is %d", a.URL, a.Depth, f.Depth))
		}
		a.Depth = f.Depth
		c, done := m.checks[a.ID]
		if !done {
			a.Kind = f.Kind
		} else if f.KindOfCheck {
			a.Kind, c.Kind = f.Kind, f.Kind
			m.checks[a.ID] = c
		}
	}
	for _, p := range b.Places {
		at := memoryPlace{p.Target, p.Fragment}
		if _, twice := m.places[at]; twice || p.Fragment == "" || p.Outcome == "" || p.Reason == "" || p.Verdict == outcome.Unchecked || p.At.IsZero() {
			panic(fmt.Sprintf("place that is told twice, or of which nothing is: %+v", p))
		}
		if int(p.Target) > len(m.addresses) || m.checks[p.Target].Verdict == outcome.Unchecked {
			panic(fmt.Sprintf("place on address %d, which is not checked", p.Target))
		}
		m.places[at] = p
	}
	for _, p := range b.Pictures {
		if int(p.Address) > len(m.addresses) || p.Address == 0 {
			panic(fmt.Sprintf("picture of address %d, which is not known", p.Address))
		}
		m.pictures[p.Address] = p
	}
	if err := m.ledger(); err != nil {
		panic(err)
	}
	if m.after != nil {
		m.after(m)
	}
	return nil
}

// Texts makes memory a Recaller.
func (m *memory) Texts(_ context.Context, first result.ID, n int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.recalls++
	var texts []string
	for _, a := range m.addresses[first-1 : int(first)-1+n] { // panics where one was not committed
		texts = append(texts, a.URL)
	}
	return texts, nil
}

// Edges returns where addresses lead.
func (m *memory) Edges(_ context.Context, next func() []result.ID, yield func(result.Edge)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	pages := make(map[string]result.ID, len(m.addresses))
	for _, a := range m.addresses {
		if m.documents[a.ID] && a.Internal {
			pages[a.URL] = a.ID
		}
	}
	for ids := next(); len(ids) > 0; ids = next() {
		for _, id := range ids {
			if to := pages[m.checks[id].Final]; to != 0 && to != id {
				yield(result.Edge{From: id, To: to, IsRedirect: true})
			}
			for _, l := range m.pages[id] {
				yield(result.Edge{From: id, To: l.Target})
			}
		}
	}
	return nil
}

// ledger holds truth 1 by address: each is there once, and is checked, skipped
// for a reason, or still waits.
func (m *memory) ledger() error {
	there := make(map[string]result.ID, len(m.addresses))
	checked, skipped, waiting := 0, 0, 0
	for _, a := range m.addresses {
		if other, twice := there[a.URL]; twice {
			return fmt.Errorf("%s is address %d and address %d", a.URL, other, a.ID)
		}
		there[a.URL] = a.ID
		c, done := m.checks[a.ID]
		switch {
		case !done:
			waiting++
		case c.Verdict == outcome.Skipped:
			if skipped++; c.Reason == "" || outcome.Default(c.Outcome, a.Internal) != outcome.Skipped {
				return fmt.Errorf("%s is skipped as %q because %q", a.URL, c.Outcome, c.Reason)
			}
		case c.Verdict == outcome.Unchecked || c.Outcome == "" || c.Reason == "":
			return fmt.Errorf("%s has a check that says nothing: %+v", a.URL, c)
		default:
			checked++
		}
	}
	if len(m.checks) != checked+skipped || len(m.addresses) != checked+skipped+waiting {
		return fmt.Errorf("%d found, but %d checked, %d skipped, %d waiting, and %d checks", len(m.addresses), checked, skipped, waiting, len(m.checks))
	}
	return nil
}

func (m *memory) Addresses(_ context.Context, yield func(result.Address, outcome.Key, outcome.Verdict) bool) error {
	for _, a := range m.addresses {
		c := m.checks[a.ID]
		if c.Kind != "" { // as a history has it
			a.Kind = c.Kind
		}
		if !yield(a, c.Outcome, c.Verdict) {
			break
		}
	}
	return nil
}

func (m *memory) Anchors(_ context.Context, yield func(result.Page) bool) error {
	for _, p := range m.anchors {
		if !yield(p) {
			break
		}
	}
	return nil
}

func (m *memory) Places(_ context.Context, yield func(result.ID, string, outcome.Verdict) bool) error {
	for at, p := range m.places {
		if !yield(at.page, at.fragment, p.Verdict) {
			break
		}
	}
	return nil
}

func (m *memory) Omitted(context.Context) (int, error) { return m.omitted, nil }

func (m *memory) Unsafe(_ context.Context, yield func(string) bool) error {
	for _, links := range m.pages {
		for _, l := range links {
			if l.Unsafe != "" && !yield(l.URL) {
				return nil
			}
		}
	}
	return nil
}

func (m *memory) Followed(_ context.Context, yield func(result.ID) bool) error {
	for _, links := range m.pages {
		for _, l := range links {
			if !l.Nofollow && !yield(l.Target) {
				return nil
			}
		}
	}
	return nil
}

func (m *memory) Fragments(_ context.Context, yield func(result.ID, string, string) bool) error {
	for _, links := range m.pages {
		for _, l := range links {
			if l.Fragment != "" && l.Outcome == "" && !yield(l.Target, l.URL, l.Fragment) {
				return nil
			}
		}
	}
	return nil
}

// table is every address, and every place that was looked for, with what came of
// it, for comparing whole scans.
func (m *memory) table() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make(map[string]string, len(m.addresses))
	for _, a := range m.addresses {
		c, done := m.checks[a.ID]
		line := "waiting"
		if done {
			line = fmt.Sprintf("%s %s %d", c.Verdict, c.Outcome, c.Status)
		}
		out[a.URL] = line
	}
	for at, p := range m.places {
		if at.fragment == result.WholeSite && p.Verdict == outcome.Works {
			continue // nothing is listed
		}
		out[m.addresses[at.page-1].URL+"#"+at.fragment] = fmt.Sprintf("%s %s %d", p.Verdict, p.Outcome, p.Status)
	}
	return out
}

// everything is all that was committed, for looking for a text.
func (m *memory) everything() []any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []any{m.addresses, m.checks, m.pages, m.places}
}

// sources lists the pages that link to an address.
func (m *memory) sources(address string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, a := range m.addresses {
		for _, l := range m.pages[a.ID] {
			if m.addresses[l.Target-1].URL == address {
				out = append(out, a.URL)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// check returns the check of an address.
func (m *memory) check(address string) (result.Check, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.addresses {
		if a.URL == address {
			c, ok := m.checks[a.ID]
			return c, ok
		}
	}
	return result.Check{}, false
}
