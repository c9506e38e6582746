package suggest

import (
	"slices"
	"strings"
)

// address is a web address split into parts, with a folded path.
type address struct {
	scheme, host, query string
	raw                 string   // the path as written
	segs                []string // folded; the last without its extension
	words               []string // the same, unescaped but not folded
	ext                 string   // ".html", in lower case; "" for none
	class               string   // kind of file by the extension
	slash               bool     // ends with '/'
}

// site returns the host without "www.".
func (a *address) site() string { return strings.TrimPrefix(a.host, "www.") }

// name returns the folded last segment, "" for the root.
func (a *address) name() string {
	if len(a.segs) == 0 {
		return ""
	}
	return a.segs[len(a.segs)-1]
}

// folder returns the folded path above the name.
func (a *address) folder() string {
	if len(a.segs) == 0 {
		return ""
	}
	return strings.Join(a.segs[:len(a.segs)-1], "/")
}

// split splits an address. It returns false if s is not a web address.
func split(s string) (a address, ok bool) {
	s, _, _ = strings.Cut(s, "#")
	var rest string
	a.scheme, rest, ok = strings.Cut(s, "://")
	if !ok || a.scheme != "http" && a.scheme != "https" {
		return a, false
	}
	rest, a.query, _ = strings.Cut(rest, "?")
	i := strings.IndexByte(rest, '/')
	if i < 0 {
		i = len(rest)
	}
	a.host, a.raw = rest[:i], rest[i:]
	if at := strings.LastIndexByte(a.host, '@'); at >= 0 {
		a.host = a.host[at+1:]
	}
	path := strings.Trim(a.raw, "/")
	a.slash = strings.HasSuffix(a.raw, "/")
	if path == "" {
		a.class = pages
		return a, a.host != ""
	}
	a.segs = strings.Split(path, "/")
	last := a.segs[len(a.segs)-1]
	last, a.ext, a.class = ending(last)
	a.segs[len(a.segs)-1] = last
	a.words = make([]string, len(a.segs))
	for i, seg := range a.segs {
		a.words[i] = unescape(seg)
		a.segs[i] = fold(seg)
	}
	if n := len(a.segs) - 1; a.class == pages && a.ext != "" && isIndex(a.name()) {
		a.segs, a.words = a.segs[:n], a.words[:n]
	}
	return a, a.host != ""
}

// isIndex reports whether a file is the index page of its folder.
func isIndex(name string) bool { return name == "index" || name == "default" }

// The classes of extensions. The class of a document is its extension.
const (
	pages  = "page"
	images = "image"
)

// ending removes a known extension from a segment and returns its class. A segment
// without one is a page.
func ending(seg string) (stem, ext, class string) {
	i := strings.LastIndexByte(seg, '.')
	if i <= 0 || len(seg)-i > 6 {
		return seg, "", pages
	}
	ext = strings.ToLower(seg[i:])
	switch ext {
	case ".html", ".htm", ".php", ".php3", ".php4", ".php5", ".phtml", ".xhtml", ".shtml", ".shtm", ".asp", ".aspx",
		".jsp", ".jsf", ".cfm", ".cgi", ".pl", ".do":
		return seg[:i], ext, pages
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".ico", ".tif", ".tiff":
		return seg[:i], ext, images
	case ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".txt", ".md",
		".zip", ".gz", ".rar", ".7z", ".dmg", ".exe", ".epub", ".ics", ".vcf", ".mp3", ".ogg", ".wav", ".m4a", ".mp4", ".webm", ".mov",
		".css", ".js", ".mjs", ".json", ".xml", ".rss", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".swf":
		return seg[:i], ext, ext
	}
	return seg, "", pages
}

// sameQuery reports whether two queries are equivalent, regardless of the order of
// their parameters and of parameters for campaigns and sessions.
func sameQuery(a, b string) bool { return slices.Equal(parameters(a), parameters(b)) }

// parameters returns the parameters of a query that matter, sorted.
func parameters(query string) []string {
	var all []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(pair), "=")
		switch {
		case pair == "", strings.HasPrefix(name, "utm_"):
		case name == "fbclid", name == "gclid", name == "msclkid", name == "mc_cid", name == "mc_eid",
			name == "sid", name == "phpsessid", name == "jsessionid", name == "sessionid":
		default:
			all = append(all, pair)
		}
	}
	slices.Sort(all)
	return all
}
