package addresslist

import (
	"errors"
	"fmt"
	"regexp"

	"sitewell/scanner/sitemap"
	"sitewell/scanner/weburl"
)

// sitemapRoot matches the beginning of a sitemap without an XML declaration.
var sitemapRoot = regexp.MustCompile(`(?i)^\s*(?:<!--[^>]*-->\s*)?<(?:urlset|sitemapindex|rss|feed)[\s>]`)

func isSitemap(text string) bool { return sitemapRoot.MatchString(text) }

// nowhere is the address of a file that has none: what a relative address in it leads to
// is not known.
const nowhere = "https://sitemap.invalid/"

// sitemap reads a sitemap, or the addresses of the sitemaps that an index names.
func (b *builder) sitemap(data []byte) error {
	at, err := weburl.Parse(nowhere)
	if err != nil {
		return err // impossible: it is an address
	}
	m, err := sitemap.Parse(data, at)
	var bad *sitemap.Error
	switch {
	case errors.As(err, &bad) && bad.Kind == sitemap.Empty:
		return nil
	case err != nil:
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	for _, n := range m.Notes {
		switch n.Kind {
		case sitemap.BadLoc:
			b.skip(n.Line, n.Detail, Malformed)
			b.list.UnusedCount += max(0, n.Count-1)
		case sitemap.TooLarge:
			return ErrTooLarge
		case sitemap.TooMany:
			return ErrTooMany
		}
	}
	b.list.IsIndex = len(m.Pages) == 0 && len(m.Children) > 0
	for _, e := range append(m.Pages, m.Children...) {
		if e.URL.Origin() == at.Origin() {
			b.skip(e.Line, e.URL.RequestURI(), Malformed)
			continue
		}
		if err := b.add(e.Line, e.URL); err != nil {
			return err
		}
	}
	return nil
}
