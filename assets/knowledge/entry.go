package knowledge

import (
	"time"

	"sitewell/scanner/outcome"
)

// Entry is what is known of an outcome before any particular address is
// looked at: enough for a table cell, a list of all codes or a search result.
// The full text comes from Base.Explain.
type Entry struct {
	Key    outcome.Key
	Lang   string // the language it is written in, which may be the fallback
	Class  outcome.Class
	Title  string // "Page not found (404)"
	Origin string // where the outcome is defined: an RFC section, a vendor, the network
	Short  string // what it means, at most 160 characters
	// ShortHosted is said in place of Short of a site that a company makes and serves,
	// where Short speaks of a server or a program as if it were the owner's; "" where
	// Short holds there as well.
	ShortHosted string
	// Internal and External judge it for an address of the site itself and
	// for one of another site.
	Internal, External Judgement
	Lasting            Lasting
	Assignees          []Assignee // who can fix it, likeliest first; empty where nothing is to fix
	Retry              string     // how often Sitewell tries again, a phrase
	Related            []outcome.Key
	References         []Reference
	Reviewed           time.Time
	// Fallback is set where the outcome has no entry of its own and its
	// class's is given.
	Fallback bool
}

// For returns the judgement of an address of the site itself, or of another.
func (e Entry) For(internal bool) Judgement {
	if internal {
		return e.Internal
	}
	return e.External
}

// ShortFor returns Short, or ShortHosted where the site is hosted in such a way.
func (e Entry) ShortFor(hosted bool) string {
	if hosted && e.ShortHosted != "" {
		return e.ShortHosted
	}
	return e.Short
}

// Judgement is what an outcome means for one side, and what to do about it.
type Judgement struct {
	Verdict  outcome.Verdict
	Severity outcome.Severity
	Why      string // the reason for severity and urgency, one or two sentences
	// Action is what to do first, which all texts of the entry agree with. Fix
	// says it in words, in at most 160 characters.
	Action  Action
	Fix     string
	Urgency Urgency
	// FixHosted is said in place of Fix where a company runs the server, which the
	// owner cannot get at; "" where Fix holds there as well.
	FixHosted string
}

// FixFor returns Fix, or FixHosted where the site is hosted in such a way.
func (j Judgement) FixFor(hosted bool) string {
	if hosted && j.FixHosted != "" {
		return j.FixHosted
	}
	return j.Fix
}

// Reference is a page that backs an entry.
type Reference struct {
	Text string `yaml:"text"`
	URL  string `yaml:"url"`
	// For are the families and servers that it is about, or "Linux" for servers that
	// run that. Nil for everybody.
	For []string `yaml:"for"`
}

// Lasting says whether a problem goes away by itself.
type Lasting string

const (
	Temporary Lasting = "temporary"
	Permanent Lasting = "lasting"
	Either    Lasting = "either"
)

// Assignee is someone who can fix a problem, and so someone to write to.
type Assignee string

const (
	You        Assignee = "you"
	Host       Assignee = "host"
	Developer  Assignee = "developer"
	OtherOwner Assignee = "other-owner"
)

// Label names a assignee in English; it is a key for translations.
func (m Assignee) Label() string {
	switch m {
	case You:
		return "You"
	case Host:
		return "Your web host"
	case Developer:
		return "Your developer"
	case OtherOwner:
		return "The other site's owner"
	default:
		return string(m)
	}
}

// SectionID names a section in every language.
type SectionID string

const (
	Meaning     SectionID = "meaning"
	Causes      SectionID = "causes"
	Visitors    SectionID = "visitors"
	Seriousness SectionID = "seriousness"
	Finding     SectionID = "finding"
	Fixing      SectionID = "fixing"
	Checking    SectionID = "checking"
	Delegating  SectionID = "delegating"
	Doubt       SectionID = "doubt"
)

// sectionIDs in the order that they have in every file.
func sectionIDs() []SectionID {
	return []SectionID{Meaning, Causes, Visitors, Seriousness, Finding, Fixing, Checking, Delegating, Doubt}
}

// readingOrder is what a person wants to know first, first.
func readingOrder() []SectionID {
	return []SectionID{Fixing, Checking, Delegating, Meaning, Causes, Visitors, Seriousness, Finding, Doubt}
}

// defaultPart names the part that replaces a section which a file may leave
// out, "" where it may not. A part that comes out empty leaves the section out.
func defaultPart(id SectionID) string {
	switch id {
	case Checking:
		return "check-fixed"
	case Delegating:
		return "delegate"
	}
	return ""
}
