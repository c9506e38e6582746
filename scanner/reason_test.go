package scanner

import (
	"strings"
	"testing"

	"sitewell/scanner/sitetest"
)

// check 99: what is wrong with a long data: address is judged by its whole text, of
// which the scan keeps the beginning.
func TestReasonOfALongDataAddress(t *testing.T) {
	long := strings.Repeat("AAAA", 1000)
	strangers(t, "-- GET / --\n\n<p>Pictures.<img alt=x src='data:image/png;base64,"+long+"'><img alt=y src='data:image/gif;base64,"+long+"A'>",
		func(t *testing.T, _ *sitetest.Site, m *memory) {
			got := map[string]string{}
			for _, c := range m.checks {
				u := m.addresses[c.Address-1].URL
				got[u[:min(len(u), 15)]] = string(c.Outcome) + ": " + c.Reason
			}
			if want := "unsupported-scheme: data within the page"; got["data:image/png;"] != want {
				t.Errorf("got %q, want %q", got["data:image/png;"], want)
			}
			if want := "data-bad: base64 data is cut short"; got["data:image/gif;"] != want {
				t.Errorf("got %q, want %q", got["data:image/gif;"], want)
			}
		})
}
