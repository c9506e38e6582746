package core

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile/profiletest"
)

// A scan runs under what was stored; the secret of its sign-in comes from
// elsewhere, for settings have no field for it.
func TestSettingsOptions(t *testing.T) {
	got := optionsOf(profiletest.Full(t), "https://bakery.example/")
	want := scanner.Options{
		Start: "https://bakery.example/", NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true, StructuredData: true, ObeyNofollow: true, PagesOnly: true, Render: scanner.RenderAlways,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", Timeout: 1500 * time.Millisecond, MaxBody: 1 << 20,
		Header:    http.Header{"Accept-Language": {"de"}},
		Overrides: map[outcome.Key]outcome.Verdict{"403": outcome.Works, outcome.DNSNotFound: outcome.Warning},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(scanner.Options{})); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}
