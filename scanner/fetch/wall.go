package fetch

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/phrase"
)

// wallBytes is how much of a refusal is searched for signs of a wall, and
// wallHead of any other answer: walls that answer 200 show it early, and every
// page of a site passes here.
const (
	wallBytes = 16 << 10
	wallHead  = 4 << 10
)

// DetectWall recognises responses that do not come from the page, but from something in
// front of it: a bot wall, a rate limit, a sign-in page, a maintenance page. It
// relies only on strong signs, those that the vendors' own pages and headers have,
// and returns the sign that it found. It returns "" if there is none, which does
// not prove that there is no wall. body may be the first bytes only (check 58).
func DetectWall(status int, h http.Header, body []byte) (key outcome.Key, clue string) {
	limit := wallBytes
	if status < 400 {
		limit = wallHead
	}
	body = body[:min(len(body), limit)]
	// Nearly all answers are pages that hold none of the texts.
	textless := status < 400 && !wallTexts.MayOccurIn(body)
	for i := range wallSigns {
		s := &wallSigns[i]
		if len(s.body) > 0 && textless {
			continue
		}
		if s.matches(status, h, body) {
			return s.key, s.clue
		}
	}
	return "", ""
}

// wallTexts are the texts of walls that answer as if all were well.
var wallTexts = func() *phrase.Set {
	var groups [][]string
	for _, s := range wallSigns {
		if len(s.body) > 0 && (len(s.status) == 0 || slices.Min(s.status) < 400) {
			groups = append(groups, s.body)
		}
	}
	return phrase.New(groups...)
}()

// wallSign is a set of facts that together prove a wall.
type wallSign struct {
	key      outcome.Key
	clue     string
	status   []int  // one of them; none: any
	field    string // canonical name of a header field, "" for none
	contains string // in that field, lower case; "": the field is there
	body     []string
}

func (s *wallSign) matches(status int, h http.Header, body []byte) bool {
	if len(s.status) > 0 && !slices.Contains(s.status, status) {
		return false
	}
	if s.field != "" && !slices.ContainsFunc(h[s.field], func(v string) bool {
		return strings.Contains(strings.ToLower(v), s.contains)
	}) {
		return false
	}
	for _, part := range s.body {
		if !bytes.Contains(body, []byte(part)) {
			return false
		}
	}
	return true
}

var (
	refusals  = []int{401, 403, 405, 406, 415, 418, 429, 503}
	anyAnswer []int
)

