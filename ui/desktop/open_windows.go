package desktop

import (
	"context"
	"os/exec"
)

// Open opens a file in the program that the desktop has for it.
func Open(ctx context.Context, path string) error {
	return start(ctx, "rundll32", "url.dll,FileProtocolHandler", path)
}

// Reveal shows a file in its folder. The exit code of the Explorer says nothing.
func Reveal(_ context.Context, path string) error {
	return exec.Command("explorer", "/select,"+path).Start()
}
