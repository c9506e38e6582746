// Package demotest lists what a scan has to find on the demo site, for tests.
package demotest

import (
	"net/url"
	"strconv"
	"strings"

	"sitewell/scanner/outcome"
)

// Defect is one address of the demo site that does not simply answer 200, and
// what a scan finds there.
type Defect struct {
	// Page is the path of a page that links there.
	Page string
	// Target is the link as that page has it, or the path of it where that is
	// relative. Fragments are included.
	Target string
	// Outcome is what a scan tells.
	Outcome outcome.Key
	// Internal: the target belongs to the bakery's own site.
	Internal bool
	// What a visitor meets, in a sentence.
	What string
}

// Address is the target as results name it: absolute, with the ports that the
// server at start (demo.Server.URL) has, or the text itself where it is no web
// address.
func (d Defect) Address(start string) string {
	origin := strings.TrimSuffix(start, "/")
	if strings.HasPrefix(d.Target, "/") {
		return origin + d.Target
	}
	return strings.Replace(d.Target, "http://hofmuehle.example", millOf(origin), 1)
}

// millOf returns the origin of the mill, which is served on the port above the
// bakery's; "" where origin has no port.
func millOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		return ""
	}
	return "http://" + u.Hostname() + ":" + strconv.Itoa(port+1)
}

// Orphan is the path of a page that works and that only the sitemap names.
const Orphan = "/recipes/plum-cake.html"

