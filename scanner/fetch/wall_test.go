package fetch_test

import (
	"net/http"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// check 58: sign-in pages, maintenance, and pages that look like a wall. The walls
// themselves are in scanner/testdata/answers.
func TestWall(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		header http.Header
		body   string
		want   outcome.Key
	}{
		{"prose about it", 200, nil, "<p>What does 'Just a moment...' mean?", ""},
		{"prose about another", 200, nil, "<title>What “Pardon Our Interruption” means</title>", ""},
		{"a page behind Cloudflare", 200, http.Header{"Server": {"cloudflare"}, "Cf-Ray": {"1"}}, `<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">`, ""},
		{"a page behind DataDome", 200, http.Header{"X-Datadome": {"protected"}}, "", ""},
		{"a page behind HUMAN", 200, nil, "<script>window._pxAppId = 'PX1'</script><h1>Shop</h1>", ""},
		{"a page behind Imperva", 200, nil, `<script src="/_Incapsula_Resource?SWJIYLWA=1"></script><h1>Shop</h1>`, ""},
		{"a page behind DDoS-Guard", 200, http.Header{"Server": {"ddos-guard"}}, "", ""},
		{"Akamai, with a plain address", 403, nil, "Access Denied Reference https://errors.edgesuite.net/18.1", outcome.BotChallenge},
		{"SiteGround", 202, http.Header{"Sg-Captcha": {"challenge"}}, "", outcome.BotChallenge},
		{"Imunify360, with success", 200, nil, `{"message": "Access denied by Imunify360 bot-protection. IPs used for automation should be whitelisted"}`, outcome.BotChallenge},
		{"x-vercel-mitigated", 403, http.Header{"X-Vercel-Mitigated": {"deny"}}, "Forbidden", outcome.BotChallenge},
		{"Vercel sign-in", 401, http.Header{"Set-Cookie": {"_vercel_sso_nonce=1; Path=/"}}, "", outcome.LoginWall},
		{"Google sign-in", 200, nil, "<title>Sign in - Google Accounts</title>", outcome.LoginWall},
		{"maintenance title", 503, nil, "<title>Maintenance mode</title>", outcome.Maintenance},
		{"an overloaded server", 503, http.Header{"Retry-After": {"10"}}, "<h1>Service Unavailable</h1>", ""},
		{"a page about maintenance", 200, nil, "<title>Maintenance of bicycles</title>", ""},
		{"plain 429", 429, nil, "", ""},
		{"a page", 200, http.Header{"Server": {"nginx"}}, "<h1>Welcome</h1>", ""},
	} {
		key, clue := fetch.DetectWall(test.status, test.header, []byte(test.body))
		if key != test.want || (clue == "") != (key == "") {
			t.Errorf("%s: got %q (%q), want %q", test.name, key, clue, test.want)
		}
	}
}

func TestWallInAnswer(t *testing.T) {
	site := sitetest.New(t, "-- GET / --\n403\nServer: cloudflare\ncf-mitigated: challenge\n\n<title>Just a moment...</title>\n")
	a := get(t, newClient(t, site), site.URL("/"))
	if a.Outcome != "403" || a.Wall != outcome.BotChallenge || a.WallClue != "cf-mitigated: challenge" {
		t.Errorf("%s, wall %q, clue %q", a.Outcome, a.Wall, a.WallClue)
	}
}

