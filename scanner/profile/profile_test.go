package profile

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
)

// full returns settings in which every field is set.
func full() Settings {
	return Settings{
		Version: 1, NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true, StructuredData: true, ObeyNofollow: true, PagesOnly: true, Render: RenderAuto, Pictures: PicturesSignedIn,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", TimeoutSeconds: 1.5, MaxBody: 1 << 20,
		Headers:  []string{"Accept-Language: de"},
		SignIn:   &SignIn{Kind: Password, User: "anna", Key: "bakery.example 0102", PromptEachRun: true},
		Platform: "Drupal", Panel: "Plesk",
		Verdicts: map[outcome.Key]string{"403": "works"}, Demo: true, Folder: "/home/anna/site/public", List: "yigpKSi20tdPSsxOLarUS61IzC3ISdXnwiGeVJSamAIIAAD//w==",
		Schedule: &Schedule{Plan: "weekly mon 07:00", Since: time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)},
	}
}

func TestRoundTrip(t *testing.T) {
	want := full()
	for _, v := range []reflect.Value{reflect.ValueOf(want), reflect.ValueOf(*want.SignIn)} {
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s is not set: this test would not notice it lost", v.Type().Field(i).Name)
			}
		}
	}
	text, err := want.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestParse(t *testing.T) {
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
			got, err := Parse(tt.in)
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}
