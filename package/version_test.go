package main

import "testing"

func TestSemantic(t *testing.T) {
	for described, want := range map[string]string{
		"v1.2.3-0-gabcdef":          "1.2.3",
		"v1.2.3-0-gabcdef-dirty":    "1.2.4-dev.0.gabcdef.dirty",
		"v1.2.3-5-gabcdef":          "1.2.4-dev.5.gabcdef",
		"v2.0.0-rc.1-0-gabcdef":     "2.0.0-rc.1",
		"v2.0.0-rc.1-7-gabcdef":     "2.0.0-rc.1.dev.7.gabcdef",
		"v0.0.0-1234-gabcdef":       "0.0.0-dev.1234.gabcdef",
		"v0.0.0-1234-gabcdef-dirty": "0.0.0-dev.1234.gabcdef.dirty",
	} {
		if got, err := semantic(described); got != want || err != nil {
			t.Errorf("semantic(%q) = %q, %v, want %q", described, got, err, want)
		}
	}
	if got, err := semantic("vNext-3-gabc"); err == nil {
		t.Errorf("a tag that is no version gives %q", got)
	}
}
