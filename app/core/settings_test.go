package core

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/outcome"
)

// full has every field set.
func full() Settings {
	return Settings{
		Version: 1, NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", TimeoutSeconds: 1.5, MaxBody: 1 << 20,
		Verdicts: map[outcome.Key]string{"403": "works"}, Demo: true,
	}
}

func TestSettingsRoundTrip(t *testing.T) {
	want := full()
	v := reflect.ValueOf(want)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not set: this test would not notice it lost", v.Type().Field(i).Name)
		}
	}
	text, err := want.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseSettings(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestParseSettings(t *testing.T) {
	tests := []struct {
		name, in string
		want     Settings
		err      error
	}{
		{"none", "", Settings{Version: 1}, nil},
		{"zero value", `{"version":1}`, Settings{Version: 1}, nil},
		{"field of a later program", `{"version":1,"later":true,"noDelay":true}`, Settings{Version: 1, NoDelay: true}, nil},
		{"newer version", `{"version":2}`, Settings{}, ErrSettings},
		{"no JSON", `noDelay`, Settings{}, ErrSettings},
		{"no verdict", `{"version":1,"verdicts":{"404":"fine"}}`, Settings{}, ErrSettings},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSettings(tt.in)
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

// A scan runs under what was stored; nothing secret can be stored, for
// Settings has no field for it.
func TestSettingsOptions(t *testing.T) {
	got := full().options("https://bakery.example/")
	want := scanner.Options{
		Start: "https://bakery.example/", NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", Timeout: 1500 * time.Millisecond, MaxBody: 1 << 20,
		Overrides: map[outcome.Key]outcome.Verdict{"403": outcome.Works},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

func TestSettingsFacts(t *testing.T) {
	want := []report.Fact{
		{Name: "Other sites", Value: "Each address checked once"},
		{Name: "User agent", Value: "Mozilla/5.0 (compatible; Sitewell/1.0)"},
	}
	if diff := cmp.Diff(want, Settings{}.facts()); diff != "" {
		t.Errorf("facts of the usual settings (-want +got):\n%s", diff)
	}
	if got := len(full().facts()); got != 15 {
		t.Errorf("%d facts where everything is set, want 15", got)
	}
}
