package core

import (
	"strings"

	"sitewell/scanner/result"
)

// diagnosis says in words why a scan found little (check 91), "" where there
// is nothing to say.
func diagnosis(d, sample string) string {
	text := map[result.Diagnosis]string{
		result.StartUnreachable:   "The start address gave no page, so nothing else could be found.",
		result.StartForbidden:     "The site's robots.txt forbids programs to read it. If it is your site, you can have that ignored.",
		result.RobotsUnreachable:  "The site's robots.txt could not be read because its server failed, so nothing was scanned.",
		result.RedirectsElsewhere: "The start address leads to another site: scan that one instead.",
		result.ScriptOnly:         "The start page has no links in its text: its menu is built by a script, which Sitewell does not run.",
		result.NoLinks:            "The start page has no links.",
		result.NotAPage:           "The start address is no web page.",
		result.SignInRefused:      "The site did not accept the sign-in, so it was seen as it is signed out.",
		result.Blocked:            "A login or a wall against programs stands before the site.",
	}[result.Diagnosis(d)]
	if text == "" {
		return ""
	}
	if sample != "" {
		text += " (" + strings.TrimSpace(sample) + ")"
	}
	return text
}
