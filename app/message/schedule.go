package message

import (
	"errors"
	"os/exec"

	"sitewell/app/core"
	"sitewell/app/schedule"
)

// scheduleMessage answers why a site can't be scanned regularly.
func scheduleMessage(err error) (Sentence, bool) {
	var unavailable *schedule.UnavailableError
	switch {
	case errors.As(err, &unavailable) && errors.Is(err, exec.ErrNotFound):
		return Sentence{
			Text: "This computer has no {{.Program}}, which would start the scans.",
			Next: "Use cron instead: 'sitewell schedule SITE --daily TIME --cron' prints the line for it.", Data: map[string]any{"Program": unavailable.Program},
		}, true
	case errors.As(err, &unavailable):
		return Sentence{
			Text: "This computer does not start scans for you: {{.Program}} answered “{{.Answer}}”.",
			Next: "Sign in at the computer itself, or use cron: 'sitewell schedule SITE --daily TIME --cron' prints the line for it.",
			Data: map[string]any{"Program": unavailable.Program, "Answer": unavailable.Said},
		}, true
	case errors.Is(err, schedule.ErrUnsupported):
		return Sentence{Text: "The path of Sitewell or of the history contains a character that no schedule can have.", Next: "Move it to a folder with an ordinary name."}, true
	case errors.Is(err, schedule.ErrEvery):
		return Sentence{Text: "A site is scanned daily, weekly or monthly.", Next: "For example: weekly mon 07:00"}, true
	case errors.Is(err, schedule.ErrWeekday):
		return Sentence{Text: "This is no day of the week.", Next: "Type mon, tue, wed, thu, fri, sat or sun, and then the time."}, true
	case errors.Is(err, schedule.ErrDay):
		return Sentence{Text: "This is no day that every month has.", Next: "Type a number from 1 to 28, and then the time."}, true
	case errors.Is(err, schedule.ErrTime):
		return Sentence{Text: "This is no time of day.", Next: "Type hours and minutes, for example: 07:00"}, true
	case errors.Is(err, core.ErrNoSchedule):
		return Sentence{Text: "This site is not scanned regularly.", Next: "For example: sitewell schedule SITE --weekly mon 07:00"}, true
	case errors.Is(err, core.ErrMailAddress):
		return Sentence{Text: "This is no mail address.", Next: "Type one like anna@example.com"}, true
	case errors.Is(err, core.ErrWebhookAddress):
		return Sentence{Text: "This is no address of a webhook.", Next: "It begins with https:// or http://"}, true
	case errors.Is(err, core.ErrNoMailServer):
		return Sentence{Text: "Sitewell does not know your mail server.", Next: "The settings have it under “Messages after scheduled scans”; in a terminal: sitewell notify server smtp.example.com --user anna --from anna@example.com"}, true
	case errors.Is(err, core.ErrMailServer):
		return Sentence{Text: "This is no mail server.", Next: "Type its name, such as smtp.example.com"}, true
	case errors.Is(err, core.ErrKeyStore):
		return Sentence{Text: "The key store of this computer can't be used, so nothing was stored.", Next: "Unlock it, or set SITEWELL_SMTP_URL or SITEWELL_WEBHOOK_URL where the scans are started."}, true
	case errors.Is(err, core.ErrBusy):
		return Sentence{Text: "Other scans took so long that this one was left out.", Next: "The next one begins as planned."}, true
	default:
		return Sentence{}, false
	}
}
