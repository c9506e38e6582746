package storage

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
)

// MarkID is the number of a mark; 0 names none.
type MarkID int64

// MarkKind is what a mark says. The words are stored.
type MarkKind string

const (
	// Ignored: the problem is known, and nothing is to be done about it.
	Ignored MarkKind = "ignored"
	// WorksInBrowser: a person opened the address in a browser, and it worked.
	// It counts as Ignored for BrowserDays.
	WorksInBrowser MarkKind = "works-in-browser"
	// Done: a person says that the problem is fixed, which the next complete scan
	// verifies.
	Done MarkKind = "done"
	// Assigned: somebody is to fix it, maybe by a certain day.
	Assigned MarkKind = "assigned"
	// Noted is a note.
	Noted MarkKind = "note"
)

// MarkScope is what a mark is about. The words are stored.
type MarkScope string

const (
	OnAddress MarkScope = "address" // one address, or a place within a page
	OnLink    MarkScope = "link"    // the links of one page to an address
	OnHost    MarkScope = "host"    // all addresses of a host
	OnPattern MarkScope = "pattern" // all addresses that match a pattern, in which * stands for any text
	OnElement MarkScope = "element" // what only links of an element or in a part of pages lead to; see ElementRule
	OnFix     MarkScope = "fix"     // a fix, by its key
)

// BrowserDays is how many days a WorksInBrowser holds.
const BrowserDays = 30

// Mark is what a person said about a problem, about many, or about a fix. It
// belongs to a site and names addresses by their texts, so that it stays with its
// problem through later scans, export, import and deletion. No scan is changed by it.
type Mark struct {
	ID    MarkID
	Site  SiteID
	Kind  MarkKind
	Scope MarkScope
	// Subject is the address with its fragment, the host with a port that is not
	// the usual one, the pattern, the ElementRule, or the key of the fix.
	Subject string
	// Page is the address of the page with the link, for OnLink only.
	Page string
	// Class is that of the outcome to which it applies; "" applies to all. Who
	// ignores a page that is missing did not ignore that its server fails.
	Class    outcome.Class
	Text     string // the reason or the note
	Assignee string
	Due      string // day by which it should be done, as 2006-01-02; "" for none
	Made     time.Time
	// From is when the first scan began to which it applies; zero: it applies to
	// all. Until is the moment at which it ends to hold; zero: it holds for good.
	From, Until time.Time
	// Verified is when the complete scan began that found a Done to be true; zero:
	// none did yet.
	Verified time.Time
}

// Identity is what tells marks of a site apart: a mark replaces the one with the
// same identity.
type Identity struct {
	Kind          MarkKind
	Scope         MarkScope
	Subject, Page string
	Class         outcome.Class
}

// Identity returns that of the mark.
func (m *Mark) Identity() Identity { return Identity{m.Kind, m.Scope, m.Subject, m.Page, m.Class} }

// Hides reports whether a problem with the mark is nothing to fix.
func (m *Mark) Hides() bool { return m.Kind == Ignored || m.Kind == WorksInBrowser }

// MarkChange makes and removes marks of a site.
type MarkChange struct {
	Site   SiteID
	Remove []Identity
	Save   []Mark // after those are removed
}

// All marks of a site are in memory at times, so those of one site may take only so many
// bytes together: there is room for some 250,000 about single addresses.
const (
	MostMarkBytes = 64 << 20
	BytesPerMark  = 200 // in addition to its texts
)

// ErrTooManyMarks says that the marks of a site would take more than MostMarkBytes.
var ErrTooManyMarks = errors.New("too many marks")

// HoldsOf reports whether the mark holds now for a scan that began at a moment.
func (m *Mark) HoldsOf(began, now time.Time) bool {
	return (m.From.IsZero() || !began.Before(m.From)) && (m.Until.IsZero() || now.Before(m.Until))
}

// ClassOf returns the class of an outcome.
func ClassOf(key outcome.Key) outcome.Class {
	info, _ := outcome.Lookup(key)
	return info.Class
}

