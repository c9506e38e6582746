package fetch

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
)

// softwareBytes is how much of a body is searched for the platform.
const softwareBytes = 32 << 10

// DetectSoftware returns what runs a site, as far as a response shows it: the
// server ("nginx", "Apache", "IIS", "LiteSpeed", "Cloudflare" …), the platform
// ("WordPress", "Shopify", "Laravel", "PHP" …) and what was seen, quoted, the
// platform's sign first. Unknown parts are "" (check 98).
func DetectSoftware(h http.Header, body []byte) (server, platform, clue string) {
	var clues []string
	body = body[:min(len(body), softwareBytes)]
	for _, s := range platformSigns {
		if seen, ok := s.matches(h, body); ok {
			platform, clues = s.name, append(clues, seen)
			break
		}
	}
	for _, s := range serverSigns {
		if seen, ok := s.matches(h, nil); ok {
			server, clues = s.name, append(clues, seen)
			break
		}
	}
	return server, platform, strings.Join(clues, "; ")
}

// softwareSign is one thing that gives a product away.
type softwareSign struct {
	name     string
	field    string // canonical name of a header field
	contains string // in that field, lower case; "": the field is there
	cookie   string // beginning of a cookie's name
	body     string // in the body
}

func (s *softwareSign) matches(h http.Header, body []byte) (seen string, ok bool) {
	switch {
	case s.field != "":
		for _, v := range h[s.field] {
			if strings.Contains(strings.ToLower(v), s.contains) {
				return s.field + ": " + clip(redactHeader(s.field, v)), true
			}
		}
	case s.cookie != "":
		for _, v := range h["Set-Cookie"] {
			if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, s.cookie) {
				return "cookie " + clip(name), true
			}
		}
	case s.body != "" && bytes.Contains(body, []byte(s.body)):
		return clip(strings.TrimSpace(generatorAround(body, s.body))), true
	}
	return "", false
}

// generatorAround returns the generator tag that contains a sign, or the sign.
func generatorAround(body []byte, sign string) string {
	if m := generatorTag.Find(body); m != nil && bytes.Contains(m, []byte(sign)) {
		return string(m)
	}
	return sign
}

var generatorTag = regexp.MustCompile(`(?i)<meta[^>]{0,80}generator[^>]{0,120}>`)

