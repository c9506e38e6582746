package words

import (
	"testing"
	"time"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Every value has its own word, so that no two are confused.
func TestWordsDiffer(t *testing.T) {
	t.Run("verdicts", func(t *testing.T) { distinct(t, append(outcome.Verdicts(), outcome.Unchecked), Verdict) })
	t.Run("severities", func(t *testing.T) {
		distinct(t, []outcome.Severity{outcome.Minor, outcome.Moderate, outcome.Serious, outcome.Critical}, Severity)
	})
	t.Run("kinds", func(t *testing.T) { distinct(t, Kinds(), Kind) })
	t.Run("classes", func(t *testing.T) { distinct(t, []int{0, 1, 2, 3, 4, 5, 9}, Class) })
	t.Run("diagnoses", func(t *testing.T) {
		distinct(t, []result.Diagnosis{
			result.StartUnreachable, result.StartForbidden, result.RobotsUnreachable, result.RedirectsElsewhere,
			result.ScriptOnly, result.NoLinks, result.NotAPage, result.Blocked, result.SignInNeeded, result.SignInRefused,
			result.PagesNeedSignIn, result.MostUnverified, result.LimitReached, result.CutOff, result.NoHandles, result.Offline, "another",
		}, func(d result.Diagnosis) string {
			title, advice := Gap(coverage.Gaps(coverage.Scan{Diagnosis: d, Sample: "1204"})[0])
			if advice == "" {
				t.Errorf("%s has no advice", d)
			}
			return title
		})
	})
}

func distinct[T comparable](t *testing.T, all []T, word func(T) string) {
	t.Helper()
	seen := map[string]T{}
	for _, v := range all {
		w := word(v)
		if w == "" {
			t.Errorf("%v has no word", v)
		}
		if other, dup := seen[w]; dup {
			t.Errorf("%v and %v are both %q", v, other, w)
		}
		seen[w] = v
	}
}

func TestFormats(t *testing.T) {
	at := time.Date(2026, 5, 3, 14, 7, 0, 0, time.UTC)
	tests := []struct{ lang, got, want string }{
		{"en_US.UTF-8", "number", "1,234,567"},
		{"de_DE.UTF-8", "number", "1.234.567"},
		{"en_US.UTF-8", "date", "5/3/2026 2:07 PM"},
		{"en_GB.UTF-8", "date", "03/05/2026 14:07"},
		{"de_DE.UTF-8", "date", "03.05.2026 14:07"},
		{"ja_JP.UTF-8", "date", "2026-05-03 14:07"},
		{"en_US.UTF-8", "size", "1.2 MB"},
		{"de_DE.UTF-8", "size", "1,2 MB"},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.got, func(t *testing.T) {
			t.Setenv("LC_ALL", tt.lang)
			got := map[string]string{"number": Number(1234567), "date": DateTime(at), "size": Size(1_234_567)}[tt.got]
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDuration(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	tests := []struct {
		in   time.Duration
		want string
	}{
		{0, ""},
		{10 * time.Microsecond, "1 ms"},
		{120 * time.Millisecond, "120 ms"},
		{2500 * time.Millisecond, "2.5 s"},
		{59 * time.Second, "59 s"},
		{192 * time.Second, "3 min 12 s"},
		{125 * time.Minute, "2 h 5 min"},
	}
	for _, tt := range tests {
		if got := Duration(tt.in); got != tt.want {
			t.Errorf("Duration(%v): got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSize(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	for in, want := range map[int64]string{-1: "", 0: "0 bytes", 999: "999 bytes", 1500: "2 kB", 999_600: "1 MB", 3_000_000_000: "3 GB"} {
		if got := Size(in); got != want {
			t.Errorf("Size(%d): got %q, want %q", in, got, want)
		}
	}
}
