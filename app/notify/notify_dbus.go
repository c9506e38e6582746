//go:build !windows && !darwin

package notify

import (
	"context"
	"fmt"
	"html"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"
)

// The Desktop Notifications Specification of freedesktop.org, version 1.2.
const (
	name   = "org.freedesktop.Notifications"
	object = "/org/freedesktop/Notifications"
	// usual is the action of a click on the notification itself.
	usual = "default"
)

func show(ctx context.Context, n Notification, attention time.Duration) error {
	conn, err := connect()
	if err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	defer func() { _ = conn.Close() }()
	calls, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	desktop := conn.Object(name, object)
	var can []string
	if err := desktop.CallWithContext(calls, name+".GetCapabilities", 0).Store(&can); err != nil {
		return fmt.Errorf("notifications: %w", err)
	}
	if slices.Contains(can, "body-markup") {
		n.Text = html.EscapeString(n.Text)
	}
	actions := []string{}
	var signals chan *dbus.Signal
	if n.Open != nil && slices.Contains(can, "actions") {
		actions = []string{usual, n.Action}
		signals = make(chan *dbus.Signal, 16)
		conn.Signal(signals) // before the notification is there to be clicked
		if err := conn.AddMatchSignalContext(calls, dbus.WithMatchInterface(name), dbus.WithMatchObjectPath(object)); err != nil {
			return fmt.Errorf("notifications: %w", err)
		}
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant("org.sitewell.Sitewell"), "urgency": dbus.MakeVariant(byte(1))}
	const replaces, usualTime = uint32(0), int32(-1)
	var id uint32
	if err := desktop.CallWithContext(calls, name+".Notify", 0, "Sitewell", replaces, "sitewell", n.Title, n.Text, actions, hints, usualTime).Store(&id); err != nil {
		return fmt.Errorf("notifications: %w", err)
	}
	if signals == nil || !isOpened(ctx, signals, id, attention) {
		return nil
	}
	return n.Open(ctx)
}

func connect() (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup() // none is started for this
	if err != nil {
		return nil, err
	}
	if err := conn.Auth(nil); err != nil {
		_ = conn.Close()
		return nil, err
	}
	if err := conn.Hello(); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// isOpened waits until a person clicks a notification or closes it, and reports which. Some
// desktops close a notification in the moment in which it is clicked, and say that second.
func isOpened(ctx context.Context, signals <-chan *dbus.Signal, id uint32, attention time.Duration) bool {
	over := time.NewTimer(attention)
	defer over.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-over.C:
			return false
		case s, ok := <-signals:
			if !ok { // the bus is gone
				return false
			}
			if len(s.Body) == 0 || s.Body[0] != id {
				continue
			}
			switch s.Name {
			case name + ".ActionInvoked":
				return true
			case name + ".NotificationClosed":
				return false
			}
		}
	}
}
