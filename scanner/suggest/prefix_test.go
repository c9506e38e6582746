package suggest

import (
	"testing"

	"sitewell/scanner/outcome"
)

func TestPrefixed(t *testing.T) {
	for _, tt := range []struct{ url, want string }{
		{"https://bakery.example/pgsql-docs@lists.postgresql.org", "mailto:pgsql-docs@lists.postgresql.org"},
		{"https://bakery.example/team/anna@bakery.com", "mailto:anna@bakery.com"},
		{"https://bakery.example/about/www.facebook.com/sunflower", "https://www.facebook.com/sunflower"},
		{"https://bakery.example/www.tourist-office.co.uk", "https://www.tourist-office.co.uk"},
		{"https://bakery.example/www.shop.de?a=1", "https://www.shop.de?a=1"},
		// not hosts or mail addresses
		{"https://bakery.example/logo@2x.png", ""},
		{"https://bakery.example/@anna", ""},
		{"https://bakery.example/a@b", ""},
		{"https://bakery.example/www.html", ""},
		{"https://bakery.example/www.backup", ""},
		{"https://bakery.example/example.com", ""},
		{"https://bakery.example/", ""},
	} {
		s, ok := WithPrefix(Target{URL: tt.url, Internal: true, Outcome: "404", Verdict: outcome.Broken})
		if s.URL != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: got %q, want %q", tt.url, s.URL, tt.want)
		}
	}
	if _, ok := WithPrefix(Target{URL: "https://bakery.example/a@bakery.com", Internal: true, Outcome: "200", Verdict: outcome.Works}); ok {
		t.Error("suggested for an address that works")
	}
	if _, ok := WithPrefix(Target{URL: "https://other.example/a@bakery.com", Outcome: "404", Verdict: outcome.Broken}); ok {
		t.Error("suggested for another site's address")
	}
}
