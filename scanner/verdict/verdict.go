// Package verdict decides what the evidence of a check means: a pure function
// from evidence and the site's settings to outcome, verdict, severity and a
// reason. It asks nobody, keeps nothing and knows no queue, network or screen.
//
// The rule above all others: Broken is said only with proof. What a firewall,
// a rate limit or a login may have caused is Can't verify.
package verdict

import (
	"fmt"
	"net/http"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Evidence is what a check found, reduced to what decides.
type Evidence struct {
	Internal bool
	// Home: this is the address that the scan began with.
	Home bool
	Kind result.Kind // as the links promise it
	// Outcome is what the last attempt gave: a status or what happened instead.
	Outcome outcome.Key
	Status  int // of the last answer, 0 where there was none
	// Start is the address as linked, Final the one that answered last; Final
	// may be zero where nothing answered.
	Start, Final weburl.URL
	Hops         []result.Hop // the whole chain, the last answer included
	Media        string       // sniffed media type of the body, "" where none was read
	// Blank: the body was read to its end and holds nothing.
	Blank bool
	// Login: the page that answered asks for a password.
	Login bool
	// Parked is by what the page that answered is known as one of a domain
	// that is for sale, "" where it is not.
	Parked   string
	Notes    []result.Note
	Attempts int // how often it was tried
	// Unproved: the address itself was not asked; its host had stopped to
	// answer.
	Unproved bool
}

// Settings are what the owner decided.
type Settings struct {
	// Overrides win over everything but Skipped.
	Overrides map[outcome.Key]outcome.Verdict
	// Base gives how severe an outcome is in general for one's own site or
	// another's, and whether it mostly goes away by itself; nil leaves that to
	// the verdict.
	Base func(k outcome.Key, internal bool) (s outcome.Severity, passing bool)
}

// severity is how much a decision matters as far as a single check can tell:
// the links to it are not known yet.
func (s *Settings) severity(d Decision, r Reach) outcome.Severity {
	severity, _ := Severity(d.Verdict, r.InGeneral(d.Outcome, s.Base))
	return severity
}

// Decision is what the evidence means.
type Decision struct {
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	Reason   string
}

// Decide tells what evidence means. It depends on its arguments alone.
func Decide(e Evidence, s Settings) Decision {
	d := judge(e)
	if n, ok := told(e, d, s); ok {
		d.Outcome, d.Verdict = n.Outcome, outcome.Default(n.Outcome, e.Internal)
		d.Reason = join(d.Reason, n.Detail)
	}
	if v, ok := s.Overrides[d.Outcome]; ok && d.Verdict != outcome.Skipped {
		d.Verdict = v
		d.Reason = join(d.Reason, "verdict by this site's settings")
	}
	d.Severity = s.severity(d, Reach{Internal: e.Internal, Home: e.Home, Kind: e.Kind})
	return d
}

// told gives the note that is told in place of what was decided: the worst
// where the address works; and where it sends visitors on to a page that seems
// to say "not found" (check 92), that.
func told(e Evidence, d Decision, s Settings) (n result.Note, ok bool) {
	switch {
	case d.Verdict == outcome.Works:
		return worstNote(e, s)
	case d.Outcome == "301", d.Outcome == "308", d.Outcome == outcome.RedirectChain:
		for _, n := range e.Notes {
			if n.Outcome == outcome.Soft404 {
				return n, true
			}
		}
	}
	return result.Note{}, false
}

// TryAgain reports whether a first outcome is worth a later attempt (check 61).
func TryAgain(k outcome.Key) bool {
	info, _ := outcome.Lookup(k)
	return info.Transient
}

func judge(e Evidence) Decision {
	if d, ok := offered(e); ok {
		return d
	}
	if redirects := len(e.Hops) - 1; redirects > 0 {
		if d, ok := redirected(e, redirects); ok {
			return d
		}
	}
	k := e.Outcome
	d := Decision{Outcome: k, Verdict: outcome.Default(k, e.Internal), Reason: reason(e)}
	if e.Unproved && e.Internal && d.Verdict == outcome.Broken {
		d.Verdict = outcome.CantVerify
	}
	if info, _ := outcome.Lookup(k); info.Class == outcome.Address && e.Kind.IsMeta() && d.Verdict == outcome.Broken {
		// Search engines read it and visitors never follow it.
		d.Verdict = outcome.Warning
	}
	if code, ok := k.Status(); ok {
		switch {
		case code >= 200 && code < 300:
			return delivered(e, d)
		case e.Kind == result.KindForm && code >= 400 && code < 500 && code != 404 && code != 410:
			// The form was sent without what a visitor would fill in.
			d.Verdict = outcome.CantVerify
			d.Reason = join(d.Reason, "the form was asked without its fields")
		}
	}
	return d
}

// delivered looks at what came with a 2xx.
func delivered(e Evidence, d Decision) Decision {
	switch {
	case e.Status == http.StatusNoContent || e.Status == http.StatusResetContent:
	case wrongType(e.Kind, e.Media):
		d.Outcome, d.Verdict = outcome.WrongType, outcome.Default(outcome.WrongType, e.Internal)
		d.Reason = join(d.Reason, fmt.Sprintf("%s promised, %s delivered", e.Kind, e.Media))
	case e.Blank && (e.Kind == result.KindPage || e.Kind == result.KindFrame) && e.Internal:
		d.Outcome, d.Verdict = outcome.EmptyPage, outcome.Default(outcome.EmptyPage, true)
		d.Reason = join(d.Reason, "the page is empty")
	}
	return d
}

// wrongType reports whether a body can't be what its links take it for: a web
// page where an image, style sheet, script or font is wanted.
func wrongType(k result.Kind, media string) bool {
	if media != "text/html" && media != "application/xhtml+xml" {
		return false
	}
	switch k {
	case result.KindImage, result.KindStyle, result.KindScript, result.KindFont, result.KindMedia:
		return true
	}
	return false
}

// worstNote gives the note that should be told as the outcome of an address
// that otherwise works, the first of equals. What the owner settled counts: a
// note that works for them hides no other.
func worstNote(e Evidence, s Settings) (worst result.Note, ok bool) {
	best := outcome.Works
	for _, n := range e.Notes {
		v := outcome.Default(n.Outcome, e.Internal)
		if own, settled := s.Overrides[n.Outcome]; settled {
			v = own
		}
		if rank(v) > rank(best) {
			best, worst, ok = v, n, true
		}
	}
	return worst, ok
}

func rank(v outcome.Verdict) int {
	switch v {
	case outcome.Broken:
		return 4
	case outcome.Warning:
		return 3
	case outcome.CantVerify:
		return 2
	case outcome.Works:
		return 1
	}
	return 0
}

// reason says in technical words what was seen.
func reason(e Evidence) string {
	var b strings.Builder
	if code, ok := e.Outcome.Status(); ok {
		b.WriteString(statusText(code))
	} else {
		b.WriteString(string(e.Outcome))
		if e.Status != 0 {
			b.WriteString(", behind it " + statusText(e.Status))
		}
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (%d attempts)", e.Attempts)
	}
	return b.String()
}

func statusText(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("HTTP %d %s", code, text)
	}
	return fmt.Sprintf("HTTP %d", code)
}

func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "; " + b
}

// Fragment tells what it means that a page which was read lacks a fragment.
// Where the page builds its content by script, it proves nothing (check 48).
func Fragment(internal, scripted bool, s Settings) Decision {
	d := Decision{
		Outcome: outcome.MissingFragment,
		Verdict: outcome.Default(outcome.MissingFragment, internal),
		Reason:  "the page works, but has no element with this id",
	}
	if scripted {
		d.Verdict = outcome.CantVerify
		d.Reason = "the page builds its content by script, so the place may exist"
	}
	if v, ok := s.Overrides[d.Outcome]; ok {
		d.Verdict = v
	}
	d.Severity = s.severity(d, Reach{Internal: internal, Kind: result.KindPage})
	return d
}
