// Package speech lets reports speak the languages of the window's translations, where
// there is no window or where it speaks another one. It must not know Fyne, nor what is
// said.
package speech

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"sitewell/app/report"
	"sitewell/assets"
	"sitewell/scanner/outcome"
	"sitewell/scanner/reason"
	"sitewell/scanner/result"
)

// english is the language in which texts are their own translation.
const english = "en"

// Of returns the speech of a report in a language: "en", or one that there is a
// translation for. It is safe for concurrent use.
func Of(lang string) (report.Speech, error) {
	if lang == english || lang == "" {
		return report.English(), nil
	}
	file, err := assets.Translations().ReadFile(assets.TranslationsDir + "/" + lang + ".json")
	if err != nil {
		return report.Speech{}, fmt.Errorf("find translation: %w", err)
	}
	tag, err := language.Parse(lang)
	if err != nil {
		return report.Speech{}, fmt.Errorf("speak %q: %w", lang, err)
	}
	v := voice{printer: message.NewPrinter(tag)}
	if err := json.Unmarshal(file, &v.texts); err != nil {
		return report.Speech{}, fmt.Errorf("read translation: %w", err)
	}
	return report.Speech{
		Say: v.say, Plural: v.plural, Number: v.number, Moment: moment, Day: day, Duration: v.duration,
		Verdict: v.verdict, Severity: v.severity, Kind: v.kind, Place: v.place, Side: v.side, Reason: v.reason, Ledger: v.ledger,
	}, nil
}

// voice speaks one language.
type voice struct {
	texts   map[string]text // by their English
	printer *message.Printer
}

// text is a translation, or both forms of one that depends on a number: the languages
// that there are have no more.
type text struct{ One, Other string }

// UnmarshalJSON reads a text, or an object with both forms.
func (t *text) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &t.Other); err == nil {
		t.One = t.Other
		return nil
	}
	type forms text
	return json.Unmarshal(raw, (*forms)(t))
}

// say translates an English text. One that has no translation stays English.
func (v voice) say(english string, data map[string]any) string {
	if t, ok := v.texts[english]; ok {
		english = t.Other
	}
	return fill(english, data)
}

func (v voice) plural(n int, one, other string) string {
	return v.counted(n, one, other, map[string]any{"Count": v.number(n)})
}

func (v voice) counted(n int, one, other string, data map[string]any) string {
	if t, ok := v.texts[other]; ok {
		one, other = t.One, t.Other
	}
	if n == 1 {
		other = one
	}
	return fill(other, data)
}

// fill puts values in the place of a text's placeholders.
func fill(text string, data map[string]any) string {
	for name, value := range data {
		text = strings.ReplaceAll(text, "{{."+name+"}}", fmt.Sprint(value))
	}
	return text
}

func (v voice) number(n int) string { return v.printer.Sprint(n) }

func (v voice) decimal(f float64) string {
	return strings.TrimSpace(v.printer.Sprint(number.Decimal(f, number.MaxFractionDigits(1))))
}

// moment is a date with its time as most of Europe writes it.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02.01.2006 15:04")
}

// day is a date alone.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02.01.2006")
}

func (v voice) duration(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Second:
		return v.say("{{.N}} ms", map[string]any{"N": max(d.Milliseconds(), 1)})
	case d < 10*time.Second:
		return v.say("{{.N}} s", map[string]any{"N": v.decimal(d.Seconds())})
	case d < time.Minute:
		return v.say("{{.N}} s", map[string]any{"N": int(d.Seconds())})
	case d < time.Hour:
		return v.say("{{.M}} min {{.S}} s", map[string]any{"M": int(d.Minutes()), "S": int(d.Seconds()) % 60})
	default:
		return v.say("{{.H}} h {{.M}} min", map[string]any{"H": int(d.Hours()), "M": int(d.Minutes()) % 60})
	}
}

func (v voice) verdict(of outcome.Verdict) string {
	if of == outcome.Unchecked {
		return v.say("Waiting", nil)
	}
	return v.say(report.VerdictWord(of), nil)
}

func (v voice) severity(s outcome.Severity) string { return v.say(report.SeverityWord(s), nil) }

func (v voice) side(internal bool) string {
	if internal {
		return v.say("This site", nil)
	}
	return v.say("Other site", nil)
}

// reason says why an address has its verdict; s is what the scan has stored.
func (v voice) reason(s string) string {
	var said []string
	for _, sentence := range reason.Read(s) {
		said = append(said, v.sentence(sentence))
	}
	return strings.Join(said, "; ")
}

func (v voice) sentence(s reason.Sentence) string {
	if s.Text == "" {
		return s.Raw
	}
	data := maps.Clone(s.Data)
	for name, value := range data {
		switch value := value.(type) {
		case reason.Sentence:
			data[name] = v.sentence(value)
		case result.Kind:
			data[name] = v.kind(value)
		}
	}
	return v.say(s.Text, data)
}
