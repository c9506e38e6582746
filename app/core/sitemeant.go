package core

import (
	"strings"

	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// siteMeant returns the only site that a person can mean who typed an address without https
// or http, from which candidates were made; ok is false where there is none, or several.
func siteMeant(sites []storage.SiteSummary, candidates []weburl.URL) (site storage.Site, ok bool) {
	if len(candidates) < 2 {
		return site, false
	}
	for _, essence := range []func(string) string{withoutScheme, withoutWWW} {
		n := 0
		for _, s := range sites {
			if essence(s.Start) == essence(candidates[0].Key()) && isAtAddress(s.Site) {
				site, n = s.Site, n+1
			}
		}
		if n > 0 {
			return site, n == 1
		}
	}
	return site, false
}

func withoutScheme(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return rest
}

func withoutWWW(address string) string { return strings.TrimPrefix(withoutScheme(address), "www.") }

// isAtAddress reports whether a site is one that its address stands for, unlike a list, a
// folder and the demo site.
func isAtAddress(s storage.Site) bool {
	settings, err := profile.Parse(s.Settings)
	return err == nil && settings.List == "" && settings.Folder == "" && !settings.Demo
}
