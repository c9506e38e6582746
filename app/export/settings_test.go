package export

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// full returns settings of which each is set.
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

func TestSettingsFacts(t *testing.T) {
	title := func(key outcome.Key) string {
		return map[outcome.Key]string{"403": "Forbidden (403)", outcome.DNSNotFound: "No such name"}[key]
	}
	want := []report.Fact{
		{Name: "Other sites", Value: "Each address checked once"},
		{Name: "User agent", Value: "Mozilla/5.0 (compatible; Sitewell/1.0)"},
	}
	if diff := cmp.Diff(want, settingsInWords(profile.Settings{}, title, report.English())); diff != "" {
		t.Errorf("facts of the usual settings (-want +got):\n%s", diff)
	}
	all := settingsInWords(full(t), title, report.English())
	if got := len(all); got != 19 {
		t.Errorf("%d facts where everything is set, want 19", got)
	}
	want = []report.Fact{
		{Name: "Further headers", Value: "Accept-Language: de"},
		{Name: "Signed in", Value: "With user name and password"},
		{Name: "What counts as a problem", Value: "Forbidden (403): Works\nNo such name (dns-not-found): Warning"},
	}
	if diff := cmp.Diff(want, all[16:]); diff != "" {
		t.Errorf("last facts (-want +got):\n%s", diff)
	}
}
