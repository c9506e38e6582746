package core

import (
	"fmt"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
)

// FixTitle says what to do in one sentence: what to change in Text, why that
// one change mends all of it in Next. title is what a single problem is called
// ("Page not found (404)"). Text and Next are translation keys, as those of
// Message.
func FixTitle(f fix.Fix, title string) Sentence {
	s := fixTitle(f, title)
	s.Data = map[string]any{
		"Subject": f.Subject, "From": f.From, "To": f.To, "What": title,
		"Links": len(f.Problems), "Pages": f.Pages, "Address": f.Example,
	}
	return s
}

func fixTitle(f fix.Fix, title string) Sentence {
	one := len(f.Problems) == 1
	switch f.Cause {
	case fix.Template:
		return templateTitle(f, one)
	case fix.Host:
		if f.Verdict == outcome.CantVerify {
			return Sentence{
				Text: "{{.Subject}} does not let us check {{.Links}} addresses",
				Next: "It answers all of them alike: “{{.What}}”. Open one in your browser; if it works there, all is well.",
			}
		}
		return Sentence{
			Text: "{{.Subject}} fails as a whole: {{.Links}} addresses",
			Next: "All of them end in “{{.What}}”. Find the site's new home, or take the links out.",
		}
	case fix.Server:
		return Sentence{
			Text: "Your server gives the same trouble {{.Links}} times: {{.What}}",
			Next: "When so many addresses fail alike, it is one fault of the server or the program behind the site.",
		}
	case fix.Element:
		return Sentence{
			Text: "The template writes a wrong {{.Subject}} into {{.Pages}} pages",
			Next: "It is the same mistake each time: “{{.What}}”. Mend it once, where the pages' head is made.",
		}
	case fix.Folder:
		return Sentence{
			Text: "{{.Links}} addresses below {{.Subject}} are gone",
			Next: "It looks as if the folder was moved or deleted. One redirect rule for the folder mends all of them.",
		}
	case fix.Extension:
		return Sentence{
			Text: "{{.Links}} addresses that end in {{.Subject}} are gone",
			Next: "It looks as if the site changed how it is made. One redirect rule for the ending mends all of them.",
		}
	case fix.Rule:
		return ruleTitle(f)
	}
	return Sentence{Text: "{{.What}}: {{.Address}}"}
}

// templateTitle names the part of the page that many pages share.
func templateTitle(f fix.Fix, one bool) Sentence {
	part := map[string]string{"header": "header", "navigation": "menu", "aside": "side column", "footer": "footer"}[f.Subject]
	s := Sentence{
		Text: fmt.Sprintf("Edit the %s: {{.Links}} faulty links on {{.Pages}} pages", part),
		Next: "The part stands on many pages, so one edit mends all of them.",
	}
	if one {
		s.Text = fmt.Sprintf("Edit the %s: “{{.What}}” on {{.Pages}} pages", part)
	}
	return s
}

func ruleTitle(f fix.Fix) Sentence {
	next := "The old addresses still lead there. Search and replace in your pages spares every visitor a detour."
	switch f.Subject {
	case fix.RuleScheme:
		return Sentence{Text: "Write {{.To}} instead of {{.From}} in {{.Links}} links", Next: next}
	case fix.RuleHost:
		return Sentence{Text: "{{.From}} is now {{.To}}: {{.Links}} addresses", Next: next}
	case fix.RuleSlash:
		return Sentence{Text: "{{.Links}} links to {{.From}} differ from the real address by a slash at the end", Next: next}
	case fix.RuleIndex:
		return Sentence{Text: "{{.Links}} links to {{.From}} name index pages that redirect to their folder", Next: next}
	case fix.RuleFolder:
		return Sentence{Text: "{{.From}} has moved to {{.To}}: {{.Links}} addresses", Next: next}
	case string(fix.Extension):
		return Sentence{Text: "{{.Links}} addresses ending in “{{.From}}” now end in “{{.To}}”", Next: next}
	}
	return Sentence{
		Text: "{{.Links}} deep addresses of {{.From}} lead to the home page",
		Next: "Visitors expect a page and get the front door. Link to the right pages, or take the links out.",
	}
}
