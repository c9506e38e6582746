package scanner

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/mccutchen/go-httpbin/v2/httpbin"

	"sitewell/scanner/sitetest"
)

// TestHTTPBin scans a server that others wrote to test HTTP clients with, once
// as a host of the site itself and once as another site, in virtual time with
// all defaults.
func TestHTTPBin(t *testing.T) {
	type line struct{ path, internal, external string }
	lines := []line{
		{"/status/200", "warning empty-page/200", "works 200"},
		{"/status/201", "warning empty-page/201", "works 201"},
		{"/status/202", "warning empty-page/202", "works 202"},
		{"/status/204", "works 204", "works 204"},
		{"/status/206", "warning empty-page/206", "works 206"},
		{"/status/300", "warning 300", "warning 300"},
		{"/status/301", "warning redirect-chain/200", "warning redirect-chain/200"},
		{"/status/302", "warning redirect-chain/200", "works 302/200"},
		{"/status/303", "warning redirect-chain/200", "works 303/200"},
		{"/status/304", "warning 304", "warning 304"},
		{"/status/305", "warning 305", "warning 305"},
		{"/status/307", "warning redirect-chain/200", "works 307/200"},
		{"/status/308", "warning 308/200", "warning 308/200"},
		{"/status/400", "broken 400", "broken 400"},
		{"/status/401", "cant-verify 401", "cant-verify 401"},
		{"/status/402", "cant-verify 402", "cant-verify 402"},
		{"/status/403", "broken 403", "cant-verify 403"},
		{"/status/404", "broken 404", "broken 404"},
		{"/status/405", "broken 405", "cant-verify 405"},
		{"/status/406", "broken 406", "cant-verify 406"},
		{"/status/407", "cant-verify 407", "cant-verify 407"},
		{"/status/410", "broken 410", "broken 410"},
		{"/status/418", "broken 418", "cant-verify 418"},
		{"/status/429", "cant-verify 429", "cant-verify 429"},
		{"/status/451", "cant-verify 451", "cant-verify 451"},
		{"/status/500", "broken 500", "broken 500"},
		{"/status/502", "broken 502", "broken 502"},
		{"/status/503", "broken 503", "cant-verify 503"},
		{"/status/504", "broken 504", "broken 504"},
		{"/status/598", "broken 598", "cant-verify 598"},
		{"/redirect/1", "works 302/200", "works 302/200"},
		{"/redirect/3", "warning redirect-chain/200", "works 302/200"},
		{"/redirect/20", "warning redirect-chain/200", "works 302/200"},
		{"/redirect/21", "broken redirect-too-many/302", "broken redirect-too-many/302"},
		{"/absolute-redirect/1", "works 302/200", "works 302/200"},
		{"/absolute-redirect/3", "warning redirect-chain/200", "works 302/200"},
		{"/relative-redirect/1", "works 302/200", "works 302/200"},
		{"/relative-redirect/3", "warning redirect-chain/200", "works 302/200"},
		{"/redirect-to?url=/html", "works 302/200", "works 302/200"},
		{"/redirect-to?url=/html&status_code=301", "warning 301/200", "warning 301/200"},
		{"/redirect-to?url=/html&status_code=307", "works 307/200", "works 307/200"},
		{"/redirect-to?url=/html&status_code=308", "warning 308/200", "warning 308/200"},
		{"/redirect-to?url=/status/404", "broken redirect-broken/404", "broken redirect-broken/404"},
		{"/redirect-to?url=http://nobody.invalid/", "broken redirect-broken", "broken redirect-broken"},
		{"/redirect-to?url=http://10.0.0.1/", "broken redirect-broken", "broken redirect-broken"},
		{"/redirect-to", "broken 400", "broken 400"},
		{"/cookies", "works 200", "works 200"},
		{"/cookies/set?a=1", "works 302/200", "works 302/200"},
		{"/cookies/delete?a", "works 302/200", "works 302/200"},
		{"/gzip", "works 200", "works 200"},
		{"/deflate", "works 200", "works 200"},
		{"/brotli", "broken 501", "cant-verify 501"},
		{"/delay/5", "works 200", "works 200"},
		{"/drip?duration=5&numbytes=10", "works 200", "works 200"},
		{"/drip?duration=1&numbytes=10&code=404", "broken 404", "broken 404"},
		{"/drip?duration=1&delay=3", "works 200", "works 200"},
		{"/bytes/1000", "works 200", "works 200"},
		{"/stream-bytes/5000", "works 200", "works 200"},
		{"/stream/5", "works 200", "works 200"},
		{"/range/1000", "works 200", "works 200"},
		{"/trailers?x=1", "works 200", "works 200"},
		{"/sse?duration=1s&count=3", "works 200", "works 200"},
		{"/basic-auth/user/secret", "cant-verify 401", "cant-verify 401"},
		{"/hidden-basic-auth/user/secret", "broken 404", "broken 404"},
		{"/digest-auth/auth/user/secret", "cant-verify 401", "cant-verify 401"},
		{"/bearer", "cant-verify 401", "cant-verify 401"},
		{"/unstable?failure_rate=0", "warning empty-page/200", "works 200"},
		{"/unstable?failure_rate=1", "broken 500", "broken 500"},
		{"/encoding/utf8", "works 200", "works 200"},
		{"/html", "works 200", "works 200"},
		{"/forms/post", "works 200", "works 200"},
		{"/json", "works 200", "works 200"},
		{"/xml", "works 200", "works 200"},
		{"/image", "works 200", "works 200"},
		{"/image/png", "works 200", "works 200"},
		{"/image/jpeg", "works 200", "works 200"},
		{"/image/svg", "works 200", "works 200"},
		{"/image/webp", "works 200", "works 200"},
		{"/image/nonsense", "broken 404", "broken 404"},
		{"/links/4/0", "works 200", "works 200"},
		{"/links/4/3", "works 200", "works 200"},
		{"/cache", "works 200", "works 200"},
		{"/cache/60", "works 200", "works 200"},
		{"/etag/x", "works 200", "works 200"},
		{"/response-headers?X-Test=1", "works 200", "works 200"},
		{"/response-headers?Content-Type=text/plain", "works 200", "works 200"},
		{"/response-headers?Refresh=0", "works 200", "works 200"},
		{"/base64/aGVsbG8=", "works 200", "works 200"},
		{"/base64/decode/not!base64", "broken 400", "broken 400"},
		{"/anything", "works 200", "works 200"},
		{"/headers", "works 200", "works 200"},
		{"/ip", "works 200", "works 200"},
		{"/user-agent", "works 200", "works 200"},
		{"/uuid", "works 200", "works 200"},
		{"/get", "works 200", "works 200"},
		// It answers HEAD alone: a visitor would get 405, which HEAD does not
		// show at another site (check 60).
		{"/head", "broken 405", "works 200"},
		{"/post", "broken 405", "cant-verify 405"},
		{"/upload", "broken 405", "cant-verify 405"},
		{"/websocket/echo", "broken 400", "broken 400"},
		{"/deny", "skipped robots-blocked", "works 200"},
		{"/nothing", "broken 404", "broken 404"},
	}
	const own, other = "http://httpbin.site.test", "http://httpbin.example"
	var page strings.Builder
	for _, l := range lines {
		for _, origin := range []string{own, other} {
			fmt.Fprintf(&page, "<p><a href=\"%s\">%s</a>\n", origin+l.path, l.path)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "-- GET / --\n\n"+page.String(), sitetest.InMemory())
		for _, origin := range []string{own, other} {
			site.Handle(origin, httpbin.New(httpbin.WithHostname("test")).Handler())
		}
		e, err := New(Options{Start: "http://site.test/", Subdomains: true, Resolver: site.Resolver(), Dial: site.Dial})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		s, err := e.Run(t.Context(), m, nil)
		if err != nil {
			t.Fatal(err)
		}
		ledger(t, s.Progress, m)
		for _, l := range lines {
			for origin, want := range map[string]string{own: l.internal, other: l.external} {
				c, _ := m.check(origin + l.path)
				if got := c.Verdict.String() + " " + told(c); got != want {
					t.Errorf("%s: got %q, want %q (%s; %s)", origin+l.path, got, want, c.Reason, c.Evidence.Detail)
				}
			}
		}
	})
}

