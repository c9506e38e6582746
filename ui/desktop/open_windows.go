package desktop

import (
	"context"
	"os/exec"
	"syscall"
)

// Open opens a file in the program that the desktop has for it.
func Open(ctx context.Context, path string) error {
	return start(ctx, "rundll32", "url.dll,FileProtocolHandler", path)
}

// Reveal shows a file in its folder. The exit code of the Explorer says nothing. It wants
// quotation marks around the path alone, which no name of a file has in it.
func Reveal(_ context.Context, path string) error {
	cmd := exec.Command("explorer")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer /select,"` + path + `"`}
	return cmd.Start()
}
