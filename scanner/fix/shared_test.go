package fix

import (
	"testing"

	"sitewell/scanner/outcome"
)

func TestSharedCause(t *testing.T) {
	for _, tt := range []struct {
		p       Problem
		cause   Cause
		subject string
	}{
		{Problem{URL: "https://a.example.org/x", Outcome: outcome.DNSNotFound, Verdict: outcome.Broken}, Host, "example.org"},
		{Problem{URL: "https://a.example.org/x", Outcome: outcome.ConnectionRefused, Verdict: outcome.Broken}, Host, "a.example.org"},
		{Problem{URL: "https://a.example.org/x", Outcome: "404", Verdict: outcome.Broken}, Target, "https://a.example.org/x"},
		{Problem{URL: "https://a.example.org/x", Outcome: "403", Verdict: outcome.CantVerify}, Host, "a.example.org"},
		{Problem{URL: "https://a.example.org/x", Outcome: "404", Verdict: outcome.Broken, Internal: true}, "", ""},
		{Problem{URL: "http://a.example.org/x", Outcome: "301", Verdict: outcome.Warning}, "", ""},
		{Problem{URL: "http://localhost/x", Outcome: outcome.AddressLocalhost, Verdict: outcome.Broken}, "", ""},
		{Problem{URL: "nothing", Outcome: "404", Verdict: outcome.Broken}, "", ""},
	} {
		if cause, subject, ok := SharedCause(tt.p); cause != tt.cause || subject != tt.subject || ok != (tt.cause != "") {
			t.Errorf("%s %s: %s %q %v", tt.p.URL, tt.p.Outcome, cause, subject, ok)
		}
	}
}
