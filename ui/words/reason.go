package words

import (
	"maps"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/scanner/reason"
	"sitewell/scanner/result"
)

// Reason returns why an address has its verdict, or a detail of that, in the reader's
// language; s is the English text that is stored. Addresses and the messages of
// libraries stay as they are (check 115).
func Reason(s string) string {
	var said []string
	for _, sentence := range reason.Read(s) {
		said = append(said, say(sentence))
	}
	return strings.Join(said, "; ")
}

// Happened returns in the reader's language what an outcome that is no HTTP status
// stands for, in a few words.
func Happened(k outcome.Key) string { return Reason(reason.OfOutcome(k)) }

func say(s reason.Sentence) string {
	if s.Text == "" {
		return s.Raw
	}
	data := maps.Clone(s.Data)
	for name, value := range data {
		switch value := value.(type) {
		case reason.Sentence:
			data[name] = say(value)
		case result.Kind:
			data[name] = Kind(value)
		}
	}
	return lang.L(s.Text, data)
}
