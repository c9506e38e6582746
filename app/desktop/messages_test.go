//go:build !headless

package desktop

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"sitewell/app/cli/scheduling"
	"sitewell/app/core"
	"sitewell/app/mailer/mailertest"
	"sitewell/storage"
	"sitewell/ui/appsettings"
	"sitewell/ui/language"
)

// What a person types about messages is tried against a mail server, and the answer is in
// plain words; what is saved is what scheduled scans use.
func TestMessagesOfTheWindow(t *testing.T) {
	t.Setenv("LANG", "en_GB.UTF-8")
	if err := language.Use("en"); err != nil {
		t.Fatal(err)
	}
	mails := mailertest.New(t, mailertest.How{User: "anna", Password: "hunter2", Refuses: "gone@example.com"})
	c, err := core.Open(t.Context(), core.Config{DB: t.TempDir() + "/h.db", Keys: drawer{}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := sender{c.Alerts, func(ctx context.Context, server func() (core.MailServer, error), to core.Recipients, site storage.Site) (all []Delivered) {
		for _, d := range scheduling.SendTest(ctx, "1.0", mails.Roots, server, to, site) {
			all = append(all, Delivered(d))
		}
		return all
	}}
	good := appsettings.Messages{Host: mails.Host, Port: strconv.Itoa(mails.Port), Security: appsettings.StartTLS, User: "anna", Password: "hunter2", From: "anna@example.com", To: "ben@example.com; carl@example.com"}
	for _, tt := range []struct {
		change func(m *appsettings.Messages)
		want   string
	}{
		{func(m *appsettings.Messages) { m.Password = "wrong" }, "refused the user name or the password"},
		{func(m *appsettings.Messages) { m.Port = "1" }, "There is no connection to the mail server."},
		{func(m *appsettings.Messages) { m.Host = "localhost" }, "The certificate of the mail server is not valid"},
		{func(m *appsettings.Messages) { m.To = "gone@example.com" }, "takes no mail to gone@example.com"},
		{func(m *appsettings.Messages) { m.Host = "" }, "does not know your mail server"},
		{func(m *appsettings.Messages) { m.To = "" }, "Nobody is told yet"},
		{func(m *appsettings.Messages) { m.Webhook, m.To = "http://127.0.0.1:1/x", "" }, ""},
		{func(*appsettings.Messages) {}, "ben@example.com, carl@example.com: accepted"},
	} {
		if tt.want == "" {
			continue
		}
		m := good
		tt.change(&m)
		said, delivered, err := s.TestMessages(t.Context(), m)
		if got := strings.Join(said, "\n"); err != nil || !strings.Contains(got, tt.want) || delivered != strings.Contains(got, ": accepted") {
			t.Errorf("got %q (%v, %v), want %q", got, delivered, err, tt.want)
		}
	}
	if err := s.SetMessages(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	shown, err := s.Messages(t.Context())
	if err != nil || !shown.HasPassword || shown.Password != "" || shown.To != "ben@example.com, carl@example.com" {
		t.Errorf("shown %+v, %v", shown, err)
	}
	shown.Webhook = "https://hooks.example.com/x"
	if err := s.SetMessages(t.Context(), shown); err != nil { // the password stays
		t.Fatal(err)
	}
	site, _, err := c.History.AddSite(t.Context(), core.NewSite{Address: "https://bakery.example/"})
	if err != nil {
		t.Fatal(err)
	}
	to, err := c.Alerts.Recipients(t.Context(), site.ID)
	server, serverErr := c.Alerts.MailServer(t.Context())
	if err != nil || serverErr != nil || len(to.Mail) != 2 || to.Webhook.Secret == "" || server.Password != "hunter2" {
		t.Errorf("told: %d addresses, a password of %d letters, %v, %v", len(to.Mail), len(server.Password), err, serverErr)
	}
	if err := c.Alerts.SetMail(t.Context(), site.ID, []string{"own@example.com"}); err != nil {
		t.Fatal(err)
	}
	if to, err = c.Alerts.Recipients(t.Context(), site.ID); err != nil || len(to.Mail) != 1 || to.Webhook.URL != "" {
		t.Errorf("a site with recipients of its own: %v, %v", to.Mail, err)
	}
}

// drawer is a key store.
type drawer map[string]string

func (d drawer) Get(_ context.Context, name string) (string, error) {
	if s, ok := d[name]; ok {
		return s, nil
	}
	return "", core.ErrNoSecret
}

func (d drawer) Set(_ context.Context, name, secret string) error {
	d[name] = secret
	return nil
}

func (d drawer) Delete(_ context.Context, name string) error {
	if _, ok := d[name]; !ok {
		return core.ErrNoSecret
	}
	delete(d, name)
	return nil
}
