package core

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/suggest"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// Redirects are the redirects that people decide to set up, from addresses of their
// sites that are not found.
type Redirects struct {
	*base
	suggester *Suggester
}

// Redirect is an address of a site that is not found, or that was not when a person
// decided about it.
type Redirect struct {
	ID      storage.URLID // 0: the scan did not find the address
	Address string
	Outcome outcome.Key // "" if the scan did not find it
	Status  int
	Pages   int // that link to it
	// Suggestion is an address that it may be redirected to; without URL there is none.
	Suggestion suggest.Suggestion
	Decision   storage.RedirectDecision
	// Target is where an accepted one leads in the end: where its own target is
	// redirected, too, that is the last one.
	Target string
	// Trouble is why there is no rule for an accepted one, or no suggestion.
	Trouble storage.RedirectTrouble
}

// Sure reports whether its suggestion is likely and nothing was decided yet.
func (r *Redirect) Sure() bool {
	return r.Decision == storage.Undecided && r.Suggestion.URL != "" && r.Suggestion.Confidence == suggest.Likely
}

// RedirectError says why a redirect can't be set up.
type RedirectError struct {
	Trouble storage.RedirectTrouble
	Address string
	Target  string
}

// Error names the addresses.
func (e *RedirectError) Error() string {
	return fmt.Sprintf("redirect %q to %q: %s", e.Address, e.Target, e.Trouble)
}

// NotMissingError says that a scan did find an address, so that it needs no redirect, or
// does not know it.
type NotMissingError struct{ Address string }

// Error names the address.
func (e *NotMissingError) Error() string { return fmt.Sprintf("address %q is not missing", e.Address) }

// redirectable are the outcomes of pages that are gone, for which a redirect helps.
func redirectable() []outcome.Key {
	return []outcome.Key{"404", "410", outcome.Soft404, outcome.RedirectHome}
}

// mostSuggested is for how many addresses of a scan suggestions are searched, those with
// most links first: each is compared with all that work.
const mostSuggested = 1000

// List returns the addresses of a site that a scan did not find, those first to which
// most pages link, then what else was accepted in earlier scans: who replaces a file with
// rules needs all of them. It asks nothing of the network.
func (r *Redirects) List(ctx context.Context, scan storage.ScanID) ([]Redirect, error) {
	return r.list(ctx, scan, true)
}

// Accepted is List without suggestions, which takes less time.
func (r *Redirects) Accepted(ctx context.Context, scan storage.ScanID) ([]Redirect, error) {
	return r.list(ctx, scan, false)
}

func (r *Redirects) list(ctx context.Context, scan storage.ScanID, suggestions bool) ([]Redirect, error) {
	s, err := r.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	decided, err := r.decided(ctx, s.Site)
	if err != nil {
		return nil, err
	}
	internal := true
	filter := storage.Filter{Outcomes: redirectable(), Internal: &internal, Marks: storage.NotIgnored}
	var all []Redirect
	var rows []storage.Row
	for row, err := range r.db.EachRow(ctx, scan, filter, storage.Order{By: storage.BySources, Desc: true}) {
		if err != nil {
			return nil, fmt.Errorf("find missing addresses: %w", err)
		}
		if row.Fragment != "" {
			continue
		}
		d := decided[row.URL]
		delete(decided, row.URL)
		all = append(all, Redirect{
			ID: row.ID, Address: row.URL, Outcome: row.Outcome, Status: row.Status, Pages: row.Sources, Decision: d.Decision, Target: d.Target,
		})
		rows = append(rows, row)
	}
	if suggestions {
		if err := r.addSuggestions(ctx, s, all, rows); err != nil {
			return nil, err
		}
	}
	kept, err := r.kept(ctx, scan, decided)
	if err != nil {
		return nil, err
	}
	all = append(all, kept...)
	return all, r.resolve(ctx, s, all)
}

// decided returns the decisions about a site by their addresses.
func (r *Redirects) decided(ctx context.Context, site storage.SiteID) (map[string]storage.Redirect, error) {
	stored, err := r.db.Redirects(ctx, site)
	if err != nil {
		return nil, fmt.Errorf("read redirects: %w", err)
	}
	decided := make(map[string]storage.Redirect, len(stored))
	for _, d := range stored {
		decided[d.Address] = d
	}
	return decided, nil
}

