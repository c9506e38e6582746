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
	page := func(r Impact) Impact {
		r.Internal, r.Base, r.Kind = true, serious, result.KindPage
		return r
	}
	other := func(r Impact) Impact {
		r.Base, r.Kind = moderate, result.KindPage
		return r
	}
	of := func(k result.Kind, r Impact) Impact {
		r.Internal, r.Base, r.Kind = true, serious, k
		return r
	}
	tests := []struct {
		name string
		v    outcome.Verdict
		r    Impact
		want outcome.Severity
		why  []outcome.Weight
	}{
		{"a page of the site", broken, page(Impact{Pages: 1, Clicks: 2}), serious, nil},
		{"its start page", broken, page(Impact{IsStart: true, Pages: 50}), worst, []outcome.Weight{outcome.StartPage}},
		{"in the menu", broken, page(Impact{Navigation: true, Pages: 50}), worst, []outcome.Weight{outcome.InMenu}},
		{"on 20 pages", broken, page(Impact{Pages: 20}), worst, []outcome.Weight{outcome.OnManyPages}},
		{"on 19 pages", broken, page(Impact{Pages: 19}), serious, nil},
		{"on one page far away", broken, page(Impact{Pages: 1, Clicks: 6}), moderate, []outcome.Weight{outcome.FarFromStart}},
		{"on two pages far away", broken, page(Impact{Pages: 2, Clicks: 6}), serious, nil},
		{"the certificate of the whole site", broken, Impact{Internal: true, Base: worst, Kind: result.KindPage, Pages: 50}, worst, nil},

		{"a style sheet", broken, of(result.KindStyle, Impact{}), serious, nil},
		{"a script", broken, of(result.KindScript, Impact{}), serious, nil},
		{"a download", broken, of(result.KindDownload, Impact{}), serious, nil},
		{"a picture", broken, of(result.KindImage, Impact{}), moderate, []outcome.Weight{outcome.PartOfPage}},
		{"a picture on many pages", broken, of(result.KindImage, Impact{Pages: 40}), serious, []outcome.Weight{outcome.PartOfPage, outcome.OnManyPages}},
		{"a font", broken, of(result.KindFont, Impact{}), moderate, []outcome.Weight{outcome.PartOfPage}},
		{"page data", broken, of(result.KindMeta, Impact{}), moderate, []outcome.Weight{outcome.PartOfPage}},

		{"another site", broken, other(Impact{Pages: 3, Clicks: 9}), moderate, nil},
		{"another site, on 49 pages", broken, other(Impact{Pages: 49}), moderate, nil},
		{"another site, on 50 pages", broken, other(Impact{Pages: 50}), serious, []outcome.Weight{outcome.OnManyPages}},
		{"another site, in the menu", broken, other(Impact{Navigation: true}), serious, []outcome.Weight{outcome.InMenu}},
		{"another site, for the first time", broken, other(Impact{Transient: true}), minor, []outcome.Weight{outcome.MayBeTransient}},
		{"another site, again", broken, other(Impact{Transient: true, FailedBefore: true}), moderate, nil},
		{"another site, everywhere, for the first time", broken, other(Impact{Transient: true, Pages: 50}), moderate, []outcome.Weight{outcome.OnManyPages, outcome.MayBeTransient}},
		{"one's own server does not get that excuse", broken, page(Impact{Transient: true}), serious, nil},
		{"minor stays minor", broken, Impact{Base: minor, Transient: true}, minor, nil},

		{"a warning", warning, Impact{Internal: true, Base: minor, Pages: 500, Navigation: true}, minor, nil},
		{"a serious warning", warning, Impact{Internal: true, Base: serious}, serious, nil},
		{"a warning is never an outage", warning, Impact{Internal: true, Base: worst}, serious, []outcome.Weight{outcome.ByVerdict}},
		{"a warning at home", warning, Impact{Internal: true, Base: moderate, IsStart: true}, moderate, nil},

		{"can't verify", cant, Impact{Base: minor, Pages: 500, Navigation: true}, minor, nil},
		{"can't verify never grows", cant, Impact{Internal: true, Base: serious}, minor, []outcome.Weight{outcome.ByVerdict}},
		{"can't verify the start page", cant, Impact{Internal: true, Base: minor, IsStart: true}, serious, []outcome.Weight{outcome.StartPage}},

		{"what usually breaks, where it misleads no visitor", warning, Impact{Internal: true, Base: serious, BaseVerdict: broken}, minor, []outcome.Weight{outcome.ByVerdict}},
		{"a redirect that the owner takes for broken", broken, Impact{Internal: true, Base: minor, BaseVerdict: warning}, serious, []outcome.Weight{outcome.BySettings}},
		{"a wall before what usually breaks", cant, Impact{Internal: true, Base: serious, BaseVerdict: broken}, minor, []outcome.Weight{outcome.ByVerdict}},

		{"no base: broken, one's own", broken, Impact{Internal: true}, serious, nil},
		{"no base: broken, another's", broken, Impact{}, moderate, nil},
		{"no base: warning", warning, Impact{Internal: true}, minor, nil},
		{"works", outcome.Works, Impact{Internal: true, IsStart: true, Base: worst}, outcome.NoSeverity, nil},
		{"skipped", outcome.Skipped, Impact{}, outcome.NoSeverity, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.r.BaseVerdict == outcome.Unchecked {
				tt.r.BaseVerdict = tt.v
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
				r := Impact{Base: base, BaseVerdict: outcome.Verdict(i % 5), Internal: i&1 > 0, Transient: i&2 > 0, FailedBefore: i&4 > 0, Navigation: i&8 > 0, Kind: result.KindPage}
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
