package knowledge

import (
	"slices"

	"sitewell/scanner/outcome"
)

// Action is what a person does first about an outcome. Everything that an entry
// says about it agrees with that, which a test holds: the fix in one line, the
// steps, and what a message asks for.
type Action string

const (
	// Wait: it usually goes away by itself, so nothing is changed yet.
	Wait Action = "wait"
	// Check: only a look with a browser shows whether anything is wrong.
	Check Action = "check"
	// Repair: the person, or somebody whom they pay, repairs the cause.
	Repair Action = "fix"
	// Replace: the link is changed or removed.
	Replace Action = "replace"
	// SignIn: Sitewell, or the person, has to sign in first.
	SignIn Action = "sign in"
	// Ask: only somebody else can do anything, so the first step is to write to
	// them.
	Ask Action = "ask"
	// Nothing has to be done.
	Nothing Action = "nothing"
)

func allActions() []Action { return []Action{Wait, Check, Repair, Replace, SignIn, Ask, Nothing} }

// Urgency is when a person should act.
type Urgency string

const (
	Now            Urgency = "now"
	ThisWeek       Urgency = "this week"
	WhenConvenient Urgency = "when convenient"
	Never          Urgency = "nothing" // there is nothing to do
)

// urgencies from the least to the most urgent.
func urgencies() []Urgency { return []Urgency{Never, WhenConvenient, ThisWeek, Now} }

// urgency returns how urgent a problem is that has this verdict and severity: a
// step more than usual where it is more severe than usual, a step less where it is
// less severe. What is no problem leaves nothing to do.
func (j Judgement) urgency(v outcome.Verdict, s outcome.Severity) Urgency {
	if !v.IsProblem() && j.Verdict.IsProblem() {
		return Never
	}
	if j.Urgency == Never || s == outcome.NoSeverity || j.Severity == outcome.NoSeverity {
		return j.Urgency
	}
	all := urgencies()
	at := slices.Index(all, j.Urgency)
	switch {
	case s > j.Severity:
		at++
	case s < j.Severity:
		at--
	}
	return all[min(max(at, slices.Index(all, WhenConvenient)), len(all)-1)]
}
