package knowledge

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// TestNoFactIsDead: whatever the application fills in changes what a person
// reads, in an explanation or in a message, in every language. A fact that
// nothing asks for would be read from the history in vain.
func TestNoFactIsDead(t *testing.T) {
	at := time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)
	plain := Facts{Key: "500", URL: "https://bakery.example/order", Internal: true, Status: 500}
	// Each is the fact by the name of its field, an example, and the facts
	// without it where those of plain have no use for it.
	examples := []struct {
		field   string
		example any
		without Facts
	}{
		{field: "Key", example: outcome.Key("404")},
		{field: "Status", example: 404, without: Facts{Key: outcome.RedirectBroken, URL: plain.URL, Hops: []result.Hop{{Location: "/b"}}}},
		{field: "URL", example: "https://bakery.example/order", without: Facts{Key: outcome.MailtoBad}},
		{field: "Final", example: "https://bakery.example/new", without: Facts{Key: "301", URL: plain.URL}},
		{field: "Host", example: "shop.bakery.example", without: Facts{Key: outcome.DNSNotFound, URL: plain.URL}},
		{field: "Fragment", example: "opening-hours", without: Facts{Key: outcome.MissingFragment, URL: plain.URL}},
		{field: "Internal", example: false},
		{field: "Kind", example: result.KindImage, without: Facts{Key: "404", URL: plain.URL}},
		{field: "Verdict", example: outcome.Works, without: Facts{Key: "500", URL: plain.URL, ScansBefore: 2}},
		{field: "Severity", example: outcome.Minor},
		{field: "Weights", example: []outcome.Weight{outcome.StartPage}},
		{field: "Pages", example: 12},
		{field: "Links", example: []Link{{Page: "https://bakery.example/", Text: "Order"}}, without: Facts{Key: "500", URL: plain.URL, Internal: true, Pages: 1}},
		{field: "InNavigation", example: true, without: Facts{Key: "404", URL: plain.URL, Pages: 3}},
		{field: "Server", example: "nginx/1.26"},
		{field: "Platform", example: "WordPress 6.7"},
		{field: "SiteServer", example: "Microsoft-IIS/10.0"},
		{field: "SitePlatform", example: "Drupal"},
		{field: "Chosen", example: "Drupal"},
		{field: "Panel", example: "Plesk"},
		{field: "Terminal", example: true},
		{field: "Orphan", example: true},
		{field: "Since", example: at.AddDate(0, 0, -7), without: Facts{Key: "500", URL: plain.URL, FailedBefore: 1, ScansBefore: 2}},
		{field: "FailedBefore", example: 1, without: Facts{Key: "500", URL: plain.URL, ScansBefore: 2}},
		{field: "ScansBefore", example: 3},
		{field: "Method", example: "GET"},
		{field: "Agent", example: "Sitewell/1.0"},
		{field: "RemoteAddr", example: "192.0.2.7:443", without: Facts{Key: "500", URL: plain.URL, Internal: true, Method: "GET"}},
		{field: "Hops", example: []result.Hop{{URL: "https://bakery.example/a", Status: 301, Location: "/b"}}, without: Facts{Key: "301", URL: plain.URL}},
		{field: "Attempts", example: []result.Attempt{{At: at, Method: "GET"}, {At: at, Method: "GET", Status: 500}}},
		{field: "Response", example: []result.Header{{Name: "Retry-After", Value: "120"}}},
		{field: "Notes", example: []result.Note{{Outcome: outcome.ErrorLeak}}},
		{field: "Snippet", example: "Fatal error: in /home", without: Facts{Key: outcome.ErrorLeak, URL: plain.URL, Internal: true}},
		{field: "Detail", example: "stream error", without: Facts{Key: outcome.HTTP2Error, URL: plain.URL, Internal: true}},
		{field: "CertExpires", example: at.AddDate(0, 0, -3), without: Facts{Key: outcome.TLSExpired, URL: plain.URL}},
		{field: "CertSubject", example: "other.example", without: Facts{Key: outcome.TLSWrongHost, URL: plain.URL}},
		{field: "CertIssuer", example: "Test CA", without: Facts{Key: outcome.TLSSelfSigned, URL: plain.URL}},
		{field: "At", example: at},
	}
	b := mustLoad(t)
	tried := make(map[string]bool)
	for _, e := range examples {
		tried[e.field] = true
		without := e.without
		if without.Key == "" {
			without = plain
		}
		with := without
		field := reflect.ValueOf(&with).Elem().FieldByName(e.field)
		if !field.IsValid() {
			t.Fatalf("there is no fact %q", e.field)
		}
		field.Set(reflect.ValueOf(e.example))
		for _, lang := range b.Languages() {
			if all(t, b, with, lang) == all(t, b, without, lang) {
				t.Errorf("%s: %s = %v changes nothing that a person reads", lang, e.field, e.example)
			}
		}
	}
	for f := range reflect.TypeFor[Facts]().Fields() {
		if !tried[f.Name] {
			t.Errorf("nobody asks for the fact %s: use it in an entry and give an example here", f.Name)
		}
	}
}

// all is what a person can read of a problem.
func all(t *testing.T, b *Base, f Facts, lang string) string {
	t.Helper()
	x, err := b.Explain(f, lang)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintln(x.Title, x.Verdict, x.Severity, x.Why, x.Related, x.Markdown())
	for _, m := range x.Assignees {
		if m == You {
			continue
		}
		letter, err := b.Message(f, m, lang)
		if err != nil {
			t.Fatal(err)
		}
		text += letter
	}
	return text
}

// TestNotesAreTold: what a check noticed besides is told beside the outcome,
// never twice, and its own explanation is the first to be read next.
func TestNotesAreTold(t *testing.T) {
	b := mustLoad(t)
	leak := []result.Note{{Outcome: outcome.ErrorLeak}}
	f := Facts{Key: "500", URL: "https://bakery.example/", Internal: true, Status: 500, Notes: leak}
	x, err := b.Explain(f, English)
	if err != nil {
		t.Fatal(err)
	}
	if x.Related[0] != outcome.ErrorLeak {
		t.Errorf("first related is %s, want what was noted", x.Related[0])
	}
	plain := f
	plain.Key = outcome.ErrorLeak
	own, err := b.Explain(plain, English)
	if err != nil {
		t.Fatal(err)
	}
	plain.Notes = nil
	without, err := b.Explain(plain, English)
	if err != nil {
		t.Fatal(err)
	}
	if own.Markdown() != without.Markdown() {
		t.Error("an outcome is noted beside itself")
	}
}
