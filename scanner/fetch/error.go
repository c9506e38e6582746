package fetch

import (
	"context"
	"errors"
	"io"
	"net"

	"sitewell/scanner/outcome"
)

// Error is a failure whose outcome is known at the place where it happened.
type Error struct {
	Op      string // "look-up", "connect", "proxy", "tls", "headers", "body", "request"
	Host    string // host, or host and port
	Outcome outcome.Key
	Err     error
}

func (e *Error) Error() string {
	s := e.Op
	if e.Host != "" {
		s += " " + e.Host
	}
	if e.Err == nil {
		return s + ": " + string(e.Outcome)
	}
	return s + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// Errors of our own that stand under an *Error.
var (
	errStageTimeout   = errors.New("no progress in time")
	errTooManyDials   = errors.New("peer asks for one connection after another")
	errTooManyStreams = errors.New("peer refuses one stream after another")
	errHeaderSize     = errors.New("response header is too large")
	errNoTarget       = errors.New("redirect without Location")
	errTwoTargets     = errors.New("two Location fields that differ, which browsers refuse")
	errNotAllowed     = errors.New("address of a private network")
	errNoAddress      = errors.New("name has no address")
	errClosed         = errors.New("client is closed")
)

// connectOutcome returns the outcome of a failure to open a connection (check 77).
func connectOutcome(err error) outcome.Key {
	var timeout net.Error
	switch {
	case IsOutOfHandles(err):
		return outcome.Cancelled
	case errors.Is(err, errnoRefused):
		return outcome.ConnectionRefused
	case errors.Is(err, errnoReset), errors.Is(err, errnoAborted):
		return outcome.ConnectionReset
	case errors.Is(err, errnoTimeout), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return outcome.ConnectTimeout
	default:
		return outcome.Unreachable
	}
}

// exchangeOutcome returns the outcome of an exchange that ended without a
// response. It goes by types and by how far the exchange had come: net/http
// has no types for malformed answers.
func exchangeOutcome(ex *exchange, err error) outcome.Key {
	var own *Error
	if errors.As(err, &own) {
		return own.Outcome
	}
	state := ex.progress()
	if state.readErr != nil {
		// What the connection itself met is closer to the truth than what
		// net/http made of it.
		if errors.As(state.readErr, &own) {
			return own.Outcome
		}
		err = errors.Join(state.readErr, err)
	}
	eof := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	var netErr net.Error
	switch {
	case state.certAsked && !state.firstByte:
		return outcome.TLSClientCertificate
	case isReset(err):
		return outcome.ConnectionReset
	case errors.As(err, &netErr) && netErr.Timeout():
		return outcome.TimeoutHeaders
	case state.http2 && !eof:
		return outcome.HTTP2Error
	case state.firstByte:
		return outcome.MalformedResponse
	default:
		return outcome.EmptyReply
	}
}

// isReset reports whether the other side tore the connection down.
func isReset(err error) bool {
	return errors.Is(err, errnoReset) || errors.Is(err, errnoPipe) || errors.Is(err, errnoAborted)
}

// LooksOffline reports whether a failure is of the kind that this computer
// shows when it has no network: no route at all, or a look-up that no server
// answered. One such failure proves nothing; every address failing like this
// does (check 78).
func LooksOffline(err error) bool {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return !dns.IsNotFound
	}
	for _, errno := range []error{errnoNetDown, errnoNetUnreach, errnoNoAddress} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}
