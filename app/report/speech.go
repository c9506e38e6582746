package report

import (
	"fmt"
	"strings"
	"time"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Speech is how a workbook speaks to its reader: in English by English, or in
// the language of a window, whose words for the same things it then shares.
type Speech struct {
	// Say translates an English text, which is the key of its translation;
	// data fills its placeholders, and may be nil.
	Say func(text string, data map[string]any) string
	// Plural does for a number of things; other is the key.
	Plural   func(n int, one, other string) string
	Number   func(n int) string
	Moment   func(t time.Time) string
	Day      func(t time.Time) string
	Duration func(d time.Duration) string
	Verdict  func(v outcome.Verdict) string
	Severity func(s outcome.Severity) string
	Kind     func(k result.Kind) string
	Place    func(p result.Place) string
	// Side says whose an address is.
	Side func(internal bool) string
	// Reason says why an address has its verdict; text is what the scan has stored.
	Reason func(text string) string
	// Ledger accounts for every address: "7 addresses found = …".
	Ledger func(l storage.Ledger) string
}

// English is the speech of the command line.
func English() Speech {
	return Speech{
		Say: fill,
		Plural: func(n int, one, other string) string {
			if n == 1 {
				other = one
			}
			return fill(other, map[string]any{"Count": Number(n)})
		},
		Number:   Number,
		Moment:   func(t time.Time) string { return t.Format("2 January 2006, 15:04") },
		Day:      func(t time.Time) string { return t.Format("2 January 2006") },
		Duration: Duration,
		Verdict:  VerdictWord,
		Severity: SeverityWord,
		Kind:     func(k result.Kind) string { return string(k) },
		Place:    result.Place.String,
		Side: func(internal bool) string {
			if internal {
				return "This site"
			}
			return "Other site"
		},
		Reason: func(text string) string { return text },
		Ledger: LedgerLine,
	}
}

// fill puts values in the place of an English text's placeholders.
func fill(text string, data map[string]any) string {
	for name, value := range data {
		text = strings.ReplaceAll(text, "{{."+name+"}}", fmt.Sprint(value))
	}
	return text
}

// Gap says what a scan did not look at, and what to do about it.
func (s Speech) Gap(g coverage.Gap) (text, next string) {
	data := make(map[string]any, len(g.Data))
	for name, value := range g.Data {
		if n, ok := value.(int); ok {
			value = s.Number(n)
		}
		data[name] = value
	}
	return s.Say(g.Text, data), s.Say(g.Next, data)
}

// remembering returns the same speech, which asks only once for the words
// that millions of rows contain. It is for one goroutine.
// FoundBy says what a link was found by: the HTML of its page, or a script.
func (s Speech) FoundBy(l *storage.Source) string {
	if l.ByScript {
		return s.Say("Script", nil)
	}
	return "HTML"
}

func (s Speech) remembering() Speech {
	s.Verdict, s.Severity = remembered(s.Verdict), remembered(s.Severity)
	s.Kind, s.Place, s.Side = remembered(s.Kind), remembered(s.Place), remembered(s.Side)
	return s
}

func remembered[K comparable](f func(K) string) func(K) string {
	known := make(map[K]string)
	return func(k K) string {
		text, ok := known[k]
		if !ok {
			text = f(k)
			known[k] = text
		}
		return text
	}
}

// speak translates a text of the workbook itself; names and values of its
// placeholders follow in turn. Every text that is given as it stands becomes a
// key of the translations.
func (b *book) speak(text string, data ...any) string {
	values := make(map[string]any, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		values[data[i].(string)] = data[i+1]
	}
	return b.Speech.Say(text, values)
}
