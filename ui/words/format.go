package words

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Language returns the language of the window, "en" or "de". It is the language
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
	date, clock := layouts(lang.SystemLocale().String())
	return stamp(t, date+" "+clock)
}

// Date returns the date as DateTime does.
func Date(t time.Time) string {
	date, _ := layouts(lang.SystemLocale().String())
	return stamp(t, date)
}

func stamp(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(layout)
}

// layouts returns the layouts of date and time of a locale (the short forms of
// Unicode CLDR, with four digits of the year). The date of a country that is not
// listed is written as in ISO 8601, which can't be misread.
func layouts(locale string) (date, clock string) {
	tag, err := language.Parse(locale)
	if err != nil {
		return time.DateOnly, "15:04"
	}
	base, _ := tag.Base()
	region, _ := tag.Region()
	switch region.String() {
	case "US", "PH":
		return "1/2/2006", "3:04 PM"
	case "GB", "IE", "FR", "ES", "IT", "PT", "BR", "BE", "GR", "MX", "AR", "CO", "CL", "LU":
		return "02/01/2006", "15:04"
	case "AU", "NZ", "IN":
		return "02/01/2006", "3:04 pm"
	case "DE", "AT", "CH", "PL", "CZ", "SK", "RU", "UA", "TR", "NO", "FI", "DK", "RO", "BG", "EE", "LV", "RS":
		return "02.01.2006", "15:04"
	case "NL":
		return "02-01-2006", "15:04"
	}
	if base.String() == "de" {
		return "02.01.2006", "15:04"
	}
	return time.DateOnly, "15:04"
}

func decimal(f float64, digits int) string {
	s := printer().Sprint(number.Decimal(f, number.MaxFractionDigits(digits)))
	return strings.TrimSpace(s)
}

func printer() *message.Printer {
	tag, err := language.Parse(lang.SystemLocale().String())
	if err != nil {
		tag = language.English
	}
	return message.NewPrinter(tag)
}
