package scheduling

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/mailer"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/app/webhook"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// alerts are messages to those who want to know.
type alerts struct{ *command.Run }

// alertKind is what an alert is about; programs read it (docs/scheduling.md).
type alertKind string

const (
	alertNew    alertKind = "new-problems"
	alertFailed alertKind = "scan-failed"
	alertTest   alertKind = "test"
)

// alert is something about a site that people want to know who do not look.
type alert struct {
	kind     alertKind
	site     storage.Site
	scan     storage.ScanID // 0 for none
	counts   storage.ChangeCounts
	problems []problemJSON // some of those that are new, worst first
	reason   string        // of alertFailed
}

// mostInAlert is how many problems an alert lists.
const mostInAlert = 20

// problemJSON is a problem that is new or came back.
type problemJSON struct {
	Address  string      `json:"address"`
	Change   string      `json:"change"`
	Verdict  string      `json:"verdict"`
	Outcome  outcome.Key `json:"outcome"`
	Severity string      `json:"severity"`
	Pages    int         `json:"pages"`
}

// newProblems returns some of what is new between two scans.
func newProblems(ctx context.Context, c *core.Core, pair storage.Pair) (some []problemJSON, err error) {
	f := storage.ChangeFilter{Changes: []storage.Change{storage.New, storage.CameBack}}
	for r, err := range c.Store.EachChange(ctx, pair, f, storage.Order{By: storage.BySeverity}) {
		if err != nil {
			return nil, err
		}
		some = append(some, problemJSON{r.URL, r.Change.String(), r.Now.Verdict.String(), r.Now.Outcome, r.Severity().String(), r.Pages})
		if len(some) == mostInAlert {
			break
		}
	}
	return some, nil
}

// title says in a few words what an alert is about: "3 new problems on example.com".
func (a *alert) title(s report.Speech) string {
	site := map[string]any{"Site": report.Printable(a.site.Title())}
	switch a.kind {
	case alertNew:
		what := s.Plural(a.counts.New+a.counts.CameBack, "{{.Count}} new problem", "{{.Count}} new problems")
		return s.Say("{{.What}} on {{.Site}}", map[string]any{"What": what, "Site": site["Site"]})
	case alertFailed:
		return s.Say("The scan of {{.Site}} failed", site)
	default:
		return s.Say("A test message about {{.Site}}", site)
	}
}

// text says in a line what there is to know beside the title.
func (a *alert) text(s report.Speech) string {
	switch a.kind {
	case alertNew:
		return s.Changes(a.counts) + "."
	case alertFailed:
		return a.reason
	default:
		return s.Say("Messages about regular scans arrive here.", nil)
	}
}

// alertJSON is an alert as a webhook gets it.
type alertJSON struct {
	Event    alertKind           `json:"event"`
	Text     string              `json:"text"` // what Slack, Mattermost and others show
	Site     command.SiteJSON    `json:"site"`
	Scan     int64               `json:"scan"`
	Counts   *command.CountsJSON `json:"counts"`
	Problems []problemJSON       `json:"problems"`
	Reason   string              `json:"reason"`
	At       time.Time           `json:"at"`
	Version  string              `json:"version"`
}

func (a *alert) json(s report.Speech, version string) ([]byte, error) {
	told := alertJSON{
		Event: a.kind, Text: a.title(s) + ": " + a.text(s), Site: command.NewSiteJSON(a.site), Scan: int64(a.scan),
		Problems: append([]problemJSON{}, a.problems...), Reason: a.reason, At: time.Now().UTC().Truncate(time.Second), Version: version,
	}
	if a.kind == alertNew {
		told.Counts = command.NewCountsJSON(a.counts)
	}
	return json.Marshal(told)
}

// mail returns an alert as a mail.
func (a *alert) mail(s report.Speech, from string, to []string, id string) mailer.Mail {
	var b strings.Builder
	b.WriteString(a.text(s) + "\n")
	for _, p := range a.problems {
		fmt.Fprintf(&b, "\n%s\n  %s\n", report.Printable(p.Address), string(p.Outcome))
	}
	if more := a.counts.New + a.counts.CameBack - len(a.problems); len(a.problems) > 0 && more > 0 {
		b.WriteString("\n" + s.Plural(more, "and {{.Count}} more", "and {{.Count}} more") + "\n")
	}
	b.WriteString("\n-- \n" + s.Say("Sitewell scans {{.Site}} regularly.", map[string]any{"Site": a.site.Start}) + "\n")
	return mailer.Mail{From: from, To: to, Subject: a.title(s), Text: b.String(), ID: "sitewell." + id}
}

// delivered is what came of telling people of an alert.
type delivered struct {
	to  string // a mail address or the host of a webhook
	err error  // nil: it was accepted
}

