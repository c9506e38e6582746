package words

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Verdict returns the word for a verdict: "Broken", "Warning", "Can't verify",
// "Works", "Skipped", or "Waiting" for an address that is not checked yet.
func Verdict(v outcome.Verdict) string {
	switch v {
	case outcome.Broken:
		return lang.L("Broken")
	case outcome.Warning:
		return lang.L("Warning")
	case outcome.CantVerify:
		return lang.L("Can't verify")
	case outcome.Works:
		return lang.L("Works")
	case outcome.Skipped:
		return lang.L("Skipped")
	default:
		return lang.L("Waiting")
	}
}

// VerdictMeaning says in a sentence what a verdict means.
func VerdictMeaning(v outcome.Verdict) string {
	switch v {
	case outcome.Broken:
		return lang.L("It does not work: visitors see an error.")
	case outcome.Warning:
		return lang.L("It works, but should be changed.")
	case outcome.CantVerify:
		return lang.L("Whether it works could not be found out: programs are kept out, or one must sign in.")
	case outcome.Works:
		return lang.L("It works.")
	case outcome.Skipped:
		return lang.L("It was not checked, for a reason that is named.")
	default:
		return lang.L("It was found and is not checked yet.")
	}
}

// Severity returns the word for a severity, "" for none.
func Severity(s outcome.Severity) string {
	switch s {
	case outcome.Critical:
		return lang.L("Critical")
	case outcome.Serious:
		return lang.L("Serious")
	case outcome.Moderate:
		return lang.L("Moderate")
	case outcome.Minor:
		return lang.L("Minor")
	default:
		return ""
	}
}

// Side returns the words for the owner of an address: the site or another site.
func Side(internal bool) string {
	if internal {
		return lang.L("This site")
	}
	return lang.L("Other site")
}

// Kinds returns the kinds that a person can filter by, in the order shown.
func Kinds() []result.Kind {
	return []result.Kind{
		result.KindPage, result.KindImage, result.KindDownload, result.KindStyle, result.KindScript,
		result.KindModule, result.KindFont, result.KindMedia, result.KindFrame, result.KindFeed, result.KindForm,
		result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev,
		result.KindMeta, result.KindRequest, result.KindSitemap, result.KindOther,
	}
}

// Kind returns the word for a kind of address.
func Kind(k result.Kind) string {
	switch k {
	case result.KindPage:
		return lang.L("Page")
	case result.KindImage:
		return lang.L("Image")
	case result.KindStyle:
		return lang.L("Style sheet")
	case result.KindScript:
		return lang.L("Script")
	case result.KindModule:
		return lang.L("Script module")
	case result.KindFont:
		return lang.L("Font")
	case result.KindMedia:
		return lang.L("Sound or video")
	case result.KindFrame:
		return lang.L("Embedded page")
	case result.KindDownload:
		return lang.L("Download")
	case result.KindFeed:
		return lang.L("News feed")
	case result.KindForm:
		return lang.L("Form")
	case result.KindRequest:
		return lang.L("Request by script")
	case result.KindMeta:
		return lang.L("Page data")
	case result.KindCanonical:
		return lang.L("Canonical address")
	case result.KindLanguage:
		return lang.L("Other language")
	case result.KindAlternate:
		return lang.L("Other form")
	case result.KindNext:
		return lang.L("Next page")
	case result.KindPrev:
		return lang.L("Page before")
	case result.KindSitemap:
		return lang.L("Sitemap")
	default:
		return lang.L("Mail, telephone and others")
	}
}

// Place returns the words for the place of a link on its page, "" if it is
// unknown.
func Place(p result.Place) string {
	switch p {
	case result.PlaceHead:
		return lang.L("Page head (not visible)")
	case result.PlaceHeader:
		return lang.L("Page header")
	case result.PlaceNavigation:
		return lang.L("Menu")
	case result.PlaceMain:
		return lang.L("Main text")
	case result.PlaceAside:
		return lang.L("Side column")
	case result.PlaceFooter:
		return lang.L("Footer")
	case result.PlaceStyle:
		return lang.L("Style sheet")
	case result.PlaceHTTP:
		return lang.L("Server's answer (not visible)")
	default:
		return ""
	}
}

// Class returns the name of a group of statuses, as storage.Filter.Statuses numbers them:
// the first digit, 0 for no status at all.
func Class(first int) string {
	switch first {
	case 0:
		return lang.L("No answer")
	case 1:
		return lang.L("1xx Interim")
	case 2:
		return lang.L("2xx Fine")
	case 3:
		return lang.L("3xx Redirected")
	case 4:
		return lang.L("4xx Not found or refused")
	case 5:
		return lang.L("5xx Server error")
	default:
		return lang.L("Other status")
	}
}
