//go:build !windows && !darwin

package notify

import (
	"context"
	"fmt"
	"html"
	"slices"

	"github.com/godbus/dbus/v5"
)

// The Desktop Notifications Specification of freedesktop.org, version 1.2.
const (
	name   = "org.freedesktop.Notifications"
	object = "/org/freedesktop/Notifications"
	// pressed is the action that a click on the notification itself stands for.
	pressed = "default"
)

func show(ctx context.Context, title, text string) error {
	s, err := open()
	if err != nil {
		return err
	}
	defer s.close()
	_, err = s.notify(ctx, title, text, false)
	return err
}

func wait(ctx context.Context, title, text string) (clicked bool, err error) {
	s, err := open()
	if err != nil {
		return false, err
	}
	defer s.close()
	signals := make(chan *dbus.Signal, 16)
	s.conn.Signal(signals)
	if err := s.conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(object), dbus.WithMatchInterface(name)); err != nil {
		return false, fmt.Errorf("notifications: %w", err)
	}
	asking, cancel := context.WithTimeout(ctx, patience)
	id, err := s.notify(asking, title, text, true)
	cancel()
	if err != nil || !s.can("actions") {
		return false, err
	}
	for {
		select {
		case <-ctx.Done():
			return false, nil
		case signal, ok := <-signals:
			if !ok {
				return false, nil // the bus is gone
			}
			if of, is := idOf(signal); !is || of != id {
				continue
			}
			switch signal.Name {
			case name + ".ActionInvoked":
				return true, nil
			case name + ".NotificationClosed":
				return false, nil
			}
		}
	}
}

// idOf returns the notification that a signal is about.
func idOf(s *dbus.Signal) (id uint32, ok bool) {
	if len(s.Body) == 0 {
		return 0, false
	}
	id, ok = s.Body[0].(uint32)
	return id, ok
}

// session is a connection to the desktop.
type session struct {
	conn         *dbus.Conn
	desktop      dbus.BusObject
	capabilities []string
}

// open connects to the message bus of the session; none is started for this.
func open() (*session, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, fmt.Errorf("session bus: %w", err)
	}
	s := &session{conn: conn, desktop: conn.Object(name, object)}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("session bus: %w", err)
	}
	return s, nil
}

func (s *session) close() { _ = s.conn.Close() }

func (s *session) can(what string) bool { return slices.Contains(s.capabilities, what) }

// notify shows a notification and returns its number.
func (s *session) notify(ctx context.Context, title, text string, clickable bool) (id uint32, err error) {
	if err := s.desktop.CallWithContext(ctx, name+".GetCapabilities", 0).Store(&s.capabilities); err != nil {
		return 0, fmt.Errorf("notifications: %w", err)
	}
	if s.can("body-markup") {
		text = html.EscapeString(text)
	}
	actions := []string{}
	if clickable && s.can("actions") {
		actions = []string{pressed, ""} // desktops show no text for this one
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant("org.sitewell.Sitewell"), "urgency": dbus.MakeVariant(byte(1))}
	const replaces, usualTime = uint32(0), int32(-1)
	if err := s.desktop.CallWithContext(ctx, name+".Notify", 0, "Sitewell", replaces, "sitewell", title, text, actions, hints, usualTime).Store(&id); err != nil {
		return 0, fmt.Errorf("notifications: %w", err)
	}
	return id, nil
}
