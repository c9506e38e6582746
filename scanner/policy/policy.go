// Package policy decides which addresses a scan requests: the site itself and
// other sites within the limits that the owner has set, but nothing that may
// change data while signed in, and nothing that a site generates without end.
//
// It must not know how addresses are requested, queued or stored. It decides
// from the address alone and from the addresses that it was asked about before.
package policy

import (
	"fmt"
	"hash/maphash"
	"regexp"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// Options limit what is requested. See the fields of the same names in
// scanner.Options.
type Options struct {
	Start            weburl.URL   // without fragment
	Listed           []weburl.URL // of a scan of a list; see Options.Addresses of the scanner
	Subdomains       bool
	NoExternal       bool
	FollowNothing    bool
	Include, Exclude []string
	MaxDepth         int // 0: 100

	// SignedIn means that requests are made with the owner's rights.
	SignedIn bool
	// PagesOnly: while signed in, only addresses without a query that look like a
	// page are requested, and the files that browsers load with pages.
	PagesOnly bool
	// Marks are the addresses that links mark as unsafe; nil for none. They may be
	// shared, and grow while the policy is used.
	Marks *Marks
}

// Policy decides which addresses a scan requests. Skip counts the addresses
// that it is asked about and Compare the pages, so only one goroutine may call
// them; the other methods are safe for concurrent use.
type Policy struct {
	options          Options
	sites            map[string]bool // of Options.Listed, by weburl.URL.SiteKey
	include, exclude []*regexp.Regexp
	traps            traps
	sessions         sessions
	alike            alike
}

const defaultMaxDepth = 100

// New returns the policy for one scan. The error is a *RuleError.
func New(o Options) (*Policy, error) {
	if o.MaxDepth <= 0 {
		o.MaxDepth = defaultMaxDepth
	}
	p := &Policy{options: o, traps: newTraps(time.Now()), sessions: newSessions(), alike: alike{seed: maphash.MakeSeed()}}
	if len(o.Listed) > 0 {
		p.sites = make(map[string]bool)
		for _, u := range o.Listed {
			p.sites[u.SiteKey()] = true
		}
	}
	var err error
	if p.include, err = compile(o.Include); err != nil {
		return nil, err
	}
	if p.exclude, err = compile(o.Exclude); err != nil {
		return nil, err
	}
	return p, nil
}

func compile(rules []string) ([]*regexp.Regexp, error) {
	var compiled []*regexp.Regexp
	for _, rule := range rules {
		re, err := regexp.Compile(rule)
		if err != nil {
			return nil, &RuleError{Rule: rule, Err: err}
		}
		compiled = append(compiled, re)
	}
	return compiled, nil
}

// RuleError is an include or exclude rule that is not a regular expression.
type RuleError struct {
	Rule string
	Err  error
}

// Error names the rule and what is wrong with it.
func (e *RuleError) Error() string { return fmt.Sprintf("rule %q: %v", e.Rule, e.Err) }

// Unwrap returns the error of package regexp.
func (e *RuleError) Unwrap() error { return e.Err }

// IsInternal reports whether an address belongs to the site, or to one of a list.
func (p *Policy) IsInternal(u weburl.URL) bool {
	if p.sites != nil {
		return !u.IsZero() && p.sites[u.SiteKey()]
	}
	return weburl.SameSite(p.options.Start, u, p.options.Subdomains)
}

// Listed returns the addresses of a scan of a list, which must not be changed.
func (p *Policy) Listed() []weburl.URL { return p.options.Listed }

// MaxDepth returns how many clicks addresses of the site may be away from the
// start to be requested.
func (p *Policy) MaxDepth() int { return p.options.MaxDepth }

// Skip returns why an address is not requested at any depth, or "" if it is.
// internal says whether it belongs to the site. Skip must be called exactly once
// for each address, because crawl traps and session IDs are recognised by the
// number of similar addresses.
func (p *Policy) Skip(u weburl.URL, internal bool) (key outcome.Key, reason string) {
	if key, reason := p.Excluded(u); key != "" {
		return key, reason
	}
	address := u.Key()
	if !internal {
		if p.options.NoExternal {
			return outcome.Excluded, "other sites are left out of this scan"
		}
		return "", ""
	}
	mustMatch := len(p.include) > 0 && address != p.options.Start.Key()
	if mustMatch && !matchesAny(p.include, address) {
		return outcome.Excluded, "matches no include rule"
	}
	if key, reason := p.Unsafe(u); key != "" {
		return key, reason
	}
	if reason := p.sessions.check(u); reason != "" {
		return outcome.Trap, reason
	}
	if reason := p.traps.check(u, mustMatch); reason != "" {
		return outcome.Trap, reason
	}
	return "", ""
}

// Excluded returns why an exclude rule does not let an address be requested, or "" if none
// matches.
func (p *Policy) Excluded(u weburl.URL) (key outcome.Key, reason string) {
	for _, re := range p.exclude {
		if re.MatchString(u.Key()) {
			return outcome.Excluded, "matches the exclude rule " + re.String()
		}
	}
	return "", ""
}

// Leaves returns why a redirect from one address to another is not followed because
// it leaves the site, or "" if it may be. Where the start address leads is always
// looked at, and so is where a robots.txt has moved.
func (p *Policy) Leaves(from, to weburl.URL) (key outcome.Key, reason string) {
	switch {
	case !p.options.NoExternal, !p.IsInternal(from), p.IsInternal(to), from.Key() == p.options.Start.Key(), from.Path() == "/robots.txt":
		return "", ""
	}
	return outcome.LeavesSite, "leads to " + to.Key() + ", and other sites are left out of this scan"
}

// RefusesToLoad returns why an address must not be requested although a script of a page
// wants it, "" if it may be.
func (p *Policy) RefusesToLoad(u weburl.URL) string {
	if matchesAny(p.exclude, u.Key()) {
		return "the settings leave it out"
	}
	if !p.IsInternal(u) {
		if p.options.NoExternal {
			return "it belongs to another site, and these are left out"
		}
		return ""
	}
	if key, reason := p.Unsafe(u); key != "" {
		return "it " + reason
	}
	return ""
}

// FollowsLinks reports whether the pages that a page at a depth links to are
// requested.
func (p *Policy) FollowsLinks(depth int) bool { return !p.options.FollowNothing || depth == 0 }

func matchesAny(rules []*regexp.Regexp, address string) bool {
	for _, re := range rules {
		if re.MatchString(address) {
			return true
		}
	}
	return false
}