// clip shortens a quotation.
func clip(s string) string {
	const most = 120
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// platformSigns go from what is certain and special to what is general.
var platformSigns = []softwareSign{
	{name: "Shopify", field: "X-Shopid"},
	{name: "Shopify", field: "X-Shopify-Stage"},
	{name: "Shopify", field: "Powered-By", contains: "shopify"},
	{name: "Shopify", cookie: "_shopify_"},
	{name: "Wix", field: "X-Wix-Request-Id"},
	{name: "Wix", field: "Server", contains: "pepyaka"},
	{name: "Squarespace", field: "Server", contains: "squarespace"},
	{name: "Squarespace", cookie: "SS_MID"},
	{name: "Webflow", field: "X-Wf-Region"},
	{name: "Webflow", body: `content="Webflow"`},
	{name: "HubSpot", field: "X-Hs-Hub-Id"},
	{name: "Weebly", field: "X-Host", contains: "weebly"},
	{name: "Jimdo", field: "X-Jimdo-Instance"},
	{name: "Ghost", field: "X-Ghost-Cache-Status"},
	{name: "Ghost", body: `content="Ghost `},
	{name: "Blogger", body: `content='blogger'`},
	{name: "WordPress", field: "X-Redirect-By", contains: "wordpress"},
	{name: "WordPress", field: "Link", contains: "api.w.org"},
	{name: "WordPress", field: "X-Pingback", contains: "xmlrpc.php"},
	{name: "WordPress", field: "X-Powered-By", contains: "wp engine"},
	{name: "WordPress", cookie: "wordpress_"},
	{name: "WordPress", cookie: "wp-"},
	{name: "WordPress", body: `content="WordPress`},
	{name: "WordPress", body: `/wp-content/`},
	{name: "WordPress", body: `/wp-includes/`},
	{name: "Drupal", field: "X-Generator", contains: "drupal"},
	{name: "Drupal", field: "X-Drupal-Cache"},
	{name: "Drupal", field: "X-Drupal-Dynamic-Cache"},
	{name: "Drupal", body: `content="Drupal `},
	{name: "Drupal", body: `data-drupal-selector`},
	{name: "Joomla", field: "X-Content-Encoded-By", contains: "joomla"},
	{name: "Joomla", body: `content="Joomla!`},
	{name: "TYPO3", field: "X-Typo3-Parsetime"},
	{name: "TYPO3", body: `content="TYPO3`},
	{name: "Magento", field: "X-Magento-Vary"},
	{name: "Magento", field: "X-Magento-Cache-Debug"},
	{name: "Magento", cookie: "mage-"},
	{name: "PrestaShop", cookie: "PrestaShop-"},
	{name: "PrestaShop", body: `content="PrestaShop"`},
	{name: "Shopware", field: "Sw-Context-Token"},
	{name: "Shopware", cookie: "sw-"},
	{name: "Contao", field: "Contao-Cache"},
	{name: "MediaWiki", body: `content="MediaWiki`},
	{name: "Moodle", cookie: "MoodleSession"},
	{name: "Laravel", cookie: "laravel_session"},
	{name: "Laravel", cookie: "laravel-session"},
	{name: "Django", cookie: "csrftoken"},
	{name: "Next.js", field: "X-Powered-By", contains: "next.js"},
	{name: "Next.js", field: "X-Nextjs-Cache"},
	{name: "Nuxt", field: "X-Powered-By", contains: "nuxt"},
	{name: "Rails", field: "X-Powered-By", contains: "phusion passenger"},
	{name: "Express", field: "X-Powered-By", contains: "express"},
	{name: "ASP.NET", field: "X-Aspnet-Version"},
	{name: "ASP.NET", field: "X-Aspnetmvc-Version"},
	{name: "ASP.NET", field: "X-Powered-By", contains: "asp.net"},
	{name: "ASP.NET", cookie: "ASP.NET_SessionId"},
	{name: "PHP", field: "X-Powered-By", contains: "php"},
	{name: "PHP", cookie: "PHPSESSID"},
	{name: "Java", cookie: "JSESSIONID"},
	{name: "Plesk", field: "X-Powered-By", contains: "plesk"},
}

// serverSigns name the server that is nearest to us; a server behind a cache can't
// be seen.
var serverSigns = []softwareSign{
	{name: "Cloudflare", field: "Server", contains: "cloudflare"},
	{name: "Cloudflare", field: "Cf-Ray"},
	{name: "OpenResty", field: "Server", contains: "openresty"},
	{name: "LiteSpeed", field: "Server", contains: "litespeed"},
	{name: "nginx", field: "Server", contains: "nginx"},
	{name: "Apache Tomcat", field: "Server", contains: "coyote"},
	{name: "Apache", field: "Server", contains: "apache"},
	{name: "IIS", field: "Server", contains: "microsoft-iis"},
	{name: "IIS", field: "Server", contains: "microsoft-httpapi"},
	{name: "Kestrel", field: "Server", contains: "kestrel"},
	{name: "Caddy", field: "Server", contains: "caddy"},
	{name: "lighttpd", field: "Server", contains: "lighttpd"},
	{name: "Jetty", field: "Server", contains: "jetty"},
	{name: "Gunicorn", field: "Server", contains: "gunicorn"},
	{name: "uvicorn", field: "Server", contains: "uvicorn"},
	{name: "Werkzeug", field: "Server", contains: "werkzeug"},
	{name: "Vercel", field: "Server", contains: "vercel"},
	{name: "Netlify", field: "Server", contains: "netlify"},
	{name: "GitHub Pages", field: "Server", contains: "github.com"},
	{name: "Amazon S3", field: "Server", contains: "amazons3"},
	{name: "CloudFront", field: "Server", contains: "cloudfront"},
	{name: "CloudFront", field: "X-Amz-Cf-Id"},
	{name: "Akamai", field: "Server", contains: "akamai"},
	{name: "Wix", field: "Server", contains: "pepyaka"},
	{name: "Squarespace", field: "Server", contains: "squarespace"},
	{name: "Google", field: "Server", contains: "gws"},
	{name: "Google", field: "Server", contains: "google frontend"},
	{name: "Envoy", field: "Server", contains: "envoy"},
	{name: "Varnish", field: "Server", contains: "varnish"},
	{name: "Fastly", field: "X-Fastly-Request-Id"},
	{name: "Varnish", field: "Via", contains: "varnish"},
	{name: "Varnish", field: "X-Varnish"},
}
