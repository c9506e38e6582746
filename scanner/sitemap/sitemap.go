// Package sitemap reads the lists of addresses that a site publishes for search
// engines: sitemaps and sitemap indexes (sitemaps.org), plain text, RSS and
// Atom, gzipped or not. It takes what search engines take and notes what is
// against the rules. It fetches nothing and knows nothing of the scan.
package sitemap

import (
	"fmt"
	"time"

	"sitewell/scanner/weburl"
)

// Limits of sitemaps.org, and what keeps hostile files cheap.
const (
	// MaxEntries is how many addresses one file may name. Alternates are as many
	// again, in all.
	MaxEntries = 50_000
	// MaxSize is how many bytes one file may have, unpacked.
	MaxSize = 50 << 20

	maxDepth     = 64       // elements within elements
	maxText      = 64 << 10 // bytes of one address
	maxToken     = 1 << 20  // bytes of one tag, comment or text: the XML decoder keeps a whole one
	maxAddresses = 16 << 20 // bytes of all addresses of a file: 320 of each
)

// Map is what one file says.
type Map struct {
	// Format is what kind of file it is.
	Format Format
	// Pages are the addresses of pages, at most MaxEntries, in order.
	Pages []Entry
	// Children are further sitemaps that an index names, at most MaxEntries.
	Children []Entry
	// Notes tell what is against the rules, one for each kind.
	Notes []Note
}

// Format is a kind of file.
type Format string

const (
	FormatURLSet Format = "urlset"
	FormatIndex  Format = "sitemapindex"
	FormatText   Format = "text"
	FormatRSS    Format = "rss" // RSS 0.9 to 2.0
	FormatAtom   Format = "atom"
)

// Omitted is how many addresses the file names that are not given, since there
// are more than MaxEntries or they are too long.
func (m *Map) Omitted() int {
	for _, n := range m.Notes {
		if n.Kind == TooMany {
			return n.Count
		}
	}
	return 0
}

// Entry is one address.
type Entry struct {
	URL weburl.URL
	// LastMod is when the page says that it changed; zero where it does not.
	LastMod time.Time
	// Alternates are the same page in other languages (xhtml:link).
	Alternates []Alternate
	// Line of the file, unpacked, from 1.
	Line int
}

// Alternate is a page in another language.
type Alternate struct {
	Lang string // BCP 47, or "x-default", as written
	URL  weburl.URL
}

// NoteKind names a break of the rules.
type NoteKind string

const (
	MissingNamespace NoteKind = "missing-namespace"
	BadNamespace     NoteKind = "bad-namespace" // Detail is the namespace
	RelativeLoc      NoteKind = "relative-loc"  // read against the sitemap's own address
	BadLoc           NoteKind = "bad-loc"       // no address that can be fetched
	BadLastMod       NoteKind = "bad-lastmod"
	TooMany          NoteKind = "too-many"  // more than MaxEntries addresses
	TooLarge         NoteKind = "too-large" // cut at MaxSize
	Malformed        NoteKind = "malformed" // broken XML; what stands before it is used
)

// Note is a break of the rules that did not stop the reading.
type Note struct {
	Kind   NoteKind
	Count  int    // how often
	Line   int    // of the first
	Detail string // of the first: the text that is wrong, cut short
}

// ErrorKind says why a file is no sitemap.
type ErrorKind string

const (
	Empty    ErrorKind = "empty"
	HTML     ErrorKind = "html"     // a page, often an error page with status 200
	BadGzip  ErrorKind = "bad-gzip" // begins as gzip and does not unpack
	NotKnown ErrorKind = "unknown"  // neither XML nor a list of addresses
	BadXML   ErrorKind = "bad-xml"  // broken before the first address
)

// Error says why a file is no sitemap.
type Error struct {
	Kind ErrorKind
	Err  error // the decoder's, nil for none
}

func (e *Error) Error() string {
	if e.Err == nil {
		return "no sitemap: " + string(e.Kind)
	}
	return fmt.Sprintf("no sitemap: %s: %v", e.Kind, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// builder collects a Map.
type builder struct {
	at         weburl.URL
	m          Map
	bytes      int // of all addresses
	alternates int
}

func (b *builder) note(kind NoteKind, line int, detail string) {
	for i := range b.m.Notes {
		if b.m.Notes[i].Kind == kind {
			b.m.Notes[i].Count++
			return
		}
	}
	b.m.Notes = append(b.m.Notes, Note{Kind: kind, Count: 1, Line: line, Detail: cut(detail)})
}

// entry is an address as the file has it.
type entry struct {
	loc, lastMod string
	alternates   []alternate
	line         int
}

type alternate struct{ lang, href string }

// add reads an entry and puts it on a list.
func (b *builder) add(list *[]Entry, e entry) {
	u, ok := b.resolve(e.loc, e.line)
	if !ok {
		return
	}
	if len(*list) >= MaxEntries || b.bytes > maxAddresses {
		b.note(TooMany, e.line, "")
		return
	}
	b.bytes += len(u.Key())
	done := Entry{URL: u, Line: e.line}
	if e.lastMod != "" {
		if done.LastMod, ok = parseTime(e.lastMod); !ok {
			b.note(BadLastMod, e.line, e.lastMod)
		}
	}
	for _, a := range e.alternates {
		if b.alternates >= MaxEntries || b.bytes > maxAddresses {
			break
		}
		if u, ok := b.resolve(a.href, e.line); ok {
			b.alternates++
			b.bytes += len(u.Key())
			done.Alternates = append(done.Alternates, Alternate{Lang: a.lang, URL: u})
		}
	}
	*list = append(*list, done)
}

// resolve reads an address, which should be absolute.
func (b *builder) resolve(loc string, line int) (weburl.URL, bool) {
	if weburl.Classify(loc) != "" {
		b.note(BadLoc, line, loc)
		return weburl.URL{}, false
	}
	if u, err := weburl.Parse(loc); err == nil {
		return u, true
	}
	u, err := b.at.Resolve(loc)
	if err != nil {
		b.note(BadLoc, line, loc)
		return weburl.URL{}, false
	}
	b.note(RelativeLoc, line, loc)
	return u, true
}

// timeLayouts are the W3C profile of ISO 8601, RFC 3339 with and without
// seconds, what people write instead, and RFC 822 as in RSS.
var timeLayouts = []string{
	"2006-01-02", time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01", "2006",
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", time.RFC822Z, time.RFC822,
}

func parseTime(s string) (time.Time, bool) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
