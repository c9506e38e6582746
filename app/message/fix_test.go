package message

import (
	"strings"
	"testing"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// everyFix has one of each cause, and a single one of each outcome.
func everyFix() []fix.Fix {
	fixes := []fix.Fix{
		{Cause: fix.Host, Subject: "a.example"},
		{Cause: fix.Host, Subject: "a.example", Verdict: outcome.CantVerify},
		{Cause: fix.Host, Subject: "localhost:3000", Outcome: outcome.AddressLocalhost, Verdict: outcome.Broken},
		{Cause: fix.Element, Subject: "link[href]"},
		{Cause: fix.Relative, Subject: "images/logo.png"},
		{Cause: fix.Target, Subject: "https://a.example/x", Outcome: "404", Internal: true, Verdict: outcome.Broken},
		{Cause: fix.Target, Subject: "https://a.example/y", Outcome: outcome.RedirectBroken, Internal: true, Verdict: outcome.Broken},
		{Cause: fix.Access, Subject: "https://a.example/staff/"},
		{Cause: fix.Anchors, Subject: "https://a.example/faq"},
		{Cause: fix.Folder, Subject: "https://a.example/2009/"},
		{Cause: fix.Extension, Subject: ".asp"},
		{Cause: fix.Rule, Subject: fix.RuleHome, From: "a.example", To: "b.example"},
	}
	for _, rule := range []string{fix.RuleScheme, fix.RuleHost, fix.RuleSlash, fix.RuleFolder, fix.RuleIndex, fix.RuleExtension} {
		fixes = append(fixes, fix.Fix{Cause: fix.Rule, Subject: rule, From: "a.example", To: "b.example"})
	}
	for _, place := range []result.Place{result.PlaceHeader, result.PlaceNavigation, result.PlaceAside, result.PlaceFooter} {
		fixes = append(
			fixes, fix.Fix{Cause: fix.Template, Subject: place.String()},
			fix.Fix{Cause: fix.Template, Subject: place.String(), Problems: []storage.URLID{3}},
		)
	}
	for _, info := range outcome.All() {
		for _, internal := range []bool{true, false} {
			if v := outcome.Default(info.Key, internal); v.IsProblem() {
				single := fix.Fix{Cause: fix.Single, Outcome: info.Key, Internal: internal, Verdict: v, Problems: []storage.URLID{3}, To: "https://a.example/new"}
				server := single
				server.Cause, server.Subject, server.Problems = fix.Server, string(info.Key), nil
				fixes = append(fixes, single, server)
			}
		}
	}
	for i := range fixes {
		fixes[i].Example, fixes[i].Pages = "https://a.example/x", 7
		if fixes[i].Problems == nil {
			fixes[i].Problems = []storage.URLID{1, 2}
		}
	}
	return fixes
}

func TestEveryFixHasATitleWithoutGaps(t *testing.T) {
	for _, f := range everyFix() {
		s := ForFix(f, "https://a.example/")
		if got := s.String(); strings.Contains(got, "{{") || strings.Contains(got, "<no value>") || strings.Contains(got, "%!") {
			t.Errorf("%s %s %s: %s", f.Cause, f.Subject, f.Outcome, got)
		}
		if s.Text == "" || strings.HasSuffix(s.Text, ".") {
			t.Errorf("%s %s %s: %q", f.Cause, f.Subject, f.Outcome, s.Text)
		}
		if (s.Next == "") != (f.Cause == fix.Single) {
			t.Errorf("%s %s %s: why one change is enough: %q", f.Cause, f.Subject, f.Outcome, s.Next)
		}
		if strings.Contains(s.String(), "https://a.example/x") {
			t.Errorf("%s: an address of the site is not shortened: %s", f.Cause, s)
		}
	}
}

// What is Broken is never told to be looked at only, and what can't be
// verified is never told to be taken out.
func TestTitlesClaimNoMoreThanVerdicts(t *testing.T) {
	for _, f := range everyFix() {
		title := ForFix(f, "").String()
		if look := strings.HasPrefix(title, "See for yourself"); look && f.Verdict != outcome.CantVerify {
			t.Errorf("%s %s is %s: %s", f.Cause, f.Outcome, f.Verdict, title)
		}
		if remove := strings.Contains(title, "emove"); remove && f.Verdict == outcome.CantVerify {
			t.Errorf("%s %s is %s: %s", f.Cause, f.Outcome, f.Verdict, title)
		}
	}
}

// TestCertificatesAreNoFaultOfTheServer: the owner of the site reads what the
// explanation says as well, that the certificate is what has to be renewed.
func TestCertificatesAreNoFaultOfTheServer(t *testing.T) {
	for _, cause := range []fix.Cause{fix.Server, fix.Single} {
		f := fix.Fix{Cause: cause, Outcome: outcome.TLSExpired, Internal: true, Verdict: outcome.Broken, Example: "https://a.example/", Subject: "tls-expired"}
		if got := ForFix(f, "").Text; got != "Renew the certificate of your site" {
			t.Errorf("%s: %s", cause, got)
		}
		f.Hosted = true
		if got := ForFix(f, "").String(); !strings.Contains(got, "your domain points to your website builder") {
			t.Errorf("%s at a builder: %s", cause, got)
		}
	}
}

// TestFixesAtABuilder: no title has the owner of a site at a website builder repair a
// server, and only those of the site's own faults are other ones.
func TestFixesAtABuilder(t *testing.T) {
	for _, f := range everyFix() {
		usual := ForFix(f, "").String()
		f.Hosted = true
		s := ForFix(f, "")
		if got := s.String(); f.Internal && (strings.Contains(got, "your server") || strings.Contains(got, "the server say")) {
			t.Errorf("%s %s: %s", f.Cause, f.Outcome, got)
		}
		if !f.Internal && s.String() != usual {
			t.Errorf("%s %s of another site: %s, usually %s", f.Cause, f.Outcome, s, usual)
		}
		if (s.Next == "") != (f.Cause == fix.Single) {
			t.Errorf("%s %s: why one change is enough: %q", f.Cause, f.Outcome, s.Next)
		}
	}
}

// A title says what the panel says: nobody is told to take out the link to a site that
// is down for an hour, or to the shop below their own domain.
func TestTitlesAgreeWithTheAdvice(t *testing.T) {
	const site = "https://winery.example/"
	for _, tt := range []struct {
		fix  fix.Fix
		want string
	}{
		{
			fix.Fix{Cause: fix.Single, Outcome: "502", Verdict: outcome.Broken, Example: "https://partner.example/"},
			"Check https://partner.example/ again later, and replace the link if it still fails",
		},
		{
			fix.Fix{Cause: fix.Host, Subject: "partner.example", Outcome: outcome.TLSExpired, Verdict: outcome.Broken, Example: "https://partner.example/"},
			"Check the links to partner.example again later, and replace them if they still fail",
		},
		{
			fix.Fix{Cause: fix.Single, Outcome: outcome.Soft404, Internal: true, Verdict: outcome.Warning, Kind: result.KindPage, Example: site + "teapot"},
			"Look at /teapot: it seems to be missing",
		},
		{
			fix.Fix{Cause: fix.Single, Outcome: outcome.DNSNotFound, Verdict: outcome.Broken, Example: "https://shop.winery.example/"},
			"Have shop.winery.example set up again where your domain is managed",
		},
		{
			fix.Fix{Cause: fix.Host, Subject: "winery.example", Outcome: outcome.DNSNotFound, Verdict: outcome.Broken, Example: "https://shop.winery.example/a"},
			"Have shop.winery.example set up again where your domain is managed",
		},
		{
			fix.Fix{Cause: fix.Single, Outcome: outcome.DNSNotFound, Verdict: outcome.Broken, Example: "https://gone.example/"},
			"Replace or remove the link to https://gone.example/",
		},
	} {
		s := ForFix(tt.fix, site)
		s.Next = ""
		if got := s.String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.fix.Outcome, got, tt.want)
		}
	}
}
