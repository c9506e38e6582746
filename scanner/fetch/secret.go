package fetch

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// Format hides a credential from every verb of package fmt.
func (c Credential) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue hides a credential from logs.
func (c Credential) LogValue() slog.Value { return slog.StringValue(redacted) }

// scrubber takes a credential's secrets out of evidence, wherever a server
// repeats them: error pages of frameworks show the whole request.
type scrubber struct {
	header  string // name of the credential's own header, "" for none
	replace *strings.Replacer
}

// leastSecret is how long a text must be to be hidden wherever it stands.
// Shorter ones would tear holes into ordinary words and are guessed anyway.
const leastSecret = 4

func newScrubber(c Credential) scrubber {
	var secrets []string
	add := func(s string) {
		if len(s) >= leastSecret {
			secrets = append(secrets, s, url.QueryEscape(s))
		}
	}
	if c.User != "" || c.Password != "" {
		add(c.Password)
		add(base64.StdEncoding.EncodeToString([]byte(c.User + ":" + c.Password)))
	}
	for pair := range strings.SplitSeq(c.Cookie, ";") {
		if _, value, ok := strings.Cut(pair, "="); ok {
			add(strings.Trim(value, ` "`))
		}
	}
	add(c.Value)
	if _, token, ok := strings.Cut(c.Value, " "); ok { // "Bearer …"
		add(token)
	}
	if len(secrets) == 0 {
		return scrubber{header: c.Header}
	}
	// Of two secrets of which one begins like the other, the longer one counts.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, s := range slices.Compact(secrets) {
		pairs = append(pairs, s, redacted)
	}
	return scrubber{header: c.Header, replace: strings.NewReplacer(pairs...)}
}

// text hides the secrets in a text.
func (s scrubber) text(t string) string {
	if s.replace == nil {
		return t
	}
	return s.replace.Replace(t)
}

// answer hides the secrets in what is kept of an answer.
func (s scrubber) answer(a *Answer) {
	if s.replace == nil && s.header == "" {
		return
	}
	e := &a.Evidence
	for _, field := range []*string{&e.Snippet, &e.Detail, &e.Server, &e.Platform, &e.Clue, &a.WallClue} {
		*field = s.text(*field)
	}
	for i := range e.Request {
		if strings.EqualFold(e.Request[i].Name, s.header) {
			e.Request[i].Value = redacted
		}
		e.Request[i].Value = s.text(e.Request[i].Value)
	}
	for i := range e.Response {
		e.Response[i].Value = s.text(e.Response[i].Value)
	}
	for i := range e.Attempts {
		e.Attempts[i].Detail = s.text(e.Attempts[i].Detail)
	}
	for i := range a.Hops {
		a.Hops[i].Location = s.text(a.Hops[i].Location)
	}
	for i := range a.Notes {
		a.Notes[i].Detail = s.text(a.Notes[i].Detail)
	}
}
