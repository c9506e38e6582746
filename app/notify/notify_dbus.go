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
)

func show(ctx context.Context, title, text string) error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup() // none is started for this
	if err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.Auth(nil); err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	if err := conn.Hello(); err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	desktop := conn.Object(name, object)
	var can []string
	if err := desktop.CallWithContext(ctx, name+".GetCapabilities", 0).Store(&can); err != nil {
		return fmt.Errorf("notifications: %w", err)
	}
	if slices.Contains(can, "body-markup") {
		text = html.EscapeString(text)
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant("org.sitewell.Sitewell"), "urgency": dbus.MakeVariant(byte(1))}
	const replaces, usualTime = uint32(0), int32(-1)
	if err := desktop.CallWithContext(ctx, name+".Notify", 0, "Sitewell", replaces, "sitewell", title, text, []string{}, hints, usualTime).Err; err != nil {
		return fmt.Errorf("notifications: %w", err)
	}
	return nil
}
