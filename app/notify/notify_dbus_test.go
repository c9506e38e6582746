//go:build !windows && !darwin

package notify

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// desktop shows notifications.
type desktop struct {
	can     []string
	shown   chan [2]string
	actions []string
	after   func() // that the notification is shown, nil for nothing
}

// GetCapabilities is a method of the desktop.
func (d *desktop) GetCapabilities() ([]string, *dbus.Error) { return d.can, nil }

// Notify is a method of the desktop.
func (d *desktop) Notify(_ string, _ uint32, _, title, text string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.actions = actions
	d.shown <- [2]string{title, text}
	if d.after != nil {
		go d.after()
	}
	return 1, nil
}

// bus starts a message bus, which is that of the session until the test ends.
func bus(t *testing.T) {
	t.Helper()
	config := filepath.Join(t.TempDir(), "bus.conf")
	text := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=` + t.TempDir() + `</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "dbus-daemon", "--config-file="+config, "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("dbus-daemon, of the package dbus-daemon, is needed: %v", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

// A desktop that reads markup shows the text as it is, too; and where there is none, that is
// an error.
func TestShow(t *testing.T) {
	bus(t)
	if err := Show(t.Context(), Notification{Title: "a", Text: "b"}); err == nil {
		t.Error("no error without a desktop")
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if reply, err := conn.RequestName(name, 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	for can, want := range map[string]string{"body": "<b> & 3 new", "body-markup": "&lt;b&gt; &amp; 3 new"} {
		d := &desktop{can: []string{can}, shown: make(chan [2]string, 1)}
		if err := conn.Export(d, object, name); err != nil {
			t.Fatal(err)
		}
		if err := Show(t.Context(), Notification{Title: "A & B", Text: "<b> & 3 new"}); err != nil {
			t.Fatal(err)
		}
		if got := <-d.shown; got != [2]string{"A & B", want} {
			t.Errorf("%s: got %q", can, got)
		}
	}
}

// A click opens what the notification is about. Closing it does not, nor does a click on one of
// another program; and nobody is waited for for ever.
func TestOpen(t *testing.T) {
	bus(t)
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if reply, err := conn.RequestName(name, 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	emit := func(signal string, id uint32, value any) func() {
		return func() {
			if err := conn.Emit(object, name+signal, id, value); err != nil {
				t.Error(err)
			}
		}
	}
	tests := []struct {
		name  string
		can   []string
		after func()
		wait  time.Duration
		want  bool
	}{
		{"clicked", []string{"actions"}, emit(".ActionInvoked", 1, "default"), time.Minute, true},
		{"closed", []string{"actions"}, emit(".NotificationClosed", 1, uint32(2)), time.Minute, false},
		{"another one is clicked", []string{"actions"}, func() {
			emit(".ActionInvoked", 7, "default")()
			emit(".NotificationClosed", 1, uint32(2))()
		}, time.Minute, false},
		{"left alone", []string{"actions"}, nil, time.Millisecond, false},
		{"without actions", []string{"body"}, nil, time.Minute, false},
	}
	for _, tt := range tests {
		d := &desktop{can: tt.can, shown: make(chan [2]string, 1), after: tt.after}
		if err := conn.Export(d, object, name); err != nil {
			t.Fatal(err)
		}
		opened := false
		n := Notification{Title: "A", Text: "B", Action: "Show", Open: func(context.Context) error {
			opened = true
			return nil
		}}
		if err := show(t.Context(), n, tt.wait); err != nil || opened != tt.want {
			t.Errorf("%s: opened %v, %v", tt.name, opened, err)
		}
		<-d.shown
		if want := slices.Contains(tt.can, "actions"); slices.Equal(d.actions, []string{"default", "Show"}) != want {
			t.Errorf("%s: actions %q", tt.name, d.actions)
		}
	}
}
