package mailer_test

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"sitewell/app/mailer"
	"sitewell/app/mailer/mailertest"
)

func message() mailer.Mail {
	return mailer.Mail{From: "scans@agency.example", To: []string{"anna@agency.example", "ben@agency.example"}, Subject: "3 neue Probleme auf bäckerei.example\r\nBcc: evil@example.com", Text: "Zwei neue.\n.\nhttps://bäckerei.example/" + strings.Repeat("x", 200) + "\n", ID: "1"}
}

func server(s *mailertest.Server, how mailer.Security) mailer.Server {
	return mailer.Server{Host: s.Host, Port: s.Port, Security: how, User: s.How().User, Password: s.How().Password, Roots: s.Roots}
}

// A mail arrives whole at all its recipients, encrypted where that is wanted.
func TestSend(t *testing.T) {
	for _, tt := range []struct {
		how       mailer.Security
		user      string
		encrypted bool
	}{{mailer.StartTLS, "anna", true}, {mailer.TLS, "anna", true}, {mailer.Plain, "", false}, {mailer.Plain, "anna", false}} {
		s := mailertest.New(t, mailertest.How{TLS: tt.how == mailer.TLS, User: tt.user, Password: "hunter2"})
		if err := mailer.Send(t.Context(), server(s, tt.how), message()); err != nil {
			t.Errorf("%s: %v", tt.how, err)
			continue
		}
		got := s.Mails()
		if len(got) != 1 || got[0].IsEncrypted != tt.encrypted || strings.Join(got[0].To, " ") != "anna@agency.example ben@agency.example" || got[0].From != "scans@agency.example" {
			t.Errorf("%s: got %+v", tt.how, got)
			continue
		}
		m, err := mail.ReadMessage(strings.NewReader(got[0].Text))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || subject != "3 neue Probleme auf bäckerei.example Bcc: evil@example.com" || m.Header.Get("Bcc") != "" {
			t.Errorf("%s: subject %q, %v, headers %v", tt.how, subject, err, m.Header)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if want := strings.ReplaceAll(message().Text, "\n", "\r\n"); err != nil || string(text) != want {
			t.Errorf("%s: text %q, %v, want %q", tt.how, text, err, want)
		}
	}
}

// Nothing is sent unprotected that should not be, and no error has the password.
func TestSendFails(t *testing.T) {
	without := mailertest.New(t, mailertest.How{WithoutTLS: true})
	refusing := mailertest.New(t, mailertest.How{User: "anna", Password: "another"})
	wrong := server(refusing, mailer.StartTLS)
	wrong.Password = "hunter2"
	unknown := server(refusing, mailer.StartTLS)
	unknown.Roots = nil
	for name, tt := range map[string]struct {
		s    mailer.Server
		want error // nil for any
	}{
		"no STARTTLS":         {server(without, mailer.StartTLS), mailer.ErrNoStartTLS},
		"wrong password":      {wrong, mailer.ErrRefused},
		"password in plain":   {mailer.Server{Host: "mail.example", Port: refusing.Port, Security: mailer.Plain, User: "anna", Password: "hunter2"}, mailer.ErrPasswordInPlain},
		"unknown certificate": {unknown, nil},
	} {
		err := mailer.Send(t.Context(), tt.s, message())
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if n := len(without.Mails()) + len(refusing.Mails()); n != 0 {
		t.Errorf("%d mails were sent", n)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := mailer.Send(ended, server(without, mailer.Plain), message()); !errors.Is(err, context.Canceled) {
		t.Errorf("after its end: %v", err)
	}
}
