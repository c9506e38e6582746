package problem

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/words"
)

// checkedAgain says what the scan had found of an address that was checked again, and
// what it is now; "" if it was not.
func (p *Panel) checkedAgain(d storage.Detail) string {
	if len(d.Earlier) == 0 {
		return ""
	}
	said := func(v outcome.Verdict, key outcome.Key) string {
		if v == outcome.Works {
			return words.Verdict(v)
		}
		return words.Verdict(v) + ", " + p.o.Source.Entry(key, words.Language()).Title
	}
	first := d.Earlier[0]
	return lang.L("When it was scanned, on {{.Then}}: {{.Before}}. Checked again on {{.Date}}: {{.Now}}.", map[string]any{
		"Then": words.DateTime(first.At.Local()), "Before": said(first.Verdict, first.Outcome),
		"Date": words.DateTime(d.At.Local()), "Now": said(d.Verdict, d.Outcome),
	})
}

// earlierLines lists what was known before an address was checked again, newest first.
func earlierLines(all []storage.EarlierCheck) string {
	var l []string
	for i := len(all) - 1; i >= 0; i-- {
		e := &all[i]
		l = append(l, strings.Join(nonEmpty([]string{words.DateTime(e.At.Local()), words.Verdict(e.Verdict), words.Reason(e.Reason)}), "  "))
	}
	return strings.Join(l, "\n")
}
