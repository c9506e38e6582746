package message

import (
	"errors"

	"sitewell/app/core"
	"sitewell/storage"
)

// ForRedirect returns why a redirect can't be set up. Text and Next are translation keys,
// as those of ForError.
func ForRedirect(why storage.RedirectTrouble) Sentence {
	switch why {
	case storage.RedirectSelf:
		return Sentence{Text: "It would lead to itself."}
	case storage.RedirectCycle:
		return Sentence{Text: "It would lead back to itself through other redirects.", Next: "Choose another target for one of them."}
	case storage.RedirectWholeSite:
		return Sentence{Text: "Only https or “www.” differs.", Next: "Redirect the whole website to the right beginning instead; that fixes all such addresses."}
	case storage.RedirectBroken:
		return Sentence{Text: "The target is not found either.", Next: "Choose an address that works."}
	case storage.RedirectWorks:
		return Sentence{Text: "The address works again, so it is not redirected."}
	case storage.RedirectTwice:
		return Sentence{Text: "The same path is redirected to another address already."}
	case storage.RedirectHost:
		return Sentence{Text: "This format does not know its host or port."}
	case storage.RedirectQuery:
		return Sentence{Text: "The address has a question mark; this format redirects paths only."}
	case storage.RedirectAlike:
		return Sentence{Text: "For this format both addresses are the same."}
	case storage.RedirectCharacters:
		return Sentence{Text: "It has characters that mean something else in this format."}
	case storage.RedirectLong:
		return Sentence{Text: "The address is too long for this format."}
	default:
		return Sentence{}
	}
}

// redirectMessage answers why a redirect can't be set up.
func redirectMessage(err error) (Sentence, bool) {
	var e *core.RedirectError
	var none *core.NotMissingError
	switch {
	case errors.As(err, &e):
		return ForRedirect(e.Trouble), true
	case errors.As(err, &none):
		return Sentence{
			Text: "“{{.Address}}” is not among the addresses of the website that were not found.",
			Next: "Copy the address from the list.",
			Data: map[string]any{"Address": none.Address},
		}, true
	default:
		return Sentence{}, false
	}
}
