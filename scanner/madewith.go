package scanner

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"sitewell/scanner/redact"
	"sitewell/scanner/result"
)

// madeWith gathers what a site is made with and in which versions: by what its pages
// and its server say of themselves, and by the addresses of its styles and scripts.
// Of several versions the most frequent counts.
type madeWith struct {
	counts map[string]map[string]int // by name and version
	pages  int                       // that were looked at
}

// Limits of what is looked at and kept.
const (
	madeWithPages = 200
	madeWithNames = 300
	madeWithText  = 80 // bytes of a name or a version
)

// page takes in what a page of the site and its server say.
func (m *madeWith) page(v *visit) {
	if m.pages++; m.pages > madeWithPages {
		return
	}
	m.product(v.document.Generator)
	m.headers(v.answer.Header)
}

// headers takes in the fields by which servers say what they run (RFC 9110 §10.2.4
// Server, and what is usual beside it).
func (m *madeWith) headers(h http.Header) {
	for _, name := range []string{"Server", "X-Powered-By"} {
		for _, value := range h.Values(name) {
			for _, token := range serverProduct.FindAllStringSubmatch(value, 8) {
				m.add(token[1], token[2])
			}
		}
	}
	m.add("ASP.NET", h.Get("X-AspNet-Version"))
	m.product(h.Get("X-Generator"))
}

var (
	// serverProduct is a product and its version (RFC 9110 §10.1.5).
	serverProduct = regexp.MustCompile(`([A-Za-z][\w.+-]*)/(\d[\w.+-]*)`)
	// generator is a name and a version, as meta generator has them.
	generator = regexp.MustCompile(`^([A-Za-z][^;(<>]*?)[ /]+v?(\d[\w.+-]*)`)
)

// product takes in a text like "WordPress 6.4.2".
func (m *madeWith) product(text string) {
	if found := generator.FindStringSubmatch(text); found != nil {
		m.add(found[1], found[2])
	}
}

// asset takes in the address of a style sheet or a script of the site.
func (m *madeWith) asset(a *result.Address) {
	if !a.Internal {
		return
	}
	switch a.Kind {
	case result.KindStyle, result.KindScript, result.KindModule:
	default:
		return
	}
	path, query, _ := strings.Cut(a.URL, "?")
	if found := shopifyTheme.FindStringSubmatch(path); found != nil {
		m.add("Shopify theme", found[1])
		return
	}
	if query == "" {
		return
	}
	parameter, name := "ver", ""
	if found := wordPressPart.FindStringSubmatch(path); found != nil {
		name = "WordPress " + strings.TrimSuffix(found[1], "s") + " " + found[2]
	} else if drupalCore.MatchString(path) {
		parameter, name = "v", "Drupal core"
	}
	if name == "" {
		return
	}
	values, err := url.ParseQuery(query)
	if version := values.Get(parameter); err == nil && isVersion.MatchString(version) {
		m.add(name, version)
	}
}

var (
	wordPressPart = regexp.MustCompile(`/wp-content/(plugins|themes)/([^/]+)/`)
	shopifyTheme  = regexp.MustCompile(`/cdn/shop/(t/\d+)/assets/`)
	drupalCore    = regexp.MustCompile(`/core/(?:misc|themes|modules)/`)
	// isVersion leaves out times and hashes, which say that a file changed and no more.
	isVersion = regexp.MustCompile(`^v?\d{1,4}(\.\d{1,6}){1,3}([-.+]?[a-z]{1,6}\d*)?$`)
)

func (m *madeWith) add(name, version string) {
	name, version = strings.TrimSpace(name), strings.TrimSpace(version)
	if version == "" || len(name) > madeWithText || len(version) > madeWithText {
		return
	}
	versions := m.counts[name]
	if versions == nil {
		if len(m.counts) >= madeWithNames {
			return
		}
		if m.counts == nil {
			m.counts = make(map[string]map[string]int)
		}
		versions = make(map[string]int)
		m.counts[name] = versions
	}
	versions[version]++
}

// versions returns the version of everything that was seen. A plugin that does not say
// its version shows that of WordPress itself, so any other counts before that.
func (m *madeWith) versions(r *redact.Redactor) map[string]string {
	wordPress := m.counts["WordPress"]
	result := make(map[string]string, len(m.counts))
	for name, versions := range m.counts {
		weight := func(v string) int {
			if wordPress[v] > 0 && name != "WordPress" {
				return 0
			}
			return versions[v]
		}
		best := ""
		for _, v := range slices.Sorted(maps.Keys(versions)) {
			if best == "" || weight(v) > weight(best) {
				best = v
			}
		}
		result[r.Text(name)] = r.Text(best)
	}
	return result
}
