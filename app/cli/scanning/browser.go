package scanning

import (
	"fmt"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/app/settings"
	"sitewell/scanner/result"
)

// addBrowser adds the flag that names a browser.
func (p scans) addBrowser(cmd *cobra.Command) {
	cmd.Flags().Var((*command.FileName)(&p.Browser), "browser", "show pages that scripts make in the Chrome, Chromium, Edge or Brave in `FILE`, and not in the first that is found")
}

// tellOfBrowser says what a browser would have added to a scan, if this computer has none.
// That is said once, here or in the window.
func (p scans) tellOfBrowser(found result.Progress) {
	if found.ScriptPages == 0 {
		return
	}
	if _, err := p.Session.FindBrowser(p.Browser); err == nil {
		return
	}
	file, err := session.SettingsFile()
	if err != nil {
		return
	}
	if own, err := file.Read(); err != nil || own.BrowserHint == settings.Never {
		return
	}
	_, _ = file.Set(settings.BrowserHint, settings.Never) // if that fails, it is said again
	fmt.Fprintf(p.Stdio.Err, "sitewell: %s as if scripts make them. Sitewell can run these scripts in Chrome, Chromium, Edge or Brave and check the links that they add, but none of them was found on this computer.\n",
		report.Plural(found.ScriptPages, "page looks", "pages look"))
}

// checkBrowser reports a browser that can't be used. Where none is installed, pages are
// read without, and that is said once.
func (p scans) checkBrowser(isNeeded bool) error {
	if p.Browser == "" && !isNeeded {
		return nil
	}
	_, err := p.Session.FindBrowser(p.Browser)
	switch {
	case err == nil:
		return nil
	case p.Browser != "":
		return fmt.Errorf("--browser: %s can't be started as a program", p.Browser)
	}
	fmt.Fprintln(p.Stdio.Err, "sitewell: No Chrome, Chromium, Edge or Brave was found on this computer, so links that scripts make are not seen. Install one of them, or name it with --browser.")
	return nil
}
