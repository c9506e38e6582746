package knowledge

import (
	"fmt"
	"strings"
	"text/template"
	"time"

	"golang.org/x/text/number"
)

// functions are what templates can call, in the edition's language.
func (ed *edition) functions() template.FuncMap {
	return template.FuncMap{
		"number": func(n int) string { return ed.print.Sprint(number.Decimal(n)) },
		// plural returns "1 page" or "1,204 pages".
		"plural": func(n int, one, other string) string {
			if n == 1 {
				return "1 " + one
			}
			return ed.print.Sprint(number.Decimal(n)) + " " + other
		},
		// word returns one of two words by a number: "links" or "link".
		"word": func(n int, one, other string) string {
			if n == 1 {
				return one
			}
			return other
		},
		// label names something in the window as it is labelled there, with the way
		// to it: “Settings > Sign-in”.
		"label": ed.label,
		"date": func(t time.Time) string {
			return strings.ReplaceAll(t.Format(ed.words.Date), "{month}", ed.words.Months[t.Month()-1])
		},
		// utc is a moment that logs can be searched for.
		"utc": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") + " UTC" },
	}
}

// label returns labels of the window, in quotation marks.
func (ed *edition) label(way ...string) (string, error) {
	names := make([]string, len(way))
	for i, english := range way {
		name, ok := ed.words.Labels[english]
		if !ok {
			return "", fmt.Errorf("label %q is not among those of %s", english, wordsFile)
		}
		names[i] = name
	}
	return ed.words.Quotes[0] + strings.Join(names, " > ") + ed.words.Quotes[1], nil
}
