package export

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/profile/profiletest"
)

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
	all := settingsInWords(profiletest.Full(t), title, report.English())
	if got := len(all); got != 24 {
		t.Errorf("%d facts where everything is set, want 24", got)
	}
	want = []report.Fact{
		{Name: "Further headers", Value: "Accept-Language: de"},
		{Name: "Signed in", Value: "With user name and password"},
		{Name: "Opened while signed in", Value: "Only what looks like a page"},
		{Name: "What counts as a problem", Value: "Forbidden (403): Works\nNo such name (dns-not-found): Warning"},
	}
	if diff := cmp.Diff(want, all[20:]); diff != "" {
		t.Errorf("last facts (-want +got):\n%s", diff)
	}
}
