package sites

import (
	"slices"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/words"
)

// sizes knows how much room sites take in the history, as soon as that was found out.
// That takes a while where it is large, so it is done again only where another scan is the
// newest of a site.
type sizes struct {
	loader background.Loader[map[storage.SiteID]int64]
	known  map[storage.SiteID]int64
	newest []scanKey // of the sites, for which that is known
}

// of returns how much room a site takes: "3.4 MB"; "" where that is not known or nothing.
func (z *sizes) of(site storage.SiteID) string {
	if bytes := z.known[site]; bytes > 0 {
		return words.Size(bytes)
	}
	return ""
}

// measure finds out how much room the sites take.
func (s *Screen) measure() {
	var newest []scanKey
	for _, site := range s.all {
		if site.Last != nil {
			newest = append(newest, scanKey{site.Last.ID, site.Last.Counts})
		}
	}
	if slices.Equal(newest, s.sizes.newest) {
		return
	}
	s.sizes.loader.Load(s.o.Run, s.o.Store.SiteSizes, func(known map[storage.SiteID]int64, err error) {
		if err != nil {
			return // the list says enough without
		}
		s.sizes.known, s.sizes.newest = known, newest
		s.list.Refresh()
	})
}
