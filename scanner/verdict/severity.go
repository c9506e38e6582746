package verdict

import (
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Impact is the impact of a problem: what makes the same outcome more or less
// serious.
type Impact struct {
	// Base is how severe the outcome is in general, for the site itself or for
	// another site, if its verdict is BaseVerdict. For another verdict, the verdict
	// decides. NoSeverity means unknown.
	Base        outcome.Severity
	BaseVerdict outcome.Verdict
	// Transient is true if failures of this kind usually go away by themselves.
	Transient bool

	Internal   bool
	IsStart    bool // the start address itself
	Kind       result.Kind
	Pages      int  // number of pages that link to it, 0 if unknown
	Navigation bool // the header or the navigation links to it
	Clicks     int  // from the start address
	// FailedBefore is true if the previous scan of the site saw it as well.
	FailedBefore bool
}

// WithBase returns r with the fields that depend on the outcome only. base may be
// nil.
func (r Impact) WithBase(k outcome.Key, base func(k outcome.Key, internal bool) (s outcome.Severity, passing bool)) Impact {
	if base != nil {
		r.Base, r.Transient = base(k, r.Internal)
		r.BaseVerdict = outcome.Default(k, r.Internal)
	}
	return r
}

const (
	manyPages      = 20 // pages that link to an address of the site
	manyPagesOther = 50 // pages that link to an address of another site
	farClicks      = 6
)

// Severity returns how serious a problem is, from none (it works) to critical (the
// site does not work), and why that differs from the severity of its outcome in
// general. docs/severity.md contains the rules as a table.
func Severity(v outcome.Verdict, r Impact) (outcome.Severity, []outcome.Weight) {
	if !v.IsProblem() {
		return outcome.NoSeverity, nil
	}
	var why []outcome.Weight
	s := base(v, r)
	move := func(to outcome.Severity, because outcome.Weight) {
		if to = min(max(to, outcome.Minor), outcome.Critical); to != s {
			s, why = to, append(why, because)
		}
	}
	switch most := bound(v); {
	case s > most:
		move(most, outcome.ByVerdict)
	case r.Base != outcome.NoSeverity && s < r.Base:
		why = append(why, outcome.ByVerdict)
	case r.Base != outcome.NoSeverity && s > r.Base:
		why = append(why, outcome.BySettings)
	}
	if r.IsStart {
		if v != outcome.Warning {
			move(worstAtHome(v), outcome.StartPage)
		}
		return s, why
	}
	if v != outcome.Broken {
		return s, why
	}
	if r.Internal && s > outcome.Moderate && partOfPage(r.Kind) {
		move(outcome.Moderate, outcome.PartOfPage)
	}
	switch {
	case r.Navigation:
		move(s+1, outcome.InMenu)
	case r.Internal && r.Pages >= manyPages, r.Pages >= manyPagesOther:
		move(s+1, outcome.OnManyPages)
	case r.Internal && r.Pages <= 1 && r.Clicks >= farClicks:
		move(s-1, outcome.FarFromStart)
	}
	if !r.Internal && r.Transient && !r.FailedBefore {
		move(s-1, outcome.MayBeTransient)
	}
	return s, why
}

// base returns the severity regardless of the impact.
func base(v outcome.Verdict, r Impact) outcome.Severity {
	switch {
	case r.Base != outcome.NoSeverity && r.BaseVerdict == v:
		return r.Base
	case v == outcome.Broken && r.Internal:
		return outcome.Serious
	case v == outcome.Broken:
		return outcome.Moderate
	default:
		return outcome.Minor
	}
}

// bound returns the highest severity that a problem with this verdict can have: an
// address that works is not an outage, and one that could not be verified is not
// known to cause harm.
func bound(v outcome.Verdict) outcome.Severity {
	switch v {
	case outcome.Broken:
		return outcome.Critical
	case outcome.Warning:
		return outcome.Serious
	default:
		return outcome.Minor
	}
}

// worstAtHome returns the severity of a problem of the start page.
func worstAtHome(v outcome.Verdict) outcome.Severity {
	if v == outcome.Broken {
		return outcome.Critical
	}
	return outcome.Serious
}

// partOfPage reports whether a page is usable without a resource of this kind.
// Without its style sheets and scripts it usually is not.
func partOfPage(k result.Kind) bool {
	switch k {
	case result.KindImage, result.KindMedia, result.KindFont, result.KindMeta, result.KindFeed, result.KindSitemap,
		result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev:
		return true
	}
	return false
}
