package render

import (
	"net/url"
	"strings"
)

// trackers are domains that only count or follow visitors, or show them advertisements.
// Their scripts make no links of a page, and a scan must not count as visits. The list is
// our own and short: well-known services, by the domains that the code to embed names.
var trackers = map[string]bool{
	// Google: "Use Google Tag Manager with a Content Security Policy".
	"google-analytics.com": true, "googletagmanager.com": true, "analytics.google.com": true,
	"doubleclick.net": true, "googlesyndication.com": true, "googleadservices.com": true, "googletagservices.com": true,
	"connect.facebook.net":   true, // Meta Pixel
	"clarity.ms":             true, // Microsoft Clarity
	"bat.bing.com":           true, // Microsoft Advertising, universal event tracking
	"hotjar.com":             true,
	"hotjar.io":              true,
	"snap.licdn.com":         true, // LinkedIn Insight Tag
	"px.ads.linkedin.com":    true,
	"analytics.tiktok.com":   true,
	"static.ads-twitter.com": true,
	"mc.yandex.ru":           true, // Yandex Metrica
	"plausible.io":           true,
	"cloudflareinsights.com": true, // Cloudflare Web Analytics
	"segment.io":             true,
	"cdn.segment.com":        true,
	"mixpanel.com":           true,
	"amplitude.com":          true,
	"fullstory.com":          true,
	"nr-data.net":            true, // New Relic, browser agent
	"scorecardresearch.com":  true, // Comscore
	"criteo.com":             true,
	"criteo.net":             true,
	"matomo.cloud":           true,
	"etracker.com":           true,
}

// isTracker reports whether an address belongs to one of trackers.
func isTracker(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	for host := strings.ToLower(u.Hostname()); host != ""; {
		if trackers[host] {
			return true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return false
}
