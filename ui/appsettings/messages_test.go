package appsettings

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sitewell/ui/uitest"
)

// post is a mail server and a key store in memory.
type post struct {
	stored Messages
	saved  []Messages
	test   func(ctx context.Context) ([]string, bool, error)
}

func (p *post) Messages(context.Context) (Messages, error) { return p.stored, nil }

func (p *post) SetMessages(_ context.Context, m Messages) error {
	if m.Host == "" {
		return errors.New("no server")
	}
	p.saved = append(p.saved, m)
	p.stored = m
	p.stored.HasPassword, p.stored.Password = m.Password != "" || m.HasPassword, ""
	return nil
}

func (p *post) TestMessages(ctx context.Context, m Messages) ([]string, bool, error) {
	return p.test(ctx)
}

// A mail server is typed, tried and saved; the answer is in the room that is reserved for it,
// a test can be cancelled, and a stored password is not shown again.
func TestMessages(t *testing.T) {
	p := &post{}
	x := open(t, &fake{values: Values{TextSize: 100}, messages: p}, 1000)
	m := x.Screen.messages
	height := x.form.MinSize().Height
	m.host.SetText("smtp.example.com")
	m.user.SetText("anna")
	m.password.SetText("hunter2")
	m.from.SetText("anna@example.com")
	m.to.SetText("ben@example.com")
	x.choose("STARTTLS (port 587)", "TLS from the beginning (port 465)")

	p.test = func(context.Context) ([]string, bool, error) {
		return []string{"ben@example.com: not accepted. The mail server refused the user name or the password."}, false, nil
	}
	uitest.Tap(t, x.window.Content(), "Send a test message")
	x.says("refused the user name")
	if got := x.form.MinSize().Height; got != height {
		t.Errorf("the form was %v high and is %v", height, got)
	}
	begun, ended := make(chan struct{}), make(chan struct{})
	p.test = func(ctx context.Context) ([]string, bool, error) {
		close(begun)
		<-ctx.Done()
		close(ended)
		return nil, false, ctx.Err()
	}
	uitest.Tap(t, x.window.Content(), "Send a test message")
	<-begun
	if !m.test.Disabled() || m.stop.Disabled() {
		t.Error("a second test could begin, or this one not be cancelled")
	}
	uitest.Tap(t, m.stop, "Cancel")
	<-ended
	x.says("Cancelled. Nothing more is sent.")
	if m.test.Disabled() || !m.stop.Disabled() {
		t.Error("no other test can begin")
	}
	uitest.Tap(t, m.save, "Save")
	if !m.stop.Disabled() {
		t.Error("what is being saved can be cancelled")
	}
	x.says("The messages are saved.")
	if len(p.saved) != 1 || p.saved[0].Password != "hunter2" || p.saved[0].Security != TLS || p.saved[0].To != "ben@example.com" {
		t.Errorf("saved %+v", p.saved)
	}
	if m.password.Text != "" || !strings.Contains(m.password.PlaceHolder, "as it is stored") {
		t.Errorf("the password is shown as %q, %q", m.password.Text, m.password.PlaceHolder)
	}
	m.host.SetText("")
	uitest.Tap(t, m.save, "Save")
	x.says("Refused: no server")
}