// wallSigns is searched in order. Signs that a page which works may carry as
// well (a script that a wall adds to every page) count with a refusal only.
// LinkedIn's 999 is none of them: as a status it has an explanation of its own,
// which tells more than that something stands before the page.
var wallSigns = []wallSign{
	// Cloudflare. The field is documented for this very purpose.
	{outcome.BotChallenge, "cf-mitigated: challenge", anyAnswer, "Cf-Mitigated", "challenge", nil},
	{outcome.RateLimited, "Cloudflare error 1015", []int{403, 429}, "Server", "cloudflare", []string{"error code: 1015"}},
	{outcome.RateLimited, "Cloudflare: you are being rate limited", []int{403, 429}, "Server", "cloudflare", []string{"You are being rate limited"}},
	{outcome.BotChallenge, "Cloudflare challenge page", refusals, "Server", "cloudflare", []string{"/cdn-cgi/challenge-platform/"}},
	{outcome.BotChallenge, "Cloudflare challenge page", refusals, "Server", "cloudflare", []string{"<title>Just a moment...</title>"}},
	{outcome.BotChallenge, "Cloudflare block page", []int{403}, "Server", "cloudflare", []string{"Attention Required! | Cloudflare"}},
	{outcome.BotChallenge, "Cloudflare block page", []int{403}, "Server", "cloudflare", []string{"Sorry, you have been blocked"}},
	{outcome.BotChallenge, "Cloudflare: access restricted", []int{403}, "Server", "cloudflare", []string{"used Cloudflare to restrict access"}},
	// Programs get the number alone. Other numbers are errors of the site.
	{outcome.BotChallenge, "Cloudflare error 1005", []int{403}, "Server", "cloudflare", []string{"error code: 1005"}},
	{outcome.BotChallenge, "Cloudflare error 1006", []int{403}, "Server", "cloudflare", []string{"error code: 1006"}},
	{outcome.BotChallenge, "Cloudflare error 1007", []int{403}, "Server", "cloudflare", []string{"error code: 1007"}},
	{outcome.BotChallenge, "Cloudflare error 1008", []int{403}, "Server", "cloudflare", []string{"error code: 1008"}},
	{outcome.BotChallenge, "Cloudflare error 1009", []int{403}, "Server", "cloudflare", []string{"error code: 1009"}},
	{outcome.BotChallenge, "Cloudflare error 1010", []int{403}, "Server", "cloudflare", []string{"error code: 1010"}},
	{outcome.BotChallenge, "Cloudflare error 1012", []int{403}, "Server", "cloudflare", []string{"error code: 1012"}},
	{outcome.BotChallenge, "Cloudflare error 1020", []int{403}, "Server", "cloudflare", []string{"error code: 1020"}},
	{outcome.BotChallenge, "Cloudflare error 1106", []int{403}, "Server", "cloudflare", []string{"error code: 1106"}},
	{outcome.LoginWall, "Cloudflare Access", []int{401, 403}, "Cf-Access-Domain", "", nil},

	// Akamai.
	{outcome.BotChallenge, "Akamai: access denied", []int{403}, "Server", "akamaighost", nil},
	{outcome.BotChallenge, "Akamai: access denied", []int{403}, "", "", []string{"Access Denied", "errors.edgesuite.net"}},
	{outcome.BotChallenge, "Akamai challenge page", refusals, "", "", []string{"/_sec/cp_challenge/"}},

	// DataDome, HUMAN (PerimeterX), Kasada.
	{outcome.BotChallenge, "DataDome", refusals, "X-Datadome", "", nil},
	{outcome.BotChallenge, "DataDome", refusals, "Server", "datadome", nil},
	{outcome.BotChallenge, "DataDome captcha", refusals, "", "", []string{"captcha-delivery.com"}},
	{outcome.BotChallenge, "DataDome", refusals, "", "", []string{"var dd={", "datado.me"}},
	{outcome.BotChallenge, "X-Px-Blocked: 1", refusals, "X-Px-Blocked", "1", nil},
	{outcome.BotChallenge, "PerimeterX", refusals, "", "", []string{"window._pxAppId"}},
	{outcome.BotChallenge, "PerimeterX captcha", refusals, "", "", []string{"px-captcha"}},
	{outcome.BotChallenge, "Kasada", refusals, "X-Kpsdk-Ct", "", nil},
	{outcome.BotChallenge, "Kasada", refusals, "", "", []string{"window.KPSDK"}},

	// Imperva answers 200 with its own page instead of the one asked for.
	{outcome.BotChallenge, "Imperva Incapsula", anyAnswer, "", "", []string{"Request unsuccessful. Incapsula incident ID"}},
	{outcome.BotChallenge, "Imperva Incapsula", anyAnswer, "", "", []string{`id="main-iframe"`, "/_Incapsula_Resource?"}},

	// Amazon.
	{outcome.BotChallenge, "x-amzn-waf-action: challenge", anyAnswer, "X-Amzn-Waf-Action", "challenge", nil},
	{outcome.BotChallenge, "x-amzn-waf-action: captcha", anyAnswer, "X-Amzn-Waf-Action", "captcha", nil},
	{outcome.BotChallenge, "AWS WAF", []int{202, 403, 405}, "", "", []string{"window.gokuProps"}},
	{outcome.BotChallenge, "CloudFront: request blocked", []int{403}, "Server", "cloudfront", []string{"Request blocked"}},

	// Firewalls of hosts and plugins.
	{outcome.BotChallenge, "Sucuri firewall", []int{403}, "Server", "sucuri", nil},
	{outcome.BotChallenge, "Sucuri firewall", refusals, "", "", []string{"Sucuri WebSite Firewall - Access Denied"}},
	{outcome.BotChallenge, "Sucuri challenge", anyAnswer, "", "", []string{"sucuri_cloudproxy_js"}},
	{outcome.BotChallenge, "SiteGround captcha", anyAnswer, "Sg-Captcha", "challenge", nil},
	{outcome.BotChallenge, "SiteGround captcha", []int{202, 403}, "", "", []string{"/.well-known/sgcaptcha/"}},
	{outcome.BotChallenge, "Imunify360", refusals, "Server", "imunify360-webshield", nil},
	{outcome.BotChallenge, "Wordfence", []int{403, 503}, "", "", []string{"Generated by Wordfence"}},
	{outcome.BotChallenge, "IndusGuard", refusals, "Server", "if_waf", nil},
	{outcome.BotChallenge, "WTS-WAF", refusals, "", "", []string{"<title>WTS-WAF"}},
	{outcome.BotChallenge, "ModSecurity", []int{403, 406}, "", "", []string{"generated by Mod_Security"}},
	{outcome.BotChallenge, "F5 BIG-IP ASM", anyAnswer, "", "", []string{"The requested URL was rejected. Please consult with your administrator.", "support ID"}},
	{outcome.BotChallenge, "Azure firewall", []int{403}, "X-Azure-Ref", "", []string{"The request is blocked."}},
	{outcome.BotChallenge, "Radware captcha", anyAnswer, "", "", []string{"captcha.perfdrive.com", "Radware"}},

	// Anubis answers 200 with its proof of work.
	{outcome.BotChallenge, "Anubis", anyAnswer, "", "", []string{"/.within.website/x/"}},
	{outcome.BotChallenge, "Anubis", anyAnswer, "Set-Cookie", "-anubis-cookie-verification=", []string{"anubis_challenge"}},

	// DDoS-Guard, Vercel, Google.
	{outcome.BotChallenge, "DDoS-Guard", refusals, "Server", "ddos-guard", nil},
	{outcome.BotChallenge, "DDoS-Guard", anyAnswer, "", "", []string{"/.well-known/ddos-guard/js-challenge/"}},
	{outcome.BotChallenge, "x-vercel-mitigated: challenge", anyAnswer, "X-Vercel-Mitigated", "challenge", nil},
	{outcome.BotChallenge, "x-vercel-mitigated: deny", anyAnswer, "X-Vercel-Mitigated", "deny", nil},
	{outcome.BotChallenge, "Vercel Security Checkpoint", refusals, "", "", []string{"<title>Vercel Security Checkpoint</title>"}},
	{outcome.LoginWall, "Vercel sign-in", []int{401}, "Set-Cookie", "_vercel_sso_nonce=", nil},
	{outcome.BotChallenge, "Google: unusual traffic", []int{429, 503}, "", "", []string{"unusual traffic from your computer network"}},

	// Sign-in pages shown in place of what was asked for.
	{outcome.LoginWall, "Google sign-in", anyAnswer, "", "", []string{"<title>Sign in - Google Accounts</title>"}},
	{outcome.LoginWall, "Microsoft sign-in", anyAnswer, "", "", []string{"<title>Sign in to your account</title>", "login.microsoftonline.com"}},
	{outcome.LoginWall, "LinkedIn sign-in", anyAnswer, "", "", []string{"/authwall?trk="}},

	// A certificate of the visitor's own is asked for (nginx 495, 496).
	{outcome.TLSClientCertificate, "no required SSL certificate was sent", []int{400, 403, 495, 496}, "", "", []string{"No required SSL certificate was sent"}},

	// Maintenance.
	{outcome.Maintenance, "WordPress maintenance", []int{503}, "", "", []string{"Briefly unavailable for scheduled maintenance"}},
	{outcome.Maintenance, "x-nextcloud-maintenance-mode", []int{503}, "X-Nextcloud-Maintenance-Mode", "1", nil},
	{outcome.Maintenance, "title says maintenance", []int{503}, "", "", []string{"<title>Maintenance"}},
	{outcome.Maintenance, "title says maintenance", []int{503}, "", "", []string{"<title>Under maintenance"}},
	{outcome.Maintenance, "title says maintenance", []int{503}, "", "", []string{"<title>Site under maintenance"}},
	{outcome.Maintenance, "title says maintenance", []int{503}, "", "", []string{"<title>Site Maintenance"}},
	{outcome.Maintenance, "title says maintenance", []int{503}, "", "", []string{"<title>Wartung"}},
}
