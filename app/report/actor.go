package report

import (
	"slices"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Actor returns who carries a fix out: ForHost, ForDeveloper or ForEditor. docs/reports.md
// has the rules as a table, in this order:
//
//  1. What only the provider of the server can do is the host's.
//  2. What is changed once for many pages is the developer's: templates, redirects and
//     settings.
//  3. What remains is by what the address is: scripts, feeds and what the head of a page
//     names are the developer's; pages, images and files are the editor's.
func Actor(f fix.Fix) Audience {
	switch {
	case f.Internal && atProvider(f):
		return ForHost
	case changedOnce(f), f.Internal && inSettings(f.Outcome):
		return ForDeveloper
	case slices.Contains(ofTemplates, f.Kind):
		return ForDeveloper
	default:
		return ForEditor
	}
}

// atProvider reports whether only the provider of the server can fix something of the
// site itself. Where a website builder runs the site, that is all that a server does.
func atProvider(f fix.Fix) bool {
	if f.Cause != fix.Single && f.Cause != fix.Server && f.Cause != fix.Access {
		return false
	}
	if f.Hosted && f.Cause == fix.Server && !isDevelopers(f.Outcome) {
		return true
	}
	switch storage.ClassOf(f.Outcome) {
	case outcome.NameLookup, outcome.Connection, outcome.TLS:
		return f.Outcome != outcome.Offline && f.Outcome != outcome.ProxyFailure
	case outcome.ServerError:
		return f.Hosted || !slices.Contains(slowPrograms, f.Outcome)
	case outcome.Exchange:
		return f.Hosted && !isContent(f.Outcome) || slices.Contains(cutOff, f.Outcome)
	case outcome.ClientError, outcome.Access, outcome.Content:
		return slices.Contains(refused, f.Outcome)
	}
	return false
}

// isDevelopers reports whether even at a website builder the site's own pages are wrong.
func isDevelopers(key outcome.Key) bool { return key == outcome.MixedContent }

// isContent reports whether an answer came whole, and is not what it should be.
func isContent(key outcome.Key) bool { return key == outcome.EmptyPage || key == outcome.TooLarge }

var (
	// slowPrograms: the program behind the site does not answer in time, or asks for
	// what a visitor does not have.
	slowPrograms = []outcome.Key{"504", "510", "511", "524", "561"}
	// cutOff: the connection ends before the answer does.
	cutOff = []outcome.Key{outcome.EmptyReply, outcome.HTTP2Error, outcome.BodyTruncated}
	// refused: the server or what stands before it refuses requests that are in order.
	refused = []outcome.Key{
		"406", "408", "411", "412", "413", "416", "417", "418", "420", "421", "423", "425", "429", "444", "463", "495",
		outcome.RateLimited, outcome.Parked,
	}
	// ofTemplates are the kinds of what templates name, and people who write do not.
	ofTemplates = []result.Kind{
		result.KindStyle, result.KindScript, result.KindModule, result.KindFont, result.KindFeed, result.KindForm, result.KindRequest, result.KindMeta,
		result.KindSitemap, result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev,
	}
	// inText are outcomes of the site's own addresses that are fixed where they are
	// linked, or by the page or file itself.
	inText = []outcome.Key{
		"301", "308", "302", "303", "307", "401", "403", "404", "410", "414", "450", "451",
		outcome.MissingFragment, outcome.EmptyPage, outcome.TooLarge,
	}
)

// changedOnce reports whether one change of a template, a redirect or a setting fixes all
// problems of a fix.
func changedOnce(f fix.Fix) bool {
	switch f.Cause {
	case fix.Element, fix.Relative, fix.Rule, fix.Target, fix.Template, fix.Extension, fix.Folder, fix.Access, fix.Server:
		return true
	case fix.Host: // one search and replace
		return f.Outcome == outcome.AddressLocalhost || f.Outcome == outcome.AddressPrivate
	default:
		return false
	}
}

// inSettings reports whether an outcome of the site itself is a matter of its program or
// settings: all are, but for wrong addresses and what is corrected in texts.
func inSettings(key outcome.Key) bool {
	return key != "" && storage.ClassOf(key) != outcome.Address && !slices.Contains(inText, key)
}
