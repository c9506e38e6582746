package words

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
	xlanguage "golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"sitewell/assets/texts"
	"sitewell/ui/language"
)

// Language returns the language of the window, such as "en". It is the language
// of the translation that is shown, which may differ from that of the system if
// there is no translation for that.
func Language() string { return lang.X("window.language", "en") }

// Number returns a count with the reader's separators: "1,204".
func Number(n int) string { return printer().Sprint(n) }

// Size returns a number of bytes in a suitable unit: "1.2 MB". It returns "" for
// a negative size, which means unknown.
func Size(bytes int64) string {
	switch {
	case bytes < 0:
		return ""
	case bytes < 1000:
		return lang.L("{{.N}} bytes", map[string]any{"N": bytes})
	case bytes < 999_500:
		return lang.L("{{.N}} kB", map[string]any{"N": decimal(float64(bytes)/1e3, 0)})
	case bytes < 999_500_000:
		return lang.L("{{.N}} MB", map[string]any{"N": decimal(float64(bytes)/1e6, 1)})
	default:
		return lang.L("{{.N}} GB", map[string]any{"N": decimal(float64(bytes)/1e9, 1)})
	}
}

// Duration returns a duration with the precision that is useful: "120 ms",
// "2.5 s", "3 min 12 s", "2 h 5 min". It returns "" for zero and less.
func Duration(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Second:
		return lang.L("{{.N}} ms", map[string]any{"N": max(d.Milliseconds(), 1)})
	case d < 10*time.Second:
		return lang.L("{{.N}} s", map[string]any{"N": decimal(d.Seconds(), 1)})
	case d < time.Minute:
		return lang.L("{{.N}} s", map[string]any{"N": int(d.Seconds())})
	case d < time.Hour:
		return lang.L("{{.M}} min {{.S}} s", map[string]any{"M": int(d.Minutes()), "S": int(d.Seconds()) % 60})
	default:
		return lang.L("{{.H}} h {{.M}} min", map[string]any{"H": int(d.Hours()), "M": int(d.Minutes()) % 60})
	}
}

// DateTime returns date and time in the reader's order of day, month and year,
// in the zone of t. It returns "" for the zero time.
func DateTime(t time.Time) string {
	date, clock := texts.Layouts(language.Locale())
	return stamp(t, date+" "+clock)
}

// Date returns the date as DateTime does.
func Date(t time.Time) string {
	date, _ := texts.Layouts(language.Locale())
	return stamp(t, date)
}

func stamp(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(layout)
}

func decimal(f float64, digits int) string {
	s := printer().Sprint(number.Decimal(f, number.MaxFractionDigits(digits)))
	return strings.TrimSpace(s)
}

func printer() *message.Printer {
	tag, err := xlanguage.Parse(language.Locale())
	if err != nil {
		tag = xlanguage.English
	}
	return message.NewPrinter(tag)
}
