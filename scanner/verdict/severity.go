package verdict

import (
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Reach is what makes the same outcome matter more or less.
type Reach struct {
	// Base is how severe the outcome is in general, for the side that the
	// address is on and with the verdict Usual; where the verdict is another
	// one, that decides. NoSeverity is not known.
	Base  outcome.Severity
	Usual outcome.Verdict
	// Passing: failures of this kind mostly go away by themselves.
	Passing bool

	Internal   bool
	Home       bool // the start address itself
	Kind       result.Kind
	Pages      int  // that link to it, 0 unknown
	Navigation bool // a link stands in the header or navigation
	Clicks     int  // from the start address
	// FailedBefore: the scan of the site before this one saw it, too.
	FailedBefore bool
}

// InGeneral fills in what is known of an outcome before any address is looked
// at; base may be nil.
func (r Reach) InGeneral(k outcome.Key, base func(k outcome.Key, internal bool) (s outcome.Severity, passing bool)) Reach {
	if base != nil {
		r.Base, r.Passing = base(k, r.Internal)
		r.Usual = outcome.Default(k, r.Internal)
	}
	return r
}

const (
	manyPages      = 20 // of the site that name an address of its own
	manyPagesOther = 50 // … of another site
	farClicks      = 6
)

// Severity says how much a problem matters, from none (it works) to critical
// (the site is out of order), and what made it another than that of its
// outcome. docs/severity.md has the rules as a table.
func Severity(v outcome.Verdict, r Reach) (outcome.Severity, []outcome.Weight) {
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
	if r.Home {
		if v != outcome.Warning {
			move(worstAtHome(v), outcome.AtHome)
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
		move(s-1, outcome.FarAway)
	}
	if !r.Internal && r.Passing && !r.FailedBefore {
		move(s-1, outcome.MayPass)
	}
	return s, why
}

// base is the severity before reach.
func base(v outcome.Verdict, r Reach) outcome.Severity {
	switch {
	case r.Base != outcome.NoSeverity && r.Usual == v:
		return r.Base
	case v == outcome.Broken && r.Internal:
		return outcome.Serious
	case v == outcome.Broken:
		return outcome.Moderate
	default:
		return outcome.Minor
	}
}

// bound is the most that a verdict lets a problem matter: what works is no
// outage, and what nobody could look at is no known harm.
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

// worstAtHome is the severity of the start page.
func worstAtHome(v outcome.Verdict) outcome.Severity {
	if v == outcome.Broken {
		return outcome.Critical
	}
	return outcome.Serious
}

// partOfPage reports whether a page opens without an address of this kind. It
// is not much of a page without its styles and scripts.
func partOfPage(k result.Kind) bool {
	switch k {
	case result.KindImage, result.KindMedia, result.KindFont, result.KindMeta, result.KindFeed, result.KindSitemap,
		result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev:
		return true
	}
	return false
}
