// Package reason knows the sentences by which a scan says why an address has its
// verdict. The scan stores them in English (result.Check.Reason, result.Note.Detail),
// with the facts filled in; Read takes such a text apart again, so that a reader gets
// it in another language (check 115).
//
// It is data: it must not know the engine, storage or any language but English.
package reason

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Sentence is one sentence of a reason.
type Sentence struct {
	// Text is the English text with placeholders, such as "more than {{.Count}} clicks
	// from the start"; "" for a text that this package does not know.
	Text string
	// Data has a value for each placeholder: a string, a result.Kind for "Kind", or a
	// Sentence for "Reason".
	Data map[string]any
	// Raw is the whole sentence in English.
	Raw string
}

// OfStatus returns a status with its name, such as "HTTP 404 Not Found".
func OfStatus(code int) string {
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", code, http.StatusText(code)))
}

// OfOutcome returns the English words for an outcome: its status, or what happened
// instead. It returns the key of an outcome that has no words.
func OfOutcome(k outcome.Key) string {
	if code, ok := k.Status(); ok {
		return OfStatus(code)
	}
	if t, ok := ofOutcome[k]; ok {
		return t.text
	}
	return string(k)
}

// Read returns the sentences of a reason, which "; " joins. What it does not know
// becomes a Sentence of its own without Text, such as an address or the message of a
// library.
func Read(s string) (all []Sentence) {
	for s != "" {
		sentence, rest := first(s)
		all = append(all, sentence)
		s = rest
	}
	return all
}

// first returns the first sentence of s and what follows it. A fact in it may contain
// what joins sentences.
func first(s string) (_ Sentence, rest string) {
	for end := 0; ; {
		i := strings.Index(s[end:], separator)
		if i < 0 {
			break
		}
		end += i
		if sentence := read(s[:end]); sentence.Text != "" {
			return sentence, s[end+len(separator):]
		}
		end += len(separator)
	}
	if sentence := read(s); sentence.Text != "" {
		return sentence, ""
	}
	head, rest, _ := strings.Cut(s, separator)
	return Sentence{Raw: head}, rest
}

const separator = "; "

// read returns one sentence, without Text if it is not known.
func read(s string) Sentence {
	for i := range templates {
		t := &templates[i]
		m := t.pattern.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		data, known := make(map[string]any, len(m)-1), true
		for i, name := range t.pattern.SubexpNames()[1:] {
			switch value := m[i+1]; name {
			case "Reason":
				inner := read(value)
				known = known && inner.Text != ""
				data[name] = inner
			case "Kind":
				data[name] = result.Kind(value)
			default:
				data[name] = value
			}
		}
		if known {
			return Sentence{Text: t.text, Data: data, Raw: s}
		}
	}
	return Sentence{Raw: s}
}

// template is a sentence with its placeholders.
type template struct {
	text    string
	pattern *regexp.Regexp
}

// speak returns the template of a text. The tests of the translations look for calls
// of this name.
func speak(text string) template {
	pattern := placeholder.ReplaceAllStringFunc(regexp.QuoteMeta(text), func(p string) string {
		name := placeholder.FindStringSubmatch(p)[1]
		switch name {
		case "Count", "Line", "Limit":
			return "(?P<" + name + ">[0-9]+)"
		case "Status":
			return "(?P<" + name + ">[0-9]+(?: [A-Za-z' -]+?)?)"
		case "Kind":
			return "(?P<" + name + ">[a-z]+)"
		case "Type":
			return "(?P<" + name + `>[^ ;]+)`
		}
		return "(?P<" + name + ">.+?)"
	})
	return template{text: text, pattern: regexp.MustCompile("(?s)^" + pattern + "$")}
}

var placeholder = regexp.MustCompile(`\\\{\\\{\\\.(\w+)\\\}\\\}`)
