package extract

import (
	"bytes"
	"net/http"
	"strings"
)

// Sniff returns what a body is, from the Content-Type header as received and
// from the bytes. mediaType has no parameters and is in lower case. wrong
// reports that the header is missing or unreadable, or that it says something
// the bytes rule out: an error page that calls itself an image, a picture that
// calls itself HTML.
//
// The header is believed wherever bytes prove nothing: programs, styles and
// data are all plain text.
func Sniff(header string, body []byte) (mediaType string, wrong bool) {
	declared := DeclaredType(header)
	found := sniffed(body)
	if declared != "" && isComment(body) {
		found = "text/plain" // styles and programs may begin so, too
	}
	switch declared {
	case "":
		return found, len(body) > 0
	case "application/octet-stream", "binary/octet-stream", "application/x-download", "application/force-download":
		// Says "to be saved", which is the sender's right, unless it is a page.
		if found == "text/html" {
			return found, true
		}
		return declared, false
	}
	if len(body) == 0 || isCompatible(declared, found) {
		return declared, false
	}
	return found, true
}

// isComment reports whether a body begins with a comment of HTML and no element
// of HTML follows it.
func isComment(body []byte) bool {
	head := body[:min(len(body), 1024)]
	return bytes.HasPrefix(trim(trimBOM(head)), []byte("<!--")) && rootElement(head) == ""
}

// DeclaredType reads the media type out of a Content-Type header, "" where it
// names none, so that browsers sniff. Servers that do not know send
// "unknown/unknown", "*/*" and the like.
func DeclaredType(header string) string {
	// Parameters may be malformed where the type is not.
	t, _, _ := strings.Cut(header, ";")
	t, _, _ = strings.Cut(t, ",")
	t = strings.ToLower(strings.TrimSpace(t))
	switch major, minor, ok := strings.Cut(t, "/"); {
	case !ok, major == "", minor == "", strings.ContainsAny(t, " *\"<>"), major == "unknown", t == "application/unknown", t == "content/unknown":
		return ""
	}
	return t
}

// sniffed returns the type by the bytes: what net/http knows, and the kinds of
// XML and text that matter to a scan.
func sniffed(body []byte) string {
	head := body[:min(len(body), 1024)]
	t, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch t {
	case "text/plain", "text/xml", "text/html", "application/octet-stream":
		if root := rootElement(head); root != "" {
			return root
		}
	}
	return t
}

// rootElement returns what a markup document is by its first element, past
// declarations, comments and white space; "" where it does not begin with one.
func rootElement(s []byte) string {
	s = trimBOM(s)
	for {
		s = trim(s)
		switch {
		case bytes.HasPrefix(s, []byte("<?")):
			i := bytes.Index(s, []byte("?>"))
			if i < 0 {
				return "text/xml"
			}
			s = s[i+2:]
			continue
		case bytes.HasPrefix(s, []byte("<!--")):
			i := bytes.Index(s, []byte("-->"))
			if i < 0 {
				return ""
			}
			s = s[i+3:]
			continue
		case bytes.HasPrefix(s, []byte("<!")):
			i := bytes.IndexByte(s, '>')
			if i < 0 {
				return ""
			}
			if len(s) >= 14 && equalFold(s[2:14], "doctype html") {
				return "text/html"
			}
			s = s[i+1:]
			continue
		}
		break
	}
	if len(s) < 2 || s[0] != '<' {
		return ""
	}
	i := 1
	for i < len(s) && !ends[s[i]] {
		i++
	}
	var room [64]byte
	switch string(localName(folded(room[:], s[1:i]))) {
	case "html", "head", "body":
		return "text/html"
	case "svg":
		return "image/svg+xml"
	case "rss":
		return "application/rss+xml"
	case "feed":
		return "application/atom+xml"
	case "rdf":
		return "application/rss+xml"
	case "urlset", "sitemapindex":
		return "application/xml"
	}
	return ""
}

// isCompatible reports whether bytes found to be of one type may be what the header
// declares.
func isCompatible(declared, found string) bool {
	if declared == found || found == "application/octet-stream" {
		return true
	}
	major, _, _ := strings.Cut(declared, "/")
	foundMajor, _, _ := strings.Cut(found, "/")
	switch found {
	case "text/plain":
		// Prose, programs, styles and data; but no picture, sound or archive.
		return major == "text" || major == "application" && !isBinary(declared) || declared == "image/svg+xml" || major == "model" || major == "message" || major == "multipart" || major == "chemical"
	case "text/html":
		return strings.Contains(declared, "html") || declared == "text/xsl" || isXML(declared) && !isFeedType(declared) && declared != "image/svg+xml" ||
			declared == "multipart/related" || declared == "message/rfc822"
	case "text/xml", "application/xml", "application/rss+xml", "application/atom+xml":
		return isXML(declared) || declared == "text/plain" || declared == "text/html" && found == "text/xml" || strings.Contains(declared, "xml") ||
			mayBeXML(declared)
	case "image/svg+xml":
		return isXML(declared) || declared == "text/plain"
	case "application/zip", "application/x-gzip":
		return major == "application" && declared != "application/json" && declared != "application/javascript" && declared != "application/pdf" || major == "model" || major == "font"
	case "application/pdf":
		return strings.Contains(declared, "pdf") || declared == "application/illustrator" || declared == "application/postscript"
	}
	switch foundMajor {
	case "image":
		// Browsers show a picture whatever kind of picture it is called.
		return major == "image" && declared != "image/svg+xml"
	case "audio", "video":
		return major == "audio" || major == "video" || strings.HasPrefix(declared, "application/")
	case "font":
		return strings.Contains(declared, "font")
	case "text":
		return major == "text"
	}
	return major == foundMajor
}

// mayBeXML reports whether a type whose name says nothing of XML may be written in
// it, as many are: text/xsl, text/x-opml, text/vnd.wap.wml,
// application/x-java-jnlp-file, application/vnd.google-earth.kml (check 110;
// RFC 7303 §4.2 recommends "+xml" only).
func mayBeXML(declared string) bool {
	major, minor, _ := strings.Cut(declared, "/")
	switch {
	case major != "text" && major != "application" && major != "model" && major != "chemical", isBinary(declared):
		return false
	case strings.Contains(minor, "html"), strings.Contains(minor, "json"), strings.Contains(minor, "javascript"), strings.Contains(minor, "ecmascript"):
		return false
	}
	return minor != "css" && minor != "csv" && minor != "calendar" && minor != "vcard"
}

// isBinary reports whether a type of "application" is never plain text.
func isBinary(declared string) bool {
	switch declared {
	case "application/pdf", "application/zip", "application/gzip", "application/x-gzip", "application/wasm",
		"application/vnd.rar", "application/x-7z-compressed":
		return true
	}
	return false
}
