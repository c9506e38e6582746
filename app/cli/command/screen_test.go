package command

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/terminal"
	"sitewell/scanner/outcome"
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
	const done = "1,204 of 3,400 checked, 1 problem"
	tests := []struct {
		name string
		p    result.Progress
		want string
	}{
		{"at work", base, done + ", 35 a second"},
		{"asked to wait", wait(result.WaitRetryAfter, 30*time.Second), done + ". bakery.example asks us to wait 30 s"},
		{"trying again", wait(result.WaitRetry, 5*time.Second), done + ". bakery.example failed just now, trying again in 5 s"},
		{"not worth a word", wait(result.WaitRetryAfter, time.Second), done + ", 35 a second"},
		{"so many a second", wait(result.WaitRate, 0), done + ". bakery.example answers only so many requests a second, so it is asked more slowly"},
		{"offline", wait(result.WaitOffline, 0), done + ". Waiting for the network"},
		{"full disk", wait(result.WaitFull, 0), done + ". The disk is full, waiting for room"},
		{"another program", wait(result.WaitBusy, 0), done + ". Waiting for another program that uses the history"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (&watched{}).line(tt.p, now); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What a terminal shows of a scan fits it, with bars where there is room for them.
func TestProgressLines(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	now := time.Date(2026, 11, 3, 9, 15, 0, 0, time.UTC)
	var w watched
	p := result.Progress{Other: result.Share{Done: 240, Found: 800}, Problems: 15, Current: "https://bakery.example/menu"}
	p.Verdicts[outcome.Broken] = 3
	for i := range 60 {
		p.Own, p.Waiting, p.Rate = result.Share{Done: 20 * (i + 1), Found: 2400}, 3000-30*i, 35
		w.add(p, now.Add(time.Duration(i)*time.Second))
	}
	steps := func(width int) []string {
		return Steps(terminal.NewStyle(false), width, Step{"Reading pages", w.ownWords(p), w.size.Share()}, Step{"Checking other sites", otherWords(p), 0.15})
	}
	for width, want := range map[int][]string{
		80: {
			"Reading pages         ##############...............  1,200 of about 2,400",
			"Checking other sites  ####.........................  240 of 800 found so far",
		},
		40: {"Reading pages: 1,200 of about 2,400", "Checking other sites: 240 of 800 found so far"},
	} {
		if diff := cmp.Diff(want, steps(width)); diff != "" {
			t.Errorf("%d columns (-want +got):\n%s", width, diff)
		}
	}
	if got, want := w.pace(p), "15 problems (3 broken), 35 a second, less than a minute left"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLeftWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		20 * time.Second: "less than a minute left", 89 * time.Second: "about 1 minute left",
		25 * time.Minute: "about 25 minutes left", 3 * time.Hour: "about 3 hours left",
	} {
		if got := leftWords(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
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
		if got := HostIn(in); got != want || got != filepath.Base(got) {
			t.Errorf("hostIn(%q) = %q, want %q", in, got, want)
		}
	}
}
