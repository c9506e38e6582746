package scanner

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
)

func TestMadeWith(t *testing.T) {
	var m madeWith
	for range 2 {
		m.page(&visit{
			answer: &fetch.Answer{Header: http.Header{
				"Server": {"Apache/2.4.57 (Debian) OpenSSL/3.0.9"}, "X-Powered-By": {"PHP/8.1.2", "Express"}, "X-Aspnet-Version": {"4.0.30319"},
			}},
			document: &extract.Document{Generator: "WordPress 6.4.2"},
		})
	}
	m.page(&visit{answer: &fetch.Answer{}, document: &extract.Document{Generator: "Drupal 10 (https://www.drupal.org)"}})
	m.page(&visit{answer: &fetch.Answer{}, document: &extract.Document{Generator: "Elementor 3.21.0; features: x"}})
	m.page(&visit{answer: &fetch.Answer{}, document: &extract.Document{Generator: "TYPO3 CMS"}})
	for _, address := range []string{
		"/wp-content/plugins/contact-form-7/style.css?ver=5.8", "/wp-content/plugins/contact-form-7/a.js?ver=6.4.2",
		"/wp-content/plugins/contact-form-7/b.js?ver=6.4.2", "/wp-content/themes/astra/main.js?x=1&ver=4.1.0-beta2",
		"/wp-content/themes/hashed/main.js?ver=1700000000", "/wp-content/plugins/core-like/a.js?ver=6.4.2", "/wp-content/plugins/none/a.js",
		"/core/misc/drupal.js?v=10.2.3", "/cdn/shop/t/12/assets/theme.js?v=123456", "/other.js?ver=1.0",
	} {
		m.asset(&result.Address{URL: "https://example.com" + address, Internal: true, Kind: result.KindScript})
	}
	m.asset(&result.Address{URL: "https://other.example/wp-content/plugins/foreign/a.js?ver=1.0", Kind: result.KindScript})
	m.asset(&result.Address{URL: "https://example.com/wp-content/plugins/linked/a.js?ver=1.0", Internal: true, Kind: result.KindPage})
	want := map[string]string{
		"Apache": "2.4.57", "OpenSSL": "3.0.9", "PHP": "8.1.2", "ASP.NET": "4.0.30319", "WordPress": "6.4.2", "Drupal": "10", "Elementor": "3.21.0",
		"WordPress plugin contact-form-7": "5.8", "WordPress plugin core-like": "6.4.2", "WordPress theme astra": "4.1.0-beta2",
		"Drupal core": "10.2.3", "Shopify theme": "t/12",
	}
	if d := cmp.Diff(want, m.versions(nil)); d != "" {
		t.Errorf("versions (-want +got):\n%s", d)
	}
}

func TestNotableRobots(t *testing.T) {
	for directives, want := range map[string]string{
		"":              "",
		"index, follow": "",
		"index, follow, max-image-preview:large, max-snippet:-1, max-video-preview:-1": "max-image-preview:large",
		"noindex,nofollow; X-Robots-Tag: NoIndex, noarchive":                           "noarchive, nofollow, noindex",
	} {
		if got := notableRobots(directives); got != want {
			t.Errorf("%q: %q, want %q", directives, got, want)
		}
	}
}
