package scheduling

import (
	"context"
	"io"
	"strings"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/storage"
)

// recipients are who is told what came of the regular scans of a site, as a program reads it.
type recipients struct {
	Mail    []string `json:"mail"`
	Webhook string   `json:"webhook"` // its host, "" for none
	// Secret is what messages to a webhook are signed with. It is told once.
	Secret    string `json:"webhookSecret,omitempty"`
	isChanged bool
}

// with returns what is stored about who is told.
func (r recipients) with(ctx context.Context, c *core.Core, site storage.SiteID) (recipients, error) {
	mail, host, err := c.Alerts.Stored(ctx, site)
	r.Mail, r.Webhook = append([]string{}, mail...), host
	return r, err
}

// lines says who is told.
func (r recipients) lines() (lines []string) {
	if len(r.Mail) > 0 {
		lines = append(lines, "Mail: "+report.Printable(strings.Join(r.Mail, ", ")))
	}
	if r.Webhook != "" {
		lines = append(lines, "Webhook: "+report.Printable(r.Webhook))
	}
	if r.Secret != "" {
		lines = append(lines, "Its messages are signed with this secret, which is shown only now: "+r.Secret)
	}
	return lines
}

// noRecipient is what stands for nobody on the command line.
const noRecipient = "none"

// maxWebhook is how long the address of a webhook may be.
const maxWebhook = 8 << 10

// setRecipients stores who is told about a site, as far as the flags say so.
func (p schedules) setRecipients(ctx context.Context, c *core.Core, site storage.SiteID, f scheduling) (r recipients, err error) {
	if len(f.mail) > 0 {
		to := f.mail
		if len(to) == 1 && to[0] == noRecipient {
			to = nil
		}
		if err := c.Alerts.SetMail(ctx, site, to); err != nil {
			return r, err
		}
		r.isChanged = true
	}
	if f.webhook == "" {
		return r, nil
	}
	address := f.webhook
	switch address {
	case noRecipient:
		address = ""
	case "-":
		if p.Stdio.In == nil {
			return r, core.ErrWebhookAddress
		}
		typed, err := io.ReadAll(io.LimitReader(p.Stdio.In, maxWebhook))
		if err != nil {
			return r, err
		}
		if address = strings.TrimSpace(string(typed)); address == "" {
			return r, core.ErrWebhookAddress
		}
	}
	r.Secret, err = c.Alerts.SetWebhook(ctx, site, address)
	r.isChanged = true
	return r, err
}