// alertPatience is how long mails and webhooks may take in all.
const alertPatience = 3 * time.Minute

// deliver sends an alert to those who want to be told of a site by mail or webhook. What can't
// be sent is told in the result and logged, without secrets.
func (p alerts) deliver(ctx context.Context, h session.Opened, a *alert) (all []delivered) {
	ctx, cancel := context.WithTimeout(ctx, alertPatience)
	defer cancel()
	to, err := h.Alerts.Recipients(ctx, a.site.ID)
	if err != nil && to.Webhook.URL == "" && os.Getenv(webhookVariable) == "" {
		all = append(all, delivered{"webhook", err})
	}
	if own := os.Getenv(webhookVariable); own != "" {
		to.Webhook = core.WebhookTarget{URL: own, Secret: os.Getenv("SITEWELL_WEBHOOK_SECRET")}
	}
	s := alertSpeech()
	id := strings.ToLower(rand.Text())
	if len(to.Mail) > 0 {
		err := p.sendMail(ctx, h, a.mail(s, "", to.Mail, id))
		all = append(all, delivered{strings.Join(to.Mail, ", "), err})
	}
	if to.Webhook.URL != "" {
		body, err := a.json(s, p.Session.Version)
		if err == nil {
			err = webhook.Send(ctx, webhook.Target{URL: to.Webhook.URL, Secret: to.Webhook.Secret, Agent: "Sitewell/" + p.Session.Version}, id, body)
		}
		all = append(all, delivered{hostOf(to.Webhook.URL), err})
	}
	for _, d := range all {
		if d.err != nil {
			h.Log.Warn("alert not delivered", "to", d.to, "error", d.err)
		}
	}
	return all
}

// hostOf is all of an address that may be shown, since the rest may be a secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "webhook"
	}
	return u.Host
}

// webhookVariable has the address of a webhook where there is no key store.
const webhookVariable = "SITEWELL_WEBHOOK_URL"

// sendMail sends a mail through the person's server.
func (p alerts) sendMail(ctx context.Context, h session.Opened, m mailer.Mail) error {
	server, err := h.Alerts.MailServer(ctx)
	if typed := os.Getenv(session.SmtpVariable); typed != "" {
		server, err = serverIn(typed)
	}
	if err != nil {
		return err
	}
	m.From = server.From
	return mailer.Send(ctx, mailer.Server{
		Host: server.Host, Port: server.Port, Security: mailer.Security(server.Security), User: server.User, Password: server.Password, Roots: p.MailRoots,
	}, m)
}

// serverIn reads an address such as smtps://user:password@host:465?from=anna@example.com. smtp:
// is with STARTTLS, smtp+plain: without encryption. The error does not quote it.
func serverIn(address string) (core.MailServer, error) {
	u, err := url.Parse(address)
	if err != nil {
		return core.MailServer{}, core.ErrMailServer
	}
	m := core.MailServer{Host: u.Hostname(), User: u.User.Username(), From: u.Query().Get("from")}
	m.Security = map[string]string{"smtp": core.MailStartTLS, "smtps": core.MailTLS, "smtp+plain": core.MailPlain}[u.Scheme]
	m.Password, _ = u.User.Password()
	m.Port, _ = strconv.Atoi(u.Port()) // 0: the usual one
	if m.From == "" && strings.Contains(m.User, "@") {
		m.From = m.User
	}
	return core.CheckMailServer(m)
}

// deliveryWords says why an alert was not delivered.
func deliveryWords(err error, told func(error) string) string {
	var status *webhook.StatusError
	var dns *net.DNSError
	switch {
	case errors.As(err, &status):
		return fmt.Sprintf("The receiver answered with status %d.", status.Status)
	case errors.Is(err, webhook.ErrUnreachable):
		return "The receiver can't be reached. Check the address."
	case errors.Is(err, mailer.ErrNoStartTLS):
		return "The mail server does not offer STARTTLS, so nothing was sent. Try --security tls."
	case errors.Is(err, mailer.ErrPasswordInPlain):
		return "The password would be sent without encryption. Use --security starttls or tls."
	case errors.Is(err, mailer.ErrRefused):
		return "The mail server refused the user name or the password."
	case errors.As(err, &dns):
		return "There is no server called " + report.Printable(dns.Name) + "."
	case errors.Is(err, core.ErrNoSecret):
		return "The key store of this computer does not have the address of the webhook. Set it again."
	case errors.Is(err, core.ErrNoMailServer), errors.Is(err, core.ErrMailServer), errors.Is(err, core.ErrMailAddress):
		return told(err)
	default:
		return "It was not accepted: " + report.Printable(err.Error())
	}
}
