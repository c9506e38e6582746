package render

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup lets a program run apart from this one's console. The other processes of a
// browser end with its first one, and that one when its pipe is closed.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// killGroup ends the first process of a browser.
func killGroup(leader int) error {
	p, err := os.FindProcess(leader)
	if err != nil {
		return err
	}
	return p.Kill()
}
