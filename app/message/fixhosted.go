package message

import (
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
)

// hostedTitle is about faults of the site itself that other titles have somebody
// repair on the server, where a website builder runs that. It reports whether the
// fix is one of these.
func hostedTitle(f fix.Fix) (Sentence, bool) {
	single := f.Cause == fix.Single
	if !f.Hosted || !f.Internal || !single && f.Cause != fix.Server || single && f.Verdict == outcome.CantVerify {
		return Sentence{}, false
	}
	const many = "When so many addresses fail alike, the service that runs your site has a fault, which only its own people can repair."
	info, _ := outcome.Lookup(f.Outcome)
	switch f.Outcome {
	case outcome.TLSExpiresSoon, outcome.TLSExpired, outcome.TLSWrongHost, outcome.TLSSelfSigned, outcome.TLSUnknownAuthority, outcome.TLSIncompleteChain:
		s := Sentence{Text: "Check that your domain points to your website builder, which then renews the certificate"}
		if !single {
			s.Next = "All these addresses are served under the same certificate."
		}
		return s, true
	case outcome.RateLimited, "429":
		if single {
			return Sentence{}, false
		}
		return Sentence{
			Text: "Scan more slowly",
			Next: "The server stopped answering because it was asked too often. It says nothing about the pages themselves.",
		}, true
	case outcome.MixedContent:
		return Sentence{}, false
	case outcome.ErrorLeak, outcome.WrongType, outcome.BodyTruncated:
	default:
		if single && !failsOnServer(info.Class) {
			return Sentence{}, false
		}
	}
	if single {
		return Sentence{Text: "Report the fault of {{.Address}} to the support of your website builder"}, true
	}
	return Sentence{Text: "Report the fault to the support of your website builder", Next: many}, true
}

// failsOnServer reports whether what is of a class has its cause where the site is
// served.
func failsOnServer(c outcome.Class) bool {
	switch c {
	case outcome.ServerError, outcome.Exchange, outcome.TLS, outcome.Connection:
		return true
	}
	return false
}
