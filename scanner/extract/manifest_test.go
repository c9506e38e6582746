package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check 107. The manifest is http://example.com/dir/app.webmanifest.
func TestManifest(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"icons, shortcuts and screenshots", "\ufeff" + `{"name": "x", "start_url": "/no", "icons": [{"src": "a.png", "sizes": "1x1"}, {"src": "/b.png"}, {"sizes": "2x2"}],
			"shortcuts": [{"url": "/no", "icons": [{"src": "c.png"}]}], "screenshots": [{"src": "https://cdn.example/d.png"}]}`, []string{
			"manifest[icons] http://example.com/dir/a.png", "manifest[icons] http://example.com/b.png",
			"manifest[shortcuts] http://example.com/dir/c.png", "manifest[screenshots] https://cdn.example/d.png",
		}},
		{"no icons", `{}`, nil},
		{"no manifest", `<!doctype html>`, nil},
		{"another kind of value", `{"icons": "a.png"}`, nil},
		{"too large", `{"icons": [{"src": "a.png"}], "x": "` + strings.Repeat("x", maxData) + `"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			links, omitted := Manifest([]byte(tt.body), at(t, "http://example.com/dir/app.webmanifest"))
			if diff := cmp.Diff(tt.want, briefs(links)); diff != "" || omitted != 0 {
				t.Errorf("%d omitted; (-want +got)\n%s", omitted, diff)
			}
		})
	}
	many := `{"icons": [` + strings.Repeat(`{"src": "a.png"},`, maxCandidates+5) + `{"src": "a.png"}]}`
	if links, omitted := Manifest([]byte(many), at(t, page)); len(links) != maxCandidates || omitted != 6 {
		t.Errorf("got %d links, %d omitted", len(links), omitted)
	}
}
