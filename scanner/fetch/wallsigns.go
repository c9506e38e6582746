package fetch

import "sitewell/scanner/outcome"

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

	// Akamai. Its name is there if it answers itself; it passes on that of a server
	// behind it.
	{outcome.BotChallenge, "Akamai: access denied", []int{403}, "Server", "akamaighost", nil},
	{outcome.BotChallenge, "Akamai: access denied", []int{403}, "", "", []string{"Access Denied", "errors.edgesuite.net"}},
	{outcome.BotChallenge, "Akamai: access denied", []int{403}, "", "", []string{"Access Denied", "Reference&#32;&#35;"}},
	{outcome.BotChallenge, "Akamai challenge page", refusals, "", "", []string{"/_sec/cp_challenge/"}},

	// DataDome, HUMAN (PerimeterX), Kasada. The field X-DataDome is on every page that
	// they protect.
	{outcome.BotChallenge, "X-DD-B: 1", refusals, "X-Dd-B", "1", nil},
	{outcome.BotChallenge, "X-DD-B: 2", refusals, "X-Dd-B", "2", nil},
	{outcome.BotChallenge, "DataDome", refusals, "Server", "datadome", nil},
	{outcome.BotChallenge, "DataDome captcha", refusals, "", "", []string{"captcha-delivery.com"}},
	{outcome.BotChallenge, "DataDome captcha", anyAnswer, "", "", []string{"var dd={", "captcha-delivery.com"}},
	{outcome.BotChallenge, "DataDome", refusals, "", "", []string{"var dd={", "datado.me"}},
	{outcome.BotChallenge, "X-Px-Blocked: 1", refusals, "X-Px-Blocked", "1", nil},
	{outcome.BotChallenge, "PerimeterX", refusals, "", "", []string{"window._pxAppId"}},
	{outcome.BotChallenge, "PerimeterX captcha", refusals, "", "", []string{"px-captcha"}},
	{outcome.BotChallenge, "PerimeterX captcha", anyAnswer, "", "", []string{`id="px-captcha"`, "_pxAppId"}},
	{outcome.BotChallenge, "PerimeterX", refusals, "", "", []string{"perimeterx.com/whywasiblocked"}},
	{outcome.BotChallenge, "Kasada", refusals, "X-Kpsdk-Ct", "", nil},
	{outcome.BotChallenge, "Kasada", refusals, "", "", []string{"window.KPSDK"}},

	// Imperva answers 200 with its own page instead of the one asked for.
	{outcome.BotChallenge, "Imperva Incapsula", anyAnswer, "", "", []string{"Request unsuccessful. Incapsula incident ID"}},
	{outcome.BotChallenge, "Imperva Incapsula", anyAnswer, "", "", []string{`id="main-iframe"`, "/_Incapsula_Resource?"}},

	{outcome.BotChallenge, "Imperva Incapsula", anyAnswer, "", "", []string{`<script src="/_Incapsula_Resource?SWJIYLWA=`, "<body>\n</body>"}},
	{outcome.BotChallenge, "Imperva: pardon our interruption", anyAnswer, "", "", []string{"<title>Pardon Our Interruption</title>"}},
	{outcome.BotChallenge, "Distil captcha", refusals, "", "", []string{"distilCaptchaForm"}},

	// Amazon.
	{outcome.BotChallenge, "x-amzn-waf-action: challenge", anyAnswer, "X-Amzn-Waf-Action", "challenge", nil},
	{outcome.BotChallenge, "x-amzn-waf-action: captcha", anyAnswer, "X-Amzn-Waf-Action", "captcha", nil},
	{outcome.BotChallenge, "AWS WAF", []int{202, 403, 405}, "", "", []string{"window.gokuProps"}},
	{outcome.BotChallenge, "CloudFront: request blocked", []int{403}, "Server", "cloudfront", []string{"Request blocked"}},
	{outcome.BotChallenge, "CloudFront: country blocked", []int{403}, "Server", "cloudfront", []string{"configured to block access from your country"}},
	{outcome.BotChallenge, "AWS WAF at a load balancer", []int{403}, "Server", "awselb", []string{"<center><h1>403 Forbidden</h1></center>"}},
	{outcome.BotChallenge, "Amazon robot check", anyAnswer, "", "", []string{"To discuss automated access to Amazon data please contact"}},

	// Fastly answers what its firewall blocks with 406, unless a site has set another
	// status. Varnish itself never answers so, and the error of a server behind it has
	// that server's name.
	{outcome.BotChallenge, "Fastly firewall: 406", []int{406}, "Server", "varnish", nil},

	// Other clouds.
	{outcome.BotChallenge, "Azure firewall", []int{403}, "X-Azure-Ref", "", []string{"The request is blocked."}},
	{outcome.BotChallenge, "Azure Application Gateway", []int{403}, "", "", []string{"<center>Microsoft-Azure-Application-Gateway"}},
	{outcome.BotChallenge, "Google Cloud Armor", []int{403}, "Via", "google", []string{"<title>403</title>403 Forbidden"}},
	{outcome.BotChallenge, "Alibaba Cloud firewall", refusals, "", "", []string{"errors.aliyun.com"}},
	{outcome.BotChallenge, "Tencent Cloud firewall", refusals, "", "", []string{"waf.tencent-cloud.com"}},
	{outcome.BotChallenge, "StackPath", refusals, "", "", []string{"An action has triggered the service and blocked your request"}},
	{outcome.BotChallenge, "EdgeCast firewall", []int{400, 403}, "", "", []string{"EdgeCast Web Application Firewall"}},
	{outcome.BotChallenge, "Reblaze", refusals, "", "", []string{"Access denied (403)", "Current session has been terminated"}},
	{outcome.BotChallenge, "Quantil firewall", refusals, "", "", []string{"/waf_forbidden_file/"}},
	{outcome.BotChallenge, "403 - 云防护", []int{403}, "", "", []string{"<title>403 - 云防护</title>"}},

	// Firewalls of hosts and plugins. Their names as the server are on every page that
	// they protect.
	{outcome.BotChallenge, "X-Sucuri-Block", refusals, "X-Sucuri-Block", "", nil},
	{outcome.BotChallenge, "Sucuri firewall", refusals, "", "", []string{"Sucuri WebSite Firewall - Access Denied"}},
	{outcome.BotChallenge, "GoDaddy firewall", refusals, "", "", []string{"GoDaddy Website Firewall"}},
	{outcome.BotChallenge, "Sucuri challenge", anyAnswer, "", "", []string{"sucuri_cloudproxy_js"}},
	{outcome.BotChallenge, "SiteGround captcha", anyAnswer, "Sg-Captcha", "challenge", nil},
	{outcome.BotChallenge, "SiteGround captcha", []int{202, 403}, "", "", []string{"/.well-known/sgcaptcha/"}},
	{outcome.BotChallenge, "SiteGround firewall", []int{202, 403}, "", "", []string{"Our system thinks you might be a robot!"}},
	{outcome.BotChallenge, "SiteGround firewall", []int{403}, "", "", []string{"access is restricted due to a security rule"}},
	{outcome.BotChallenge, "Imunify360", []int{415}, "Server", "imunify360-webshield", nil},
	{outcome.BotChallenge, "Imunify360", refusals, "", "", []string{"munify360"}},
	{outcome.BotChallenge, "Imunify360", anyAnswer, "", "", []string{"Access denied by Imunify360"}},
	{outcome.BotChallenge, "BitNinja", refusals, "", "", []string{"Visitor anti-robot validation"}},
	{outcome.BotChallenge, "BitNinja", refusals, "", "", []string{"Security check by BitNinja"}},
	{outcome.BotChallenge, "Wordfence", []int{403, 503}, "", "", []string{"Generated by Wordfence"}},
	{outcome.BotChallenge, "Shield Security", refusals, "", "", []string{"You were blocked by the Shield"}},
	{outcome.BotChallenge, "MalCare", refusals, "", "", []string{"Firewall powered by MalCare"}},
	{outcome.BotChallenge, "WP Cerber", refusals, "", "", []string{"similar to automated requests from spam posting software"}},
	{outcome.BotChallenge, "NinjaFirewall", refusals, "", "", []string{"<title>NinjaFirewall"}},
	{outcome.BotChallenge, "RSFirewall", refusals, "", "", []string{"COM_RSFIREWALL_"}},
	{outcome.BotChallenge, "SiteLock", refusals, "", "", []string{"sitelock_shield_logo"}},
	{outcome.BotChallenge, "Virusdie", refusals, "", "", []string{`name="FW_BLOCK"`}},
	{outcome.BotChallenge, "Grey Wizard", refusals, "", "", []string{"<title>Grey Wizard</title>"}},
	{outcome.BotChallenge, "Cloudbric", refusals, "", "", []string{"Your request was blocked by Cloudbric"}},
	{outcome.BotChallenge, "IndusGuard", refusals, "Server", "if_waf", nil},
	{outcome.BotChallenge, "WTS-WAF", refusals, "", "", []string{"<title>WTS-WAF"}},
	{outcome.BotChallenge, "ModSecurity", []int{403, 406}, "", "", []string{"generated by Mod_Security"}},
	{outcome.BotChallenge, "ModSecurity", []int{403, 406}, "", "", []string{"rules of the mod_security module"}},
	{outcome.BotChallenge, "NAXSI", refusals, "", "", []string{"This Request Has Been Blocked By NAXSI"}},
	{outcome.BotChallenge, "dotDefender", refusals, "", "", []string{"dotDefender Blocked Your Request"}},

	// Firewalls in a box.
	{outcome.BotChallenge, "F5 BIG-IP ASM", anyAnswer, "", "", []string{"The requested URL was rejected. Please consult with your administrator.", "support ID"}},
	{outcome.BotChallenge, "F5 BIG-IP ASM", anyAnswer, "", "", []string{"Contact support for additional information", "The incident ID is:"}},
	{outcome.BotChallenge, "Radware captcha", anyAnswer, "", "", []string{"captcha.perfdrive.com", "Radware"}},
	{outcome.BotChallenge, "Radware AppWall", refusals, "", "", []string{"Unauthorized Activity Has Been Detected", "Case Number"}},
	{outcome.BotChallenge, "Citrix NetScaler", refusals, "", "", []string{"AppFW Session"}},
	{outcome.BotChallenge, "Barracuda", refusals, "", "", []string{"Barracuda Networks"}},
	{outcome.BotChallenge, "FortiWeb", anyAnswer, "", "", []string{"fgd_icon", "Attack ID"}},
	{outcome.BotChallenge, "FortiGate", anyAnswer, "", "", []string{"//url.fortinet.net:8008/"}},
	{outcome.BotChallenge, "FortiGate", []int{403}, "", "", []string{"<title>Web Application Firewall</title>"}},
	{outcome.BotChallenge, "SonicWall", refusals, "", "", []string{"This request is blocked by the SonicWALL"}},
	{outcome.BotChallenge, "WatchGuard", refusals, "", "", []string{"Request denied by WatchGuard Firewall"}},
	{outcome.BotChallenge, "Sophos UTM", refusals, "", "", []string{"Powered by UTM Web Protection"}},
	{outcome.BotChallenge, "Palo Alto firewall", refusals, "", "", []string{"<title>Web Page Blocked</title>", "in accordance with company policy"}},
	{outcome.BotChallenge, "Zscaler", refusals, "Server", "zscaler", nil},

	// Anubis answers 200 with its proof of work.
	{outcome.BotChallenge, "Anubis", anyAnswer, "", "", []string{"/.within.website/x/"}},
	{outcome.BotChallenge, "Anubis", anyAnswer, "Set-Cookie", "-anubis-cookie-verification=", []string{"anubis_challenge"}},

	// DDoS-Guard, Vercel, Google.
	{outcome.BotChallenge, "DDoS-Guard", refusals, "Server", "ddos-guard", []string{"DDoS-Guard"}},
	{outcome.BotChallenge, "DDoS-Guard", anyAnswer, "", "", []string{"/.well-known/ddos-guard/js-challenge/"}},
	{outcome.BotChallenge, "x-vercel-mitigated: challenge", anyAnswer, "X-Vercel-Mitigated", "challenge", nil},
	{outcome.BotChallenge, "x-vercel-mitigated: deny", anyAnswer, "X-Vercel-Mitigated", "deny", nil},
	{outcome.BotChallenge, "Vercel Security Checkpoint", refusals, "", "", []string{"<title>Vercel Security Checkpoint</title>"}},
	{outcome.LoginWall, "Vercel sign-in", []int{401}, "Set-Cookie", "_vercel_sso_nonce=", nil},
	{outcome.BotChallenge, "Google: unusual traffic", []int{429, 503}, "", "", []string{"unusual traffic from your computer network"}},

	// Social networks.
	{outcome.BotChallenge, "Reddit: blocked by network security", refusals, "", "", []string{"blocked by network security."}},
	{outcome.BotChallenge, "Weibo: visitor system", anyAnswer, "", "", []string{"<title>Sina Visitor System</title>"}},

	// Sign-in pages shown in place of what was asked for.
	{outcome.LoginWall, "Google sign-in", anyAnswer, "", "", []string{"<title>Sign in - Google Accounts</title>"}},
	{outcome.LoginWall, "Microsoft sign-in", anyAnswer, "", "", []string{"<title>Sign in to your account</title>", "login.microsoftonline.com"}},
	{outcome.LoginWall, "Instagram sign-in", []int{200}, "", "", []string{"<title>Login • Instagram</title>"}},
	{outcome.LoginWall, "LinkedIn sign-in", []int{200}, "", "", []string{"/authwall?trk="}},

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
