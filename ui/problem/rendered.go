package problem

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/result"
	"sitewell/ui/words"
)

// rendered says why a page was to be shown in a browser, and what was only there after
// its scripts ran; "" if it was not considered.
func rendered(n *result.Rendering) string {
	if n == nil {
		return ""
	}
	var l lines
	if n.NotShown != "" {
		l.add(lang.L("Not shown"), words.Reason(n.NotShown))
		l.add(lang.L("It was considered because"), words.Reason(n.Why))
		return l.String()
	}
	l.add(lang.L("Shown because"), words.Reason(n.Why))
	added := map[string]any{"Links": linkCount(n.Links), "Places": placeCount(n.Places)}
	l.add(lang.L("Scripts added"), lang.L("{{.Links}}, {{.Places}}", added))
	l.add(lang.L("Title after scripts ran"), n.Title)
	l.add(lang.L("For search engines after scripts ran"), n.Robots)
	l.add(lang.L("Canonical address after scripts ran"), n.Canonical)
	l.list(lang.L("Scripts lead on to"), n.Moved)
	l.list(lang.L("Unencrypted, requested by scripts"), n.Mixed)
	l.list(lang.L("Requests of scripts that failed"), requests(n.Failed))
	l.list(lang.L("Requests of scripts that Sitewell did not make"), requests(n.Refused))
	l.list(lang.L("Errors of scripts"), n.Errors)
	return l.String()
}

// list adds a name, and below it one line for each text.
func (l *lines) list(name string, texts []string) {
	if len(texts) > 0 {
		l.add(name, "\n  "+strings.Join(texts, "\n  "))
	}
}

func linkCount(n int) string {
	return lang.N("{{.Count}} links", n, map[string]any{"Count": words.Number(n)})
}

func placeCount(n int) string {
	return lang.N("{{.Count}} places", n, map[string]any{"Count": words.Number(n)})
}

// requests names requests of scripts with how they were answered, or why they were not
// made.
func requests(all []result.ScriptRequest) (texts []string) {
	for _, r := range all {
		said := words.Reason(r.Reason)
		if said == "" {
			said = statusLine(r.Status)
		}
		if said == "" {
			said = lang.L("gave no answer")
		}
		texts = append(texts, strings.Join([]string{r.URL, said}, "  "))
	}
	return texts
}
