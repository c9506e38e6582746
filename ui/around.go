package ui

import (
	"log/slog"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/toast"
)

// around is what lies around the window, for the panel of a problem.
type around struct {
	app    fyne.App
	toasts *toast.Host
	log    *slog.Logger
}

func (d around) Copy(text string) { d.app.Clipboard().SetContent(text) }

// Browse opens web addresses only: a site must not be able to make the desktop
// open a file or start a program.
func (d around) Browse(address string) {
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		err = d.app.OpenURL(u)
	}
	if err != nil {
		d.log.Warn("address did not open", "err", err)
		d.Tell(lang.L("No browser on this computer offered to open it."))
	}
}

// mostMail is how long the text of a message is at most that is handed over: Windows
// takes addresses of some 2,000 characters.
const mostMail = 1800

// Mail opens a message in the mail program of the desktop.
func (d around) Mail(subject, text string) {
	// Mail programs read "+" as it is, so a space is %20 (RFC 6068), and line ends are CRLF.
	coded := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	text = strings.ReplaceAll(text, "\n", "\r\n")
	if len(coded(text)) > mostMail {
		d.Copy(text)
		d.Tell(lang.L("The message is too long to be handed over. It is copied: paste it into the mail."))
		text = ""
	}
	if err := d.app.OpenURL(&url.URL{Scheme: "mailto", RawQuery: "subject=" + coded(subject) + "&body=" + coded(text)}); err != nil {
		d.log.Warn("message did not open", "err", err)
		d.Tell(lang.L("No mail program on this computer offered to open it. Copy the message instead."))
	}
}

func (d around) Tell(message string) { d.toasts.Show(toast.Message{Text: message}) }
