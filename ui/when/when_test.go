package when

import (
	"testing"
	"time"

	"sitewell/ui/uitest"
)

func TestAgo(t *testing.T) {
	uitest.New(t)
	now := time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)
	tests := []struct {
		t    time.Time
		want string
	}{
		{time.Time{}, ""},
		{now, "just now"},
		{now.Add(5 * time.Second), "just now"}, // the clocks may differ
		{now.Add(-90 * time.Second), "1 minute ago"},
		{now.Add(-59 * time.Minute), "59 minutes ago"},
		{now.Add(-time.Hour), "1 hour ago"},
		{now.Add(-14 * time.Hour), "14 hours ago"},
		{now.Add(-15 * time.Hour), "yesterday"},
		{now.Add(-38 * time.Hour), "yesterday"},
		{now.Add(-39 * time.Hour), "2 days ago"},
		{now.AddDate(0, 0, -31), "31 days ago"},
		{now.AddDate(0, 0, -40), "1 month ago"},
		{now.AddDate(0, -6, 0), "6 months ago"},
		{now.AddDate(-1, -1, 0), "1 year ago"},
		{now.AddDate(-3, 0, 0), "3 years ago"},
	}
	for _, tt := range tests {
		if got := Ago(tt.t, now); got != tt.want {
			t.Errorf("Ago(%v): got %q, want %q", tt.t, got, tt.want)
		}
	}
	// Shortly after midnight, hours are still shown.
	if got, want := Ago(now.Add(-15*time.Hour), now.Add(-14*time.Hour)), "1 hour ago"; got != want {
		t.Errorf("past midnight: got %q, want %q", got, want)
	}
}

func TestLeft(t *testing.T) {
	uitest.New(t)
	for d, want := range map[time.Duration]string{
		20 * time.Second:  "less than a minute left",
		61 * time.Second:  "about 1 minute left",
		100 * time.Second: "about 2 minutes left",
		80 * time.Minute:  "about 80 minutes left",
		170 * time.Minute: "about 3 hours left",
	} {
		if got := Left(d); got != want {
			t.Errorf("Left(%v): got %q, want %q", d, got, want)
		}
	}
}
