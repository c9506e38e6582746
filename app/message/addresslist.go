package message

import (
	"errors"

	"sitewell/app/core/addresslist"
)

// addressListMessage returns why a list of addresses can't be used.
func addressListMessage(err error) (Sentence, bool) {
	switch {
	case errors.Is(err, addresslist.ErrTooLarge):
		return Sentence{Text: "The list is too large: it may have 10 MB.", Next: "Divide it."}, true
	case errors.Is(err, addresslist.ErrTooMany):
		return Sentence{Text: "The list has too many addresses: it may have 100,000.", Next: "Divide it."}, true
	case errors.Is(err, addresslist.ErrEmpty):
		return Sentence{
			Text: "There is no address in the list.",
			Next: "Write one on each line, for example: https://example.com/page",
		}, true
	case errors.Is(err, addresslist.ErrOldWorkbook):
		return Sentence{
			Text: "This is a document in an old format of Excel or Word, or it has a password.",
			Next: "In Excel or LibreOffice, save it as .xlsx or .csv without a password.",
		}, true
	case errors.Is(err, addresslist.ErrFormat):
		return Sentence{
			Text: "The file is damaged, or of a kind that Sitewell can't read addresses from.",
			Next: "Text, CSV, .xlsx and sitemaps in XML can be read.",
		}, true
	default:
		return Sentence{}, false
	}
}

// UnusedReason returns why a part of a list of addresses is not used.
func UnusedReason(why addresslist.Reason) Sentence {
	switch why {
	case addresslist.NotWeb:
		return Sentence{Text: "not a web address"}
	case addresslist.Malformed:
		return Sentence{Text: "can't be an address as it is written"}
	case addresslist.Repeated:
		return Sentence{Text: "in the list already"}
	default:
		return Sentence{Text: "no address in it"}
	}
}
