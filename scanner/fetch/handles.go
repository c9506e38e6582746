package fetch

import (
	"crypto/x509"
	"errors"
	"os"
	"slices"
	"sync"

	"sitewell/scanner/outcome"
)

// errNoPorts says that this computer has no local port left for a connection.
var errNoPorts = errors.New("no local ports left")

// IsOutOfHandles reports whether a request failed because this computer has no
// file handles, memory or ports left for it. That says nothing about whom it
// was for.
func IsOutOfHandles(err error) bool {
	if err == nil {
		return false
	}
	return errors.Is(err, errNoPorts) || slices.ContainsFunc(errnosOutOfHandles, func(errno error) bool { return errors.Is(err, errno) })
}

// outOfHandles is the *Error of such a failure.
func outOfHandles(op, host string, err error) *Error {
	return &Error{Op: op, Host: host, Outcome: outcome.Cancelled, Err: err}
}

// handlesOfLookup is how many files and sockets the system's resolver has open
// at once: its configuration, and a socket for each kind of address.
const handlesOfLookup = 3

// tryHandles opens as many files as a look-up needs, and returns why that fails.
// A *net.DNSError does not wrap what the system said.
func tryHandles() error {
	for range handlesOfLookup {
		f, err := os.Open(os.DevNull)
		if err != nil {
			return err
		}
		defer f.Close()
	}
	return nil
}

// roots are the authorities that the system trusts. Package crypto/tls loads
// them once and for all, even if it failed for want of handles; so they are
// loaded here, again and again until that works.
type roots struct {
	mu   sync.Mutex
	pool *x509.CertPool
}

// get returns the pool, nil for that of crypto/tls. The error is one for which
// IsOutOfHandles reports true.
func (r *roots) get() (*x509.CertPool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool != nil {
		return r.pool, nil
	}
	pool, err := x509.SystemCertPool()
	switch {
	case IsOutOfHandles(err):
		return nil, err
	case err != nil:
		return nil, nil //nolint:nilerr // the handshake will say so
	}
	r.pool = pool
	return pool, nil
}
