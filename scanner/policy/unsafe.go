package policy

import (
	"iter"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// Unsafe returns why an address of the site must not be requested while signed
// in, or "" if it may be (check 87). A word in the address or a link that was
// marked (see Marks) forbids it, and so do Options.PagesOnly.
func (p *Policy) Unsafe(u weburl.URL) (key outcome.Key, reason string) {
	if !p.options.SignedIn || !p.IsInternal(u) {
		return "", ""
	}
	if word := UnsafeWord(u); word != "" {
		return outcome.LogsOut, couldChange + "its address says “" + word + "”"
	}
	if reason := p.options.Marks.reason(u); reason != "" {
		return outcome.LogsOut, couldChange + reason
	}
	if p.options.PagesOnly && !looksLikePage(u) {
		return outcome.Excluded, "does not look like a page, and this scan asks for nothing else while signed in"
	}
	return "", ""
}

const couldChange = "could sign out or change something while signed in: "

// UnsafeWord returns the word that suggests that a request for an address, made
// with the owner's rights, signs out, deletes or changes something. It returns
// "" if there is no such word.
//
// When in doubt, an address is unsafe. /delete-your-account.html may be a guide
// or may delete the account; the address does not show which. A guide that is
// skipped is listed with the reason and can be opened by hand, but a deleted
// account is lost. The only exception is a file that browsers load by themselves
// (/icons/delete.png) if nothing else in the address is suspicious.
func UnsafeWord(u weburl.URL) string {
	segments := strings.Split(decoded(u.Path()), "/")
	values := valuesOf(u.Query())
	last := len(segments) - 1
	if u.Query() == "" && slices.Contains(assets, strings.ToLower(path.Ext(segments[last]))) {
		segments = segments[:last]
	}
	for i, segment := range segments {
		if word := command(segment); word != "" {
			return word
		}
		beside := slices.Concat(segments[max(0, i-1):i], segments[i+1:min(i+2, len(segments))])
		if i == len(segments)-1 {
			beside = append(beside, values...)
		}
		if word := commandBeside(segment, beside); word != "" {
			return word
		}
	}
	return unsafeQuery(u.Query(), values)
}

// pairsOf returns the parameters of a query as written, "name=value".
func pairsOf(query string) iter.Seq[string] {
	return strings.FieldsFuncSeq(query, func(r rune) bool { return r == '&' || r == ';' })
}

// valuesOf returns the values of the parameters of a query.
func valuesOf(query string) (values []string) {
	for pair := range pairsOf(query) {
		_, value, _ := strings.Cut(pair, "=")
		values = append(values, decoded(value))
	}
	return values
}

// unsafeQuery returns the word of UnsafeWord in a query with these values.
func unsafeQuery(query string, values []string) string {
	for pair := range pairsOf(query) {
		name, value, _ := strings.Cut(pair, "=")
		name, value = decoded(name), decoded(value)
		if slices.Contains(commandNames, strings.ToLower(name)) {
			return name
		}
		for _, part := range []string{name, value} {
			if word := command(part); word != "" {
				return word
			}
		}
		if word := commandBeside(name, []string{value}); word != "" {
			return word
		}
		if word := commandBeside(value, values); word != "" {
			return word
		}
	}
	return ""
}

// assets are the extensions of files that browsers load by themselves.
var assets = []string{
	".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".mjs", ".otf", ".png", ".svg", ".ttf", ".webp", ".woff", ".woff2",
}

// pages are the extensions that addresses of pages have.
var pages = []string{"", ".asp", ".aspx", ".htm", ".html", ".jsp", ".php", ".shtml", ".xhtml"}

// looksLikePage reports whether an address has no query, and a path like those of
// pages, of the files that browsers load with them, or of sitemaps.
func looksLikePage(u weburl.URL) bool {
	if strings.ContainsRune(u.Key(), '?') {
		return false
	}
	file := strings.ToLower(path.Base(u.Path()))
	ext := path.Ext(file)
	return strings.HasSuffix(u.Path(), "/") || slices.Contains(pages, ext) || slices.Contains(assets, ext) ||
		file == "robots.txt" || strings.Contains(file, "sitemap") && (ext == ".xml" || ext == ".gz" || ext == ".txt")
}

// commandNames are query parameters whose value is a command (WordPress, Drupal,
// Joomla, Rails, DokuWiki, Symfony), or that only links have which change something.
var commandNames = []string{"action", "cmd", "do", "func", "method", "_method", "op", "task", "_switch_user", "_wpnonce"}

// command returns the word or words in one part of an address that are a command to
// the server, or "" if there are none.
func command(part string) string {
	words := split(part)
	if word := strongWord(words, len(words)); word != "" {
		return word
	}
	if action := actionIn(words, len(words)); action != "" {
		return action
	}
	for i := range len(words) - 1 { // /account-close
		if has(actionObjects, words[i]) && has(actionVerbs, words[i+1]) {
			return words[i] + " " + words[i+1]
		}
	}
	whole := wholeOf(part)
	if has(weakWords, whole) {
		return whole
	}
	return ""
}

// commandBeside returns the word of a part that is a command only because of a part
// beside it: /transfer/5, but not /transfer, and /saml/slo, but not /slo, where
// that is a language.
func commandBeside(part string, beside []string) string {
	whole := wholeOf(part)
	switch {
	case has(nouns, whole):
		if looksLikeID.MatchString(part) || slices.ContainsFunc(beside, func(s string) bool { return looksLikeID.MatchString(s) || looksRandom(s) }) {
			return whole
		}
	case has(protocolWords, whole):
		if slices.ContainsFunc(beside, func(s string) bool { return signInPart.MatchString(s) }) {
			return whole
		}
	}
	return ""
}

// wholeOf returns a part as one word, without its extension.
func wholeOf(part string) string {
	return strings.Join(split(strings.TrimSuffix(part, path.Ext(part))), "")
}

var (
	// looksLikeID matches what numbers a thing: 5, INV-2024-7, a UUID.
	looksLikeID = regexp.MustCompile(`(?i)(^|[-_.])([a-z]{0,4}[-_]?\d[-_\d]*|[0-9a-f-]{12,})$`)
	// signInPart matches a part of an address where one signs in.
	signInPart = regexp.MustCompile(`(?i)saml|sso|idp|adfs|oauth|auth`)
)

// decoded returns s without percent-encoding, as a server reads it, or s itself if
// its encoding is malformed.
func decoded(s string) string {
	if text, err := url.PathUnescape(s); err == nil {
		return text
	}
	return s
}
