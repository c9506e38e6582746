package texts

import (
	"time"

	"golang.org/x/text/language"
)

// Layouts returns the layouts of date and time of a locale (the short forms of
// Unicode CLDR, with four digits of the year). A locale without a country has those of the
// country where its language is spoken most. The date of a country that is not listed is
// written as in ISO 8601, which can't be misread.
func Layouts(locale string) (date, clock string) {
	tag, err := language.Parse(locale)
	if err != nil {
		return time.DateOnly, "15:04"
	}
	region, sure := tag.Region()
	if base, _ := tag.Base(); sure != language.Exact && base.String() == English {
		return time.DateOnly, "15:04" // the order of day and month differs
	}
	switch region.String() {
	case "US", "PH":
		return "1/2/2006", "3:04 PM"
	case "GB", "IE", "FR", "ES", "IT", "PT", "BR", "BE", "GR", "MX", "AR", "CO", "CL", "LU":
		return "02/01/2006", "15:04"
	case "AU", "NZ", "IN":
		return "02/01/2006", "3:04 pm"
	case "DE", "AT", "CH", "LI", "PL", "CZ", "SK", "RU", "UA", "TR", "NO", "FI", "DK", "RO", "BG", "EE", "LV", "RS":
		return "02.01.2006", "15:04"
	case "NL":
		return "02-01-2006", "15:04"
	}
	return time.DateOnly, "15:04"
}
