package speech

import (
	"testing"
	"time"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

func TestGerman(t *testing.T) {
	s, err := Of("de")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 3, 14, 5, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"Prüfung der Website a.example":  s.Say("Website check of {{.Site}}", map[string]any{"Site": "a.example"}),
		"1.204 Punkte zu beheben":        s.Plural(1204, "{{.Count}} thing to fix", "{{.Count}} things to fix"),
		"1 Punkt zu beheben":             s.Plural(1, "{{.Count}} thing to fix", "{{.Count}} things to fix"),
		"Nicht prüfbar":                  s.Verdict(outcome.CantVerify),
		"Stylesheet":                     s.Kind(result.KindStyle),
		"03.11.2026 14:05":               s.Moment(at),
		"2,5 s":                          s.Duration(2500 * time.Millisecond),
		"A text without a translation 3": s.Say("A text without a translation {{.N}}", map[string]any{"N": 3}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if none := s.Severity(outcome.NoSeverity) + s.Place(result.PlaceUnknown) + s.Moment(time.Time{}) + s.Duration(0); none != "" {
		t.Errorf("nothing is said as %q", none)
	}
}

// Numbers, dates and plural forms are those of the language.
func TestFrench(t *testing.T) {
	s, err := Of("fr")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 3, 14, 5, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"1\u00a0204 points à corriger": s.Plural(1204, "{{.Count}} thing to fix", "{{.Count}} things to fix"),
		"0 point à corriger":           s.Plural(0, "{{.Count}} thing to fix", "{{.Count}} things to fix"),
		"03/11/2026 14:05":             s.Moment(at),
		"2,5 s":                        s.Duration(2500 * time.Millisecond),
		"Cassé":                        s.Verdict(outcome.Broken),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEnglishAndOthers(t *testing.T) {
	s, err := Of("en")
	if err != nil || s.Verdict(outcome.Unchecked) != report.English().Verdict(outcome.Unchecked) {
		t.Errorf("English is not that of the command line, %v", err)
	}
	if _, err := Of("xx"); err == nil {
		t.Error("a language without a translation is spoken")
	}
}
