//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package dbfile

import (
	"os"
	"syscall"

	"sitewell/storage"
)

// leastRoom is by how many bytes the files of a database must be able to grow.
const leastRoom = 64 << 20

// checkSizeLimit reports whether files may become too large for a scan to be
// stored (RLIMIT_FSIZE, which “ulimit -f” sets): ErrSizeLimit.
func checkSizeLimit(path string) error {
	var size uint64
	if info, err := os.Stat(path); err == nil {
		size = uint64(info.Size())
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err == nil && uint64(limit.Cur) < size+leastRoom {
		return storage.ErrSizeLimit
	}
	return nil
}
