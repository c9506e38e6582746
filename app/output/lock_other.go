//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package output

import "os"

// lock marks a file as being written: being open is enough on Windows.
func lock(*os.File) {}

// removeAbandoned removes a part file; Windows refuses while it is open.
func removeAbandoned(name string) { _ = os.Remove(name) }

// keepOwner does nothing: a new file has the owner that its folder gives it.
func keepOwner(*os.File, os.FileInfo) {}
