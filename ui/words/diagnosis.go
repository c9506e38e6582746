package words

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/result"
)

// Diagnosis says in plain words why a scan found suspiciously little, and what
// to do about it. The sample is the address or text that shows it, and may be
// empty. Both texts are empty for result.NoDiagnosis.
// check 91
func Diagnosis(d result.Diagnosis, sample string) (title, advice string) {
	data := map[string]any{"Sample": sample}
	switch d {
	case result.NoDiagnosis:
		return "", ""
	case result.StartUnreachable:
		return lang.L("The start address gave no page, so nothing else could be found."),
			lang.L("Open it in your browser. If it does not open there either, the site is down; if it does, look at the start address's problem below.")
	case result.StartForbidden:
		return lang.L("The site's robots.txt asks programs to stay away, so nothing was scanned."),
			lang.L("If the site is yours, you can tell Sitewell in its settings not to obey robots.txt.")
	case result.RobotsUnreachable:
		return lang.L("The site's robots.txt could not be fetched, so nothing was scanned."),
			lang.L("A server that fails here may be down for everyone. Try again later, or ask your web host why robots.txt fails.")
	case result.RedirectsElsewhere:
		if sample == "" {
			return lang.L("The start address leads to another site."),
				lang.L("Scan the address that it leads to instead.")
		}
		return lang.L("The start address leads to another site: {{.Sample}}", data),
			lang.L("Scan that address instead.")
	case result.ScriptOnly:
		return lang.L("Only 1 page: the menu is built by script."),
			lang.L("Sitewell reads pages as they are sent and does not run scripts, so it saw no links to follow. A sitemap on the site lets it find the other pages; search engines need one, too.")
	case result.NoLinks:
		return lang.L("Only 1 page: it has no links to further pages."),
			lang.L("If there should be more, check that this is the right start address.")
	case result.NotAPage:
		return lang.L("The start address is a file, not a web page."),
			lang.L("Start from the site's home page instead.")
	case result.SignInRefused:
		return lang.L("The site did not accept the sign-in, so it was seen as it is signed out."),
			lang.L("A password may have changed, and cookies expire. Give the sign-in again in the settings of the site, then scan again.")
	case result.Blocked:
		return lang.L("The site did not let us in: a check for robots or a sign-in stands before it."),
			lang.L("If the site is yours, allow Sitewell in your firewall or protection service, then scan again.")
	default:
		return lang.L("This scan found surprisingly little."),
			lang.L("Open the start address in your browser and compare.")
	}
}
