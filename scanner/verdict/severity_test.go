package verdict

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// The table of docs/severity.md, row by row.
func TestSeverity(t *testing.T) {
	const (
		broken, warning, cant           = outcome.Broken, outcome.Warning, outcome.CantVerify
		minor, moderate, serious, worst = outcome.Minor, outcome.Moderate, outcome.Serious, outcome.Critical
	)
	page := func(r Reach) Reach {
		r.Internal, r.Base, r.Kind = true, serious, result.KindPage
		return r
	}
	other := func(r Reach) Reach {
		r.Base, r.Kind = moderate, result.KindPage
		return r
	}
	of := func(k result.Kind, r Reach) Reach {
		r.Internal, r.Base, r.Kind = true, serious, k
		return r
	}
	tests := []struct {
		name string
		v    outcome.Verdict
		r    Reach
		want outcome.Severity
		why  []outcome.Weight
	}{
		{"a page of the site", broken, page(Reach{Pages: 1, Clicks: 2}), serious, nil},
		{"its start page", broken, page(Reach{Home: true, Pages: 50}), worst, []outcome.Weight{outcome.AtHome}},
		{"in the menu", broken, page(Reach{Navigation: true, Pages: 50}), worst, []outcome.Weight{outcome.InMenu}},
		{"on 20 pages", broken, page(Reach{Pages: 20}), worst, []outcome.Weight{outcome.OnManyPages}},
		{"on 19 pages", broken, page(Reach{Pages: 19}), serious, nil},
		{"on one page far away", broken, page(Reach{Pages: 1, Clicks: 6}), moderate, []outcome.Weight{outcome.FarAway}},
		{"on two pages far away", broken, page(Reach{Pages: 2, Clicks: 6}), serious, nil},
		{"the certificate of the whole site", broken, Reach{Internal: true, Base: worst, Kind: result.KindPage, Pages: 50}, worst, nil},

		{"a style sheet", broken, of(result.KindStyle, Reach{}), serious, nil},
		{"a script", broken, of(result.KindScript, Reach{}), serious, nil},
		{"a download", broken, of(result.KindDownload, Reach{}), serious, nil},
		{"a picture", broken, of(result.KindImage, Reach{}), moderate, []outcome.Weight{outcome.PartOfPage}},
		{"a picture on many pages", broken, of(result.KindImage, Reach{Pages: 40}), serious, []outcome.Weight{outcome.PartOfPage, outcome.OnManyPages}},
		{"a font", broken, of(result.KindFont, Reach{}), moderate, []outcome.Weight{outcome.PartOfPage}},
		{"page data", broken, of(result.KindMeta, Reach{}), moderate, []outcome.Weight{outcome.PartOfPage}},

		{"another site", broken, other(Reach{Pages: 3, Clicks: 9}), moderate, nil},
		{"another site, on 49 pages", broken, other(Reach{Pages: 49}), moderate, nil},
		{"another site, on 50 pages", broken, other(Reach{Pages: 50}), serious, []outcome.Weight{outcome.OnManyPages}},
		{"another site, in the menu", broken, other(Reach{Navigation: true}), serious, []outcome.Weight{outcome.InMenu}},
		{"another site, for the first time", broken, other(Reach{Passing: true}), minor, []outcome.Weight{outcome.MayPass}},
		{"another site, again", broken, other(Reach{Passing: true, FailedBefore: true}), moderate, nil},
		{"another site, everywhere, for the first time", broken, other(Reach{Passing: true, Pages: 50}), moderate, []outcome.Weight{outcome.OnManyPages, outcome.MayPass}},
		{"one's own server does not get that excuse", broken, page(Reach{Passing: true}), serious, nil},
		{"minor stays minor", broken, Reach{Base: minor, Passing: true}, minor, nil},

		{"a warning", warning, Reach{Internal: true, Base: minor, Pages: 500, Navigation: true}, minor, nil},
		{"a serious warning", warning, Reach{Internal: true, Base: serious}, serious, nil},
		{"a warning is never an outage", warning, Reach{Internal: true, Base: worst}, serious, []outcome.Weight{outcome.ByVerdict}},
		{"a warning at home", warning, Reach{Internal: true, Base: moderate, Home: true}, moderate, nil},

		{"can't verify", cant, Reach{Base: minor, Pages: 500, Navigation: true}, minor, nil},
		{"can't verify never grows", cant, Reach{Internal: true, Base: serious}, minor, []outcome.Weight{outcome.ByVerdict}},
		{"can't verify the start page", cant, Reach{Internal: true, Base: minor, Home: true}, serious, []outcome.Weight{outcome.AtHome}},

		{"what mostly breaks, where it misleads no visitor", warning, Reach{Internal: true, Base: serious, Usual: broken}, minor, []outcome.Weight{outcome.ByVerdict}},
		{"a redirect that the owner takes for broken", broken, Reach{Internal: true, Base: minor, Usual: warning}, serious, []outcome.Weight{outcome.BySettings}},
		{"a wall before what mostly breaks", cant, Reach{Internal: true, Base: serious, Usual: broken}, minor, []outcome.Weight{outcome.ByVerdict}},

		{"no base: broken, one's own", broken, Reach{Internal: true}, serious, nil},
		{"no base: broken, another's", broken, Reach{}, moderate, nil},
		{"no base: warning", warning, Reach{Internal: true}, minor, nil},
		{"works", outcome.Works, Reach{Internal: true, Home: true, Base: worst}, outcome.NoSeverity, nil},
		{"skipped", outcome.Skipped, Reach{}, outcome.NoSeverity, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.r.Usual == outcome.Unchecked {
				tt.r.Usual = tt.v
			}
			got, why := Severity(tt.v, tt.r)
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if diff := cmp.Diff(tt.why, why); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
		})
	}
}

// More impact never makes a problem less serious, and every weight that is
// returned has changed the severity.
func TestSeverityGrowsWithReach(t *testing.T) {
	for v := range outcome.Verdict(6) {
		for base := range outcome.Severity(5) {
			for i := range 1 << 4 {
				r := Reach{Base: base, Usual: outcome.Verdict(i % 5), Internal: i&1 > 0, Passing: i&2 > 0, FailedBefore: i&4 > 0, Navigation: i&8 > 0, Kind: result.KindPage}
				last := outcome.NoSeverity
				for _, pages := range []int{1, 2, 19, 20, 49, 50, 5000} {
					r.Pages = pages
					s, why := Severity(v, r)
					if s < last {
						t.Errorf("%s %+v: %s on fewer pages, %s on %d", v, r, last, s, pages)
					}
					last = s
					if len(why) == 0 && base != outcome.NoSeverity && v.IsProblem() && s != base {
						t.Errorf("%s %+v: %s without a reason", v, r, s)
					}
				}
			}
		}
	}
}
