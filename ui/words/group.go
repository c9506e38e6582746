package words

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
)

// Group returns the name of a class of outcomes.
func Group(c outcome.Class) string {
	switch c {
	case outcome.Informational:
		return Class(1)
	case outcome.Success:
		return Class(2)
	case outcome.Redirection:
		return Class(3)
	case outcome.ClientError:
		return Class(4)
	case outcome.ServerError:
		return Class(5)
	case outcome.Address:
		return lang.L("The address itself")
	case outcome.NameLookup:
		return lang.L("Looking up the name")
	case outcome.Connection:
		return lang.L("Connecting")
	case outcome.TLS:
		return lang.L("Certificates and secure connections")
	case outcome.Exchange:
		return lang.L("Answers that are no proper answers")
	case outcome.Redirects:
		return lang.L("Redirects")
	case outcome.Access:
		return lang.L("Where programs are kept out")
	case outcome.Content:
		return lang.L("What is on the page")
	case outcome.ScanRule:
		return lang.L("What a scan leaves out")
	default:
		return Class(-1)
	}
}
