package knowledge

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMessages(t *testing.T) {
	b := mustLoad(t)
	at := time.Date(2026, 5, 10, 10, 12, 44, 0, time.FixedZone("CEST", 7200))
	facts := Facts{
		Key: "500", Status: 500, URL: "https://bakery.example/shop", Final: "https://bakery.example/shop", Internal: true,
		Verdict: outcome.Broken, Method: "GET", RemoteAddr: "192.0.2.1:443", At: at, Server: "nginx",
		Since: at.AddDate(0, 0, -7), FailedBefore: 2, ScansBefore: 3,
		Agent: "Sitewell/1.0", Pages: 12, Links: []Link{{"https://bakery.example/", "Shop"}, {"https://bakery.example/cakes", "Order\nBcc: all"}},
		Response: []result.Header{{Name: "Server", Value: "nginx"}, {Name: "Set-Cookie", Value: "secret"}},
		Attempts: []result.Attempt{
			{At: at.Add(-time.Minute), Method: "GET", Outcome: "timeout-headers", Detail: "no headers within 30 s"},
			{At: at, Method: "GET", Status: 500, Outcome: "500"},
		},
	}
	loop := Facts{
		Key: "redirect-loop", Status: 301, URL: "https://other.example/a", Verdict: outcome.Broken, Method: "GET", At: at,
		Pages: 1, Links: []Link{{"https://bakery.example/friends", ""}},
		Hops: []result.Hop{
			{URL: "https://other.example/a", Status: 301, Location: "/b"},
			{URL: "https://other.example/b", Status: 301, Location: "/a\r\nBcc: everyone"},
		},
	}
	for _, tt := range []struct {
		file  string
		facts Facts
		to    Assignee
		lang  string
	}{
		{"500-host.txt", facts, Host, English},
		{"500-host.de.txt", facts, Host, "de"},
		{"500-developer.txt", facts, Developer, English},
		{"500-developer.de.txt", facts, Developer, "de"},
		{"loop-other-owner.txt", loop, OtherOwner, English},
		{"loop-other-owner.de.txt", loop, OtherOwner, "de"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			got, err := b.Message(tt.facts, tt.to, tt.lang)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(got, "secret") {
				t.Error("names a cookie")
			}
			path := filepath.Join("testdata", tt.file)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestMessageToSomebodyWhoCannotHelp(t *testing.T) {
	b := mustLoad(t)
	for _, to := range []Assignee{You, OtherOwner, "aunt"} {
		if text, err := b.Message(Facts{Key: "200"}, to, English); err == nil {
			t.Errorf("wrote to %s:\n%s", to, text)
		}
	}
}

func TestSearch(t *testing.T) {
	b := mustLoad(t)
	for _, tt := range []struct {
		query string
		want  outcome.Key // the first of the answers
	}{
		{"404", "404"},
		{"not found", "404"},
		{"redirect loop", "redirect-loop"},
		{"tls-expired", "tls-expired"},
		{"certificate expired", "tls-expired"},
		{"BAD GATEWAY", "502"},
		{"477", "477"},
		{"777", "777"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			found := b.Search(tt.query, English)
			if len(found) == 0 || found[0].Key != tt.want {
				var keys []outcome.Key
				for _, e := range found {
					keys = append(keys, e.Key)
				}
				t.Errorf("found %v, want %s first", keys, tt.want)
			}
		})
	}
	if got := len(b.Search("  ", English)); got != len(outcome.All()) {
		t.Errorf("an empty query lists %d", got)
	}
	if got := b.Search("xyzzy plugh", English); len(got) != 0 {
		t.Errorf("nonsense finds %d", len(got))
	}
}
