// Package speech lets reports speak the languages of the window's translations, where
// there is no window or where it speaks another one. It must not know Fyne, nor what is
// said.
package speech

import (
	"maps"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"sitewell/app/report"
	"sitewell/assets/texts"
	"sitewell/scanner/outcome"
	"sitewell/scanner/reason"
	"sitewell/scanner/result"
)

// Of returns the speech of a report in a language: "en", or one that there is a
// translation for. It is safe for concurrent use.
func Of(lang string) (report.Speech, error) {
	if lang == texts.English || lang == "" {
		return report.English(), nil
	}
	t, err := texts.Load(lang)
	if err != nil {
		return report.Speech{}, err
	}
	v := voice{texts: t, printer: message.NewPrinter(language.Make(lang))}
	v.date, v.clock = texts.Layouts(lang)
	return report.Speech{
		Say: v.say, Plural: v.plural, Number: v.number, Moment: v.moment, Day: v.day, Duration: v.duration,
		Verdict: v.verdict, Severity: v.severity, Kind: v.kind, Place: v.place, Side: v.side, Reason: v.reason, Ledger: v.ledger,
	}, nil
}

// voice speaks one language.
type voice struct {
	texts       *texts.Texts
	printer     *message.Printer
	date, clock string // layouts
}

// say translates an English text. One that has no translation stays English.
func (v voice) say(english string, data map[string]any) string {
	if said, ok := v.texts.Text(english, data); ok {
		return said
	}
	return texts.Fill(english, data)
}

func (v voice) plural(n int, one, other string) string {
	return v.counted(n, one, other, map[string]any{"Count": v.number(n)})
}

func (v voice) counted(n int, one, other string, data map[string]any) string {
	if said, ok := v.texts.Counted(other, n, data); ok {
		return said
	}
	if n == 1 {
		other = one
	}
	return texts.Fill(other, data)
}

func (v voice) number(n int) string { return v.printer.Sprint(n) }

func (v voice) decimal(f float64) string {
	return strings.TrimSpace(v.printer.Sprint(number.Decimal(f, number.MaxFractionDigits(1))))
}

// moment is a date with its time as the language's readers write it.
func (v voice) moment(t time.Time) string { return stamp(t, v.date+" "+v.clock) }

// day is a date alone.
func (v voice) day(t time.Time) string { return stamp(t, v.date) }

func stamp(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(layout)
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
