package message

import (
	"errors"

	"sitewell/app/core"
	"sitewell/scanner"
)

// signInMessage answers why a scan could not be signed in.
func signInMessage(err error) (Sentence, bool) {
	var e *core.SignInError
	var elsewhere *core.SiteRedirectError
	var deleted *core.SecretNotDeletedError
	switch {
	case errors.As(err, &elsewhere):
		return Sentence{
			Text: "{{.Start}} sends its visitors to {{.Leads}}. A sign-in goes to the address of the site and to no other, so nothing was scanned.",
			Next: "Scan {{.Leads}}, and sign in there.",
			Data: map[string]any{"Start": elsewhere.Start, "Leads": elsewhere.Leads},
		}, true
	case errors.As(err, &deleted):
		return Sentence{
			Text: "All is done, but the old sign-in is still in the key store of this computer.",
			Next: "Delete the entry “{{.Key}}” of Sitewell there.", Data: map[string]any{"Key": deleted.Key},
		}, true
	case !errors.As(err, &e):
		return Sentence{}, false
	}
	data := map[string]any{"Host": e.Host}
	switch e.Reason {
	case core.ReasonNotStored:
		return Sentence{
			Text: "{{.Host}} is scanned signed in, and what to sign in with is not kept on this computer.",
			Next: "Sitewell asks for it when the scan starts. Nothing was scanned.", Data: data,
		}, true
	case core.ReasonMissing:
		return Sentence{
			Text: "The key store of this computer no longer has the sign-in of {{.Host}}.",
			Next: "Nothing was scanned, for signed out Sitewell would see another site. Give the sign-in again in the settings of the site.", Data: data,
		}, true
	case core.ReasonOtherAddress:
		return Sentence{
			Text: "The sign-in of {{.Host}} was given for another address, so it is not sent here.",
			Next: "Nothing was scanned, for signed out Sitewell would see another site. Give the sign-in again in the settings of the site.", Data: data,
		}, true
	default:
		return Sentence{
			Text: "The key store of this computer does not give out the sign-in of {{.Host}}; it may be locked.",
			Next: "Unlock it and scan again. Nothing was scanned, for signed out Sitewell would see another site.", Data: data,
		}, true
	}
}

// givenMessage answers what is wrong with what a person gave to sign in with,
// or with a header.
func givenMessage(err error) (Sentence, bool) {
	switch {
	case errors.Is(err, core.ErrRange):
		return Sentence{Text: "This number is too small or too large.", Next: "Leave the field empty for the usual."}, true
	case errors.Is(err, core.ErrSignInAddressChanged):
		return Sentence{
			Text: "The sign-in was given for the address that the site had before.",
			Next: "Give it again for the new one, or stop signing in.",
		}, true
	}
	var e *core.SecretInputError
	var option *scanner.OptionError
	if errors.As(err, &option) {
		e = &core.SecretInputError{Reason: core.InputCharacters}
	} else if !errors.As(err, &e) {
		return Sentence{}, false
	}
	data := map[string]any{"Detail": e.Detail}
	switch e.Reason {
	case core.InputEmpty:
		return Sentence{Text: "There is nothing to sign in with.", Next: "Type it, or choose not to sign in."}, true
	case core.InputUser:
		return Sentence{Text: "A user name has no colon.", Next: "Type the name alone; the password has a field of its own."}, true
	case core.InputCharacters:
		return Sentence{Text: "There is a character in it that can't be sent, such as a line break.", Next: "Copy it again, one line only."}, true
	case core.InputNoCookies:
		return Sentence{
			Text: "These are no cookies.",
			Next: "Copy the whole line that begins with “Cookie:” from your browser's developer tools, or the lines of a cookies.txt.",
		}, true
	case core.InputOtherCookies:
		return Sentence{
			Text: "None of these cookies is one that {{.Detail}} gets to see now.",
			Next: "Sign in there with your browser and copy the cookies of that site.", Data: data,
		}, true
	case core.InputReservedHeader:
		return Sentence{Text: "Sitewell writes the header {{.Detail}} itself.", Next: "Leave it out.", Data: data}, true
	case core.InputSecretHeader:
		return Sentence{
			Text: "The header {{.Detail}} may hold a secret, which is not stored with the settings.",
			Next: "Sign in with it instead; then it is kept in the key store.", Data: data,
		}, true
	default:
		return Sentence{Text: "This is no header.", Next: "It has a name and a value, for example: Accept-Language: de"}, true
	}
}
