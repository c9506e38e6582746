package knowledge

import (
	"strings"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// TestReferencesFitTheSite: nobody is sent to the manual of a product that their
// site is known not to run on.
func TestReferencesFitTheSite(t *testing.T) {
	for _, tt := range []struct {
		key              outcome.Key
		platform, server string
		part             string // of an address
		want             bool
	}{
		{"500", "WordPress", "", "wordpress.org", true},
		{"500", "WooCommerce", "", "wordpress.org", true},
		{"500", "", "", "wordpress.org", true},
		{"500", "ASP.NET", "IIS", "wordpress.org", false},
		{"500", "Squarespace", "", "wordpress.org", false},
		{outcome.TLSExpired, "WordPress", "nginx", "certbot", true},
		{outcome.TLSExpired, "ASP.NET", "IIS", "certbot", false},
		{outcome.TLSExpired, "Shopify", "Cloudflare", "certbot", false},
		{outcome.MixedContent, "WordPress", "Cloudflare", "cloudflare", true},
		{outcome.MixedContent, "WordPress", "nginx", "cloudflare", false},
	} {
		x, err := mustLoad(t).Explain(Facts{
			Key: tt.key, URL: "https://site.example/", Internal: true, Verdict: outcome.Broken,
			Platform: tt.platform, Server: tt.server,
		}, "en")
		if err != nil {
			t.Fatal(err)
		}
		got := false
		for _, r := range x.References {
			got = got || strings.Contains(r.URL, tt.part)
		}
		if got != tt.want {
			t.Errorf("%s on %q, %q: a reference to %s: %v, want %v", tt.key, tt.platform, tt.server, tt.part, got, tt.want)
		}
	}
}

// TestMessagesNameNoKeys: what a check says of itself by an outcome's key is nothing
// that a host could use.
func TestMessagesNameNoKeys(t *testing.T) {
	f := Facts{Key: outcome.RedirectLoop, URL: "https://site.example/", Internal: true, Verdict: outcome.Broken}
	for detail, want := range map[string]string{
		"request site.example: redirect-loop": "",
		"tls site.example: bad record":        "tls site.example: bad record",
	} {
		if got := f.WithEvidence(result.Evidence{Detail: detail}).Detail; got != want {
			t.Errorf("%q: the detail is %q, want %q", detail, got, want)
		}
	}
}
