package core

import (
	"strings"
	"testing"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
)

func TestEveryFixHasATitleWithoutGaps(t *testing.T) {
	fixes := []fix.Fix{
		{Cause: fix.Single},
		{Cause: fix.Host, Subject: "a.example"},
		{Cause: fix.Host, Subject: "a.example", Verdict: outcome.CantVerify},
		{Cause: fix.Server, Subject: "500"},
		{Cause: fix.Element, Subject: "link[href]"},
		{Cause: fix.Folder, Subject: "https://a.example/2009/"},
		{Cause: fix.Extension, Subject: ".asp"},
		{Cause: fix.Template, Subject: "header"},
		{Cause: fix.Template, Subject: "navigation"},
		{Cause: fix.Template, Subject: "aside"},
		{Cause: fix.Template, Subject: "footer"},
		{Cause: fix.Rule, Subject: string(outcome.RedirectHome), From: "a.example", To: "b.example"},
	}
	for _, rule := range []string{fix.RuleScheme, fix.RuleHost, fix.RuleSlash, fix.RuleFolder, fix.RuleIndex, string(fix.Extension)} {
		fixes = append(fixes, fix.Fix{Cause: fix.Rule, Subject: rule, From: "a.example", To: "b.example"})
	}
	for _, f := range fixes {
		f.Example, f.Problems, f.Pages = "https://a.example/x", append(f.Problems, 1, 2), 7
		s := FixTitle(f, "Page not found (404)")
		if got := s.String(); strings.Contains(got, "{{") || strings.Contains(got, "<no value>") || strings.Contains(got, "%!") {
			t.Errorf("%s %s: %s", f.Cause, f.Subject, got)
		}
		if strings.Contains(s.Text, " the :") || s.Text == "" {
			t.Errorf("%s %s: %q", f.Cause, f.Subject, s.Text)
		}
	}
}
