package notify

import (
	"context"
	"os/exec"
	"time"
)

// show passes the texts as arguments, so that nothing in them is AppleScript.
func show(ctx context.Context, n Notification, _ time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return exec.CommandContext(ctx, "osascript", "-e", "on run argv", "-e", "display notification (item 2 of argv) with title (item 1 of argv)", "-e", "end run", n.Title, n.Text).Run()
}