// addSuggestions searches suggestions for what is not decided.
func (r *Redirects) addSuggestions(ctx context.Context, s storage.Scan, all []Redirect, rows []storage.Row) error {
	if (s.State == storage.Interrupted || s.State == storage.Elsewhere) && s.Counts.Found > suggestWhileRunning {
		return nil
	}
	var targets []suggested
	var of []*Redirect
	for i := range all {
		if len(targets) == mostSuggested {
			break
		}
		if t := targetOf(rows[i]); suggest.IsUseful(t) {
			targets, of = append(targets, suggested{rows[i].ID, t}), append(of, &all[i])
		}
	}
	found, err := r.suggester.suggest(ctx, s.ID, targets)
	if err != nil {
		return err
	}
	for i, suggestions := range found {
		for _, one := range suggestions {
			if one.ID == 0 {
				continue // it is not of the scan, so nobody knows whether it works
			}
			if why := alone(s.Start, of[i].Address, one.URL); why != "" {
				if of[i].Decision == storage.Undecided {
					of[i].Trouble = why
				}
				continue
			}
			of[i].Suggestion, of[i].Trouble = one, ""
			break
		}
	}
	return nil
}

// kept returns what was accepted of addresses that a scan does not list as missing.
func (r *Redirects) kept(ctx context.Context, scan storage.ScanID, decided map[string]storage.Redirect) (all []Redirect, err error) {
	for _, d := range decided {
		if d.Decision != storage.RedirectAccepted {
			continue
		}
		one := Redirect{Address: d.Address, Decision: d.Decision, Target: d.Target}
		row, err := r.rowOf(ctx, scan, d.Address)
		switch {
		case errors.Is(err, storage.ErrNotFound):
		case err != nil:
			return nil, fmt.Errorf("find address: %w", err)
		default:
			one.ID, one.Outcome, one.Status, one.Pages = row.ID, row.Outcome, row.Status, row.Sources
			if row.Verdict == outcome.Works && row.LeadsTo() == "" {
				one.Trouble = storage.RedirectWorks
			}
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b Redirect) int { return cmp.Compare(a.Address, b.Address) })
	return all, nil
}

// resolve finds out where accepted redirects lead in the end, and for which there can be
// no rule.
func (r *Redirects) resolve(ctx context.Context, s storage.Scan, all []Redirect) error {
	resolveChains(s.Start, all)
	for i := range all {
		a := &all[i]
		if a.Decision != storage.RedirectAccepted || a.Trouble != "" {
			continue
		}
		broken, err := r.brokenTarget(ctx, s.ID, a.Target)
		if err != nil {
			return err
		}
		if broken {
			a.Trouble = storage.RedirectBroken
		}
	}
	return nil
}

// brokenTarget reports whether a scan found an address to be broken.
func (r *Redirects) brokenTarget(ctx context.Context, scan storage.ScanID, address string) (bool, error) {
	address, _, _ = strings.Cut(address, "#")
	row, err := r.rowOf(ctx, scan, address)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	} else if err != nil {
		return false, fmt.Errorf("find target: %w", err)
	}
	return row.Verdict == outcome.Broken || slices.Contains(redirectable(), row.Outcome), nil
}

// resolveChains replaces the targets of accepted redirects by where they lead in the
// end, and refuses those that lead back to themselves.
func resolveChains(start string, all []Redirect) {
	byKey := make(map[string]*Redirect)
	for i := range all {
		a := &all[i]
		if a.Decision != storage.RedirectAccepted || a.Trouble != "" {
			continue
		}
		if a.Trouble = alone(start, a.Address, a.Target); a.Trouble != "" {
			continue
		}
		key := redirectKey(start, a.Address)
		if other := byKey[key]; other != nil && other.Target != a.Target {
			a.Trouble = storage.RedirectTwice
		} else if other == nil {
			byKey[key] = a
		}
	}
	ends := make(map[*Redirect]string, len(all))
	for i := range all {
		if a := &all[i]; a.Decision == storage.RedirectAccepted && a.Trouble == "" {
			ends[a] = endOf(start, byKey, a)
		}
	}
	for a, end := range ends {
		if end == "" {
			a.Trouble = storage.RedirectCycle
		} else {
			a.Target = end
		}
	}
}

// endOf follows redirects from one, and returns where they end; "" if they do not.
func endOf(start string, byKey map[string]*Redirect, a *Redirect) string {
	end := a.Target
	for range len(byKey) + 1 {
		next := byKey[redirectKey(start, end)]
		if next == nil {
			return end
		}
		end = next.Target
	}
	return ""
}

// alone says why one address can't be redirected to another, whatever others do.
func alone(start, from, to string) storage.RedirectTrouble {
	switch to, _, _ := strings.Cut(to, "#"); {
	case from == to:
		return storage.RedirectSelf
	case redirectKey(start, from) == redirectKey(start, to):
		return storage.RedirectWholeSite
	}
	return ""
}

// redirectKey returns the same for addresses that are the same to rules: rules for the host of the site hold for
// it with and without "www.", with http and https.
func redirectKey(start, address string) string {
	u, err := weburl.Parse(address)
	if err != nil {
		return address
	}
	host := u.Host()
	if site, err := weburl.Parse(start); err == nil && strings.TrimPrefix(site.Host(), "www.") == strings.TrimPrefix(host, "www.") {
		host = ""
	}
	return host + u.RequestURI()
}

