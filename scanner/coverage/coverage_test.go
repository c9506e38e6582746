package coverage

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
)

// Every case in which a scan did not read what it was meant to read says so
// first, and offers what helps.
func TestOf(t *testing.T) {
	diagnosed := func(d result.Diagnosis, sample string) Scan { return Scan{Diagnosis: d, Sample: sample} }
	tests := []struct {
		name   string
		scan   Scan
		extent Extent
		says   string // the beginning of the first sentence, "" for none
		help   []Help
	}{
		{"everything was read", Scan{}, All, "", nil},
		{"redirect to another host", diagnosed(result.RedirectsElsewhere, "http://localhost:8/"), None, "The start address leads to another site", []Help{ScanAddress}},
		{"401", diagnosed(result.SignInNeeded, "http://a.example/"), None, "The start page asks for a sign-in", []Help{SignIn}},
		{"401 on many pages", diagnosed(result.PagesNeedSignIn, "40"), Part, "Pages that ask for a sign-in", []Help{SignIn}},
		{"401 although signed in", diagnosed(result.SignInRefused, "http://a.example/"), Part, "The site did not accept the sign-in", []Help{SignIn}},
		{"403, wall or challenge", diagnosed(result.Blocked, "http://a.example/"), None, "The site refused Sitewell", []Help{TryAgain}},
		{"robots.txt disallows", diagnosed(result.StartForbidden, "robots.txt line 2: /"), None, "The site's robots.txt asks programs to stay away", []Help{IgnoreRobots}},
		{"robots.txt 5xx", diagnosed(result.RobotsUnreachable, "robots.txt could not be read (503)"), None, "The site's robots.txt could not be read", []Help{TryAgain, IgnoreRobots}},
		{"robots.txt timed out", diagnosed(result.RobotsUnreachable, "robots.txt could not be read (timeout-headers)"), None, "The site's robots.txt could not be read", []Help{TryAgain, IgnoreRobots}},
		{"DNS failure", diagnosed(result.StartUnreachable, "dns-not-found"), None, "The site's name could not be looked up", []Help{TryAgain}},
		{"TLS failure", diagnosed(result.StartUnreachable, "tls-handshake"), None, "No secure connection", []Help{TryAgain}},
		{"time-out", diagnosed(result.StartUnreachable, "timeout-headers"), None, "The server did not answer in time", []Help{TryAgain}},
		{"refused", diagnosed(result.StartUnreachable, "connection-refused"), None, "The server did not accept a connection", []Help{TryAgain}},
		{"error page", diagnosed(result.StartUnreachable, "500"), None, "The start page answered with the error", []Help{TryAgain}},
		{"redirect loop", diagnosed(result.StartUnreachable, "redirect-loop"), None, "The start address returned no page", []Help{TryAgain}},
		{"a file", diagnosed(result.NotAPage, "application/pdf"), None, "The start address is a file", []Help{Settings}},
		{"one page because of scripts", diagnosed(result.ScriptOnly, ""), Part, "Only 1 page was read", []Help{Settings}},
		{"one page without links is a whole site", diagnosed(result.NoLinks, ""), All, "Only 1 page: it has no links", nil},
		{"limit reached", diagnosed(result.LimitReached, "120"), Part, "Some links were not looked at", []Help{Settings}},
		{"stopped", Scan{State: Stopped, Waiting: 7}, Part, "This scan was stopped", []Help{Resume, ScanAgain}},
		{"stopped at its very end", Scan{State: Stopped}, All, "", nil},
		{"interrupted", Scan{State: Interrupted, Waiting: 7}, Part, "This scan was interrupted", []Help{Resume, ScanAgain}},
		{"interrupted before anything was found", Scan{State: Interrupted}, Part, "This scan was interrupted", []Help{Resume, ScanAgain}},
		{"offline", Scan{State: Stopped, Waiting: 7, Diagnosis: result.Offline}, Part, "This computer lost its network", []Help{Resume, ScanAgain}},
		{"most pages Can't verify", diagnosed(result.MostUnverified, "61"), Part, "The server did not let Sitewell check most", []Help{TryAgain}},
		{"check 116: no other site is reached", diagnosed(result.CutOff, "12"), All, "Other sites can't be reached from here", []Help{TryAgain}},
		{"no file handles", Scan{State: Stopped, Waiting: 7, Diagnosis: result.NoHandles}, Part, "This computer had no file handles left", []Help{Resume, ScanAgain}},
		{"what a newer version found", diagnosed("another", ""), Part, "This scan found surprisingly little", []Help{TryAgain}},
		{"the start page comes before the end", Scan{State: Stopped, Waiting: 7, Diagnosis: result.SignInNeeded}, None, "The start page asks for a sign-in", []Help{SignIn}},
		{"the end comes before the limit", Scan{State: Stopped, Waiting: 7, Diagnosis: result.LimitReached, Sample: "3"}, Part, "This scan was stopped", []Help{Resume, ScanAgain}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gaps := Gaps(tt.scan)
			if got := ExtentOf(gaps); got != tt.extent {
				t.Errorf("extent: got %d, want %d", got, tt.extent)
			}
			if tt.says == "" {
				if len(gaps) != 0 {
					t.Errorf("got %v, want nothing to be said", gaps)
				}
				return
			}
			if len(gaps) == 0 || !strings.HasPrefix(gaps[0].Text, tt.says) {
				t.Fatalf("got %v, want %q first", gaps, tt.says)
			}
			if diff := cmp.Diff(tt.help, gaps[0].Help); diff != "" {
				t.Errorf("help (-want +got):\n%s", diff)
			}
			for _, g := range gaps {
				if g.Next == "" {
					t.Errorf("%q: nothing is advised", g.Text)
				}
				if slices.Contains(g.Help, ScanAddress) != (g.Address != "") {
					t.Errorf("%q: address to scan instead is %q", g.Text, g.Address)
				}
				for name := range g.Data {
					if !strings.Contains(g.Text+g.Next, "{{."+name+"}}") {
						t.Errorf("%q does not say its %s", g.Text, name)
					}
				}
			}
		})
	}
}

func TestHeadline(t *testing.T) {
	for extent, want := range map[Extent]string{All: "", Part: "Only part of this site was scanned", None: "This site was not scanned"} {
		if got := extent.Headline().Text; got != want {
			t.Errorf("%d: got %q, want %q", extent, got, want)
		}
	}
}
