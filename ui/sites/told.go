package sites

import (
	"strings"

	"sitewell/ui/field"
)

// told are the fields for who is told when a regular scan found something new or failed.
type told struct {
	mail, webhook         *field.Entry
	wasMail, shownWebhook string
}

// newTold shows mail addresses and the host of a webhook, whose address may be a secret.
func newTold(mail, webhook string) *told {
	t := &told{mail: field.New("anna@example.com"), webhook: field.New("https://…"), wasMail: mail}
	if webhook != "" {
		t.shownWebhook = webhook + "/…"
	}
	t.mail.SetText(mail)
	t.webhook.SetText(t.shownWebhook)
	return t
}

// typed returns what was typed; webhook is nil where it was not changed.
func (t *told) typed() (mail string, webhook *string) {
	if text := strings.TrimSpace(t.webhook.Text); text != t.shownWebhook {
		webhook = &text
	}
	return strings.TrimSpace(t.mail.Text), webhook
}

// isChanged reports whether anything was typed.
func (t *told) isChanged() bool {
	mail, webhook := t.typed()
	return mail != t.wasMail || webhook != nil
}
