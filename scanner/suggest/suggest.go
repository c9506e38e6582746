// Package suggest suggests a replacement for a broken address: the target of a
// redirect, a working address with almost the same spelling, or a page with the
// title or the content that the address had in an earlier scan. It is a pure
// function of the results of scans and sends no requests. It must not know where
// candidates are stored or how a suggestion is shown.
//
// A wrong suggestion is worse than none. If several candidates are equally
// similar, none of them is suggested.
package suggest

import (
	"cmp"
	"math"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Target is a problem for which a replacement is searched.
type Target struct {
	URL      string
	Final    string // final address after redirects, "" if there was no response
	Internal bool
	Kind     result.Kind
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	// Texts are the texts of the links to it, and Pages the pages of these links.
	Texts []string
	Pages []result.URLID
	// Earlier is the address in the latest earlier scan in which it worked, nil if
	// there is none.
	Earlier *AddressState
}

// Earlier is an address as an earlier scan found it.
type AddressState struct {
	Began   time.Time // start of that scan
	Final   string
	Title   string
	Content uint64 // hash, 0 for none
}

// Candidate is an address that works in the scan of the target.
type Candidate struct {
	ID       result.URLID
	URL      string
	Internal bool
	Kind     result.Kind
	Title    string
	Content  uint64
	// EarlierTitle is its own title in the scan of Target.Earlier, "" if that scan did
	// not find it.
	EarlierTitle string
}

// Reason is why an address is suggested. The values are stable.
type Reason string

const (
	// Redirect means that the target redirects there permanently.
	Redirect Reason = "redirect"
	// NoMailto and NoScheme mean that the link does not begin with "mailto:"
	// before a mail address or "https://" before a host name.
	NoMailto Reason = "no-mailto"
	NoScheme Reason = "no-scheme"
	// SameContent, SameTitle and EarlierRedirect mean that the target had this
	// content or title, or redirected there, in the scan that began at Since.
	SameContent     Reason = "same-content"
	SameTitle       Reason = "same-title"
	EarlierRedirect Reason = "redirect-then"
	// The address is the same except for a difference that rarely matters: the
	// protocol or "www.", upper and lower case, the extension (.htm, .html,
	// .php), the final slash, the spelling of letters and spaces, the query.
	OtherHost      Reason = "other-host"
	OtherCase      Reason = "other-case"
	OtherExtension Reason = "other-extension"
	OtherSlash     Reason = "other-slash"
	OtherSpelling  Reason = "other-spelling"
	OtherQuery     Reason = "other-query"
	// OneLetter and TwoLetters mean that the edit distance is that number of
	// letters: replaced, missing, added or swapped.
	OneLetter  Reason = "one-letter"
	TwoLetters Reason = "two-letters"
	// Relative means that the address is the same without the folders in front,
	// which a link without a leading "/" gets.
	Relative Reason = "relative"
	// Moved means that another folder contains a file of the same name.
	Moved Reason = "moved"
	// LinkText means that the title of the page is the text of a link to the
	// target.
	LinkText Reason = "link-text"
)

// Confidence is the confidence in a suggestion.
type Confidence uint8

const (
	Possible Confidence = iota + 1
	Likely
)

// Suggestion is an address that may replace the target.
type Suggestion struct {
	ID         result.URLID // 0 if the scan has no such address
	URL        string
	Title      string
	Reason     Reason
	Confidence Confidence
	Since      time.Time // start of the earlier scan that is the reason, else zero
}

// MaxSuggestions is the maximum number of suggestions.
const MaxSuggestions = 3

// IsUseful reports whether suggestions help with a target. They do not if it works,
// is not known to fail, or is not a web address.
func IsUseful(t Target) bool {
	switch t.Outcome {
	case outcome.Soft404, outcome.RedirectHome:
		return true
	case outcome.MissingFragment:
		return false
	}
	return t.Verdict == outcome.Broken
}

// RedirectTarget returns the target of a permanent redirect, which the link should
// contain.
func RedirectTarget(t Target) (Suggestion, bool) {
	switch t.Outcome {
	case "301", "308", outcome.RedirectChain:
	default:
		return Suggestion{}, false
	}
	if t.Verdict != outcome.Warning || t.Final == "" || t.Final == t.URL {
		return Suggestion{}, false
	}
	return Suggestion{URL: t.Final, Reason: Redirect, Confidence: Likely}, true
}

// Search finds candidates for a target among all addresses that work.
type Search struct {
	m     *matcher
	found []Candidate
}

// NewSearch begins the search for a target.
func NewSearch(t Target) *Search { return &Search{m: newMatcher(t)} }

// Add takes in an address that works, for each of some searches. What is not like a
// target is not kept.
func Add(searches []*Search, c Candidate) {
	b, ok := split(c.URL)
	if !ok {
		return
	}
	for _, s := range searches {
		if _, ok := s.m.matchSplit(&b, c); ok && c.URL != s.m.t.URL {
			s.found = append(s.found, c)
		}
	}
}

// Candidates returns what may be like the target, for Rank.
func (s *Search) Candidates() []Candidate { return s.found }

// Rank returns the best suggestions for a target, best first, at most MaxSuggestions.
func Rank(t Target, candidates []Candidate) []Suggestion {
	if !IsUseful(t) {
		return nil
	}
	m := newMatcher(t)
	found := make(map[Reason][]Suggestion)
	for _, c := range candidates {
		if c.URL == t.URL {
			continue
		}
		if s, ok := m.match(c); ok {
			found[s.Reason] = append(found[s.Reason], s)
		}
	}
	var all []Suggestion
	for reason, some := range found {
		if len(some) <= most(reason) {
			all = append(all, some...)
		}
	}
	slices.SortFunc(all, func(a, b Suggestion) int {
		return cmp.Or(
			cmp.Compare(b.Confidence, a.Confidence),
			cmp.Compare(slices.Index(byWeight, a.Reason), slices.Index(byWeight, b.Reason)),
			cmp.Compare(len(a.URL), len(b.URL)),
			cmp.Compare(a.URL, b.URL),
		)
	})
	if len(all) > 0 && all[0].Confidence == Likely { // then less likely ones would only confuse
		all = slices.DeleteFunc(all, func(s Suggestion) bool { return s.Confidence < Likely })
	}
	return all[:min(len(all), MaxSuggestions)]
}

// byWeight lists the reasons, the strongest first.
var byWeight = []Reason{
	Redirect, SameContent, EarlierRedirect,
	OtherHost, OtherCase, OtherSlash, OtherExtension, OtherSpelling, OtherQuery,
	SameTitle, Relative, OneLetter, TwoLetters, Moved, LinkText,
}

// most returns the number of addresses that may share a reason. If more do, it is
// no evidence.
func most(r Reason) int {
	switch r {
	case OneLetter, TwoLetters, Moved, LinkText, SameTitle:
		return 1
	case SameContent: // a page may have two addresses, but many addresses share an empty page
		return MaxSuggestions
	}
	return math.MaxInt
}
