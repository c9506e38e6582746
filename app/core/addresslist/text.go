package addresslist

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/weburl"
)

// text reads text: an address on each line, or somewhere in it. Lines that begin with #
// are comments.
func (b *builder) text(ctx context.Context, text string) error {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if number%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := b.line(number, line); err != nil {
			return err
		}
	}
	return nil
}

// line reads the addresses of one line, or notes why there is none.
func (b *builder) line(number int, line string) error {
	if !strings.ContainsAny(line, " \t") && len(starts.FindAllStringIndex(line, 2)) < 2 {
		return b.single(number, line)
	}
	found := false
	for _, word := range words(line) {
		u, why := addressOf(word)
		switch {
		case why == "" && isPlain(word, u):
			found = true
			if err := b.add(number, u); err != nil {
				return err
			}
		case why == Malformed && starts.MatchString(word):
			found = true
			b.skip(number, word, Malformed)
		}
	}
	if !found {
		b.skip(number, line, NoAddress)
	}
	return nil
}

// single reads a text that is an address as a whole, or notes why it is not.
func (b *builder) single(number int, text string) error {
	u, why := addressOf(text)
	if why != "" {
		b.skip(number, text, why)
		return nil
	}
	return b.add(number, u)
}

// addressOf returns the address that a text is, or why it is none.
func addressOf(text string) (weburl.URL, Reason) {
	candidates, err := weburl.ParseInput(text)
	if err == nil {
		return candidates[0], ""
	}
	var bad *weburl.InputError
	if !errors.As(err, &bad) {
		return weburl.URL{}, NoAddress
	}
	switch bad.Kind {
	case weburl.InputEmail, weburl.InputScheme:
		return weburl.URL{}, NotWeb
	case weburl.InputBad, weburl.InputPort, weburl.InputIDN:
		return weburl.URL{}, Malformed
	default:
		return weburl.URL{}, NoAddress
	}
}

// starts matches where an address begins that has a scheme or www.
var starts = regexp.MustCompile(`(?i)https?://|\bwww\.`)

// schemes matches where an address begins that has a scheme.
var schemes = regexp.MustCompile(`(?i)[,;|]https?://`)

// words returns what may be addresses in a sentence: its words without the punctuation
// around them. A word with several schemes is several.
func words(line string) []string {
	var all []string
	for _, field := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\u00a0<>\"“”„«»", r) }) {
		for {
			field = strings.TrimLeft(field, "([{'*_-–—•,;|")
			end := schemes.FindStringIndex(field)
			if end == nil {
				break
			}
			all = append(all, trimEnd(field[:end[0]]))
			field = field[end[0]+1:]
		}
		if i := starts.FindStringIndex(field); i != nil && i[0] > 0 && !strings.ContainsAny(field[:i[0]], "/.?") { // "see:https://", "[text](https://"
			field = field[i[0]:]
		}
		if field = trimEnd(field); field != "" {
			all = append(all, field)
		}
	}
	return all
}

// trimEnd removes the punctuation that ends a sentence. A closing bracket is part of an
// address that has the opening one.
func trimEnd(word string) string {
	for {
		trimmed := strings.TrimRight(word, ".,;:!?'*_|]}")
		if strings.HasSuffix(trimmed, ")") && !strings.Contains(trimmed, "(") {
			trimmed = strings.TrimSuffix(trimmed, ")")
		}
		if trimmed == word {
			return word
		}
		word = trimmed
	}
}

// isPlain reports whether a word of a sentence is an address without doubt: it has a
// scheme or www, or a host under a domain that exists. "e.g." and "3.5" are none.
func isPlain(word string, u weburl.URL) bool {
	if starts.MatchString(word) {
		return true
	}
	_, isKnown := publicsuffix.PublicSuffix(u.Hostname())
	return isKnown && !strings.HasSuffix(u.Hostname(), ".")
}
