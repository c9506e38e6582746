// Package fix turns problems into fixes: problems that one change mends stand
// together, so that a person reads a short list of things to do instead of a
// long list of errors. It is a pure function over what a scan found. It must
// not know where that is kept or how it is shown.
//
// Nothing is lost by grouping (truth 2): every problem is in exactly one fix.
// When in doubt problems stay apart: two entries for one cause cost a person a
// moment, one entry for two causes leaves something broken.
package fix

import (
	"cmp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Problem is one target whose verdict is not Works, reduced to what tells its
// cause.
type Problem struct {
	ID       result.ID
	URL      string
	Final    string    // where a redirect led, "" without
	Base     result.ID // of a checked fragment: its page, 0 otherwise
	Internal bool
	Kind     result.Kind
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Uses are the links to it, written by Named, and Page is the first page
	// with one; PageURL is that page's address, which only problems that are
	// gone need.
	Uses    []Use
	Page    result.ID
	PageURL string
	// Pages is the number of pages that link to it.
	Pages int
}

// Cause says why problems stand together.
type Cause string

const (
	// Single: nothing else shares its cause.
	Single Cause = "single"
	// Host: another site's host does not answer, or refuses everything alike;
	// or links name a computer of the developer's. Subject is the host, or the
	// domain where several of its hosts have no address.
	Host Cause = "host"
	// Server: the site's own server fails in the same way. Subject is the
	// outcome, From the origin, and To an extension where that matters.
	Server Cause = "server"
	// Element: the same element of many pages is wrong in the same way.
	// Subject is the element ("link[href]").
	Element Cause = "element"
	// Relative: links without a folder of their own, read from pages in several
	// folders. Subject is what they say ("images/logo.png").
	Relative Cause = "relative"
	// Rule: one rule redirects many addresses. Subject says what it changes,
	// see the Rule constants, and From and To what into what.
	Rule Cause = "rule"
	// Target: something that is broken, and what leads there: redirects to it,
	// or places on it. Subject is its address.
	Target Cause = "target"
	// Template: links in a part that many pages share. Subject is the place
	// ("footer").
	Template Cause = "template"
	// Extension: what ended in Subject (".asp") is gone. From is the origin.
	Extension Cause = "extension"
	// Files: many of the site's own files of a kind are gone, and next to none is left.
	// Subject is their extension (".pdf"), From the origin.
	Files Cause = "files"
	// Folder: what stood in one folder of a site is gone. Subject is the
	// folder's address.
	Folder Cause = "folder"
	// Access: visitors may not see what is in a folder of the site. Subject is
	// the folder's address.
	Access Cause = "access"
	// Anchors: a page has lost places that links lead to. Subject is its
	// address.
	Anchors Cause = "anchors"
)

// What a rule changes.
const (
	RuleScheme    = "scheme"    // http to https
	RuleHost      = "host"      // one host to another
	RuleSlash     = "slash"     // To is "/" where a slash at the end comes, "" where it goes
	RuleFolder    = "folder"    // one folder to another
	RuleIndex     = "index"     // index.html and its kin are dropped
	RuleExtension = "extension" // one extension to another
	RuleHome      = "home"      // whatever is missing leads to the home page
)

// Fix is what one change mends.
type Fix struct {
	Cause   Cause
	Subject string
	// From and To are those of a Rule. To of a Single is where a redirect led.
	From, To string
	// Outcome that its problems share, "" where they differ.
	Outcome outcome.Key
	// Internal and Kind are those of the worst problem.
	Internal bool
	Kind     result.Kind
	// Verdict and Severity are those of the worst problem.
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Problems are worst first, at least one.
	Problems []result.ID
	// Pages is the number of pages that name any of them. Group does not know
	// which pages those are and gives the number of the problem that most pages
	// name; who counts them writes it here, and Sorts again.
	Pages int
	// Example is the address of the worst problem.
	Example string
}

// Key names a fix by what it is about: no other fix of the scan has it, and the
// same fix has it in the next scan, as long as its worst problem is the same.
func (f Fix) Key() string {
	return strings.Join([]string{string(f.Cause), f.Subject, f.From, f.To, f.Example}, " ")
}

// How many make a pattern.
const (
	leastAlike  = 3 // problems with the same cause, as a rule
	leastStrong = 2 // where two can hardly be a coincidence
	// Files of a kind, of which at most one works for so many that are gone.
	leastFiles = 8
	fewFiles   = 20
)

// Group sorts problems into fixes, worst first. alive tells what works; nil
// stands for nothing.
func Group(problems []Problem, alive *Alive) []Fix {
	if alive == nil {
		alive = NewAlive(nil)
	}
	left := make([]*Problem, len(problems))
	for i := range problems {
		left[i] = &problems[i]
	}
	slices.SortFunc(left, worstFirst)
	left, led := followers(left)
	var groups []group
	for _, take := range []struct {
		cause Cause
		by    func([]*Problem) []group
	}{
		{Host, func(all []*Problem) []group { return hosts(all, alive) }},
		{Server, by(leastAlike, sameServer)},
		{Element, by(leastAlike, sameElement)},
		{Relative, by(leastAlike, sameRelative)},
		{Rule, rules},
		{Target, by(leastStrong, sameTarget)},
		{Template, templates},
		{"", func(all []*Problem) []group { return moved(all, alive) }},
		{Access, by(leastAlike, func(p *Problem) (key, bool) { return closed(p, alive) })},
		{Anchors, by(leastAlike, sameAnchors)},
		{Single, singles},
	} {
		taken := make(map[result.ID]bool)
		for _, g := range take.by(left) {
			if g.cause == "" {
				g.cause = take.cause
			}
			groups = append(groups, g)
			for _, p := range g.problems {
				taken[p.ID] = true
			}
		}
		left = slices.DeleteFunc(left, func(p *Problem) bool { return taken[p.ID] })
	}
	lead(groups, led)
	fixes := make([]Fix, len(groups))
	for i, g := range groups {
		fixes[i] = g.fix()
	}
	Sort(fixes)
	return fixes
}

// Sort puts fixes into the order in which they are read, worst first.
func Sort(fixes []Fix) {
	slices.SortStableFunc(fixes, func(a, b Fix) int {
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(weight(b.Verdict), weight(a.Verdict)),
			cmp.Compare(b.Pages, a.Pages),
			cmp.Compare(len(b.Problems), len(a.Problems)),
			cmp.Compare(a.Example, b.Example),
		)
	})
}

