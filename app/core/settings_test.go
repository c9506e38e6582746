package core

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// full has every field set.
func full(t *testing.T) profile.Settings {
	t.Helper()
	s := profile.Settings{
		Version: 1, NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true, StructuredData: true, ObeyNofollow: true,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", TimeoutSeconds: 1.5, MaxBody: 1 << 20,
		Headers:  []string{"Accept-Language: de"},
		SignIn:   &profile.SignIn{Kind: profile.Password, User: "anna", Key: "bakery.example 0102"},
		Verdicts: map[outcome.Key]string{"403": "works", outcome.DNSNotFound: "warning"}, Demo: true,
	}
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not set: the tests would not notice it lost", v.Type().Field(i).Name)
		}
	}
	return s
}

// A scan runs under what was stored; the secret of its sign-in comes from
// elsewhere, for settings have no field for it.
func TestSettingsOptions(t *testing.T) {
	got := optionsOf(full(t), "https://bakery.example/")
	want := scanner.Options{
		Start: "https://bakery.example/", NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true, StructuredData: true, ObeyNofollow: true,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", Timeout: 1500 * time.Millisecond, MaxBody: 1 << 20,
		Header:    http.Header{"Accept-Language": {"de"}},
		Overrides: map[outcome.Key]outcome.Verdict{"403": outcome.Works, outcome.DNSNotFound: outcome.Warning},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(scanner.Options{})); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}
