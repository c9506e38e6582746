// Package profiletest has settings for tests.
package profiletest

import (
	"reflect"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// Full returns settings in which every field is set, and fails the test where one is
// not.
func Full(t testing.TB) profile.Settings {
	t.Helper()
	s := profile.Settings{
		Version: 1, NoExternal: true, Subdomains: true, Include: []string{"/shop/"}, Exclude: []string{"/cart"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true, StructuredData: true, ObeyNofollow: true, PagesOnly: true, Render: profile.RenderAlways, Pictures: profile.PicturesNever,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", TimeoutSeconds: 1.5, MaxBody: 1 << 20,
		Headers:  []string{"Accept-Language: de"},
		SignIn:   &profile.SignIn{Kind: profile.Password, User: "anna", Key: "bakery.example 0102"},
		Verdicts: map[outcome.Key]string{"403": "works", outcome.DNSNotFound: "warning"}, Demo: true, Folder: "/home/anna/site/public", Platform: "Drupal", Panel: "Plesk", Schedule: &profile.Schedule{Plan: "weekly mon 07:00", Since: time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC), Mail: []string{"anna@agency.example"}, Webhook: &profile.Webhook{Host: "chat.example", Key: "webhook chat.example 01"}, Failed: "There is no website there."},
		List: "yigpKSi20tdPSsxOLarUS61IzC3ISdXnwiGeVJSamAIIAAD//w==",
	}
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not set: the tests would not notice it lost", v.Type().Field(i).Name)
		}
	}
	return s
}
