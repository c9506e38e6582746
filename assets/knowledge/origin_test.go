package knowledge

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
)

// unofficial are the numbers that IANA's registry of HTTP status codes does
// not have.
func unofficial() []string {
	return []string{
		"218", "419", "420", "430", "440", "444", "449", "450", "460", "463", "464",
		"494", "495", "496", "497", "498", "499", "509", "520", "521", "522", "523", "524", "525", "526", "527",
		"529", "530", "540", "561", "598", "599", "783", "999",
	}
}

// loggedOnly are numbers that a server writes into its log and sends to nobody.
func loggedOnly() []outcome.Key { return []outcome.Key{"444", "460", "499"} }

// TestWhoseNumberItIs: an official number names its standard, any other its
// inventor and that no standard has it, and one that is only in logs says
// what a visitor has of it.
func TestWhoseNumberItIs(t *testing.T) {
	for lang, ed := range mustLoad(t).editions {
		w := wordsByLanguage(t, lang)
		for key, src := range sourcesOf(t, ed) {
			if _, ok := key.Status(); !ok {
				continue
			}
			admitted := slices.ContainsFunc(w.unofficial, func(s string) bool { return strings.Contains(src.Origin, s) })
			standard := strings.HasPrefix(src.Origin, "RFC ") || strings.Contains(src.Origin, "IETF")
			if made := slices.Contains(unofficial(), string(key)); made != admitted || made == standard {
				t.Errorf("%s/%s: origin %q; unofficial: %v, says so: %v, names a standard: %v", lang, key, src.Origin, made, admitted, standard)
			}
		}
		for _, key := range loggedOnly() {
			if meaning := ed.source(key).sections[Meaning]; !strings.Contains(meaning, w.closed) {
				t.Errorf("%s/%s does not say that a visitor meets %q", lang, key, w.closed)
			}
		}
	}
}

// authorities are where a reference may lead: to the page of those who define the thing, or
// makes what it happens to.
func authorities() []string {
	return []string{
		"www.rfc-editor.org", "datatracker.ietf.org", "www.iana.org", "www.icann.org", "www.unicode.org",
		"html.spec.whatwg.org", "url.spec.whatwg.org", "fetch.spec.whatwg.org", "www.w3.org",
		"developer.mozilla.org", "wiki.mozilla.org", "developers.google.com", "developer.chrome.com", "web.dev",
		"nginx.org", "httpd.apache.org", "learn.microsoft.com", "www.microsoft.com", "www.php.net",
		"developers.cloudflare.com", "blog.cloudflare.com", "docs.aws.amazon.com", "shopify.dev",
		"laravel.com", "wordpress.org", "developer.wordpress.org", "make.wordpress.org", "developer.woocommerce.com", "nodejs.org", "docs.cpanel.net", "docs.cloudlinux.com",
		"developers.arcgis.com", "www.tornadoweb.org", "github.com/ssllabs", "github.com/google/re2", "github.com/nginx/nginx",
		"letsencrypt.org", "eff-certbot.readthedocs.io", "www.ssllabs.com", "dnsviz.net",
		"cwe.mitre.org", "cheatsheetseries.owasp.org",
	}
}

func TestReferencesLeadToAuthorities(t *testing.T) {
	used := make(map[string]bool)
	for lang, ed := range mustLoad(t).editions {
		for _, key := range slices.Sorted(maps.Keys(ed.entries)) {
			for _, r := range ed.source(key).References {
				u, err := url.Parse(r.URL)
				if err != nil {
					t.Fatal(err)
				}
				at := slices.IndexFunc(authorities(), func(a string) bool {
					return u.Host+u.Path == a || strings.HasPrefix(u.Host+u.Path, a+"/")
				})
				if at < 0 {
					t.Errorf("%s/%s: %s is nobody's own word; look for the page of those who define it, or add a new authority here", lang, key, r.URL)
					continue
				}
				used[authorities()[at]] = true
			}
		}
	}
	for _, a := range authorities() {
		if !used[a] {
			t.Errorf("no reference leads to %s any more", a)
		}
	}
}

// TestShortFormsAreOwn: tables and lists show title and short text without the
// rest, so no two entries may look the same there.
func TestShortFormsAreOwn(t *testing.T) {
	for lang, ed := range mustLoad(t).editions {
		seen := make(map[string]outcome.Key)
		for _, key := range slices.Sorted(maps.Keys(ed.entries)) {
			src := ed.source(key)
			for _, text := range []string{src.Title, src.Short} {
				if other, ok := seen[text]; ok {
					t.Errorf("%s: %s and %s are both told as %q", lang, other, key, text)
				}
				seen[text] = key
			}
			for _, text := range []string{src.Short, src.Internal.Fix} {
				if end := strings.TrimRight(text, ". "); strings.HasSuffix(end, "…") || strings.HasSuffix(text, "..") {
					t.Errorf("%s/%s: a short text is written, not cut: %q", lang, key, text)
				}
			}
		}
	}
}
