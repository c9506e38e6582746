package extract

import (
	"net/http"
	"strings"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Header reads the addresses that a response's header fields name: Link (RFC
// 8288), Refresh and Content-Location. at is the address that responded.
// The caller handles Location, because it follows redirects. A header that is
// not refused for its size has fewer than MaxLinks links.
func Header(h http.Header, at weburl.URL) []result.Link {
	if len(h.Values("Link")) == 0 && h.Get("Refresh") == "" && h.Get("Content-Location") == "" {
		return nil // as nearly all
	}
	r := Reader{doc: &Document{}}
	r.begin()
	for _, value := range h.Values("Link") {
		for l := range linkValues(value) {
			r.linkHeader(l)
		}
	}
	if value := h.Get("Refresh"); value != "" {
		if _, target, ok := parseRefresh([]byte(value)); ok && len(target) > 0 {
			r.addHeader("header[refresh]", result.KindPage, target)
		}
	}
	if value := h.Get("Content-Location"); strings.TrimSpace(value) != "" {
		r.addHeader("header[content-location]", result.KindMeta, []byte(value))
	}
	return r.links([maxFrames]weburl.URL{at}, decoded{})
}

// HeaderRefresh reads a Refresh header. It reports false where there is none
// or it is malformed. The URL is empty where the page is to load itself again,
// or where the address can't be fetched.
func HeaderRefresh(h http.Header, at weburl.URL) (Refresh, bool) {
	delay, target, ok := parseRefresh([]byte(h.Get("Refresh")))
	if !ok {
		return Refresh{}, false
	}
	refresh := Refresh{Delay: min(delay, 365*24*time.Hour)}
	if len(target) > 0 {
		if u, err := at.Resolve(strings.ToValidUTF8(string(target), "\uFFFD")); err == nil {
			refresh.URL = u.Key()
		}
	}
	return refresh, true
}

func (r *Reader) addHeader(element string, kind result.Kind, value []byte) *ref {
	value = []byte(strings.ToValidUTF8(string(value), "\uFFFD"))
	return r.addRef(ref{raw: value, element: element, kind: kind, place: result.PlaceHTTP})
}

// linkHeader takes in one link of a Link header.
func (r *Reader) linkHeader(l linkValue) {
	set := parseRel([]byte(l.rel))
	kind, fetched := relKind(set, l.linkHints)
	if !fetched || l.target == "" {
		return
	}
	f := r.addHeader("header[link]", kind, []byte(l.target))
	f.nofollow = set.has(relNofollow)
	r.setText(f, []byte(strings.ToValidUTF8(l.rel, "")))
}

// linkValue is one link of a Link header.
type linkValue struct {
	target, rel string
	linkHints
}

// linkValues walks through a Link header by RFC 8288 §3 and appendix B.2, which
// says how to read what breaks the grammar. Of each parameter the first counts.
func linkValues(s string) func(yield func(linkValue) bool) {
	return func(yield func(linkValue) bool) {
		for {
			i := strings.IndexByte(s, '<')
			if i < 0 {
				return
			}
			j := strings.IndexByte(s[i:], '>')
			if j < 0 {
				return
			}
			l := linkValue{target: s[i+1 : i+j]}
			s = l.parameters(s[i+j+1:])
			if !yield(l) {
				return
			}
		}
	}
}

// parameters reads "; name=value" until the comma that ends the link, and
// gives what follows it.
func (l *linkValue) parameters(s string) (rest string) {
	seen := map[string]bool{}
	for {
		s = strings.TrimLeft(s, " \t")
		switch {
		case s == "":
			return ""
		case s[0] == ',':
			return s[1:]
		case s[0] != ';': // breaks the grammar: on to the next parameter or link
			i := strings.IndexAny(s, ";,")
			if i < 0 {
				return ""
			}
			s = s[i:]
			continue
		}
		var name, value string
		name, value, s = parameter(s[1:])
		if seen[name] {
			continue
		}
		seen[name] = true
		switch name {
		case "rel":
			l.rel = value
		case "type":
			l.mediaType = value
		case "as":
			l.as = value
		case "hreflang":
			l.hreflang = true
		}
	}
}

// parameter reads one "name=value" or `name="value"` from the start of s. The
// name comes in lower case.
func parameter(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, " \t")
	i := strings.IndexAny(s, " \t=;,")
	if i < 0 {
		return strings.ToLower(s), "", ""
	}
	name = strings.ToLower(s[:i])
	s = strings.TrimLeft(s[i:], " \t")
	if s == "" || s[0] != '=' {
		return name, "", s
	}
	s = strings.TrimLeft(s[1:], " \t")
	if s == "" || s[0] != '"' {
		i = strings.IndexAny(s, ";,")
		if i < 0 {
			i = len(s)
		}
		return name, strings.TrimRight(s[:i], " \t"), s[i:]
	}
	var b strings.Builder
	for i = 1; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return name, b.String(), s[min(i+1, len(s)):]
}
