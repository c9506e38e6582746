package render

import (
	"strings"
	"testing"
)

// (check 125)
func TestIsTracker(t *testing.T) {
	for _, c := range []struct {
		address, page string
		want          bool
	}{
		{"https://www.google-analytics.com/g/collect", "https://bakery.example/", true},
		{"https://GoogleTagManager.com/gtm.js", "https://bakery.example/", true},
		{"https://region1.analytics.google.com/g/collect", "https://bakery.example/", true},
		{"https://notgoogletagmanager.com/gtm.js", "https://bakery.example/", false},
		{"https://fonts.googleapis.com/css", "https://bakery.example/", false},
		{"https://www.facebook.com/", "https://bakery.example/", false},
		{"::", "https://bakery.example/", false},
		// Variants of pages are not counting.
		{"https://api.lab.amplitude.com/sdk/v2/vardata", "https://bakery.example/", false},
		// A site of the tracker itself is made of it.
		{"https://plausible.io/js/app.js", "https://plausible.io/docs", false},
		{"https://static.hotjar.com/app.js", "https://www.hotjar.com/", false},
		{"https://cdn.amplitude.com/app.js", "https://com/", true},
	} {
		if got := isTracker(c.address, c.page); got != c.want {
			t.Errorf("%s on %s: got %v", c.address, c.page, got)
		}
	}
}

// Each entry is a host that its owner names, with where.
func TestTrackersHaveTheirSource(t *testing.T) {
	for host, source := range trackers {
		if host != strings.ToLower(host) || strings.ContainsAny(host, "/:") || strings.Count(host, ".") == 0 || len(source) < 12 {
			t.Errorf("%q: %q", host, source)
		}
	}
}
