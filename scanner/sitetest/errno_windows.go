package sitetest

import "syscall"

// Winsock's numbers.
const (
	errnoRefused     = syscall.Errno(10061) // WSAECONNREFUSED
	errnoUnreachable = syscall.Errno(10051) // WSAENETUNREACH
	errnoReset       = syscall.Errno(10054) // WSAECONNRESET
	errnoPipe        = syscall.Errno(10058) // WSAESHUTDOWN
)
