package words

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/suggest"
)

// Suggested says why an address is suggested.
func Suggested(s suggest.Suggestion) string {
	date := map[string]any{"Date": Date(s.Since.Local())}
	switch s.Reason {
	case suggest.Redirect:
		return lang.L("Visitors are sent there, for good.")
	case suggest.NoMailto:
		return lang.L("It is a mail address. Without “mailto:” before it, browsers look for a page of that name.")
	case suggest.NoScheme:
		return lang.L("It is another website. Without “https://” before it, browsers look for a page of that name on yours.")
	case suggest.SameContent:
		return lang.L("In the scan of {{.Date}} the missing address had exactly this content.", date)
	case suggest.SameTitle:
		return lang.L("In the scan of {{.Date}} the missing address had this title.", date)
	case suggest.EarlierRedirect:
		return lang.L("In the scan of {{.Date}} the missing address led there.", date)
	case suggest.OtherHost:
		return lang.L("Only the beginning differs: http, https or www.")
	case suggest.OtherCase:
		return lang.L("Only upper and lower case differ.")
	case suggest.OtherExtension:
		return lang.L("Only the ending differs, such as .htm and .html.")
	case suggest.OtherSlash:
		return lang.L("Only the slash at the end differs.")
	case suggest.OtherSpelling:
		return lang.L("The same words, written in another way.")
	case suggest.OtherQuery:
		return lang.L("The same page without the marks of a campaign or a visit.")
	case suggest.OneLetter:
		return lang.L("One letter differs.")
	case suggest.TwoLetters:
		return lang.L("Two letters differ.")
	case suggest.Relative:
		return lang.L("The same without the folder before it, as when a link lacks the slash at its beginning.")
	case suggest.Moved:
		return lang.L("The same file name in another folder.")
	case suggest.LinkText:
		return lang.L("The page is called what the link says: {{.Title}}", map[string]any{"Title": s.Title})
	}
	return ""
}
