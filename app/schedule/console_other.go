//go:build !windows

package schedule

import "os/exec"

// hideConsole does nothing: a program opens no console by itself.
func hideConsole(*exec.Cmd) {}
