//go:build !windows

package sitetest

import "syscall"

const (
	errnoRefused     = syscall.ECONNREFUSED
	errnoUnreachable = syscall.ENETUNREACH
	errnoReset       = syscall.ECONNRESET
	errnoPipe        = syscall.EPIPE
)
