package app

import "os/exec"

// replaceProcess starts a program, which outlives this one.
func replaceProcess(program string, args []string) error {
	return exec.Command(program, args[1:]...).Start()
}
