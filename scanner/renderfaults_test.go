//go:build linux

package scanner

import (
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/reason"
	"sitewell/scanner/render/rendertest"
)

// A browser that fails in the middle of a page, or never starts, costs what scripts would
// have added to the page and nothing else. The reason is one that people understand.
// (check 126)
func TestBrowserFails(t *testing.T) {
	srv := httptest.NewServer(pageHandler(application()))
	defer srv.Close()
	for fault, want := range map[rendertest.Fault]string{
		rendertest.None:    "",
		rendertest.NoStart: "the browser could not be started",
		rendertest.TooOld:  "the browser is too old",
		rendertest.Drop:    "the browser crashed on this page",
		rendertest.Garbage: "the browser sent an answer that makes no sense",
	} {
		t.Run(string(fault), func(t *testing.T) {
			o := Options{Start: srv.URL + "/", Render: RenderAuto, Browser: rendertest.New(t, fault).Program, NoDelay: true, NoProbes: true, NoSitemap: true}
			m := runShowing(t, o)
			start, _ := m.check(srv.URL + "/")
			if start.Evidence.Rendering == nil || start.Evidence.Rendering.NotShown != want {
				t.Fatalf("the evidence of the start page is %+v", start.Evidence.Rendering)
			}
			if s := reason.Read(want); want != "" && (len(s) != 1 || s[0].Text != want) {
				t.Errorf("%q is not translated: %+v", want, s)
			}
			found := map[string]string{"/": "works 200 200", "/app.js": "works 200 200"}
			if want == "" {
				found[rendertest.Link] = "broken 404 404"
			}
			if diff := cmp.Diff(found, short(m.table(), map[string]string{srv.URL: ""})); diff != "" {
				t.Errorf("addresses (-want +got):\n%s", diff)
			}
		})
	}
}
