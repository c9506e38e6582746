package scanner

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/weburl"
)

func TestSignedIn(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		want bool
	}{
		{"nothing", Options{}, false},
		{"password", Options{Credential: Credential{User: "me"}}, true},
		{"cookie", Options{Credential: Credential{Cookie: "a=b"}}, true},
		{"header", Options{Credential: Credential{Header: "Authorization", Value: "Bearer x"}}, true},
		{"a language is no right", Options{Header: http.Header{"Accept-Language": {"de"}}}, false},
		{"any other header may be", Options{Header: http.Header{"X-Preview": {"1"}}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := signedIn(tt.o); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// neighbours is a site with everything around it that must not see its
// sign-in: other ports, the other scheme, a sub-domain, another site, and
// redirects to all of them and back.
const neighbours = `
-- host https://site.test --
-- GET / --
401
!unless Cookie: session=s3cret

-- GET / --

<a href="/out">o</a> <a href="/in">i</a> <a href="/away">a</a> <a href="/port">p</a> <a href="/plain">h</a> <a href="/shop">s</a>
<a href="/leave">l</a> <a href="/user/logout">bye</a> <a href="/cart?remove_item=1">r</a>
<a href="https://site.test:8443/">port</a> <a href="http://site.test/">scheme</a> <a href="https://shop.site.test/">sub</a> <a href="https://other.test/">other</a>
<img src="https://other.test/pixel.png"> <form action="/posts/delete"><button>x</button></form>
-- GET /in --
302
Location: /inside

-- GET /inside --

<meta http-equiv="refresh" content="9; url=/sign-out">in
-- GET /out --
302
Location: https://other.test/landing

-- GET /away --
302
Location: https://other.test/back

-- GET /port --
302
Location: https://site.test:8443/there

-- GET /plain --
302
Location: http://site.test/there

-- GET /shop --
302
Location: https://shop.site.test/there

-- GET /leave --
302
Location: /wp-login.php?action=logout

-- GET /user/logout --
-- GET /wp-login.php --
-- GET /sign-out --
-- GET /posts/delete --
-- GET /cart --
-- host https://other.test --
-- GET / --
-- GET /pixel.png --
Content-Type: image/png

x
-- GET /landing --
-- GET /back --
302
Location: https://site.test/user/logout?from=other

-- host https://site.test:8443 --
-- GET / --
-- GET /there --
-- host http://site.test --
-- GET / --
-- GET /there --
-- host https://shop.site.test --
-- GET / --
-- GET /there --
`

// With each kind of sign-in: what looks like log-out is never asked for, not
// even by redirect, meta refresh or form, and the secret stays with the origin.
func TestSignInStaysWithItsOriginAndRequestsNothingUnsafe(t *testing.T) { // checks 53, 87, 90; truth 5
	for _, subdomains := range []bool{false, true} {
		site := sitetest.New(t, neighbours)
		m := newMemory()
		scan(t, Options{
			Start: "https://site.test/", NoDelay: true, Subdomains: subdomains,
			Credential: Credential{User: "anna", Password: "s3cret", Cookie: "session=s3cret", Header: "X-Api-Key", Value: "s3cret"},
			Resolver:   site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
		}, m)
		carried := 0
		for _, q := range site.Requests() {
			u, err := weburl.Parse(q.URL)
			if err != nil {
				t.Fatal(err)
			}
			if word := policy.UnsafeWord(u); word != "" {
				t.Errorf("sub-domains %v: %s %s was asked for while signed in", subdomains, q.Method, q.URL)
			}
			secret := q.Header.Get("Authorization") + q.Header.Get("Cookie") + q.Header.Get("X-Api-Key")
			switch {
			case u.Origin() == "https://site.test" && secret == "":
				t.Errorf("%s was asked for signed out", q.URL)
			case u.Origin() == "https://site.test":
				carried++
			case secret != "":
				t.Errorf("%s was sent %q", q.URL, secret)
			}
		}
		if carried < 8 {
			t.Errorf("only %d requests were signed in", carried)
		}
		want := map[string]outcome.Key{
			"/inside": outcome.MetaRefresh, "/leave": outcome.LogsOut, "/away": outcome.LogsOut, "/user/logout": outcome.LogsOut,
			"/cart?remove_item=1": outcome.LogsOut, "/sign-out": outcome.LogsOut, "/posts/delete": outcome.LogsOut,
		}
		got := map[string]outcome.Key{}
		for at := range want {
			c, _ := m.check("https://site.test" + at)
			got[at] = c.Outcome
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
	}
}