// The owner's sign-in opens what asks for it, in either of two ways, and is no
// use where a server wants another scheme.
func TestHTTPBinSignedIn(t *testing.T) { // checks 57, 90
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		mux := http.NewServeMux()
		mux.Handle("/", httpbin.New(httpbin.WithHostname("test")).Handler())
		mux.HandleFunc("/start", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `<a href="/basic-auth/owner/secret">1</a> <a href="/hidden-basic-auth/owner/secret">2</a>`+
				`<a href="/basic-auth/other/secret">3</a> <a href="/digest-auth/auth/owner/secret">4</a>`)
		})
		site.Handle("http://site.test", mux)
		e, err := New(Options{
			Start: "http://site.test/start", Resolver: site.Resolver(), Dial: site.Dial,
			Credential: Credential{User: "owner", Password: "secret"},
		})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		if _, err := e.Run(t.Context(), m, nil); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"/start":                              "works 200 200",
			"/start#~whole-site":                  "warning no-error-page 200", // httpbin's own 404 is bare text (check 95)
			"/basic-auth/owner/(hidden-1)":        "works 200 200",
			"/hidden-basic-auth/owner/(hidden-1)": "works 200 200", "/basic-auth/other/(hidden-1)": "cant-verify 401 401",
			"/digest-auth/auth/owner/(hidden-1)": "cant-verify 401 401",
		}
		if diff := cmp.Diff(want, short(m.table(), map[string]string{"http://site.test": ""})); diff != "" {
			t.Errorf("addresses (-want +got):\n%s", diff)
		}
	})
}
