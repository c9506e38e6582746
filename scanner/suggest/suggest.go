// Package suggest finds out where a broken address may have gone: what a
// redirect leads to, a working address that is written almost the same, a page
// with the title or the content that the address once had. It is a pure
// function over what scans found and asks nothing of the network. It must not
// know where candidates are kept or how a suggestion is shown.
//
// A wrong suggestion is worse than none. What two addresses are equally like
// is no evidence for either, and nothing is said.
package suggest

import (
	"cmp"
	"math"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Target is a problem for which an address is looked for.
type Target struct {
	URL      string
	Final    string // where redirects led, "" where nothing answered
	Internal bool
	Kind     result.Kind
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	// Texts of the links to it, and the pages that they stand on.
	Texts []string
	Pages []result.ID
	// Then is what the latest earlier scan found in which it worked; nil for none.
	Then *Then
}

// Then is an address as an earlier scan found it.
type Then struct {
	Began   time.Time // of that scan
	Final   string
	Title   string
	Content uint64 // hash, 0 for none
}

// Candidate is an address that works in the scan that the target is of.
type Candidate struct {
	ID       result.ID
	URL      string
	Internal bool
	Kind     result.Kind
	Title    string
	Content  uint64
	// ThenTitle is its own title in the scan that Target.Then is of, "" where
	// that scan did not come across it.
	ThenTitle string
}

// Reason says why an address is suggested. The words are stable.
type Reason string

const (
	// Redirect: visitors are sent there, for good.
	Redirect Reason = "redirect"
	// NoMailto, NoScheme: the link lacks "mailto:" before a mail address, or
	// "https://" before the name of a host.
	NoMailto Reason = "no-mailto"
	NoScheme Reason = "no-scheme"
	// SameContent, SameTitle, RedirectThen: the address had this content, this
	// title, or led there, in the scan that Since is of.
	SameContent  Reason = "same-content"
	SameTitle    Reason = "same-title"
	RedirectThen Reason = "redirect-then"
	// Same but for something that does not change what is meant: the protocol
	// or "www.", upper and lower case, the ending (.htm, .html, .php), the slash
	// at the end, how letters and spaces are written, what follows the "?".
	OtherHost      Reason = "other-host"
	OtherCase      Reason = "other-case"
	OtherExtension Reason = "other-extension"
	OtherSlash     Reason = "other-slash"
	OtherSpelling  Reason = "other-spelling"
	OtherQuery     Reason = "other-query"
	// OneLetter, TwoLetters: that many letters differ, are missing, too many or
	// the wrong way round.
	OneLetter  Reason = "one-letter"
	TwoLetters Reason = "two-letters"
	// Relative: the same without the folders before it, which a link gets that
	// lacks the "/" at its beginning.
	Relative Reason = "relative"
	// Moved: the same file name in another folder.
	Moved Reason = "moved"
	// LinkText: the page is called what the links to the target say.
	LinkText Reason = "link-text"
)

// Confidence in a suggestion.
type Confidence uint8

const (
	Possible Confidence = iota + 1
	Likely
)

// Suggestion is an address that the target may be replaced by.
type Suggestion struct {
	ID         result.ID // 0 where the scan has only read of it
	URL        string
	Title      string
	Reason     Reason
	Confidence Confidence
	Since      time.Time // of an earlier scan that is the reason, else zero
}

// Most is how many suggestions are given at most.
const Most = 3

// Wanted reports whether suggestions help with a target at all: not where it
// works, is not known to fail, or is no web address.
func Wanted(t Target) bool {
	switch t.Outcome {
	case outcome.Soft404, outcome.RedirectHome:
		return true
	case outcome.MissingFragment:
		return false
	}
	return t.Verdict == outcome.Broken
}

// Redirected gives the address that a permanent redirect leads to, which
// should stand in the link itself.
func Redirected(t Target) (Suggestion, bool) {
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

// Rank gives the best suggestions for a target, at most Most, best first.
func Rank(t Target, candidates []Candidate) []Suggestion {
	if !Wanted(t) {
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
	if len(all) > 0 && all[0].Confidence == Likely { // then a guess only confuses
		all = slices.DeleteFunc(all, func(s Suggestion) bool { return s.Confidence < Likely })
	}
	return all[:min(len(all), Most)]
}

// byWeight orders reasons, the most telling first.
var byWeight = []Reason{
	Redirect, SameContent, RedirectThen,
	OtherHost, OtherCase, OtherSlash, OtherExtension, OtherSpelling, OtherQuery,
	SameTitle, Relative, OneLetter, TwoLetters, Moved, LinkText,
}

// most is how many addresses may share a reason before it tells nothing.
func most(r Reason) int {
	switch r {
	case OneLetter, TwoLetters, Moved, LinkText, SameTitle:
		return 1
	case SameContent: // a page may have two addresses; many share an empty one
		return Most
	}
	return math.MaxInt
}
