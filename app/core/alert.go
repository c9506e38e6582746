package core

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"sitewell/scanner/profile"
	"sitewell/storage"
)

var (
	// ErrMailAddress: this is no mail address.
	ErrMailAddress = errors.New("no mail address")
	// ErrWebhookAddress: this is no address that a webhook can have.
	ErrWebhookAddress = errors.New("no address of a webhook")
	// ErrNoMailServer: nobody said through which server mails are sent.
	ErrNoMailServer = errors.New("no mail server")
	// ErrMailServer: the settings of a mail server can't be used.
	ErrMailServer = errors.New("no mail server of this kind")
	// ErrKeyStore: the key store can't be used, in which secrets belong.
	ErrKeyStore = errors.New("key store can't be used")
)

// Alerts is who is told what came of the scheduled scans of a site, and through what.
type Alerts struct{ *base }

// Recipients are who is told about a site. They print as "(hidden)".
type Recipients struct {
	Mail    []string      `json:"mail"`
	Webhook WebhookTarget `json:"webhook"` // without URL there is none
}

// Format hides recipients from every verb of package fmt.
func (Recipients) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(hidden)") }

// WebhookTarget is where JSON is sent, and what it is signed with. It prints as "(hidden)",
// since the addresses of chat services are secrets.
type WebhookTarget struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
}

// Format hides a target from every verb of package fmt.
func (WebhookTarget) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(hidden)") }

// MailServer is through which server mails are sent. It prints as "(hidden)".
type MailServer struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"` // MailStartTLS, MailTLS or MailPlain
	User     string `json:"user"`     // "" for a server that asks for none
	Password string `json:"password"`
	From     string `json:"from"`
}

// Format hides a server from every verb of package fmt.
func (MailServer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(hidden)") }

// Values of MailServer.Security.
const (
	MailStartTLS = "starttls" // required: a server that does not offer it gets no mail
	MailTLS      = "tls"      // from the first byte on
	MailPlain    = "none"     // not encrypted
)

// mailServerKey is the name of the mail server in the key store: there is one for all sites.
const mailServerKey = "mail server"

// usualKey is the name of the usual recipients in the key store, since a webhook is a secret.
const usualKey = "usual recipients"

// CheckMailServer returns the settings as they are stored: the usual port where none is given.
// The error is ErrMailServer or ErrMailAddress.
func CheckMailServer(m MailServer) (MailServer, error) {
	usual := map[string]int{MailStartTLS: 587, MailTLS: 465, MailPlain: 25}
	m.Host = strings.TrimSpace(m.Host)
	if m.Port == 0 {
		m.Port = usual[m.Security]
	}
	if m.Host == "" || strings.ContainsAny(m.Host, "/@: \t") || usual[m.Security] == 0 || m.Port < 1 || m.Port > 65535 {
		return m, ErrMailServer
	}
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return m, fmt.Errorf("%w: %q", ErrMailAddress, m.From)
	}
	m.From = from.Address
	return m, nil
}

// SetMailServer stores through which server mails are sent. Errors: ErrKeyStore, and those of
// CheckMailServer.
func (a *Alerts) SetMailServer(ctx context.Context, m MailServer) error {
	m, err := CheckMailServer(m)
	if err != nil {
		return err
	}
	return a.keep(ctx, mailServerKey, m)
}

// RemoveMailServer forgets the mail server. It is no error if there is none.
func (a *Alerts) RemoveMailServer(ctx context.Context) error { return a.drop(ctx, mailServerKey) }

// MailServer returns through which server mails are sent, or ErrNoMailServer.
func (a *Alerts) MailServer(ctx context.Context) (m MailServer, err error) {
	if err := a.fetch(ctx, mailServerKey, &m); errors.Is(err, ErrNoSecret) {
		return m, ErrNoMailServer
	} else if err != nil {
		return m, err
	}
	return m, nil
}

// SetMail stores who is written to about a site; nobody where there is no address. The error
// may be ErrMailAddress.
func (a *Alerts) SetMail(ctx context.Context, site storage.SiteID, to []string) error {
	all, err := mailAddresses(to)
	if err != nil {
		return err
	}
	return a.changeSchedule(ctx, site, func(s *profile.Schedule) { s.Mail = all })
}

// mailAddresses returns each address once, without a name. The error is ErrMailAddress.
func mailAddresses(typed []string) (all []string, err error) {
	for _, one := range typed {
		address, err := mail.ParseAddress(strings.TrimSpace(one))
		if err != nil {
			return nil, fmt.Errorf("%w: %q", ErrMailAddress, one)
		}
		if !slices.Contains(all, address.Address) {
			all = append(all, address.Address)
		}
	}
	return all, nil
}

// webhookURL returns the address of a webhook in its parts. The error is ErrWebhookAddress.
func webhookURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return nil, ErrWebhookAddress // without the address, which may be a secret
	}
	return u, nil
}

// CheckRecipients returns recipients as they are stored: each address once, and a secret where
// there is a webhook. Errors: ErrMailAddress, ErrWebhookAddress.
func CheckRecipients(r Recipients) (Recipients, error) {
	var err error
	if r.Mail, err = mailAddresses(r.Mail); err != nil {
		return r, err
	}
	if r.Webhook.URL = strings.TrimSpace(r.Webhook.URL); r.Webhook.URL == "" {
		r.Webhook = WebhookTarget{}
		return r, nil
	}
	if _, err := webhookURL(r.Webhook.URL); err != nil {
		return r, err
	}
	if r.Webhook.Secret = strings.TrimSpace(r.Webhook.Secret); r.Webhook.Secret == "" {
		r.Webhook.Secret = rand.Text()
	}
	return r, nil
}

