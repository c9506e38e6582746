//go:build unix

package sqlite

import (
	"syscall"
	"time"
)

// processorTime is what this process has used so far. Benchmarks report it
// beside the clock's time, because other programs share the machine.
func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
