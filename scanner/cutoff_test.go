package scanner

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// check 116: if all other sites fail in the same way, that is said once, and their
// addresses can't be verified. One site that works shows that the others are broken.
func TestOtherSitesCannotBeReached(t *testing.T) {
	const lookUp, refused = "dns: nxdomain\n", "connect: refused\n"
	blocked := "default: 502\n"
	tests := []struct {
		name  string
		hosts []string // options of other sites
		want  string   // how the addresses of the first one end
		says  result.Diagnosis
	}{
		{"no name look-up", []string{lookUp, lookUp, lookUp, lookUp, lookUp, lookUp}, "cant-verify dns-not-found 0", result.CutOff},
		{"no connection", []string{refused, refused, refused, refused, refused}, "cant-verify connection-refused 0", result.CutOff},
		{"a firewall, and a name that does not exist", []string{lookUp, refused, refused, refused, refused, refused}, "broken dns-not-found 0", result.CutOff},
		{"a proxy answers all", []string{blocked, blocked, blocked, blocked, blocked}, "cant-verify 502 502", result.CutOff},
		{"one site works", []string{lookUp, lookUp, lookUp, lookUp, lookUp, "default: 200\n"}, "broken dns-not-found 0", result.NoDiagnosis},
		{"one site answers 404", []string{lookUp, lookUp, lookUp, lookUp, lookUp, "\n"}, "broken dns-not-found 0", result.NoDiagnosis},
		{"four sites prove nothing", []string{lookUp, lookUp, lookUp, lookUp}, "broken dns-not-found 0", result.NoDiagnosis},
		{"not in the same way", []string{lookUp, refused, blocked, lookUp, refused, lookUp}, "broken dns-not-found 0", result.NoDiagnosis},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var links, hosts strings.Builder
			for i, options := range tt.hosts {
				fmt.Fprintf(&hosts, "-- host http://other%d.example --\n%s", i, options)
				for page := range 12 {
					fmt.Fprintf(&links, "<a href=http://other%d.example/%d>x</a>\n", i, page)
				}
			}
			synctest.Test(t, func(t *testing.T) {
				site := sitetest.New(t, "-- GET / --\n\n<a href=/two>2</a>"+links.String()+"-- GET /two --\n\nTwo\n"+hosts.String(), sitetest.InMemory())
				e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoSitemap: true, NoProbes: true})
				if err != nil {
					t.Fatal(err)
				}
				m := newMemory()
				s, err := runWatched(t.Context(), e, m, nil, audit(t))
				if err != nil {
					t.Fatal(err)
				}
				if s.Diagnosis != tt.says {
					t.Errorf("says %q (%s), want %q", s.Diagnosis, s.Sample, tt.says)
				}
				table := m.table()
				for page := range 12 {
					if got := table[fmt.Sprintf("http://other0.example/%d", page)]; got != tt.want {
						t.Errorf("page %d: got %s, want %s", page, got, tt.want)
					}
				}
				if got := table["http://site.test/two"]; got != "works 200 200" {
					t.Errorf("the site itself: got %s", got)
				}
			})
		})
	}
}
