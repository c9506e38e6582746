package scanner

import (
	"fmt"
	"regexp"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// scope decides which addresses a scan asks for. The coordinator owns it.
type scope struct {
	start            weburl.URL
	subdomains       bool
	noExternal       bool
	nothing          bool // nothing beyond the start page's own links
	signedIn         bool
	include, exclude []*regexp.Regexp
	maxDepth         int
	maxAddresses     int
	traps            traps
	sessions         sessions
}

const (
	defaultMaxDepth     = 100
	defaultMaxAddresses = 5_000_000
)

func newScope(start weburl.URL, o Options) (*scope, error) {
	s := &scope{
		start:        start,
		subdomains:   o.Subdomains,
		noExternal:   o.NoExternal,
		nothing:      o.FollowNothing,
		signedIn:     signedIn(o),
		maxDepth:     o.MaxDepth,
		maxAddresses: o.MaxAddresses,
		traps:        newTraps(time.Now()),
		sessions:     newSessions(),
	}
	if s.maxDepth <= 0 {
		s.maxDepth = defaultMaxDepth
	}
	if s.maxAddresses <= 0 {
		s.maxAddresses = defaultMaxAddresses
	}
	for _, rules := range []struct {
		from []string
		to   *[]*regexp.Regexp
	}{{o.Include, &s.include}, {o.Exclude, &s.exclude}} {
		for _, rule := range rules.from {
			re, err := regexp.Compile(rule)
			if err != nil {
				return nil, &RuleError{Rule: rule, Err: err}
			}
			*rules.to = append(*rules.to, re)
		}
	}
	return s, nil
}

// RuleError is an include or exclude rule that is no regular expression.
type RuleError struct {
	Rule string
	Err  error
}

// Error names the rule and what is wrong with it.
func (e *RuleError) Error() string { return fmt.Sprintf("rule %q: %v", e.Rule, e.Err) }

// Unwrap gives the error of package regexp.
func (e *RuleError) Unwrap() error { return e.Err }

// internal reports whether an address belongs to the site.
func (s *scope) internal(u weburl.URL) bool { return weburl.SameSite(s.start, u, s.subdomains) }

// skip says why an address is not asked for, "" where it is.
func (s *scope) skip(u weburl.URL, internal bool, depth int) (key outcome.Key, reason string) {
	address := u.Key()
	for _, re := range s.exclude {
		if re.MatchString(address) {
			return outcome.Excluded, "matches the exclude rule " + re.String()
		}
	}
	if !internal {
		if s.noExternal {
			return outcome.Excluded, "other sites are left out of this scan"
		}
	} else {
		if len(s.include) > 0 && address != s.start.Key() && !matchesAny(s.include, address) {
			return outcome.Excluded, "matches no include rule"
		}
		if depth > s.maxDepth {
			return outcome.TooDeep, fmt.Sprintf("more than %d clicks from the start", s.maxDepth)
		}
		if key, reason := s.harm(u); key != "" {
			return key, reason
		}
		if reason := s.sessions.caught(u); reason != "" {
			return outcome.Trap, reason
		}
		if reason := s.traps.caught(u, len(s.include) > 0 && address != s.start.Key()); reason != "" {
			return outcome.Trap, reason
		}
	}
	return "", ""
}

// follows reports whether a page's links to pages are read in their turn.
func (s *scope) follows(depth int) bool { return !s.nothing || depth == 0 }

func matchesAny(rules []*regexp.Regexp, address string) bool {
	for _, re := range rules {
		if re.MatchString(address) {
			return true
		}
	}
	return false
}
