package main

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// A figure that comes from one run only is reported as such, since it is no
// median: other checkers run once by default.
func TestReportSaysOneRun(t *testing.T) {
	five := make([]sample, 5)
	for i := range five {
		five[i] = sample{cpu: time.Second, wall: time.Second, memory: 1_000_000}
	}
	m := &measured{
		subject: subject{name: "docs", floor: true},
		order:   []string{bare, sitewell, "linkchecker"},
		samples: map[string][]sample{
			bare: five, sitewell: five,
			"linkchecker": {{cpu: 33 * time.Second, wall: 196 * time.Second, memory: 135_000_000}},
		},
	}
	var out strings.Builder
	if exceeded := m.report(&out); len(exceeded) > 0 {
		t.Errorf("exceeded: %q", exceeded)
	}
	for _, want := range []string{`sitewell +5 runs +1\.00 s`, `linkchecker +one run +33\.00 s`} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("the report lacks %s:\n%s", want, out.String())
		}
	}
}

// Each other checker takes part in as many turns as asked for, by default in
// one, since some take minutes.
func TestPeerRunsOnce(t *testing.T) {
	o, err := parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	if o.runs != 5 || o.peerRuns != 1 {
		t.Errorf("%d runs and %d of other checkers, want 5 and 1", o.runs, o.peerRuns)
	}
}
