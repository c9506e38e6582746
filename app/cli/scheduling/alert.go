package scheduling

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/mailer"
	"sitewell/app/message"
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

// Delivered is what came of telling people of an alert.
type Delivered struct {
	To  string // mail addresses, or the host of a webhook
	Err error  // nil: it was accepted
}

// alertPatience is how long mails and webhooks may take in all.
const alertPatience = 3 * time.Minute

// deliver sends an alert to those who want to be told of a site by mail or webhook. What can't
// be sent is told in the result and logged, without secrets.
func (p alerts) deliver(ctx context.Context, h session.Opened, a *alert) (all []Delivered) {
	ctx, cancel := context.WithTimeout(ctx, alertPatience)
	defer cancel()
	to, err := h.Alerts.Recipients(ctx, a.site.ID)
	if err != nil && to.Webhook.URL == "" && os.Getenv(webhookVariable) == "" {
		all = append(all, Delivered{"webhook", err})
	}
	if own := os.Getenv(webhookVariable); own != "" {
		to.Webhook = core.WebhookTarget{URL: own, Secret: os.Getenv("SITEWELL_WEBHOOK_SECRET")}
	}
	s := alertSpeech()
	all = append(all, post{p.Session.Version, p.MailRoots, func() (core.MailServer, error) { return mailServer(ctx, h) }}.send(ctx, a, s, to)...)
	for _, d := range all {
		if d.Err != nil {
			h.Log.Warn("alert not delivered", "to", d.To, "error", d.Err)
		}
	}
	return all
}

// SendTest sends a test message about a site to recipients, through a mail server and to a
// webhook, and returns what came of each. The version of Sitewell is told to the webhook;
// roots are the authorities of mail servers, nil for those of the system.
func SendTest(ctx context.Context, version string, roots *x509.CertPool, server func() (core.MailServer, error), to core.Recipients, site storage.Site) []Delivered {
	ctx, cancel := context.WithTimeout(ctx, alertPatience)
	defer cancel()
	return post{version, roots, server}.send(ctx, &alert{kind: alertTest, site: site}, alertSpeech(), to)
}

// post sends alerts. The window and the commands share it.
type post struct {
	version string
	roots   *x509.CertPool // authorities of mail servers, nil for those of the system
	server  func() (core.MailServer, error)
}

// send sends an alert to recipients, and returns what came of each.
func (p post) send(ctx context.Context, a *alert, s report.Speech, to core.Recipients) (all []Delivered) {
	id := strings.ToLower(rand.Text())
	if len(to.Mail) > 0 {
		err := p.mail(ctx, a.mail(s, "", to.Mail, id))
		all = append(all, Delivered{strings.Join(to.Mail, ", "), err})
	}
	if to.Webhook.URL != "" {
		body, err := a.json(s, p.version)
		if err == nil {
			err = webhook.Send(ctx, webhook.Target{URL: to.Webhook.URL, Secret: to.Webhook.Secret, Agent: "Sitewell/" + p.version}, id, body)
		}
		all = append(all, Delivered{hostOf(to.Webhook.URL), err})
	}
	return all
}

// mail sends a mail through the person's server.
func (p post) mail(ctx context.Context, m mailer.Mail) error {
	server, err := p.server()
	if err != nil {
		return err
	}
	m.From = server.From
	return mailer.Send(ctx, mailer.Server{
		Host: server.Host, Port: server.Port, Security: mailer.Security(server.Security), User: server.User, Password: server.Password, Roots: p.roots,
	}, m)
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

// mailServer returns the person's mail server.
func mailServer(ctx context.Context, h session.Opened) (core.MailServer, error) {
	if typed := os.Getenv(session.SmtpVariable); typed != "" {
		return serverIn(typed)
	}
	return h.Alerts.MailServer(ctx)
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

// deliveryWords says why an alert was not delivered, or what to correct before it can be.
func deliveryWords(err error, told func(message.Sentence) string) string {
	if s, ok := message.ForDelivery(err); ok {
		return told(s)
	}
	return told(message.ForError(err))
}
