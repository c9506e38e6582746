package schedule

import (
	"errors"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		err        error
	}{
		{text: "daily 06:30", want: "daily 06:30"},
		{text: " Daily  6:30 ", want: "daily 06:30"},
		{text: "daily 23", want: "daily 23:00"},
		{text: "weekly mon 07:00", want: "weekly mon 07:00"},
		{text: "weekly Sunday 0:00", want: "weekly sun 00:00"},
		{text: "monthly 28 05:00", want: "monthly 28 05:00"},
		{text: "", err: ErrEvery},
		{text: "hourly 1", err: ErrEvery},
		{text: "daily", err: ErrTime},
		{text: "daily 24:00", err: ErrTime},
		{text: "daily 7:60", err: ErrTime},
		{text: "daily 7:00 pm", err: ErrTime},
		{text: "weekly 07:00", err: ErrWeekday},
		{text: "weekly", err: ErrWeekday},
		{text: "weekly moon 07:00", err: ErrWeekday},
		{text: "weekly mon", err: ErrTime},
		{text: "monthly", err: ErrDay},
		{text: "monthly 0 05:00", err: ErrDay},
		{text: "monthly 29 05:00", err: ErrDay},
		{text: "monthly -1 05:00", err: ErrDay},
		{text: "monthly 1", err: ErrTime},
	} {
		p, err := Parse(tt.text)
		if !errors.Is(err, tt.err) || (err != nil) != (tt.err != nil) {
			t.Errorf("%q: got %v, want %v", tt.text, err, tt.err)
		} else if err == nil && p.String() != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, p, tt.want)
		}
	}
}

// What a plan is when is told by the clock of the computer, also on the days on which it is
// put forward or back.
func TestNextAndLast(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const layout = "2006-01-02 15:04 MST"
	for _, tt := range []struct{ plan, now, next, last string }{
		{"daily 06:30", "2026-11-30 06:30 CET", "2026-12-01 06:30 CET", "2026-11-30 06:30 CET"},
		{"daily 06:30", "2026-11-30 06:29 CET", "2026-11-30 06:30 CET", "2026-11-29 06:30 CET"},
		{"weekly mon 07:00", "2026-11-29 23:00 CET", "2026-11-30 07:00 CET", "2026-11-23 07:00 CET"}, // a Sunday
		{"weekly sun 22:00", "2026-11-29 23:00 CET", "2026-12-06 22:00 CET", "2026-11-29 22:00 CET"},
		{"monthly 1 05:00", "2026-12-31 05:00 CET", "2027-01-01 05:00 CET", "2026-12-01 05:00 CET"},
		{"monthly 28 05:00", "2027-02-28 05:00 CET", "2027-03-28 05:00 CEST", "2027-02-28 05:00 CET"},
		{"daily 02:30", "2027-03-28 00:00 CET", "2027-03-28 03:30 CEST", "2027-03-27 02:30 CET"}, // 02:30 is skipped
		{"daily 02:30", "2027-10-31 00:00 CEST", "2027-10-31 02:30 CET", "2027-10-30 02:30 CEST"},
	} {
		p, err := Parse(tt.plan)
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.ParseInLocation(layout, tt.now, berlin)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Next(now).Format(layout); got != tt.next {
			t.Errorf("%s after %s: got %s, want %s", tt.plan, tt.now, got, tt.next)
		}
		if got := p.Last(now).Format(layout); got != tt.last {
			t.Errorf("%s before %s: got %s, want %s", tt.plan, tt.now, got, tt.last)
		}
	}
}

func TestDue(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	p := Plan{Every: Daily, Hour: 7}
	for _, tt := range []struct {
		name               string
		since, newest, now time.Time
		want               bool
	}{
		{"never scanned", at(1, 0), time.Time{}, at(2, 7), true},
		{"scanned yesterday", at(1, 0), at(1, 7), at(2, 7), true},
		{"scanned today", at(1, 0), at(2, 7), at(2, 8), false},
		{"missed yesterday", at(1, 0), at(1, 6), at(3, 6), true},
		{"just set", at(2, 8), time.Time{}, at(2, 9), false},
	} {
		if got := p.Due(tt.since, tt.newest, tt.now); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}
