package scanner

import (
	"context"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// recheckJournal is the journal of a scan in which some addresses are queued and
// nothing else was found but the start address, which is done unless it is among them.
type recheckJournal struct {
	known  []recheckAddress // by ID - 1
	places []recheckPlace
	unsafe Unsafe
}

// recheckAddress is an address in the journal.
type recheckAddress struct {
	result.Address
	isQueued  bool
	wasParked bool
	indices   []int // in the list, of the address itself
	places    []int // on it, in recheckJournal.places
}

// recheckPlace is a place on a page that is looked for again.
type recheckPlace struct {
	page     result.ID
	fragment string
	url      string
	indices  []int // in the list
}

func newRecheckJournal(start string, list []Known, unsafe Unsafe) *recheckJournal {
	j := &recheckJournal{unsafe: unsafe}
	ids := make(map[string]result.ID, len(list)+1)
	add := func(a result.Address) *recheckAddress {
		if id := ids[a.URL]; id != 0 {
			return &j.known[id-1]
		}
		a.ID, a.Fragment, a.Base = result.ID(len(j.known)+1), "", 0
		ids[a.URL] = a.ID
		j.known = append(j.known, recheckAddress{Address: a})
		return &j.known[a.ID-1]
	}
	add(result.Address{URL: start, Internal: true, Kind: result.KindPage})
	placeOf := make(map[string]int)
	for i, k := range list {
		a := k.Address
		if a.Fragment != "" {
			a.URL = strings.TrimSuffix(a.URL, "#"+a.Fragment)
		}
		entry := add(a)
		entry.isQueued = true
		if a.Fragment == "" {
			entry.Kind, entry.wasParked = a.Kind, k.Outcome == outcome.Parked // a place does not know the kind of its page
			entry.indices = append(entry.indices, i)
			continue
		}
		at, isKnown := placeOf[k.URL]
		if !isKnown {
			at = len(j.places)
			placeOf[k.URL] = at
			j.places = append(j.places, recheckPlace{page: entry.ID, fragment: a.Fragment, url: k.URL})
			entry.places = append(entry.places, at)
		}
		j.places[at].indices = append(j.places[at].indices, i)
	}
	return j
}

// wasParked reports whether the scan found that the domain of an address is parked. It
// is false for a scan that is no recheck.
func (j *recheckJournal) wasParked(id result.ID) bool {
	return j != nil && int(id) <= len(j.known) && j.known[id-1].wasParked
}

// results returns what a batch says of the addresses in the list.
func (j *recheckJournal) results(b *result.Batch) []Rechecked {
	var all []Rechecked
	add := func(indices []int, c result.Check) {
		c.Address, c.FinalID = 0, 0 // they are numbers of this run
		for _, i := range indices {
			all = append(all, Rechecked{Index: i, Check: c})
		}
	}
	type key struct {
		page     result.ID
		fragment string
	}
	found := make(map[key]*result.PlaceCheck)
	for i := range b.Places {
		found[key{b.Places[i].Target, b.Places[i].Fragment}] = &b.Places[i]
	}
	handle := func(c result.Check) {
		if int(c.Address) > len(j.known) { // where a redirect leads
			return
		}
		a := &j.known[c.Address-1]
		add(a.indices, c)
		for _, at := range a.places {
			p := &j.places[at]
			switch place := found[key{p.page, p.fragment}]; {
			case place != nil:
				add(p.indices, placeCheck(place, p.url))
				delete(found, key{p.page, p.fragment})
			case !isDelivered(&c), strings.Contains(c.Final, "#"): // a redirect names a place of its own (check 45)
				add(p.indices, c)
			}
		}
	}
	for _, c := range b.Checks {
		handle(c)
	}
	for i := range b.Settled {
		handle(b.Settled[i].Check())
	}
	for k, place := range found { // the page was shown in a browser after its check
		if int(k.page) > len(j.known) {
			continue
		}
		for _, at := range j.known[k.page-1].places {
			if p := &j.places[at]; p.fragment == k.fragment {
				add(p.indices, placeCheck(place, p.url))
			}
		}
	}
	return all
}

// isDelivered reports whether a page was delivered, so that it has a place or does not.
func isDelivered(c *result.Check) bool {
	return c.Status/100 == 2 && (c.Verdict == outcome.Works || c.Verdict == outcome.Warning)
}

// placeCheck returns what was found of a place as the check of the row that stands for
// it.
func placeCheck(p *result.PlaceCheck, url string) result.Check {
	return result.Check{
		Final: url, Status: p.Status, Outcome: p.Outcome, Verdict: p.Verdict, Severity: p.Severity, Reason: p.Reason,
		Kind: result.KindPage, Size: -1, At: p.At,
	}
}

// Addresses implements Journal.
func (j *recheckJournal) Addresses(_ context.Context, yield func(result.Address, outcome.Key, outcome.Verdict) bool) error {
	for i := range j.known {
		key, v := outcome.FromStatus(200), outcome.Works
		if j.known[i].isQueued {
			key, v = "", outcome.Unchecked
		}
		if !yield(j.known[i].Address, key, v) {
			break
		}
	}
	return nil
}

// Fragments implements Journal.
func (j *recheckJournal) Fragments(_ context.Context, yield func(result.ID, string, string) bool) error {
	for i := range j.places {
		if p := &j.places[i]; p.fragment != result.WholeSite && !yield(p.page, j.known[p.page-1].URL, p.fragment) {
			break
		}
	}
	return nil
}

// Unsafe implements Journal.
func (j *recheckJournal) Unsafe(ctx context.Context, yield func(string) bool) error {
	return j.unsafe(ctx, yield)
}

// Places implements Journal: none was looked for.
func (j *recheckJournal) Places(context.Context, func(result.ID, string, outcome.Verdict) bool) error {
	return nil
}

// Anchors implements Journal: no page was read.
func (j *recheckJournal) Anchors(context.Context, func(result.Page) bool) error { return nil }

// Omitted implements Journal.
func (j *recheckJournal) Omitted(context.Context) (int, error) { return 0, nil }

// Followed implements Journal; it is not called, since nothing is followed.
func (j *recheckJournal) Followed(context.Context, func(result.ID) bool) error { return nil }
