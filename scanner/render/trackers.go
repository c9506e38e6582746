package render

import (
	"net/url"
	"strings"
)

// trackers are hosts that only count or follow visitors, or show them advertisements, each
// with what it is and where its owner names it. Sub-domains belong to them. Their scripts
// make no links of a page, and a scan must not count as visits. A host is listed if the
// code that the owner tells people to embed loads its script from there or reports to it,
// and if nothing else that pages need comes from there. So these are not listed:
// consent managers and tests of variants, without which a page may stay empty, chats,
// comments and videos, and whatever only sends pictures or posts data, since neither is
// requested anyway. The pages of Google, Fullstory, Criteo, Mixpanel and etracker were read for
// this; of the others, what is named here was not looked up again.
var trackers = map[string]string{
	// "Use Google Tag Manager with a Content Security Policy",
	// developers.google.com/tag-platform/security/guides/csp
	"googletagmanager.com":  "Google Tag Manager and gtag.js: the page there",
	"google-analytics.com":  "Google Analytics: the page there",
	"analytics.google.com":  "Google Analytics with Google signals: the page there",
	"doubleclick.net":       "Google Ads and Floodlight: the page there (googleads.g, td)",
	"googleadservices.com":  "Google Ads, conversions: the page there",
	"googlesyndication.com": "AdSense: its code loads pagead2.googlesyndication.com/pagead/js/adsbygoogle.js",
	"googletagservices.com": "Google Publisher Tag, its host before securepubads.g.doubleclick.net",

	// The host also has the JavaScript SDK. Its plugins are frames, which are not loaded.
	"connect.facebook.net": "Meta Pixel, developers.facebook.com/docs/meta-pixel: en_US/fbevents.js",

	"clarity.ms":             "Microsoft Clarity, learn.microsoft.com/clarity/setup-and-installation/clarity-csp",
	"bat.bing.com":           "Microsoft Advertising, universal event tracking: bat.bing.com/bat.js",
	"static.hotjar.com":      "Hotjar: its code loads c/hotjar-ID.js",
	"script.hotjar.com":      "Hotjar, help.hotjar.com, Content Security Policies",
	"hotjar.io":              "Hotjar, reports of visits: the page before",
	"snap.licdn.com":         "LinkedIn Insight Tag: its code loads li.lms-analytics/insight.min.js",
	"px.ads.linkedin.com":    "LinkedIn Insight Tag, reports of visits",
	"analytics.tiktok.com":   "TikTok Pixel: its code loads i18n/pixel/events.js",
	"static.ads-twitter.com": "X Pixel: its code loads uwt.js",
	"mc.yandex.ru":           "Yandex Metrica, yandex.com/support/metrica/en/code/install-counter-csp: metrika/tag.js",
	"plausible.io":           "Plausible, plausible.io/docs/plausible-script: js/script.js",
	"cloudflareinsights.com": "Cloudflare Web Analytics, developers.cloudflare.com/web-analytics: static., beacon.min.js",
	"cdn.segment.com":        "Twilio Segment: its code loads analytics.js/v1/KEY/analytics.min.js",
	"api.segment.io":         "Twilio Segment, reports of visits",
	"cdn.mxpnl.com":          "Mixpanel: its code loads libs/mixpanel-2-latest.min.js",
	"api-js.mixpanel.com":    "Mixpanel, reports of visits",
	"cdn.amplitude.com":      "Amplitude Analytics: its code loads libs/ or script/KEY.js",
	"api2.amplitude.com":     "Amplitude Analytics, reports of visits; api.lab.amplitude.com has variants of pages",
	"edge.fullstory.com":     "Fullstory, help.fullstory.com, Can I use Content-Security-Policy with Fullstory?: s/fs.js",
	"rs.fullstory.com":       "Fullstory, reports of visits: the page before",
	"js-agent.newrelic.com":  "New Relic, browser agent, docs.newrelic.com, Networks: Browser monitoring",
	"nr-data.net":            "New Relic, reports of visits: the page before (bam.)",
	"dynamic.criteo.com":     "Criteo OneTag, guides.criteotilt.com/onetag: js/ld/ld.js",
	"matomo.cloud":           "Matomo Cloud: its code loads cdn.matomo.cloud/NAME.matomo.cloud/matomo.js",
	"code.etracker.com":      "etracker, www.etracker.com/en/docs, Tracking code: code/e.js",
	"static.etracker.com":    "etracker, data protection information: code/e.js of older code",
}

// isTracker reports whether an address belongs to one of trackers. For a page of the
// tracker's own it is a part of the page.
func isTracker(address, page string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	for host := strings.ToLower(u.Hostname()); host != ""; {
		if trackers[host] != "" {
			return !isOwn(host, page)
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return false
}

// isOwn reports whether a page is of a host, of a sub-domain of it or of the domain that
// the host is a sub-domain of.
func isOwn(host, page string) bool {
	u, err := url.Parse(page)
	if err != nil {
		return false
	}
	of := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	return of == host || strings.HasSuffix(of, "."+host) || strings.Contains(of, ".") && strings.HasSuffix(host, "."+of)
}
