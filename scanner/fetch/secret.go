package fetch

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Format hides a credential from every verb of package fmt.
func (c Credential) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue hides a credential from logs.
func (c Credential) LogValue() slog.Value { return slog.StringValue(redacted) }

// Secrets returns the parts of a credential that nobody else may see, always in the
// same order: the password, the user name with it as basic authentication sends them
// (RFC 7617 §2), cookies, and the header with its token. Some may be "".
//
// Cookies that are copied from a browser are often settings, too. If there are
// several, a value that is a word of fewer than eight letters ("dark", "english") is
// none of the secrets, for it would be hidden on every page.
func (c Credential) Secrets() []string {
	secrets := []string{c.Password, ""}
	if c.User != "" || c.Password != "" {
		secrets[1] = c.User + ":" + c.Password
	}
	_, token, _ := strings.Cut(c.Value, " ") // "Bearer …"
	secrets = append(secrets, c.Value, token)
	if decoded, err := base64.StdEncoding.DecodeString(token); err == nil && strings.EqualFold(c.Header, "Authorization") {
		_, password, _ := strings.Cut(string(decoded), ":") // "Basic …"
		secrets = append(secrets, password)
	} else {
		secrets = append(secrets, "")
	}
	pairs := strings.Split(c.Cookie, ";")
	for _, pair := range pairs {
		_, value, _ := strings.Cut(pair, "=")
		if value = strings.Trim(value, ` "`); len(pairs) > 1 && isShortWord(value) {
			value = ""
		}
		secrets = append(secrets, value)
	}
	return secrets
}

// isShortWord reports whether a text is a word of fewer than eight ASCII letters.
func isShortWord(s string) bool {
	isLetter := func(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }
	return len(s) < 8 && !strings.ContainsFunc(s, func(r rune) bool { return !isLetter(r) })
}
