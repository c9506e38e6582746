//go:build unix && !linux

package render

import (
	"os/exec"
	"syscall"
)

// ownGroup lets a program run in a process group of its own, which ends with it. When
// this program is killed, the browser ends because its pipe is closed.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return killGroup(cmd.Process.Pid) }
}

// killGroup ends all processes of a group.
func killGroup(leader int) error { return syscall.Kill(-leader, syscall.SIGKILL) }
