// Package robots parses robots.txt files as RFC 9309 specifies and reports
// whether an address may be requested, and which line of the file decides.
// Where the RFC leaves a choice, the package does what Google's parser
// (google/robotstxt) does, which site owners test with.
//
// It fetches nothing. The caller decides what a missing or unreachable file
// means (RFC 9309 §2.3.1), with AllowAll and DenyAll.
package robots

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Token is the product token of Sitewell in user-agent lines.
const Token = "Sitewell"

// Rules are the rules of one robots.txt. They are immutable and safe for concurrent
// use.
type Rules struct {
	groups   []group
	agents   map[string][]int // lower-case product token ("*" for all) to groups
	sitemaps []string
	denyAll  bool
}

// group contains the rules that follow consecutive user-agent lines.
type group struct {
	rules []rule // longest first; of equal length, allow first
	delay time.Duration
	timed bool // whether there is a crawl-delay line
}

// rule is one allow or disallow line.
type rule struct {
	pattern pattern
	allow   bool
	line    int
	text    string
}

// Match is the line that decided.
type Match struct {
	// Line is the line number, from 1. It is 0 if no line matched, which means
	// that the address is allowed, or if there is no file.
	Line int
	// Rule is the line as written, without outer white space and comment.
	Rule string
}

// AllowAll returns the rules of a site without robots.txt (RFC 9309 §2.3.1.3).
func AllowAll() *Rules { return &Rules{} }

// DenyAll returns the rules of a site whose robots.txt can't be reached
// (RFC 9309 §2.3.1.4).
func DenyAll() *Rules { return &Rules{denyAll: true} }

// Allowed reports whether agent may request requestURI, which is path and query
// as in the request line, and which line decides. agent is a product token
// ("Sitewell"); anything after the token ("/1.0") is ignored. The file
// robots.txt itself is always allowed.
//
// The longest matching pattern decides; if two are equally long, allow does
// (RFC 9309 §2.2.2). The time is linear in the length of the address and of the
// rules.
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

// groupsFor returns the groups that name the agent or, if there are none, those
// for all agents. A group that names the agent counts even if it is empty
// (RFC 9309 §2.2.1).
func (r *Rules) groupsFor(agent string) []int {
	if g, ok := r.agents[strings.ToLower(productToken(agent))]; ok {
		return g
	}
	return r.agents["*"]
}

// Sitemaps returns the addresses of the sitemap lines, as written, in order.
// They belong to no group. They should be absolute, but often are not.
func (r *Rules) Sitemaps() []string { return slices.Clone(r.sitemaps) }

// CrawlDelay returns the delay between requests that the file asks agent to
// keep, and whether there is one. Crawl-delay is not part of RFC 9309. The value
// may be absurd (at most a day), so the caller should cap it. If merged groups
// differ, the longest delay applies.
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

// before reports whether r takes precedence over o: longer patterns first, and
// allow before disallow.
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
