//go:build !windows

package app

import (
	"os"
	"syscall"
)

// replaceProcess puts a program in the place of this one.
func replaceProcess(program string, args []string) error {
	return syscall.Exec(program, args, os.Environ())
}