// Decide stores what a person decided about addresses of a scan, all of it or nothing, and
// returns what undoes that. A target may be relative to where the site starts. Errors:
// *RedirectError, *weburl.InputError for a target that is no address, storage.ErrNotFound,
// ErrReading.
func (r *Redirects) Decide(ctx context.Context, scan storage.ScanID, decisions []storage.Redirect) (undo []storage.Redirect, err error) {
	s, err := r.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	if err := r.accepts(); err != nil {
		return nil, err
	}
	stored, err := r.decided(ctx, s.Site)
	if err != nil {
		return nil, err
	}
	decisions = slices.Clone(decisions)
	for i := range decisions {
		d := &decisions[i]
		if d.Decision != storage.RedirectAccepted {
			d.Target = ""
		} else if d.Target, err = redirectTarget(s.Start, d.Target); err != nil {
			return nil, err
		}
		stored[d.Address] = *d
	}
	for _, d := range decisions {
		if d.Decision != storage.RedirectAccepted {
			continue
		}
		if err := r.checkTarget(ctx, s, d, stored); err != nil {
			return nil, err
		}
	}
	if err := refuseCycles(s.Start, stored, decisions); err != nil {
		return nil, err
	}
	undo, err = r.db.DecideRedirects(ctx, s.Site, decisions)
	if err != nil {
		return nil, fmt.Errorf("store redirects: %w", err)
	}
	return undo, nil
}

// checkTarget finds what is wrong with the target of an accepted redirect. A target that
// is not found is redirected itself, if that was accepted.
func (r *Redirects) checkTarget(ctx context.Context, s storage.Scan, d storage.Redirect, stored map[string]storage.Redirect) error {
	if why := alone(s.Start, d.Address, d.Target); why != "" {
		return &RedirectError{why, d.Address, d.Target}
	}
	broken, err := r.brokenTarget(ctx, s.ID, d.Target)
	if err != nil {
		return err
	}
	if broken && stored[d.Target].Decision != storage.RedirectAccepted {
		return &RedirectError{storage.RedirectBroken, d.Address, d.Target}
	}
	return nil
}

// redirectTarget returns the address that a person typed as a target.
func redirectTarget(start, typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if base, err := weburl.Parse(start); err == nil && strings.HasPrefix(typed, "/") {
		if u, err := base.Resolve(typed); err == nil {
			return u.String(), nil
		}
	}
	if u, err := weburl.Parse(typed); err == nil && (u.Scheme() == "http" || u.Scheme() == "https") && u.Hostname() != "" {
		return u.String(), nil
	}
	all, err := weburl.ParseInput(typed)
	if err != nil {
		return "", err
	}
	return all[0].String(), nil
}

// refuseCycles returns an error where a new decision leads back to itself.
func refuseCycles(start string, stored map[string]storage.Redirect, decisions []storage.Redirect) error {
	var all []Redirect
	for _, d := range stored {
		all = append(all, Redirect{Address: d.Address, Decision: d.Decision, Target: d.Target})
	}
	resolveChains(start, all)
	for _, a := range all {
		isNew := slices.ContainsFunc(decisions, func(d storage.Redirect) bool { return d.Address == a.Address })
		if isNew && a.Trouble == storage.RedirectCycle {
			return &RedirectError{a.Trouble, a.Address, stored[a.Address].Target}
		}
	}
	return nil
}

// AcceptSure returns the decisions that accept all suggestions that are sure.
func AcceptSure(all []Redirect) (decisions []storage.Redirect) {
	for i := range all {
		if a := &all[i]; a.Sure() {
			decisions = append(decisions, storage.Redirect{Address: a.Address, Decision: storage.RedirectAccepted, Target: a.Suggestion.URL})
		}
	}
	return decisions
}

// Missing returns what List has of an address that a person typed: whole, or relative to
// where the site starts. The error is a *NotMissingError if there is none.
func Missing(all []Redirect, start, typed string) (Redirect, error) {
	for _, address := range addressesTyped(start, typed) {
		for _, a := range all {
			if a.Address == address {
				return a, nil
			}
		}
	}
	return Redirect{}, &NotMissingError{typed}
}

// checkImportedRedirect checks a decision of a file as one that a person makes.
func checkImportedRedirect(d *storage.Redirect) error {
	for _, address := range []string{d.Address, d.Target} {
		if address == "" && d.Decision == storage.RedirectSkipped {
			continue
		}
		u, err := weburl.Parse(address)
		if err != nil || u.String() != address || u.Scheme() != "http" && u.Scheme() != "https" {
			return fmt.Errorf("%w: address of a redirect %.100q", storage.ErrCorrupt, address)
		}
	}
	if (d.Decision == storage.RedirectAccepted) != (d.Target != "") {
		return fmt.Errorf("%w: redirect of %.100q", storage.ErrCorrupt, d.Address)
	}
	return nil
}
