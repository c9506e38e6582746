package words

import (
	"testing"

	"sitewell/scanner/outcome"
)

// check 115: a reason is taken apart and put together again, and what nobody can
// translate stays as it is.
func TestReason(t *testing.T) {
	for _, s := range []string{
		"HTTP 404 Not Found (3 attempts)",
		"HTTP 301 Moved Permanently, 2 redirects to https://example.com/; titled \"Not found; sorry\"",
		"the host name does not exist (2 attempts); this host failed 5 times in a row, so it was not asked again",
		"unexpected EOF; https://example.com/",
		"",
	} {
		if got := Reason(s); got != s {
			t.Errorf("got %q, want %q", got, s)
		}
	}
	if got, want := Reason("HTTP 200 OK; image promised, text/html delivered"), "HTTP 200 OK; Image promised, text/html delivered"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Happened(outcome.DNSNotFound), "the host name does not exist"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
