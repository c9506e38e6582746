package notify

import (
	"context"
	"os/exec"
)

// show passes the texts as arguments, so that nothing in them is AppleScript.
func show(ctx context.Context, title, text string) error {
	return exec.CommandContext(ctx, "osascript", "-e", "on run argv", "-e", "display notification (item 2 of argv) with title (item 1 of argv)", "-e", "end run", title, text).Run()
}

// wait shows nothing: the notification would belong to another program.
func wait(context.Context, string, string) (bool, error) { return false, ErrNotClickable }
