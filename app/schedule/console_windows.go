package schedule

import (
	"os/exec"
	"syscall"
)

// hideConsole keeps the console of a program from appearing where Sitewell has a window only.
func hideConsole(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
