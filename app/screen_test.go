package app

import (
	"path/filepath"
	"testing"
	"time"

	"sitewell/scanner/result"
)

func TestProgressLine(t *testing.T) {
	now := time.Date(2026, 11, 3, 9, 15, 0, 0, time.UTC)
	base := result.Progress{Found: 3400, Checked: 1200, Skipped: 4, Problems: 1, Rate: 35.4}
	wait := func(r result.WaitReason, d time.Duration) result.Progress {
		p := base
		p.Slow = []result.HostWait{{Host: "bakery.example", Until: now.Add(d), Reason: r}}
		return p
	}
	const line = "1,204 of 3,400 checked, 1 problem, 35/s"
	tests := []struct {
		name string
		p    result.Progress
		want string
	}{
		{"at work", base, line},
		{"asked to wait", wait(result.WaitRetryAfter, 30*time.Second), line + ", bakery.example asks us to wait 30 s"},
		{"trying again", wait(result.WaitRetry, 5*time.Second), line + ", trying bakery.example again in 5 s"},
		{"not worth a word", wait(result.WaitRetryAfter, time.Second), line},
		{"so many a second", wait(result.WaitRate, 0), line + ", slowly because bakery.example refuses more requests"},
		{"offline", wait(result.WaitOffline, 0), "Waiting for the network, 1,204 of 3,400 checked, 1 problem"},
		{"full disk", wait(result.WaitFull, 0), "The disk is full, waiting for room, 1,204 of 3,400 checked, 1 problem"},
		{"another program", wait(result.WaitBusy, 0), "Waiting for another program that uses the history, 1,204 of 3,400 checked, 1 problem"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := progressLine(tt.p, now); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHostIn(t *testing.T) {
	for in, want := range map[string]string{
		"bakery.example":               "bakery.example",
		"https://bakery.example/a?b#c": "bakery.example",
		"http://[::1]:8080/":           "1",
		"localhost:8080":               "localhost",
		"http://../../etc/passwd":      "site",
		"bäckerei.example":             "bckerei.example",
		"%zz":                          "site",
		"":                             "site",
	} {
		if got := hostIn(in); got != want || got != filepath.Base(got) {
			t.Errorf("hostIn(%q) = %q, want %q", in, got, want)
		}
	}
}
