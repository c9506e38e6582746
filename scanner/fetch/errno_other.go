//go:build !windows

package fetch

import "syscall"

// What the operating system calls the failures that are told apart.
const (
	errnoRefused     = syscall.ECONNREFUSED
	errnoReset       = syscall.ECONNRESET
	errnoAborted     = syscall.ECONNABORTED
	errnoPipe        = syscall.EPIPE
	errnoTimeout     = syscall.ETIMEDOUT
	errnoNetDown     = syscall.ENETDOWN
	errnoNetUnreach  = syscall.ENETUNREACH
	errnoHostUnreach = syscall.EHOSTUNREACH
	errnoNoAddress   = syscall.EADDRNOTAVAIL
)

// errnosOutOfHandles are the failures of a computer that has run out of
// something.
var errnosOutOfHandles = []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS}
