package fetch

import "syscall"

// What the operating system calls the failures that are told apart: Winsock's
// own numbers, which differ from the ones that package syscall makes up for
// the POSIX names.
const (
	errnoRefused     = syscall.Errno(10061) // WSAECONNREFUSED
	errnoReset       = syscall.Errno(10054) // WSAECONNRESET
	errnoAborted     = syscall.Errno(10053) // WSAECONNABORTED
	errnoPipe        = syscall.Errno(10058) // WSAESHUTDOWN
	errnoTimeout     = syscall.Errno(10060) // WSAETIMEDOUT
	errnoNetDown     = syscall.Errno(10050) // WSAENETDOWN
	errnoNetUnreach  = syscall.Errno(10051) // WSAENETUNREACH
	errnoHostUnreach = syscall.Errno(10065) // WSAEHOSTUNREACH
	errnoNoAddress   = syscall.Errno(10049) // WSAEADDRNOTAVAIL
)

// errnosOutOfHandles are the failures of a computer that has run out of
// something.
var errnosOutOfHandles = []error{
	syscall.Errno(10024), // WSAEMFILE
	syscall.Errno(10055), // WSAENOBUFS
	syscall.Errno(4),     // ERROR_TOO_MANY_OPEN_FILES
	syscall.Errno(8),     // ERROR_NOT_ENOUGH_MEMORY
}