// group is problems with one cause.
type group struct {
	key
	cause    Cause // "" for that of whoever found it
	problems []*Problem
}

// key is what problems of one fix have in common.
type key struct {
	subject, from, to string
	outcome           outcome.Key
	verdict           outcome.Verdict
}

// by makes a grouping of problems whose key at least so many share.
func by(least int, keyOf func(*Problem) (key, bool)) func([]*Problem) []group {
	return func(problems []*Problem) []group {
		return slices.DeleteFunc(gather(problems, keyOf), func(g group) bool { return len(g.problems) < least })
	}
}

// gather puts problems with equal keys together, in their order.
func gather(problems []*Problem, keyOf func(*Problem) (key, bool)) []group {
	var groups []group
	at := make(map[key]int)
	for _, p := range problems {
		k, ok := keyOf(p)
		if !ok {
			continue
		}
		i, there := at[k]
		if !there {
			i = len(groups)
			at[k] = i
			groups = append(groups, group{key: k})
		}
		groups[i].problems = append(groups[i].problems, p)
	}
	return groups
}

// singles leaves every problem alone.
func singles(problems []*Problem) []group {
	groups := make([]group, len(problems))
	for i, p := range problems {
		groups[i] = group{key: key{to: p.Final}, problems: []*Problem{p}}
	}
	return groups
}

func (g *group) fix() Fix {
	slices.SortFunc(g.problems, worstFirst)
	worst := g.problems[0]
	f := Fix{
		Cause: g.cause, Subject: g.subject, From: g.from, To: g.to, Outcome: worst.Outcome, Verdict: worst.Verdict,
		Severity: worst.Severity, Internal: worst.Internal, Kind: worst.Kind, Example: worst.URL,
		Problems: make([]result.ID, len(g.problems)),
	}
	for i, p := range g.problems {
		f.Problems[i] = p.ID
		f.Pages = max(f.Pages, p.Pages)
		if weight(p.Verdict) > weight(f.Verdict) {
			f.Verdict = p.Verdict
		}
		if p.Outcome != f.Outcome {
			f.Outcome = ""
		}
	}
	return f
}

func worstFirst(a, b *Problem) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(weight(b.Verdict), weight(a.Verdict)),
		cmp.Compare(b.Pages, a.Pages),
		cmp.Compare(a.URL, b.URL),
		cmp.Compare(a.ID, b.ID),
	)
}

// weight orders verdicts by how bad they are.
func weight(v outcome.Verdict) int {
	switch v {
	case outcome.Broken:
		return 3
	case outcome.Warning:
		return 2
	case outcome.CantVerify:
		return 1
	}
	return 0
}