// Defects lists everything that is wrong with the demo site, and the redirects
// that are right. Every other link on it works. Where a page is behind a
// redirect, the link is what counts.
func Defects() []Defect {
	const internal, external = true, false
	return []Defect{
		// Missing or refused.
		{"/", "/gift-vouchers.html", "404", internal, "A page that is gone and stands in the navigation of every page."},
		{"/", "/terms.html", "404", internal, "Terms that were never written, in the footer of every page."},
		{"/", "/accessibility.html", "404", internal, "Its neighbour in the footer: one change corrects both."},
		{"/gallery.html", "/photos/2016/market.jpg", "404", internal, "A photograph of a folder that is gone."},
		{"/gallery.html", "/photos/2016/bakehouse.jpg", "404", internal, "Another one of it."},
		{"/gallery.html", "/photos/2016/apprentices.jpg", "404", internal, "And another."},
		{"/about.html", "/images/oven-1998.jpg", "404", internal, "A picture that was never uploaded."},
		{"/", "/images/hero-1600.svg", "404", internal, "The large version of the title picture, which only wide screens load."},
		{"/css/style.css", "/images/flour-dust.svg", "404", internal, "The background picture that the style sheet asks for."},
		{"/seasonal.html", "/summer-2019.html", "410", internal, "An album that was taken down on purpose."},
		{"/team.html", "/staff/rota.html", "403", internal, "A page that visitors may not see."},
		{"/team.html", "/members/", "401", internal, "A members' area with a password."},
		{"/opening-hours.html", "/oven-camera", "429", internal, "A camera that is asked too often."},
		{"/order.html", "/order/basket", "500", internal, "A shop that fails and shows its inside: file paths, user name, stack trace."},
		{"/news/", "/newsletter", "503", internal, "A service that is down for the moment."},

		// Redirects.
		{"/bread.html", "/cake-menu.html", "301", internal, "A page that has moved for good."},
		{"/news/summer-festival.html", "/baking-school/sourdough.html", "301", internal, "A recipe of a folder that has moved."},
		{"/news/summer-festival.html", "/baking-school/pretzels.html", "301", internal, "Another one of it."},
		{"/news/summer-festival.html", "/baking-school/carrot-cake.html", "301", internal, "And another."},
		{"/news/summer-festival.html", "/baking-school/apple-strudel.html", "301", internal, "And the last."},
		{"/", "/today", "302", internal, "A short address for a page that changes; right as it is."},
		{"/order.html", "/old/shop", outcome.RedirectChain, internal, "Two redirects in a row."},
		{"/privacy.html", "/loop/settings", outcome.RedirectLoop, internal, "Two addresses that send to each other for ever."},
		{"/cakes.html", "/weddings.html", outcome.RedirectBroken, internal, "A redirect to a page that is missing."},
		{"/history.html", "/blog/2017/first-post.html", outcome.RedirectHome, internal, "A deleted article that leads to the home page."},
		{"/recipes/", "/members/recipes", outcome.RedirectLogin, internal, "A page that asks to sign in first."},
		{"/order.html", "/order/checkout", outcome.RedirectNoTarget, internal, "A redirect that does not say where to."},
		{"/contact.html", "/app", outcome.RedirectBadTarget, internal, "A redirect to a file on the web designer's own computer."},
		{"/contact.html", "/social", "302", internal, "A short address of another site; right as it is."},
		{"/imprint.html", "/home.html", outcome.MetaRefresh, internal, "A page that moves on by itself."},

		// Content.
		{"/about.html", "/history.html#1950s", outcome.MissingFragment, internal, "A link to a paragraph that the page does not have."},
		{"/seasonal.html", "/specials/easter.html", outcome.Soft404, internal, "A missing page that claims to be fine: whatever is asked for there gets the same text."},
		{"/jobs.html", "/press.html", outcome.EmptyPage, internal, "A page with nothing on it."},
		{"/gallery.html", "/images/stamp.png", outcome.WrongType, internal, "A picture that is a web page."},
		{"/recipes/", "/recipes/rye.html", outcome.BadCompression, internal, "A page that says it is compressed and is not: browsers show an error."},
		{"/news/", "/news/archive.html", outcome.BodyTruncated, internal, "A page that breaks off in the middle."},
		{"/catering.html", "/delivery/track", outcome.EmptyReply, internal, "A server that hangs up without a word."},
		{"/catering.html", "/delivery/zones", outcome.MalformedResponse, internal, "A server that does not speak HTTP."},
		{"/jobs.html", "/kitchen/night-shift.html", outcome.RobotsBlocked, internal, "A page that robots.txt forbids."},

		// Addresses.
		{"/opening-hours.html", "http://tourist office.example/lindenthal", outcome.AddressMalformed, external, "A space in a host name."},
		{"/catering.html", "", outcome.AddressEmpty, external, "A link without an address."},
		{"/catering.html", "{{calendar_url}}", outcome.AddressPlaceholder, external, "A template that nobody filled in."},
		{"/news/new-oven.html", "http://staging.sunflower-bakery.test/gustav.html", outcome.AddressLocalhost, external, "The web designer's test server."},
		{"/order.html", "http://192.168.0.10/till", outcome.AddressPrivate, external, "A device in the bakery's own network."},
		{"/contact.html", "mailto:orders(at)sunflower-bakery.example", outcome.MailtoBad, external, "A mail link that no mail program can use."},
		{"/team.html", "tel:ask-at-the-counter", outcome.TelBad, external, "A telephone link without a number."},
		{"/history.html", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg*broken*", outcome.DataBad, external, "A picture within the page that is damaged."},
		{"/contact.html", "mailto:hello@sunflower-bakery.example", outcome.UnsupportedScheme, external, "A good mail link; nothing to fetch."},
		{"/team.html", "mailto:greta@sunflower-bakery.example", outcome.UnsupportedScheme, external, "A good mail link; nothing to fetch."},
		{"/team.html", "mailto:emre@sunflower-bakery.example?subject=Bread", outcome.UnsupportedScheme, external, "A good mail link; nothing to fetch."},
		{"/jobs.html", "mailto:hello@sunflower-bakery.example?subject=Job", outcome.UnsupportedScheme, external, "A good mail link; nothing to fetch."},
		{"/contact.html", "tel:+49-7999-5550123", outcome.UnsupportedScheme, external, "A good telephone link; nothing to fetch."},
		{"/imprint.html", "ftp://files.sunflower-bakery.example/press/", outcome.UnsupportedScheme, external, "A file server; browsers no longer open it."},
		{"/imprint.html", "javascript:window.print()", outcome.UnsupportedScheme, external, "A button made of a link."},

		// Other sites.
		{"/about.html", "http://hofmuehle.example/farmers-market.html", "404", external, "A page that the mill has taken away."},
		{"/allergens.html", "http://hofmuehle.example/laboratory.html", "403", external, "A page that the mill does not show to strangers, perhaps not to us alone."},
		{"/bread.html", "http://hofmuehle.example/prices", "301", external, "A page of the mill that has moved for good."},
		{"/bread.html", "http://hofmuehle.example/flour.html#spelt", outcome.MissingFragment, external, "A paragraph that the mill's page does not have."},
		{"/gallery.html", "http://127.0.0.1:1/guestbook", outcome.ConnectionRefused, external, "A server that no longer runs."},
		{"/about.html", "http://no-such-host.invalid/", outcome.DNSNotFound, external, "A domain that does not exist."},
		{"/bread.html", "http://no-such-host.invalid/rules", outcome.DNSNotFound, external, "More of it: one decision for all."},
		{"/history.html", "http://no-such-host.invalid/prizes/2009", outcome.DNSNotFound, external, "And more."},
	}
}
