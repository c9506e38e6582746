//go:build !windows

package app

import "os"

// showsColor reports whether a terminal understands the escape sequences of colours. TERM
// says where one does not.
func showsColor(*os.File) bool { return true }
