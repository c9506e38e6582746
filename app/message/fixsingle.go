package message

import (
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// singleTitle says what to do about one problem.
func singleTitle(f fix.Fix) Sentence {
	info, _ := outcome.Lookup(f.Outcome)
	if s, ok := outcomeTitle(f); ok {
		return s
	}
	switch {
	case info.Class == outcome.Address:
		return Sentence{Text: "Correct the address {{.Address}}"}
	case f.Verdict == outcome.CantVerify:
		return Sentence{Text: "See for yourself whether {{.Address}} works"}
	case info.Class == outcome.Redirects && f.Verdict == outcome.Broken && f.Internal:
		return Sentence{Text: "Correct the redirect of {{.Address}}"}
	case usuallyPasses(f):
		return Sentence{Text: "Check {{.Address}} again later, and replace the link if it still fails"}
	case !f.Internal && f.Verdict == outcome.Broken:
		return Sentence{Text: "Replace or remove the link to {{.Address}}"}
	case moved(f):
		return Sentence{Text: "Link to {{.To}} instead of {{.Address}}"}
	case info.Class == outcome.ServerError, info.Class == outcome.Exchange, info.Class == outcome.TLS, info.Class == outcome.Connection, info.Class == outcome.NameLookup:
		return Sentence{Text: "Have {{.Address}} repaired"}
	}
	return missingTitle(f)
}

// usuallyPasses reports whether another site has a fault that usually goes away by
// itself, so that the explanation says to wait before a link is changed.
func usuallyPasses(f fix.Fix) bool {
	if f.Internal || f.Verdict != outcome.Broken {
		return false
	}
	switch f.Outcome {
	case outcome.ConnectionRefused, outcome.HeadersTooLarge, outcome.RedirectLoop,
		outcome.TLSExpired, outcome.TLSNotYetValid, outcome.TLSSelfSigned, outcome.TLSWrongHost:
		return true
	}
	info, _ := outcome.Lookup(f.Outcome)
	return info.Class == outcome.ServerError && f.Outcome != "506" // a mistake in the set-up, which stays
}

// outcomeTitle is about outcomes that say themselves what is to be done.
func outcomeTitle(f fix.Fix) (Sentence, bool) {
	var text Sentence
	switch f.Outcome {
	case outcome.AddressEmpty:
		text = Sentence{Text: "Give the empty link an address, or remove it"}
	case outcome.AddressPlaceholder:
		text = Sentence{Text: "Put a real address in place of {{.Address}}"}
	case outcome.DataBad:
		text = Sentence{Text: "Upload the damaged picture or file again"}
	case outcome.MailtoBad:
		text = Sentence{Text: "Correct the mail address {{.Address}}"}
	case outcome.TelBad:
		text = Sentence{Text: "Correct the telephone number {{.Address}}"}
	case outcome.MissingFragment:
		text = Sentence{Text: "Correct the link to the place {{.Address}}"}
	case outcome.MixedContent:
		text = Sentence{Text: "Load all parts of {{.Address}} over https"}
	case outcome.ErrorLeak:
		text = Sentence{Text: "Switch off technical details on the error page {{.Address}}"}
	case outcome.TLSExpiresSoon:
		text = Sentence{Text: "Renew the certificate of your site"}
	case outcome.TLSExpired:
		if f.Internal {
			text = Sentence{Text: "Renew the certificate of your site"}
		}
	case outcome.TLSWrongHost, outcome.TLSSelfSigned, outcome.TLSUnknownAuthority, outcome.TLSIncompleteChain:
		if f.Internal {
			text = Sentence{Text: "Have the certificate of your site corrected"}
		}
	case outcome.NoErrorPage:
		text = Sentence{Text: "Set up a page of your own for addresses that do not exist"}
	case outcome.WrongType:
		text = Sentence{Text: "Have {{.Address}} sent as what it is"}
	case outcome.BodyTruncated:
		text = Sentence{Text: "Have {{.Address}} sent in full"}
	case outcome.EmptyPage:
		text = Sentence{Text: "Fill the empty page {{.Address}}, or remove the link"}
	case outcome.TooLarge:
		text = Sentence{Text: "Make {{.Address}} smaller"}
	case outcome.RedirectHome:
		text = Sentence{Text: "Correct the link to {{.Address}}: it leads to the home page"}
	case outcome.RedirectDowngrade:
		text = Sentence{Text: "Keep {{.Address}} on https: it leads to insecure http"}
	case outcome.Parked:
		text = Sentence{Text: "Replace or remove the link to {{.Address}}: the domain seems to be for sale"}
	}
	return text, text.Text != ""
}

func moved(f fix.Fix) bool {
	switch f.Outcome {
	case "300", "301", "308", outcome.RedirectChain, outcome.RedirectOtherSite, outcome.MetaRefresh:
		return f.To != "" && f.Verdict == outcome.Warning
	}
	return false
}

// missingTitle is about what is not there, by what it was meant to be.
func missingTitle(f fix.Fix) Sentence {
	if f.OnlySitemap && f.Internal && (f.Outcome == "404" || f.Outcome == "410") { // which its explanation says, too
		return Sentence{Text: "Put {{.Address}} back, or take it out of the sitemap"}
	}
	switch f.Kind {
	case result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev:
		return Sentence{Text: "Correct the address {{.Address}} in the head of your pages"}
	case result.KindImage:
		return Sentence{Text: "Put the picture {{.Address}} back, or take it off the page"}
	case result.KindStyle, result.KindScript, result.KindModule, result.KindFont, result.KindMedia, result.KindFrame, result.KindMeta:
		return Sentence{Text: "Put the file {{.Address}} back, or stop loading it"}
	case result.KindDownload:
		return Sentence{Text: "Put the file {{.Address}} back, or remove the link to it"}
	case result.KindRequest:
		return Sentence{Text: "Correct the script that asks for {{.Address}}"}
	case result.KindForm:
		return Sentence{Text: "Correct where the form sends: {{.Address}}"}
	}
	if f.Outcome == "403" || f.Outcome == "401" {
		return Sentence{Text: "Let visitors see {{.Address}}, or remove the link to it"}
	}
	if f.Outcome == outcome.Soft404 {
		return Sentence{Text: "Look at {{.Address}}: it seems to be missing"}
	}
	return Sentence{Text: "Correct or remove the link to {{.Address}}"}
}
