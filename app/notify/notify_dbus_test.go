//go:build !windows && !darwin

package notify

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// desktop shows notifications.
type desktop struct {
	can     []string
	shown   chan [2]string
	actions chan []string // of what is shown; nil where nobody asks
}

// GetCapabilities is a method of the desktop.
func (d *desktop) GetCapabilities() ([]string, *dbus.Error) { return d.can, nil }

// Notify is a method of the desktop.
func (d *desktop) Notify(_ string, _ uint32, _, title, text string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.shown <- [2]string{title, text}
	if d.actions != nil {
		d.actions <- actions
	}
	return 7, nil
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
	if err := Show(t.Context(), "a", "b"); err == nil {
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
		if err := Show(t.Context(), "A & B", "<b> & 3 new"); err != nil {
			t.Fatal(err)
		}
		if got := <-d.shown; got != [2]string{"A & B", want} {
			t.Errorf("%s: got %q", can, got)
		}
	}
}

// Wait reports a click on its own notification, not one on another, and not its end.
func TestWait(t *testing.T) {
	bus(t)
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if reply, err := conn.RequestName(name, 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	type signal struct {
		name string
		of   uint32
	}
	clicked := func(id uint32) signal { return signal{"ActionInvoked", id} }
	closed := func(id uint32) signal { return signal{"NotificationClosed", id} }
	for _, tt := range []struct {
		name    string
		can     []string
		signals []signal
		want    bool
	}{
		{"clicked", []string{"actions"}, []signal{closed(6), clicked(6), clicked(7), closed(7)}, true},
		{"closed", []string{"actions", "body-markup"}, []signal{clicked(8), closed(7)}, false},
		{"a desktop without clicks", []string{"body"}, nil, false},
	} {
		d := &desktop{can: tt.can, shown: make(chan [2]string, 1), actions: make(chan []string, 1)}
		if err := conn.Export(d, object, name); err != nil {
			t.Fatal(err)
		}
		go func() {
			<-d.shown
			for _, s := range tt.signals {
				var err error
				if s.name == "ActionInvoked" {
					err = conn.Emit(object, name+"."+s.name, s.of, pressed)
				} else {
					err = conn.Emit(object, name+"."+s.name, s.of, uint32(2))
				}
				if err != nil {
					t.Error(err)
				}
			}
		}()
		got, err := Wait(t.Context(), "A", "b")
		if err != nil || got != tt.want {
			t.Errorf("%s: clicked %v, %v", tt.name, got, err)
		}
		if actions := <-d.actions; (len(actions) > 0) != (len(tt.signals) > 0) {
			t.Errorf("%s: actions %q", tt.name, actions)
		}
	}
}

// What nobody clicks is waited for no longer than the program wants.
func TestWaitEnds(t *testing.T) {
	bus(t)
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.RequestName(name, 0); err != nil {
		t.Fatal(err)
	}
	d := &desktop{can: []string{"actions"}, shown: make(chan [2]string, 1)}
	if err := conn.Export(d, object, name); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-d.shown; cancel() }()
	if clicked, err := Wait(ctx, "A", "b"); clicked {
		t.Errorf("clicked, %v", err)
	}
}
