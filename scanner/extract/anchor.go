package extract

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"sitewell/scanner/weburl"
)

// AnchorHash is the hash (FNV-1a, 64 bits) under which Document.Anchors and
// result.Page.Anchors hold an id.
func AnchorHash(id string) uint64 {
	h := uint64(fnvOffset)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * fnvPrime
	}
	return h
}

func anchorHash(id []byte) uint64 {
	h := uint64(fnvOffset)
	for _, c := range id {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// HasAnchor reports whether a link's fragment leads to a place on a page:
// whether it is empty or "top" in any case, or an id or name among the sorted
// anchors, as written or else percent-decoded (HTML Standard, "Scrolling to a
// fragment"). What is no proper escape stands for itself, so it never fails. A
// range of lines ("L10-L20") is there if both its ends are (check 113).
func HasAnchor(anchors []uint64, fragment string) bool {
	return matchesAnchor(fragment, func(h uint64) bool {
		_, found := slices.BinarySearch(anchors, h)
		return found
	})
}

// HasHalfAnchor is HasAnchor where only the upper halves of the hashes were
// kept, sorted.
func HasHalfAnchor(anchors []uint32, fragment string) bool {
	return matchesAnchor(fragment, func(h uint64) bool {
		_, found := slices.BinarySearch(anchors, uint32(h>>32))
		return found
	})
}

// matchesAnchor reports whether a fragment leads to a place, by the hashes of a page.
func matchesAnchor(fragment string, has func(hash uint64) bool) bool {
	fragment = WithoutDirective(fragment)
	if fragment == "" || has(AnchorHash(fragment)) {
		return true
	}
	decoded := percentDecoded(fragment)
	if decoded != fragment && has(AnchorHash(decoded)) {
		return true
	}
	if first, last, ok := rangeOf(decoded); ok {
		return has(AnchorHash(first)) && has(AnchorHash(last))
	}
	return strings.EqualFold(decoded, "top")
}

// rangeOf returns the fragments of the first and the last line of a range, which the
// scripts of source code viewers highlight: "10-20" of rustdoc, "L10-L20" and
// "L10C2-L20C5" of GitHub, "L10-20" of GitLab, "lines-10:20" of Bitbucket. It reports
// false if s does not look like one.
func rangeOf(s string) (first, last string, ok bool) {
	m := lineRange.FindStringSubmatch(s)
	if m == nil || m[3] != "" && m[3] != m[1] {
		return "", "", false
	}
	return m[1] + m[2], m[1] + m[4], true
}

var lineRange = regexp.MustCompile(`^([A-Za-z_.-]*)([0-9]+)(?:C[0-9]+)?[-:]([A-Za-z_.-]*)([0-9]+)(?:C[0-9]+)?$`)

// percentDecoded decodes the escapes of s as UTF-8. Anything else that begins
// with '%' stays as it is; bytes that are no UTF-8 become U+FFFD.
func percentDecoded(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, ok1 := unhex(s[i+1])
			lo, ok2 := unhex(s[i+2])
			if ok1 && ok2 {
				b = append(b, hi<<4|lo)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
}

func unhex(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// WithoutDirective takes a fragment directive such as ":~:text=…" off a
// fragment (URL Fragment Text Directives, "The Fragment Directive").
func WithoutDirective(fragment string) string {
	if i := strings.Index(fragment, ":~:"); i >= 0 {
		return fragment[:i]
	}
	return fragment
}

// IsCheckable reports whether a fragment can be looked up in the page that it
// leads to. It cannot where the fragment is an order to a program: in a PDF or
// a media file ("#page=2", "#t=10"), to a script that keeps its state there
// ("#!/inbox", "#/route", "#tab=2", "#?q=x"), or a view of an image ("#svgView(…)",
// SVG 2, "SVG fragment identifiers"). An empty fragment needs no check.
//
// mediaType is the target's as answered, without parameters; "" where it is
// not known yet, and then the address decides.
func IsCheckable(fragment string, target weburl.URL, mediaType string) bool {
	fragment = WithoutDirective(fragment)
	if fragment == "" || !hasAnchors(target, mediaType) {
		return false
	}
	switch fragment[0] {
	case '!', '/', '?', '&', '=', '{':
		return false
	case '%': // may hide one of these
		if strings.IndexByte("!/?&={", percentDecoded(fragment)[0]) >= 0 {
			return false
		}
	}
	return !isAssignment(fragment) && !strings.HasPrefix(fragment, "svgView(")
}

// isAssignment reports whether a fragment has the form name=value.
func isAssignment(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '=':
			return i > 0
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-', c == '.':
		default:
			return false
		}
	}
	return false
}

// hasAnchors reports whether a document is of a kind whose anchors are read.
func hasAnchors(target weburl.URL, mediaType string) bool {
	switch mediaType {
	case "text/html", "application/xhtml+xml", "image/svg+xml":
		return true
	case "":
	default:
		return false
	}
	if target.IsZero() {
		return true
	}
	switch kind := kindByPath(target.Path()); kind {
	case "":
		return true
	default:
		return strings.HasSuffix(strings.ToLower(target.Path()), ".svg")
	}
}
