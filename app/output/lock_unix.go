//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package output

import (
	"os"
	"syscall"
)

// lock marks a file as being written; the mark ends with the process. It waits
// for removeAbandoned, which has a lock for a moment. A file system that has no
// locks never shows a file as abandoned either.
func lock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

// removeAbandoned removes a part file that nobody has a lock on.
func removeAbandoned(name string) {
	f, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil && is(f, name) {
		_ = os.Remove(name) // the next export tries again
	}
}

// keepOwner sets the owner and group of a file to those of another, where that is allowed.
func keepOwner(f *os.File, like os.FileInfo) {
	if s, ok := like.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(s.Uid), int(s.Gid))
	}
}
