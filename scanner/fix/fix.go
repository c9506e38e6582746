// Package fix groups problems into fixes. A fix contains the problems that one
// change fixes, so that a person reads a short list of things to do instead of a
// long list of errors. It is a pure function of the results of a scan. It must not
// know how these are stored or how fixes are shown.
//
// Grouping loses nothing: every problem is in exactly one fix. In case of doubt
// problems are not grouped: two entries for one cause cost a person a moment, but
// one entry for two causes leaves something broken.
package fix

import (
	"cmp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Problem is an address whose verdict is not Works, reduced to what indicates the
// cause.
type Problem struct {
	ID       result.URLID
	URL      string
	Final    string       // target of a redirect, "" for none
	Base     result.URLID // the page of a checked fragment, 0 otherwise
	Internal bool
	Kind     result.Kind
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Uses are the links to it, which AddLink adds, and Page is the first page with
	// a link. PageURL is the address of that page, which is needed only if
	// NeedsPageURL says so.
	Uses    []Use
	Page    result.URLID
	PageURL string
	// Pages is the number of pages that link to it.
	Pages int
	// Ignored: nothing is to be done about it. It shapes the groups as any other
	// problem, so that they have the same keys, and is in no fix.
	Ignored bool
}

// Cause is the reason why problems are grouped.
type Cause string

const (
	// Single is a problem that shares its cause with no other.
	Single Cause = "single"
	// Host means that another site's host does not respond or refuses all
	// requests alike, or that links lead to the developer's own computer. Subject
	// is the host, or the domain if several of its hosts have no address.
	Host Cause = "host"
	// Server means that the site's own server fails in the same way. Subject is
	// the outcome, From the origin, and To an extension if it matters.
	Server Cause = "server"
	// Element means that the same element of many pages is wrong in the same way.
	// Subject is the element ("link[href]").
	Element Cause = "element"
	// Relative means that relative links without a folder are on pages in several
	// folders. Subject is the reference ("images/logo.png").
	Relative Cause = "relative"
	// Rule means that one rule redirects many addresses. Subject is what it
	// changes, a Rule constant, and From and To are the old and the new value.
	Rule Cause = "rule"
	// Target means that several redirects lead to a broken address, or that
	// fragments are on a broken page. Subject is the address.
	Target Cause = "target"
	// Template means that the links are in a part that many pages share. Subject
	// is the place ("footer").
	Template Cause = "template"
	// Extension means that all addresses with the extension Subject (".asp") are
	// gone. From is the origin.
	Extension Cause = "extension"
	// Files means that many of the site's own files of a kind are gone, and almost
	// none is left. Subject is their extension (".pdf"), From the origin.
	Files Cause = "files"
	// Folder means that all addresses in a folder of a site are gone. Subject is
	// the address of the folder.
	Folder Cause = "folder"
	// Access means that a folder of the site is closed to visitors. Subject is
	// the address of the folder.
	Access Cause = "access"
	// Anchors means that a page does not have the fragments that links lead to.
	// Subject is the address of the page.
	Anchors Cause = "anchors"
)

// These are the subjects of the cause Rule.
const (
	RuleScheme    = "scheme"    // http to https
	RuleHost      = "host"      // one host to another
	RuleSlash     = "slash"     // To is "/" if a final slash is added, "" if it is removed
	RuleFolder    = "folder"    // one folder to another
	RuleIndex     = "index"     // index.html and similar names are removed
	RuleExtension = "extension" // one extension to another
	RuleHome      = "home"      // missing addresses redirect to the home page
)

// Fix is a group of problems that one change fixes.
type Fix struct {
	Cause   Cause
	Subject string
	// From and To are explained at the causes. To of a Single is the target of a
	// redirect.
	From, To string
	// Outcome is that of all its problems, "" if they differ.
	Outcome outcome.Key
	// Internal and Kind are those of the worst problem.
	Internal bool
	Kind     result.Kind
	// Verdict and Severity are those of the worst problem.
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Problems are worst first, at least one.
	Problems []result.URLID
	// Pages is the number of pages that link to any of them. Group does not know
	// these pages and sets the highest number of any of its problems. A caller
	// that counts them sets it and calls Sort again.
	Pages int
	// Example is the address of the worst problem.
	Example string
	// OnlySitemap: no page links to any of them, only a sitemap names them.
	OnlySitemap bool
	// Hosted is set by a caller who knows that the site is at a website builder: its
	// owner cannot get at the server.
	Hosted bool
	// Part differs between fixes that have the same cause and subject: it is the page
	// on which a template was found first, or how a host fails; "" where nothing has to
	// be told apart.
	Part string
}

// Key returns a key of the fix that no other fix of the scan has. It depends on the
// change to make and not on the problems, so the same fix has the same key in the
// next scan, though some of them are fixed, others have come, and another one is the
// worst. Marks are stored by it.
func (f Fix) Key() string {
	switch f.Cause {
	case Single: // it may be the target of others in the next scan
		return joinKey(Target, f.Example, "", "", f.Part)
	case Target:
		return joinKey(Target, f.Subject, "", "", f.Part)
	default:
		return joinKey(f.Cause, f.Subject, f.From, f.To, f.Part)
	}
}

// joinKey joins the parts of a key. None of them has a space, which addresses write
// as %20, but for what is no address at all. There is none at the end: marks are stored
// without.
func joinKey(cause Cause, parts ...string) string {
	return strings.TrimRight(string(cause)+" "+strings.Join(parts, " "), " ")
}

// makeUnique makes the keys of fixes different where they are not. That is rare: two
// footers that were found first on the same page.
func makeUnique(fixes []Fix) {
	seen := make(map[string]bool, len(fixes))
	for i := range fixes {
		f := &fixes[i]
		if seen[f.Key()] {
			f.Part = strings.TrimSpace(f.Part + " " + f.Example)
		}
		seen[f.Key()] = true
	}
}

// The numbers of problems that make a pattern.
const (
	leastAlike  = 3 // problems with the same cause, in general
	leastStrong = 2 // where two are hardly a coincidence
	// The number of files of a kind that are gone, per file that works.
	leastFiles = 8
	fewFiles   = 20
)

// Group groups problems into fixes and returns these worst first. alive contains
// the addresses that work; nil means none.
func Group(problems []Problem, alive *WorkingURLs) []Fix {
	if alive == nil {
		alive = NewWorkingURLs(nil)
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
		{Server, groupBy(leastAlike, sameServer)},
		{Element, groupBy(leastAlike, sameElement)},
		{Relative, groupBy(leastAlike, sameRelative)},
		{Rule, rules},
		{Target, groupBy(leastStrong, sameTarget)},
		{Template, templates},
		{"", func(all []*Problem) []group { return moved(all, alive) }},
		{Access, groupBy(leastAlike, func(p *Problem) (key, bool) { return closed(p, alive) })},
		{Anchors, groupBy(leastAlike, sameAnchors)},
		{Single, singles},
	} {
		taken := make(map[result.URLID]bool)
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
	fixes := make([]Fix, 0, len(groups))
	for _, g := range groups {
		part := g.part() // before anything is left out
		g.problems = slices.DeleteFunc(g.problems, func(p *Problem) bool { return p.Ignored })
		if len(g.problems) > 0 {
			f := g.fix()
			f.Part = part
			fixes = append(fixes, f)
		}
	}
	Sort(fixes)
	makeUnique(fixes)
	return fixes
}

// Sort sorts fixes in the order in which they are shown, worst first.
func Sort(fixes []Fix) {
	slices.SortStableFunc(fixes, func(a, b Fix) int {
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(b.Verdict.Rank(), a.Verdict.Rank()),
			cmp.Compare(b.Pages, a.Pages),
			cmp.Compare(len(b.Problems), len(a.Problems)),
			cmp.Compare(a.Example, b.Example),
		)
	})
}

// group is a group of problems with one cause.
type group struct {
	key
	cause    Cause // "" for the cause of the function that found it
	problems []*Problem
}

// key is what the problems of a fix have in common.
type key struct {
	subject, from, to string
	outcome           outcome.Key
	verdict           outcome.Verdict
}

// groupBy returns a function that groups problems by key. Groups with fewer
// problems than least are dropped.
func groupBy(least int, keyOf func(*Problem) (key, bool)) func([]*Problem) []group {
	return func(problems []*Problem) []group {
		return slices.DeleteFunc(gather(problems, keyOf), func(g group) bool { return len(g.problems) < least })
	}
}

// gather returns the groups of problems with equal keys, in their order.
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

// singles returns a group for every problem.
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
		Problems: make([]result.URLID, len(g.problems)), OnlySitemap: true,
	}
	for i, p := range g.problems {
		f.OnlySitemap = f.OnlySitemap && p.onlySitemap()
		f.Problems[i] = p.ID
		f.Pages = max(f.Pages, p.Pages)
		if p.Verdict.Rank() > f.Verdict.Rank() {
			f.Verdict = p.Verdict
		}
		if p.Outcome != f.Outcome {
			f.Outcome = ""
		}
	}
	return f
}

// part returns what tells the group apart from others of its cause and subject.
func (g *group) part() string {
	switch g.cause {
	case Template:
		first := g.problems[0]
		for _, p := range g.problems {
			if p.Page < first.Page {
				first = p
			}
		}
		return first.PageURL
	case Server: // the subject is the outcome
		return ""
	}
	part := string(g.outcome)
	if g.verdict != outcome.Unchecked {
		part = strings.TrimSpace(part + " " + g.verdict.String())
	}
	return part
}

func worstFirst(a, b *Problem) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(b.Verdict.Rank(), a.Verdict.Rank()),
		cmp.Compare(b.Pages, a.Pages),
		cmp.Compare(a.URL, b.URL),
		cmp.Compare(a.ID, b.ID),
	)
}
