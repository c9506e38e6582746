// Package notify shows a notification on the person's desktop. It must not know what it is
// about. Where there is no desktop, its error says so.
package notify

import (
	"context"
	"errors"
	"time"
)

// patience is how long a desktop may take to accept a notification.
const patience = 20 * time.Second

// Show shows a title and a line of text, which stays until the person closes it where the
// desktop keeps notifications. Both are plain text.
func Show(ctx context.Context, title, text string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return show(ctx, title, text)
}

// ErrNotClickable is returned where a program is not told of clicks on what notify shows.
var ErrNotClickable = errors.New("notifications are not clickable here")

// Wait shows a notification as Show does, and waits until it goes away or ctx ends. It
// reports whether the person clicked it. Where the desktop has no clicks, it does not wait.
func Wait(ctx context.Context, title, text string) (clicked bool, err error) {
	return wait(ctx, title, text)
}
