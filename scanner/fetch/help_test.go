package fetch_test

import (
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/weburl"
)

// parse reads an address that the test itself wrote.
func parse(t testing.TB, s string) weburl.URL {
	t.Helper()
	u, err := weburl.Parse(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return u
}

// newClient makes a Client for a site.
func newClient(t testing.TB, s *sitetest.Site, change ...func(*fetch.Options)) *fetch.Client {
	t.Helper()
	options := fetch.Options{Resolver: s.Resolver(), Dial: s.Dial, Roots: s.Roots()}
	for _, f := range change {
		f(&options)
	}
	c, err := fetch.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// get fetches a page.
func get(t testing.TB, c *fetch.Client, address string) *fetch.Answer {
	t.Helper()
	return c.Fetch(t.Context(), fetch.Request{URL: parse(t, address), Want: fetch.WantPage, Internal: true})
}

// hops writes a chain as "status address".
func hops(list []result.Hop) []string {
	var lines []string
	for _, h := range list {
		lines = append(lines, string(outcome.FromStatus(h.Status))+" "+h.URL)
	}
	return lines
}

// note finds a note's detail.
func note(a *fetch.Answer, key outcome.Key) (string, bool) {
	for _, n := range a.Notes {
		if n.Outcome == key {
			return n.Detail, true
		}
	}
	return "", false
}

// noteKeys lists the notes of an answer.
func noteKeys(a *fetch.Answer) []outcome.Key {
	var keys []outcome.Key
	for _, n := range a.Notes {
		keys = append(keys, n.Outcome)
	}
	return keys
}

// header returns a header field of the evidence, "" for none.
func header(list []result.Header, name string) string {
	for _, h := range list {
		if h.Name == name {
			return h.Value
		}
	}
	return ""
}
