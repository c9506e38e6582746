// Package fix turns problems into fixes: problems that one change mends stand
// together, so that a person reads a short list of things to do instead of a
// long list of errors. It is a pure function over what a scan found. It must
// not know where that is kept or how it is shown.
//
// Nothing is lost by grouping (truth 2): every problem is in exactly one fix.
package fix

import (
	"cmp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Problem is one target whose verdict is not Works, reduced to what tells its cause.
type Problem struct {
	ID       result.ID
	URL      string
	Final    string // where a redirect led, "" without
	Internal bool
	Kind     result.Kind
	Status   int
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Uses are the links to it, on how many pages each kind of them stands.
	Uses []Use
	// Pages is the number of pages that link to it.
	Pages int
}

// Use is one way in which pages name a target.
type Use struct {
	Place   result.Place
	Element string // "a[href]"
	Pages   int
}

// Cause says why problems stand together.
type Cause string

const (
	// Single: nothing else shares its cause.
	Single Cause = "single"
	// Host: another site's host does not answer, or refuses everything alike.
	// Subject is the host.
	Host Cause = "host"
	// Server: the site's own server fails in the same way. Subject is the outcome.
	Server Cause = "server"
	// Folder: what stood in one folder of a site is gone. Subject is the
	// folder's address.
	Folder Cause = "folder"
	// Extension: pages that ended in Subject (".html") are gone or have moved.
	Extension Cause = "extension"
	// Rule: one rule redirects many addresses. Subject says what it changes,
	// see the Rule constants, and From and To what into what.
	Rule Cause = "rule"
	// Element: the same element of many pages is wrong in the same way.
	// Subject is the element ("link[href]").
	Element Cause = "element"
	// Template: links in a part that many pages share. Subject is the place
	// ("footer").
	Template Cause = "template"
)

// What a rule changes.
const (
	RuleScheme = "scheme" // http to https
	RuleHost   = "host"   // one host to another
	RuleSlash  = "slash"  // a slash at the end comes or goes
	RuleFolder = "folder" // one folder to another
	RuleIndex  = "index"  // index.html and its kin are dropped
)

// Fix is what one change mends.
type Fix struct {
	Cause   Cause
	Subject string
	// From and To are those of a Rule. To of a Single is where a redirect led.
	From, To string
	// Outcome that its problems share, "" where they differ.
	Outcome outcome.Key
	// Internal and Kind are those of the first problem.
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
	// Example is the address of the first problem.
	Example string

	shared outcome.Key // by which its problems were put together, "" for none
}

// Key names a fix by what it is about: no other fix of the scan has it, and the
// same fix has it in the next scan.
func (f Fix) Key() string {
	if f.Cause == Single {
		return string(Single) + " " + f.Example
	}
	return strings.Join([]string{string(f.Cause), f.Subject, f.From, f.To, string(f.shared), f.Verdict.String()}, " ")
}

// Site is what is known of the scan as a whole.
type Site struct {
	Pages int // pages that were read
	// Alive reports whether something in a folder works ("https://a.example/x/"):
	// then the folder is not gone, and what is missing there is missing singly.
	// nil: nothing does.
	Alive func(folder string) bool
}

// How many make a pattern.
const (
	leastAlike = 3 // problems with the same cause
	// A part is a template's if it stands on this many pages, and on at least
	// one in templateShare.
	leastTemplate = 4
	templateShare = 3
)

// Group sorts problems into fixes, worst first.
func Group(problems []Problem, s Site) []Fix {
	left := slices.Clone(problems)
	slices.SortFunc(left, worstFirst)
	var fixes []Fix
	for _, c := range []struct {
		cause Cause
		least int
		key   func(*Problem) (key, bool)
	}{
		{Host, 2, deadHost},
		{Server, leastAlike, sameServer},
		{Element, leastAlike, sameElement},
		{Rule, leastAlike, sameRule},
		{Template, 1, func(p *Problem) (key, bool) { return template(p, s) }},
		{Extension, leastAlike, sameExtension},
		{Folder, leastAlike, func(p *Problem) (key, bool) { return sameFolder(p, s) }},
	} {
		var found []Fix
		found, left = collect(left, c.cause, c.least, c.key)
		fixes = append(fixes, found...)
	}
	for i := range left {
		fixes = append(fixes, fixOf(Single, key{}, []*Problem{&left[i]}))
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

// key is what problems of one fix have in common.
type key struct {
	subject, from, to string
	outcome           outcome.Key
	verdict           outcome.Verdict
}

// collect takes the problems out whose key enough others share.
func collect(problems []Problem, cause Cause, least int, keyOf func(*Problem) (key, bool)) (fixes []Fix, left []Problem) {
	groups := make(map[key][]*Problem)
	var order []key
	for i := range problems {
		k, ok := keyOf(&problems[i])
		if !ok {
			continue
		}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], &problems[i])
	}
	taken := make(map[result.ID]bool)
	for _, k := range order {
		if group := groups[k]; len(group) >= least {
			fixes = append(fixes, fixOf(cause, k, group))
			for _, p := range group {
				taken[p.ID] = true
			}
		}
	}
	return fixes, slices.DeleteFunc(problems, func(p Problem) bool { return taken[p.ID] })
}

func fixOf(cause Cause, k key, problems []*Problem) Fix {
	first := problems[0]
	f := Fix{
		Cause: cause, Subject: k.subject, From: k.from, To: k.to, Outcome: first.Outcome, shared: k.outcome,
		Internal: first.Internal, Kind: first.Kind, Example: first.URL,
	}
	if cause == Single {
		f.To = first.Final
	}
	for _, p := range problems {
		f.Problems = append(f.Problems, p.ID)
		f.Severity = max(f.Severity, p.Severity)
		if weight(p.Verdict) > weight(f.Verdict) {
			f.Verdict = p.Verdict
		}
		if p.Outcome != f.Outcome {
			f.Outcome = ""
		}
		f.Pages = max(f.Pages, p.Pages)
	}
	return f
}

func worstFirst(a, b Problem) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(weight(b.Verdict), weight(a.Verdict)),
		cmp.Compare(b.Pages, a.Pages),
		cmp.Compare(a.URL, b.URL),
	)
}

// weight orders verdicts by how bad they are.
func weight(v outcome.Verdict) int {
	if i := slices.Index(outcome.Verdicts(), v); i >= 0 {
		return len(outcome.Verdicts()) - i
	}
	return 0
}

func parse(address string) (weburl.URL, bool) {
	u, err := weburl.Parse(address)
	return u, err == nil
}
