// Package notify shows a notification on the person's desktop. It must not know what it is
// about. Where there is no desktop, its error says so.
package notify

import (
	"context"
	"time"
)

const (
	// patience is how long a desktop may take to accept a notification.
	patience = 20 * time.Second
	// Attention is how long Show waits for the person to open what a notification is about.
	Attention = 10 * time.Minute
)

// Notification is a title and a line of text, both plain text. The desktop keeps it until the
// person closes it, where it keeps notifications.
type Notification struct {
	Title, Text string
	// Open is called when the person clicks the notification, nil for nothing; Action names
	// that, such as "Show". Only desktops of freedesktop.org can do that.
	Open   func(ctx context.Context) error
	Action string
}

// Show shows a notification. Where it can be opened, Show returns when that is done, when the
// person has closed the notification, or after Attention; else at once.
func Show(ctx context.Context, n Notification) error { return show(ctx, n, Attention) }
