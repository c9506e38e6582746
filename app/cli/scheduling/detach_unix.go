//go:build !windows

package scheduling

import (
	"os/exec"
	"syscall"
)

// detach lets a program go on when this one and its terminal have ended.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
