package fetch_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

const evidence = `
-- host https://shop.example --
-- GET / --
500
Server: nginx/1.25.3
X-Powered-By: PHP/8.2.1
Set-Cookie: PHPSESSID=very-secret; Path=/
Set-Cookie: laravel_session=more-secret
X-Api-Token: hidden-too
Location: https://shop.example/?token=abc&page=2

<html><head><title>Error</title><style>p{}</style></head>
<body><script>alert("no")</script><h1>Fatal  error</h1>
<p>caf&eacute; &amp; more</p>
<b>Fatal error</b>:  Uncaught Exception: no db in /var/www/html/index.php:12 in <b>/var/www/html/index.php</b> on line <b>12</b><br></body></html>
-- GET /fine --

fine
-- GET /large --
503
!repeat 1000

words and words, 
-- GET /binary --
404
Content-Type: application/octet-stream
!raw

HTTP/1.1 404 Not Found
Content-Length: 4

\x00\x01\x02\x03
`

func TestEvidence(t *testing.T) {
	site := sitetest.New(t, evidence)
	var logged bytes.Buffer
	c := newClient(t, site, func(o *fetch.Options) {
		o.Home = parse(t, "https://shop.example/")
		o.Credential = fetch.Credential{User: "me", Password: "pw-secret", Cookie: "login=cookie-secret"}
		o.Logger = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	a := c.Fetch(t.Context(), fetch.Request{
		URL: parse(t, "https://shop.example/"), Internal: true, Want: fetch.WantPage,
		Referer: parse(t, "https://shop.example/from?session=ref-secret"),
	})
	e := a.Evidence
	for _, check := range []struct{ what, got, want string }{
		{"Method", e.Method, "GET"},
		{"Protocol", e.Protocol, "HTTP/1.1"},
		{"Server", e.Server, "nginx"},
		{"Platform", e.Platform, "Laravel"},
		{"Clue", e.Clue, "cookie laravel_session; Server: nginx/1.25.3"},
		{"CertSubject", e.CertSubject, "shop.example"},
		{"CertIssuer", e.CertIssuer, "Sitetest Intermediate"},
		{"Authorization", header(e.Request, "Authorization"), "Basic (hidden)"},
		{"Cookie", header(e.Request, "Cookie"), "login=(hidden)"},
		{"Referer", header(e.Request, "Referer"), "https://shop.example/from?session=(hidden)"},
		{"User-Agent", header(e.Request, "User-Agent"), fetch.DefaultUserAgent},
		{"check 114: Accept-Language", header(e.Request, "Accept-Language"), "*"},
		{"Set-Cookie", header(e.Response, "Set-Cookie"), "PHPSESSID=(hidden); Path=/"},
		{"X-Api-Token", header(e.Response, "X-Api-Token"), "(hidden)"},
		{"Location", header(e.Response, "Location"), "https://shop.example/?token=(hidden)&page=2"},
		{"Snippet", e.Snippet, "Error Fatal error café & more Fatal error : Uncaught Exception: no db in " +
			"/var/www/html/index.php:12 in /var/www/html/index.php on line 12"},
	} {
		if check.got != check.want {
			t.Errorf("%s = %q, want %q", check.what, check.got, check.want)
		}
	}
	if !slices.IsSortedFunc(e.Response, func(x, y result.Header) int { return strings.Compare(x.Name, y.Name) }) {
		t.Error("response header is in no stable order")
	}
	if e.RemoteAddr == "" || e.Timing.Total <= 0 || e.Timing.FirstByte <= 0 || e.Timing.TLS <= 0 || e.CertExpires.IsZero() {
		t.Errorf("remote %q, timing %+v, expires %v", e.RemoteAddr, e.Timing, e.CertExpires)
	}
	if len(e.Attempts) != 1 || e.Attempts[0].Status != 500 || e.Attempts[0].Duration <= 0 {
		t.Errorf("attempts %+v", e.Attempts)
	}
	detail, ok := note(a, outcome.ErrorLeak) // check 94
	if want := "Fatal error : Uncaught Exception: no db in /var/www/html/index.php:12 in /var/www/html/index.php on line 12"; !ok || detail != want {
		t.Errorf("leak %q, want %q", detail, want)
	}
	c.Fetch(t.Context(), fetch.Request{URL: parse(t, "https://shop.example/fine?api_key=url-secret")})
	for _, secret := range []string{"pw-secret", "cookie-secret", "very-secret", "url-secret", "ref-secret", "bWU6"} {
		if strings.Contains(logged.String(), secret) {
			t.Errorf("log shows %s:\n%s", secret, logged.String())
		}
	}
	if logged.Len() == 0 {
		t.Error("nothing was logged")
	}
}

func TestSnippet(t *testing.T) {
	site := sitetest.New(t, evidence)
	c := newClient(t, site)
	if a := get(t, c, "https://shop.example/fine"); a.Evidence.Snippet != "" {
		t.Errorf("snippet of a page that works: %q", a.Evidence.Snippet)
	}
	if a := get(t, c, "https://shop.example/large"); len(a.Evidence.Snippet) > 2<<10 || len(a.Evidence.Snippet) < 2000 {
		t.Errorf("%d bytes of snippet", len(a.Evidence.Snippet))
	}
	if a := get(t, c, "https://shop.example/binary"); a.Evidence.Snippet != "" {
		t.Errorf("snippet of bytes: %q", a.Evidence.Snippet)
	}
	for _, test := range []struct{ body, contentType, want string }{
		{"caf\xe9", "text/html; charset=iso-8859-1", "café"},
		{"caf\xe9", "", "café"},
		{"\xef\xbb\xbfhello", "", "hello"},
		{"plain <b", "text/plain", "plain"},
		{strings.Repeat("ä", 2000), "", strings.Repeat("ä", 1024)},
	} {
		if got := fetch.Snippet([]byte(test.body), test.contentType); got != test.want {
			t.Errorf("%.20q gives %.40q, want %.40q", test.body, got, test.want)
		}
	}
}

func TestRedactText(t *testing.T) {
	for text, want := range map[string]string{
		"https://x.example/?a=1&b=2":                            "https://x.example/?a=1&b=2",
		"https://x.example/?access_token=abc&b=2":               "https://x.example/?access_token=(hidden)&b=2",
		"see https://me:pw@x.example/ now":                      "see https://x.example/ now",
		"https://x.example/?X-Amz-Signature=aa;PHPSESSID=bb#t":  "https://x.example/?X-Amz-Signature=(hidden);PHPSESSID=(hidden)#t",
		"https://x.example/?author=Kafka&key=k&keyword=flowers": "https://x.example/?author=Kafka&key=(hidden)&keyword=flowers",
	} {
		if got := fetch.RedactText(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	for _, test := range []struct{ name, value, want string }{
		{"Cookie", "a=1; b=2", "a=(hidden); b=(hidden)"},
		{"Set-Cookie", "a=1", "a=(hidden)"},
		{"Authorization", "Bearer abc.def", "Bearer (hidden)"},
		{"Authorization", "abc", "(hidden)"},
		{"WWW-Authenticate", `Basic realm="shop"`, `Basic realm="shop"`},
		{"X-CSRF-Token", "t", "(hidden)"},
		{"Etag", `"abc"`, `"abc"`},
	} {
		if got := fetch.RedactHeader(test.name, test.value); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestReferer(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"https://a.example/x?y#z", "https://a.example/", "https://a.example/x?y"},
		{"https://a.example/x", "https://b.example/", "https://a.example/"},
		{"https://a.example/x", "http://a.example/", ""},
		{"http://a.example/x", "https://a.example/", "http://a.example/"},
	} {
		if got := fetch.Referer(parse(t, test.from), parse(t, test.to)); got != test.want {
			t.Errorf("%s to %s: %q, want %q", test.from, test.to, got, test.want)
		}
	}
}

func TestUserAgent(t *testing.T) {
	for _, word := range []string{"link", "checker"} {
		if strings.Contains(strings.ToLower(fetch.DefaultUserAgent), word) {
			t.Errorf("the user agent contains %q, which firewalls refuse", word)
		}
	}
	site := sitetest.New(t, "-- GET / --\n\n")
	get(t, newClient(t, site, func(o *fetch.Options) { o.UserAgent = "Own/1.0" }), site.URL("/"))
	if diff := cmp.Diff("Own/1.0", site.Requests()[0].Header.Get("User-Agent")); diff != "" {
		t.Error(diff)
	}
}