// AddressPrefixes returns with what the addresses begin that a rule is about: for
// OnHost all that begin so, for OnPattern those of them that match the pattern. It is
// nil for a mark that is no rule.
func (m *Mark) AddressPrefixes() []string {
	switch m.Scope {
	case OnHost:
		prefixes := []string{"http://" + m.Subject + "/", "https://" + m.Subject + "/"}
		if host, usual := strings.CutSuffix(m.Subject, ":80"); usual {
			prefixes[0] = "http://" + host + "/" // addresses leave the usual port out
		}
		if host, usual := strings.CutSuffix(m.Subject, ":443"); usual {
			prefixes[1] = "https://" + host + "/"
		}
		return prefixes
	case OnPattern:
		prefix, _, _ := strings.Cut(m.Subject, "*")
		return []string{prefix}
	default:
		return nil
	}
}

// MarkKinds returns all kinds, the one that counts most first.
func MarkKinds() []MarkKind { return []MarkKind{Ignored, WorksInBrowser, Done, Assigned, Noted} }

// MarkScopes returns all scopes, the most particular one first.
func MarkScopes() []MarkScope {
	return []MarkScope{OnAddress, OnLink, OnPattern, OnElement, OnHost, OnFix}
}

// SortMarks sorts the marks of one problem: those first that count most. What hides
// a problem comes before all else. Of two marks of a kind the particular one comes
// before the general one, then the newer one.
func SortMarks(marks []Mark) {
	kinds, scopes := MarkKinds(), MarkScopes()
	slices.SortStableFunc(marks, func(a, b Mark) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
			cmp.Compare(slices.Index(scopes, a.Scope), slices.Index(scopes, b.Scope)),
			b.Made.Compare(a.Made),
			cmp.Compare(b.ID, a.ID),
		)
	})
}

// MarkOf returns the mark of a kind that counts most among sorted ones.
func MarkOf(marks []Mark, kinds ...MarkKind) (Mark, bool) {
	i := slices.IndexFunc(marks, func(m Mark) bool { return slices.Contains(kinds, m.Kind) })
	if i < 0 {
		return Mark{}, false
	}
	return marks[i], true
}

// Hidden reports whether any of some marks hides a problem.
func Hidden(marks []Mark) bool {
	_, hidden := MarkOf(marks, Ignored, WorksInBrowser)
	return hidden
}

// MarkFilter leaves the problems of a scan by their marks. "" leaves all rows.
type MarkFilter string

const (
	NotIgnored  MarkFilter = "not-ignored" // also rows that are no problem
	OnlyIgnored MarkFilter = "ignored"     // also those that work in a browser
	NotDone     MarkFilter = "not-done"    // somebody said before the scan that they are done
)

// MarkCounts are the numbers of what marks say of the problems of a scan.
type MarkCounts struct {
	// Ignored counts the problems that are hidden, by verdict. They are in the
	// Counts of the scan, which are facts.
	Ignored Counts
	// NotDone is how many problems are left of which somebody said before the scan
	// that they are done.
	NotDone int
	Marked  int // problems of which anything was said
}

// Without returns the counts less the problems that are ignored.
func (c Counts) Without(m MarkCounts) Counts {
	c.Broken -= m.Ignored.Broken
	c.Warning -= m.Ignored.Warning
	c.Cant -= m.Ignored.Cant
	return c
}

// CountsIn reports whether a scan that began at a moment is one that shows whether
// a Done is true: it began later, and no scan before it has verified the mark.
func (m *Mark) CountsIn(began time.Time) bool {
	return m.Kind == Done && m.Made.Before(began) && (m.Verified.IsZero() || !m.Verified.Before(began))
}

// DoneCheck is whether what people said is done is so in a complete scan.
type DoneCheck struct {
	Said int // marks made before the scan
	Done int // that are true
	// Not are those whose problem is still there; Unknown those whose address the
	// scan did not reach.
	Not, Unknown []Mark
}
