// Package verdict decides what the evidence of a check means. It is a pure
// function from the evidence and the settings of the site to an outcome, a
// verdict, a severity and a reason. It must not know queues, the network or
// screens.
//
// The most important rule is that Broken needs proof. Whatever a firewall, a rate
// limit or a login may have caused is Can't verify.
package verdict

import (
	"fmt"
	"net/http"
	"strings"

	"sitewell/scanner/outcome"
	words "sitewell/scanner/reason"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Evidence is the part of a check's results that decides about the verdict.
type Evidence struct {
	Internal bool
	// IsStart is true for the address that the scan began with.
	IsStart bool
	Kind    result.Kind // as the links to it suggest
	// Outcome is that of the last attempt: a status or what happened instead.
	Outcome outcome.Key
	Status  int // of the last response, 0 if there was none
	// Start is the address as linked, Final the one that responded last. Final
	// may be the zero URL if there was no response.
	Start, Final weburl.URL
	Hops         []result.Hop // the whole chain, including the last response
	Media        string       // sniffed media type of the body, "" if none was read
	// Declared is the media type that the Content-Type header names, "" for none.
	// NoSniff is true if X-Content-Type-Options forbids to guess another.
	Declared string
	NoSniff  bool
	// Empty is true if the body was read to its end and is empty.
	Blank bool
	// Login is true if the final page asks for a password.
	Login bool
	// Parked is the sign by which the final page was recognised as that of a
	// parked domain, "" if it was not.
	Parked   string
	Notes    []result.Note
	Attempts int // number of attempts
	// NotRequested is true if the address itself was not requested, because its host
	// had stopped responding.
	NotRequested bool
	// CutOff is true if no other site could be reached, and all failed like this one.
	CutOff bool
}

// CutOffReason says that an address can't be verified because all other sites fail.
const CutOffReason = "no other site could be reached from here either"

// Settings are the settings of the site that affect verdicts.
type Settings struct {
	// Overrides take precedence over everything except Skipped.
	Overrides map[outcome.Key]outcome.Verdict
	// Base returns how severe an outcome is in general, for the site itself or
	// for another site, and whether it usually goes away by itself. If it is
	// nil, the verdict decides.
	Base func(k outcome.Key, internal bool) (s outcome.Severity, passing bool)
}

// severity returns the severity of a decision as far as it follows from a single
// check: the links to the address are not known yet.
func (s *Settings) severity(d Decision, r Impact) outcome.Severity {
	severity, _ := Severity(d.Verdict, r.WithBase(d.Outcome, s.Base))
	return severity
}

// Decision is the result of Decide.
type Decision struct {
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	Reason   string
}

// Decide returns what evidence means. It depends on its arguments only.
func Decide(e Evidence, s Settings) Decision {
	d := judge(e)
	if d.Verdict == outcome.Works && isDelivered(e) && IsRefused(e.Kind, e.Declared, e.NoSniff) {
		d = refused(e, d)
	}
	if e.Kind == result.KindRequest && d.Verdict == outcome.Broken {
		d.Outcome, d.Verdict = outcome.ScriptRequest, outcome.Default(outcome.ScriptRequest, e.Internal)
		d.Reason = join(d.Reason, "a script asked for it")
	}
	if n, ok := replacement(e, d, s); ok {
		d.Outcome, d.Verdict = n.Outcome, outcome.Default(n.Outcome, e.Internal)
		d.Reason = join(d.Reason, n.Detail)
	}
	if v, ok := s.Overrides[d.Outcome]; ok && d.Verdict != outcome.Skipped {
		d.Verdict = v
		d.Reason = join(d.Reason, "verdict by this site's settings")
	}
	d.Severity = s.severity(d, Impact{Internal: e.Internal, IsStart: e.IsStart, Kind: e.Kind})
	return d
}

// replacement returns the note whose outcome replaces the decided one: the worst
// note if the address works, or that of a soft 404 if the address redirects
// visitors to one (check 92).
func replacement(e Evidence, d Decision, s Settings) (n result.Note, ok bool) {
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

// IsTransient reports whether an address with this first outcome is retried later
// (check 61).
func IsTransient(k outcome.Key) bool {
	info, _ := outcome.Lookup(k)
	return info.Transient
}

func judge(e Evidence) Decision {
	if d, ok := parkedDomain(e); ok {
		return d
	}
	if redirects := len(e.Hops) - 1; redirects > 0 {
		if d, ok := redirected(e, redirects); ok {
			return d
		}
	}
	k := e.Outcome
	d := Decision{Outcome: k, Verdict: outcome.Default(k, e.Internal), Reason: reason(e)}
	if e.NotRequested && e.Internal && d.Verdict == outcome.Broken {
		d.Verdict = outcome.CantVerify
	}
	if e.CutOff {
		d.Reason = join(d.Reason, CutOffReason)
		if d.Verdict == outcome.Broken {
			d.Verdict = outcome.CantVerify
		}
	}
	if info, _ := outcome.Lookup(k); info.Class == outcome.Address && e.Kind.IsMeta() && d.Verdict == outcome.Broken {
		// Only search engines use it; visitors never follow it.
		d.Verdict = outcome.Warning
	}
	if code, ok := k.Status(); ok {
		switch {
		case code >= 200 && code < 300:
			return delivered(e, d)
		case e.Kind == result.KindRequest && code >= 400 && code < 500 && code != 404 && code != 410:
			// A script may send more with its request than an address.
			d.Verdict = outcome.CantVerify
			d.Reason = join(d.Reason, "a script asked for it")
		case e.Kind == result.KindForm && code >= 400 && code < 500 && code != 404 && code != 410:
			// The form was sent without the values that a visitor would fill in.
			d.Verdict = outcome.CantVerify
			d.Reason = join(d.Reason, "the form was asked without its fields")
		}
	}
	return d
}

// delivered decides about a 2xx response by its content.
func delivered(e Evidence, d Decision) Decision {
	switch {
	case !isDelivered(e):
	case wrongType(e.Kind, e.Media):
		d.Outcome, d.Verdict = outcome.WrongType, outcome.Default(outcome.WrongType, e.Internal)
		d.Reason = join(d.Reason, fmt.Sprintf("%s promised, %s delivered", e.Kind, e.Media))
	case e.Blank && (e.Kind == result.KindPage || e.Kind == result.KindFrame) && e.Internal:
		d.Outcome, d.Verdict = outcome.EmptyPage, outcome.Default(outcome.EmptyPage, true)
		d.Reason = join(d.Reason, "the page is empty")
	}
	return d
}

// isDelivered reports whether the last response has what was asked for.
func isDelivered(e Evidence) bool {
	code, ok := e.Outcome.Status()
	return ok && code/100 == 2 && code != http.StatusNoContent && code != http.StatusResetContent
}

// wrongType reports whether a body can't be what its links expect: it is a web
// page, and they expect an image, style sheet, script or font.
func wrongType(k result.Kind, media string) bool {
	if media != "text/html" && media != "application/xhtml+xml" {
		return false
	}
	switch k {
	case result.KindImage, result.KindStyle, result.KindScript, result.KindModule, result.KindFont, result.KindMedia:
		return true
	}
	return false
}

// worstNote returns the note that replaces the outcome of an address that
// otherwise works, the first of equals. The owner's settings apply: a note whose
// verdict they set to Works does not hide another.
func worstNote(e Evidence, s Settings) (worst result.Note, ok bool) {
	best := outcome.Works
	for _, n := range e.Notes {
		v := outcome.Default(n.Outcome, e.Internal)
		if own, settled := s.Overrides[n.Outcome]; settled {
			v = own
		}
		if v.Rank() > best.Rank() {
			best, worst, ok = v, n, true
		}
	}
	return worst, ok
}

// reason returns in technical words what was observed.
func reason(e Evidence) string {
	var b strings.Builder
	b.WriteString(words.OfOutcome(e.Outcome))
	if _, ok := e.Outcome.Status(); !ok && e.Status != 0 {
		b.WriteString(", behind it " + words.OfStatus(e.Status))
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (%d attempts)", e.Attempts)
	}
	return b.String()
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

// MissingPlace is a fragment that a page does not have.
type MissingPlace struct {
	Internal bool
	Scripted bool // the page builds its content by script
	Shown    bool // the page was shown in a browser, and does not have it there either
}

// Fragment returns the decision about a fragment that a page does not have. If
// the page builds its content by script, that proves nothing (check 48).
func Fragment(p MissingPlace, s Settings) Decision {
	d := Decision{
		Outcome: outcome.MissingFragment,
		Verdict: outcome.Default(outcome.MissingFragment, p.Internal),
		Reason:  "the page works, but has no element with this id",
	}
	switch {
	case p.Scripted && p.Shown:
		d.Verdict = outcome.CantVerify
		d.Reason = "the page builds its content by script, and did not have this place in a browser"
	case p.Scripted:
		d.Verdict = outcome.CantVerify
		d.Reason = "the page builds its content by script, so the place may exist"
	case p.Shown:
		d.Reason = "the page works, but has no element with this id, not even after its scripts ran"
	}
	if v, ok := s.Overrides[d.Outcome]; ok {
		d.Verdict = v
	}
	d.Severity = s.severity(d, Impact{Internal: p.Internal, Kind: result.KindPage})
	return d
}

// ErrorPage returns what it means that a site shows something bare for addresses that
// do not exist, or, if that is "", a page of its own.
func ErrorPage(bare string, s Settings) Decision {
	if bare == "" {
		return Decision{Outcome: "200", Verdict: outcome.Works, Reason: "the site has an error page of its own"}
	}
	d := Decision{Outcome: outcome.NoErrorPage, Verdict: outcome.Default(outcome.NoErrorPage, true), Reason: bare}
	if v, ok := s.Overrides[d.Outcome]; ok {
		d.Verdict = v
		d.Reason = join(d.Reason, "verdict by this site's settings")
	}
	d.Severity = s.severity(d, Impact{Internal: true, Kind: result.KindPage})
	return d
}
