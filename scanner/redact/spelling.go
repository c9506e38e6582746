package redact

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// maxSpellings is more than the spellings that one secret has. Raising it changes
// the numbers in addresses that are stored.
const maxSpellings = 1000

// spellingsOf returns the ways in which programs write a secret: as it is and in
// base64, and each of these as it is, percent-encoded and escaped for HTML and for
// JavaScript. The order is the same for every secret. Some are the same text.
func spellingsOf(secret string) []string {
	var all []string
	// Padding of base64 hides nothing, so it may be left.
	for _, s := range []string{
		secret, strings.ToLower(secret),
		base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	} {
		all = append(all, s)
		for _, encode := range percentEncodings {
			encoded := encode(s)
			all = append(all, encoded, lowerHex(encoded), url.QueryEscape(encoded))
		}
		all = append(all, htmlEscaped(s)...)
		all = append(all, scriptEscapes.Replace(s), unicodeEscapes.Replace(s))
	}
	return all
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// percentEncodings are those of the usual libraries and of browsers. They differ in
// which characters they leave as they are.
var percentEncodings = []func(string) string{
	url.QueryEscape,
	url.PathEscape,
	percentEncoding(letters + "-._~"), // RFC 3986 §2.3, rawurlencode of PHP
	func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "~", "%7E") }, // urlencode of PHP, forms
	percentEncoding(letters + "-_.!~*'()"),                                              // encodeURIComponent of JavaScript
	percentEncoding(letters + "-_.!~*'();/?:@&=+$,#"),                                   // encodeURI of JavaScript
	percentEncodingOf(` "#<>?^` + "`{}"),                                                // a path, https://url.spec.whatwg.org/#path-percent-encode-set
	percentEncodingOf(` "#<>'`),                                                         // a query, #special-query-percent-encode-set
	percentEncodingOf(` "<>` + "`"),                                                     // a fragment, #fragment-percent-encode-set
	percentEncodingOf(` "#<>?^` + "`{}/:;=@[\\]|"),                                      // user info, #userinfo-percent-encode-set
	percentEncoding(letters),                                                            // everything that is no letter or digit
	percentEncoding(""),                                                                 // everything
}

// percentEncoding returns an encoding that leaves these characters as they are.
func percentEncoding(keep string) func(string) string {
	return percentEncoder(func(c byte) bool { return strings.IndexByte(keep, c) >= 0 })
}

// percentEncodingOf returns an encoding of these characters, and of all that are not
// printable ASCII.
func percentEncodingOf(set string) func(string) string {
	return percentEncoder(func(c byte) bool { return c >= ' ' && c < 0x7f && strings.IndexByte(set, c) < 0 })
}

func percentEncoder(isKept func(byte) bool) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			if isKept(s[i]) {
				b.WriteByte(s[i])
			} else {
				fmt.Fprintf(&b, "%%%02X", s[i])
			}
		}
		return b.String()
	}
}

// lowerHex returns a percent-encoded text with lower-case digits.
func lowerHex(encoded string) string {
	b := []byte(encoded)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(encoded[i+1:i+3]))
			i += 2
		}
	}
	return string(b)
}

// htmlEscaped returns a text as templates escape it: with the references that Go,
// Python, PHP and JavaScript use for quotation marks.
func htmlEscaped(s string) []string {
	named := strings.NewReplacer("&#34;", "&quot;").Replace(html.EscapeString(s))
	all := []string{html.EscapeString(s)}
	for _, apostrophe := range []string{"&#39;", "&#039;", "&#x27;", "&apos;", "'"} {
		all = append(all, strings.ReplaceAll(named, "&#39;", apostrophe))
	}
	return all
}

var (
	// scriptEscapes are those of JSON and JavaScript strings.
	scriptEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `/`, `\/`)
	// unicodeEscapes are those that encoding/json and others use within HTML.
	unicodeEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "<", `\u003c`, ">", `\u003e`, "&", `\u0026`, "'", `\u0027`)
)