// SetUsual stores who is told about the sites that have no recipients of their own. Errors:
// ErrKeyStore, and those of CheckRecipients.
func (a *Alerts) SetUsual(ctx context.Context, r Recipients) error {
	r, err := CheckRecipients(r)
	if err != nil {
		return err
	}
	if len(r.Mail) == 0 && r.Webhook.URL == "" {
		return a.drop(ctx, usualKey)
	}
	return a.keep(ctx, usualKey, r)
}

// Usual returns who is told about the sites that have no recipients of their own.
func (a *Alerts) Usual(ctx context.Context) (r Recipients, err error) {
	if a.secrets.store == nil {
		return r, nil
	}
	if err := a.fetch(ctx, usualKey, &r); err != nil && !errors.Is(err, ErrNoSecret) {
		return r, err
	}
	return r, nil
}

// SetWebhook stores where JSON about a site is sent, "" for nowhere, and returns the secret
// that it is signed with from now on. Errors: ErrWebhookAddress, ErrKeyStore.
func (a *Alerts) SetWebhook(ctx context.Context, site storage.SiteID, address string) (secret string, err error) {
	_, settings, err := a.siteSettings(ctx, site)
	if err != nil {
		return "", err
	}
	var next *profile.Webhook
	if address != "" {
		u, err := webhookURL(address)
		if err != nil {
			return "", err
		}
		secret = rand.Text()
		next = &profile.Webhook{Host: u.Host, Key: "webhook " + u.Hostname() + " " + newAlertKey()}
		if err := a.keep(ctx, next.Key, WebhookTarget{URL: address, Secret: secret}); err != nil {
			return "", err
		}
	}
	if err := a.changeSchedule(ctx, site, func(s *profile.Schedule) { s.Webhook = next }); err != nil {
		return "", err
	}
	return secret, a.forgetWebhook(ctx, settings.Schedule)
}

func newAlertKey() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// Stored returns what is stored about who is told about a site, without secrets.
func (a *Alerts) Stored(ctx context.Context, site storage.SiteID) (mail []string, webhookHost string, err error) {
	_, settings, err := a.siteSettings(ctx, site)
	if err != nil || settings.Schedule == nil {
		return nil, "", err
	}
	if settings.Schedule.Webhook != nil {
		webhookHost = settings.Schedule.Webhook.Host
	}
	return settings.Schedule.Mail, webhookHost, nil
}

// Recipients returns who is told about a site: its own recipients, or the usual ones. Where
// the key store lacks the webhook, the error says so beside the mail addresses.
func (a *Alerts) Recipients(ctx context.Context, site storage.SiteID) (r Recipients, err error) {
	_, settings, err := a.siteSettings(ctx, site)
	if err != nil {
		return r, err
	}
	if s := settings.Schedule; s == nil || len(s.Mail) == 0 && s.Webhook == nil {
		return a.Usual(ctx)
	}
	r.Mail = settings.Schedule.Mail
	if settings.Schedule.Webhook != nil {
		err = a.fetch(ctx, settings.Schedule.Webhook.Key, &r.Webhook)
	}
	return r, err
}

// NoteFailure notes why a scheduled scan of a site failed, "" where it did not, and reports
// whether that is another reason than the last time.
func (a *Alerts) NoteFailure(ctx context.Context, site storage.SiteID, why string) (isNew bool, err error) {
	_, settings, err := a.siteSettings(ctx, site)
	if err != nil {
		return false, err
	}
	if s := settings.Schedule; s == nil && why == "" || s != nil && s.Failed == why {
		return false, nil
	}
	err = a.changeSchedule(ctx, site, func(s *profile.Schedule) { s.Failed = why })
	return why != "", err
}

// keep puts a value into the key store.
func (b *base) keep(ctx context.Context, name string, value any) error {
	if b.secrets.store == nil {
		return fmt.Errorf("%w: %w", ErrKeyStore, errNoKeyStore)
	}
	text, err := json.Marshal(value)
	if err == nil {
		err = b.secrets.store.Set(ctx, name, string(text))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyStore, err)
	}
	return nil
}

// fetch reads a value from the key store.
func (b *base) fetch(ctx context.Context, name string, into any) error {
	if b.secrets.store == nil {
		return fmt.Errorf("%w: %w", ErrNoSecret, errNoKeyStore)
	}
	text, err := b.secrets.store.Get(ctx, name)
	if err != nil {
		return fmt.Errorf("get secret from key store: %w", err)
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return ErrNoSecret // somebody else wrote it; the error might quote it
	}
	return nil
}

// drop takes a value from the key store. One that it does not have is no error.
func (b *base) drop(ctx context.Context, name string) error {
	if b.secrets.store == nil {
		return nil
	}
	if err := b.secrets.store.Delete(ctx, name); err != nil && !errors.Is(err, ErrNoSecret) {
		return fmt.Errorf("%w: %w", ErrKeyStore, err)
	}
	return nil
}

// forgetWebhook takes the secret of a schedule's webhook from the key store.
func (b *base) forgetWebhook(ctx context.Context, s *profile.Schedule) error {
	if s == nil || s.Webhook == nil {
		return nil
	}
	return b.drop(ctx, s.Webhook.Key)
}