// check 98
func TestSoftware(t *testing.T) {
	for _, test := range []struct {
		header           http.Header
		body             string
		server, platform string
		clue             string
	}{
		{nil, "", "", "", ""},
		{http.Header{"Server": {"nginx/1.25.3"}}, "", "nginx", "", "Server: nginx/1.25.3"},
		{http.Header{"Server": {"Apache/2.4.57 (Debian)"}}, "", "Apache", "", "Server: Apache/2.4.57 (Debian)"},
		{http.Header{"Server": {"Apache-Coyote/1.1"}}, "", "Apache Tomcat", "", "Server: Apache-Coyote/1.1"},
		{http.Header{"Server": {"Microsoft-IIS/10.0"}, "X-Powered-By": {"ASP.NET"}}, "", "IIS", "ASP.NET", "X-Powered-By: ASP.NET; Server: Microsoft-IIS/10.0"},
		{http.Header{"Server": {"LiteSpeed"}}, "", "LiteSpeed", "", "Server: LiteSpeed"},
		{http.Header{"Server": {"openresty/1.21"}}, "", "OpenResty", "", "Server: openresty/1.21"},
		{http.Header{"Cf-Ray": {"8a-FRA"}}, "", "Cloudflare", "", "Cf-Ray: 8a-FRA"},
		{http.Header{"Via": {"1.1 varnish"}}, "", "Varnish", "", "Via: 1.1 varnish"},
		{http.Header{"X-Shopid": {"1"}, "Server": {"cloudflare"}}, "", "Cloudflare", "Shopify", "X-Shopid: 1; Server: cloudflare"},
		{http.Header{"X-Wix-Request-Id": {"1.2"}, "Server": {"Pepyaka"}}, "", "Wix", "Wix", "X-Wix-Request-Id: 1.2; Server: Pepyaka"},
		{http.Header{"Server": {"Squarespace"}}, "", "Squarespace", "Squarespace", "Server: Squarespace; Server: Squarespace"},
		{http.Header{"Link": {`<https://x.example/wp-json/>; rel="https://api.w.org/"`}}, "", "", "WordPress", `Link: <https://x.example/wp-json/>; rel="https://api.w.org/"`},
		{nil, `<meta name="generator" content="WordPress 6.5">`, "", "WordPress", `<meta name="generator" content="WordPress 6.5">`},
		{nil, `<img src="/wp-content/uploads/a.jpg">`, "", "WordPress", "/wp-content/"},
		{http.Header{"X-Generator": {"Drupal 10 (https://www.drupal.org)"}}, "", "", "Drupal", "X-Generator: Drupal 10 (https://www.drupal.org)"},
		{nil, `<meta name="generator" content="Joomla! - Open Source">`, "", "Joomla", `<meta name="generator" content="Joomla! - Open Source">`},
		{http.Header{"Set-Cookie": {"laravel_session=secret; Path=/"}}, "", "", "Laravel", "cookie laravel_session"},
		{http.Header{"X-Powered-By": {"PHP/8.2.1"}}, "", "", "PHP", "X-Powered-By: PHP/8.2.1"},
		{http.Header{"X-Powered-By": {"PHP/8.2.1"}, "Set-Cookie": {"PHPSESSID=s", "laravel_session=s"}}, "", "", "Laravel", "cookie laravel_session"},
		{nil, "<p>We write about WordPress and Drupal 10.", "", "", ""},
	} {
		server, platform, clue := fetch.DetectSoftware(test.header, []byte(test.body))
		if server != test.server || platform != test.platform || clue != test.clue {
			t.Errorf("%v %q: got %q, %q, %q, want %q, %q, %q",
				test.header, test.body, server, platform, clue, test.server, test.platform, test.clue)
		}
	}
}

// check 98: an error page that does not show the platform gets it from the
// pages that do.
func TestPlatformOfErrorPages(t *testing.T) {
	site := sitetest.New(t, `
-- host http://blog.example --
-- GET / --
Server: nginx

<meta name="generator" content="WordPress 6.5">
-- GET /gone --
404
Server: nginx

<h1>404 Not Found</h1>
-- host http://other.example --
-- GET /gone --
404

`)
	c := newClient(t, site)
	for _, test := range []struct{ address, platform, clue string }{
		{"http://blog.example/gone", "", "Server: nginx"},
		{"http://blog.example/", "WordPress", `<meta name="generator" content="WordPress 6.5">; Server: nginx`},
		{"http://blog.example/gone", "WordPress", `Server: nginx; <meta name="generator" content="WordPress 6.5"> on another page`},
		{"http://other.example/gone", "", ""},
	} {
		e := get(t, c, test.address).Evidence
		if e.Platform != test.platform || e.Clue != test.clue {
			t.Errorf("%s: %q, %q, want %q, %q", test.address, e.Platform, e.Clue, test.platform, test.clue)
		}
	}
}
