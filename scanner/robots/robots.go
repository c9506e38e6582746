// Package robots reads robots.txt by RFC 9309 and says whether an address may
// be asked for, and which line of the file says so. Where the RFC leaves room
// it does as Google's parser (google/robotstxt), which site owners test with.
//
// It fetches nothing: what a missing or unreachable file means (RFC 9309
// §2.3.1) is the caller's to say, with AllowAll and DenyAll.
package robots

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Token is the product token that we answer to in a user-agent line.
const Token = "Sitewell"

// Rules is what one robots.txt says. It is immutable and safe for concurrent use.
type Rules struct {
	groups   []group
	agents   map[string][]int // lower-case product token ("*" for all) to groups
	sitemaps []string
	denyAll  bool
}

// group is the rules that follow one run of user-agent lines.
type group struct {
	rules []rule // longest first; of equal length, allow first
	delay time.Duration
	timed bool // delay was given
}

// rule is one allow or disallow line.
type rule struct {
	pattern pattern
	allow   bool
	line    int
	text    string
}

// Match says which line decided.
type Match struct {
	// Line of the file, from 1; 0 where no line matched, which allows, or
	// where there is no file.
	Line int
	// Rule is that line as written, white space and comment taken off.
	Rule string
}

// AllowAll is what a site without robots.txt has (RFC 9309 §2.3.1.3).
func AllowAll() *Rules { return &Rules{} }

// DenyAll is what a site has whose robots.txt can't be reached (RFC 9309
// §2.3.1.4).
func DenyAll() *Rules { return &Rules{denyAll: true} }

// Allowed reports whether agent may ask for requestURI, which is path and query
// as in the request line. agent is a product token ("Sitewell"); what follows
// the token ("/1.0") is left out of account. The file itself is always allowed.
//
// The longest matching pattern decides, allow where two are equally long
// (RFC 9309 §2.2.2). The time is linear in the length of address and rules.
func (r *Rules) Allowed(agent, requestURI string) (bool, Match) {
	if path, _, _ := strings.Cut(requestURI, "?"); path == "/robots.txt" {
		return true, Match{}
	}
	if r.denyAll {
		return false, Match{}
	}
	groups := r.groupsFor(agent)
	if len(groups) == 0 {
		return true, Match{}
	}
	uri := normaliseURI(requestURI)
	var best *rule
	for _, g := range groups {
		for i := range r.groups[g].rules {
			rule := &r.groups[g].rules[i]
			if best != nil && !rule.before(best) {
				break
			}
			if rule.pattern.matches(uri) {
				best = rule
				break
			}
		}
	}
	if best == nil {
		return true, Match{}
	}
	return best.allow, Match{Line: best.line, Rule: best.text}
}

// groupsFor gives the groups that name agent, or else those for everybody.
// A group that names the agent counts even if it is empty (RFC 9309 §2.2.1).
func (r *Rules) groupsFor(agent string) []int {
	if g, ok := r.agents[strings.ToLower(productToken(agent))]; ok {
		return g
	}
	return r.agents["*"]
}

// Sitemaps gives the addresses of sitemap lines, as written, in order. They
// belong to no group and should be absolute, yet often are not.
func (r *Rules) Sitemaps() []string { return slices.Clone(r.sitemaps) }

// CrawlDelay gives the pause between requests that the file asks of agent, and
// whether it asks for one. The line is no part of RFC 9309; the value may be
// absurd (at most a day), so the caller caps it. Where merged groups differ,
// the longest counts.
func (r *Rules) CrawlDelay(agent string) (time.Duration, bool) {
	var longest time.Duration
	found := false
	for _, g := range r.groupsFor(agent) {
		if r.groups[g].timed {
			longest, found = max(longest, r.groups[g].delay), true
		}
	}
	return longest, found
}

// before orders rules by how they decide: longer first, allow before disallow.
func (r *rule) before(o *rule) bool { return compare(*r, *o) < 0 }

func compare(a, b rule) int {
	if c := cmp.Compare(b.pattern.length, a.pattern.length); c != 0 {
		return c
	}
	switch {
	case a.allow == b.allow:
		return 0
	case a.allow:
		return -1
	default:
		return 1
	}
}
