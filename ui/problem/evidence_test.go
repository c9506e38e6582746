package problem

import (
	"strings"
	"testing"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// What was found of a site as a whole has the address of the site, without the fragment
// by which Sitewell tells it from that of the home page.
func TestAnswerOfWholeSite(t *testing.T) {
	d := storage.Detail{Row: storage.Row{URL: "https://example.com/#" + result.WholeSite, Final: "https://example.com/"}}
	if got := answer(d); !strings.Contains(got, "https://example.com/\n") || strings.Contains(got, result.WholeSite) {
		t.Errorf("the answer is\n%s", got)
	}
}
