package fetch

import (
	"net/url"
	"regexp"
	"strings"
)

// redacted replaces a secret.
const redacted = "(hidden)"

// redactHeader hides the value of header fields that carry credentials.
// Cookie names stay: they tell what software a site runs.
func redactHeader(name, value string) string {
	switch strings.ToLower(name) {
	case "cookie":
		pairs := strings.Split(value, ";")
		for i, pair := range pairs {
			pairs[i] = redactPair(pair)
		}
		return strings.Join(pairs, ";")
	case "set-cookie":
		pair, attributes, ok := strings.Cut(value, ";")
		if pair = redactPair(pair); ok {
			pair += ";" + attributes
		}
		return pair
	case "authorization", "proxy-authorization":
		scheme, _, ok := strings.Cut(value, " ")
		if !ok {
			return redacted
		}
		return scheme + " " + redacted
	case "location", "referer", "content-location", "link", "refresh":
		return redactText(value)
	}
	if isSecret(name) {
		return redacted
	}
	return value
}

func redactPair(pair string) string {
	name, _, ok := strings.Cut(pair, "=")
	if !ok {
		return redacted
	}
	return name + "=" + redacted
}

// secretWords are parts of names whose values are nobody else's business.
var secretWords = []string{
	"token", "secret", "passw", "passwd", "pwd", "apikey", "api-key", "api_key",
	"signature", "sess", "credential", "auth", "jwt", "access_key", "access-key",
}

// isSecret reports whether a field or parameter of that name holds a secret.
func isSecret(name string) bool {
	name = strings.ToLower(name)
	for _, word := range secretWords {
		if strings.Contains(name, word) {
			return name != "www-authenticate" && name != "proxy-authenticate" && name != "author"
		}
	}
	return name == "sid" || name == "sig" || name == "key"
}

var (
	queryPair = regexp.MustCompile(`([?&;])([^=&;#\s"]+)=([^&;#\s"]*)`)
	userInfo  = regexp.MustCompile(`(://)[^/?#@\s"]*@`)
)

// redactText hides the values of secret query parameters, and user info, in
// any text that holds addresses.
func redactText(s string) string {
	s = userInfo.ReplaceAllString(s, "${1}")
	return queryPair.ReplaceAllStringFunc(s, func(m string) string {
		name, _, _ := strings.Cut(m[1:], "=")
		if !isSecret(name) {
			return m
		}
		return m[:1] + name + "=" + redacted
	})
}

// redactURL is redactText for an address alone.
func redactURL(s string) string {
	if u, err := url.Parse(s); err == nil && u.User != nil {
		u.User = nil
		s = u.String()
	}
	return redactText(s)
}
