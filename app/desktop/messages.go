//go:build !headless

package desktop

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/storage"
	"sitewell/ui/appsettings"
)

// sender adapts who is told of scheduled scans, and through what, to the window's settings.
type sender struct {
	alerts *core.Alerts
	send   SendTest
}

// Messages implements appsettings.MessageStore.
func (s sender) Messages(ctx context.Context) (m appsettings.Messages, err error) {
	server, to, err := s.stored(ctx)
	if err != nil {
		return m, err
	}
	if server.Port != 0 {
		m.Port = strconv.Itoa(server.Port)
	}
	m.Host, m.Security, m.User, m.From, m.HasPassword = server.Host, server.Security, server.User, server.From, server.Password != ""
	m.To, m.HasWebhook, m.HasSecret = strings.Join(to.Mail, ", "), to.Webhook.URL != "", to.Webhook.Secret != ""
	return m, nil
}

func (s sender) stored(ctx context.Context) (server core.MailServer, to core.Recipients, err error) {
	server, err = s.alerts.MailServer(ctx)
	if err != nil && !errors.Is(err, core.ErrNoMailServer) {
		return server, to, err
	}
	to, err = s.alerts.Usual(ctx)
	return server, to, err
}

// SetMessages implements appsettings.MessageStore.
func (s sender) SetMessages(ctx context.Context, m appsettings.Messages) error {
	server, to, err := s.typed(ctx, m)
	if err != nil {
		return err
	}
	if server.Host == "" {
		err = s.alerts.RemoveMailServer(ctx)
	} else {
		err = s.alerts.SetMailServer(ctx, server)
	}
	if err != nil {
		return err
	}
	return s.alerts.SetUsual(ctx, to)
}

// noWebhook is what stands for no webhook where "" leaves it as it is.
const noWebhook = "-"

// typed returns what a person typed, with what is stored where it is not shown. It checks all
// of it before anything is changed.
func (s sender) typed(ctx context.Context, m appsettings.Messages) (server core.MailServer, to core.Recipients, err error) {
	was, told, err := s.stored(ctx)
	if err != nil && (m.HasPassword || m.HasWebhook) {
		return server, to, err
	}
	if m.Host != "" {
		server = core.MailServer{Host: m.Host, Security: m.Security, User: m.User, From: m.From, Password: cmp.Or(m.Password, was.Password)}
		if m.Port != "" {
			if server.Port, err = strconv.Atoi(m.Port); err != nil {
				return server, to, core.ErrMailServer
			}
		}
		if server, err = core.CheckMailServer(server); err != nil {
			return server, to, err
		}
	}
	to.Mail = strings.FieldsFunc(m.To, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if m.Webhook != noWebhook {
		to.Webhook = core.WebhookTarget{URL: cmp.Or(m.Webhook, told.Webhook.URL), Secret: cmp.Or(m.Secret, told.Webhook.Secret)}
	}
	to, err = core.CheckRecipients(to)
	return server, to, err
}

// TestMessages implements appsettings.MessageStore.
func (s sender) TestMessages(ctx context.Context, m appsettings.Messages) (all []string, delivered bool, err error) {
	server, to, err := s.typed(ctx, m)
	if err != nil {
		return nil, false, err
	}
	results := s.send(ctx, func() (core.MailServer, error) {
		if server.Host == "" {
			return server, core.ErrNoMailServer
		}
		return server, nil
	}, to, storage.Site{Name: lang.L("all sites")})
	if len(results) == 0 {
		return []string{lang.L("Nobody is told yet: enter a recipient or a webhook.")}, false, nil
	}
	delivered = true
	for _, d := range results {
		if d.Err == nil {
			all = append(all, lang.L("{{.Receiver}}: accepted", map[string]any{"Receiver": d.To}))
			continue
		}
		delivered = false
		sentence, ok := message.ForDelivery(d.Err)
		if !ok {
			sentence = message.ForError(d.Err)
		}
		text, next := said(sentence)
		why := strings.TrimSpace(text + " " + next)
		all = append(all, lang.L("{{.Receiver}}: not accepted. {{.Why}}", map[string]any{"Receiver": d.To, "Why": why}))
	}
	return all, delivered, nil
}
