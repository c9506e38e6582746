package verdict

import (
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Weight is what makes the same outcome matter more or less.
type Weight struct {
	Internal   bool
	Home       bool // the start address itself
	Kind       result.Kind
	Pages      int  // that link to it, 0 unknown
	Navigation bool // a link stands in the header or navigation
}

// Severity says how much a problem matters, from none (it works) to critical
// (the site is out of order). It grows with reach: what stands in the
// navigation or on many pages meets more visitors.
func Severity(k outcome.Key, v outcome.Verdict, w Weight) outcome.Severity {
	s := base(k, v, w)
	if s == outcome.NoSeverity || v == outcome.CantVerify {
		return s
	}
	if v == outcome.Broken && w.Internal && (w.Navigation || w.Pages >= 20) {
		s++
	} else if v == outcome.Broken && !w.Internal && w.Pages >= 50 {
		s++
	}
	return min(s, outcome.Critical)
}

func base(k outcome.Key, v outcome.Verdict, w Weight) outcome.Severity {
	switch v {
	case outcome.Broken:
		switch {
		case w.Home:
			return outcome.Critical
		case !w.Internal:
			return outcome.Moderate
		case w.Kind == result.KindImage || w.Kind == result.KindMedia || w.Kind == result.KindFont || w.Kind == result.KindMeta:
			return outcome.Moderate
		default:
			return outcome.Serious
		}
	case outcome.Warning:
		switch k {
		case outcome.ErrorLeak, outcome.TLSExpiresSoon, outcome.TLSIncompleteChain, outcome.MixedContent:
			return outcome.Serious
		case outcome.RedirectDowngrade, outcome.Soft404, outcome.Parked, outcome.EmptyPage, outcome.WrongType, outcome.BodyTruncated, outcome.BadCompression:
			return outcome.Moderate
		}
		return outcome.Minor
	case outcome.CantVerify:
		if w.Home {
			return outcome.Serious
		}
		return outcome.Minor
	}
	return outcome.NoSeverity
}
