package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"net/url"
	"sync"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// stage is how far an exchange has come. It says what a time-out means.
type stage uint8

const (
	stageConnect stage = iota // waiting for a connection
	stageLookup
	stageDial
	stageTLS
	stageHeaders
	stageBody
)

// ops and late are what each stage is called and what its time-out is.
var (
	ops  = [...]string{"connect", "look-up", "connect", "tls", "headers", "body"}
	late = [...]outcome.Key{
		outcome.ConnectTimeout, outcome.DNSTimeout, outcome.ConnectTimeout,
		outcome.TLSHandshake, outcome.TimeoutHeaders, outcome.TimeoutBody,
	}
)

// exchange is one request with its answer: its deadlines (check 64), what was
// seen of it, and what the layers have to tell each other. It travels in the
// request's context. Dialling goes on in a goroutine of net/http's, so all
// fields below mu need it.
type exchange struct {
	host   string   // host and port of the target
	scheme string   // of the target
	origin string   // of the target
	proxy  *url.URL // nil for none
	lax    bool     // verification of certificates is off

	cancel  context.CancelCauseFunc
	cause   func() error                      // why the exchange is over, nil while it is not
	onAbort func(f func()) (stop func() bool) // calls f when the exchange is over
	limits  *Options

	wire *wireBody // belongs to the goroutine that reads the body

	mu       sync.Mutex
	timer    *time.Timer
	began    time.Time
	deadline time.Time // of the stage
	stage    stage
	dials    int
	streams  int // HTTP/2 streams that were tried
	conn     net.Conn
	reused   bool
	timing   result.Timing
	seen     progress
}

// progress is what classification goes by.
type progress struct {
	firstByte bool
	http2     bool
	certAsked bool  // the server asked for a client certificate
	readErr   error // what ended the connection
}

type exchangeKey struct{}

// exchangeFrom returns the exchange that a context belongs to.
func exchangeFrom(ctx context.Context) *exchange {
	ex, _ := ctx.Value(exchangeKey{}).(*exchange)
	return ex
}

// begin starts the clock and gives the context of the exchange. The caller
// must call end.
func (ex *exchange) begin(parent context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	ex.cancel = cancel
	ex.cause = func() error { return context.Cause(ctx) }
	ex.onAbort = func(f func()) func() bool { return context.AfterFunc(ctx, f) }
	ex.began = time.Now()
	ex.mu.Lock()
	ex.timer = time.AfterFunc(ex.limits.Timeout, ex.expire)
	ex.armLocked(stageConnect, ex.limits.Timeout)
	ex.mu.Unlock()
	ctx = context.WithValue(ctx, exchangeKey{}, ex)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:              ex.gotConn,
		GotFirstResponseByte: ex.gotFirstByte,
	})
}

// end stops the clock and lets go of the connection if it is still in use.
func (ex *exchange) end() {
	ex.mu.Lock()
	ex.timer.Stop()
	ex.timing.Total = time.Since(ex.began)
	ex.mu.Unlock()
	ex.cancel(nil)
}

// enter says that a stage begins, or goes on: its deadline counts from now.
func (ex *exchange) enter(s stage) {
	limit := ex.limits.ConnectTimeout
	switch s {
	case stageHeaders:
		limit = ex.limits.HeaderTimeout
	case stageBody:
		limit = ex.limits.StallTimeout
	}
	ex.mu.Lock()
	defer ex.mu.Unlock()
	if s < stageHeaders && ex.stage >= stageHeaders {
		return // a dial that lost against a connection that became free
	}
	ex.armLocked(s, limit)
}

// pauseWhile calls f while no deadline of the exchange runs: what f waits for is
// our own, and no fault of the server's.
func (ex *exchange) pauseWhile(f func() error) error {
	const never = 1 << 20 * time.Hour
	from := time.Now()
	ex.mu.Lock()
	ex.deadline = from.Add(never)
	ex.timer.Reset(never)
	ex.mu.Unlock()
	err := f()
	ex.mu.Lock()
	defer ex.mu.Unlock()
	ex.began = ex.began.Add(time.Since(from))
	ex.armLocked(stageBody, ex.limits.StallTimeout)
	return err
}

// armLocked sets the stage and its deadline, which is never later than that
// of the whole. ex.mu must be held.
func (ex *exchange) armLocked(s stage, limit time.Duration) {
	now := time.Now()
	ex.stage = s
	ex.deadline = now.Add(limit)
	if whole := ex.began.Add(ex.limits.Timeout); ex.deadline.After(whole) {
		ex.deadline = whole
	}
	ex.timer.Reset(ex.deadline.Sub(now))
}

// expire ends the exchange if its stage's deadline has come.
func (ex *exchange) expire() {
	ex.mu.Lock()
	s, left := ex.stage, time.Until(ex.deadline)
	if left > 0 { // it was moved while the timer fired
		ex.timer.Reset(left)
		ex.mu.Unlock()
		return
	}
	ex.mu.Unlock()
	ex.cancel(&Error{Op: ops[s], Host: ex.host, Outcome: late[s], Err: errStageTimeout})
}

// throughHTTPProxy reports whether the request is sent to an http or https
// proxy in full instead of through a tunnel.
func (ex *exchange) throughHTTPProxy() bool {
	return ex.proxy != nil && ex.scheme == "http" && (ex.proxy.Scheme == "http" || ex.proxy.Scheme == "https")
}

// dialAllowed counts a connection and reports whether it is within MaxDials:
// net/http would dial for an HTTP/2 peer that resets each stream for as long
// as it likes (check 63).
func (ex *exchange) dialAllowed() bool {
	ex.mu.Lock()
	defer ex.mu.Unlock()
	ex.dials++
	return ex.dials <= MaxDials
}

func (ex *exchange) gotConn(info httptrace.GotConnInfo) {
	http2 := false
	if c, ok := info.Conn.(*tls.Conn); ok {
		http2 = c.ConnectionState().NegotiatedProtocol == "h2"
	}
	ex.mu.Lock()
	ex.conn, ex.reused = info.Conn, info.Reused
	ex.seen.firstByte, ex.seen.http2 = false, http2
	if ex.seen.http2 {
		ex.streams++
	}
	streams := ex.streams
	ex.armLocked(stageHeaders, ex.limits.HeaderTimeout)
	ex.mu.Unlock()
	if streams > MaxDials {
		ex.cancel(&Error{Op: "request", Host: ex.host, Outcome: outcome.HTTP2Error, Err: errTooManyStreams})
	}
}

func (ex *exchange) gotFirstByte() {
	ex.mu.Lock()
	ex.seen.firstByte = true
	ex.timing.FirstByte = time.Since(ex.began)
	ex.mu.Unlock()
}

// took records how long a part of dialling lasted.
func (ex *exchange) took(set func(t *result.Timing)) {
	ex.mu.Lock()
	set(&ex.timing)
	ex.mu.Unlock()
}

// askedForCertificate records that the server wants a client certificate.
func (ex *exchange) askedForCertificate() {
	ex.mu.Lock()
	ex.seen.certAsked = true
	ex.mu.Unlock()
}

// progress returns what is known so far.
func (ex *exchange) progress() progress {
	ex.mu.Lock()
	defer ex.mu.Unlock()
	p := ex.seen
	if c, ok := ex.conn.(*quietConn); ok {
		p.readErr = c.readError()
	}
	return p
}

// hasConn reports whether the exchange got a connection.
func (ex *exchange) hasConn() bool {
	ex.mu.Lock()
	defer ex.mu.Unlock()
	return ex.conn != nil
}

// closeConn closes the socket of the exchange, past all layers above it, which
// may be waiting for each other.
func (ex *exchange) closeConn() {
	ex.mu.Lock()
	conn := ex.conn
	ex.mu.Unlock()
	if c, ok := conn.(*quietConn); ok {
		conn = c.Conn
	}
	if c, ok := conn.(*tls.Conn); ok {
		conn = c.NetConn()
	}
	if conn != nil {
		conn.Close()
	}
}

// peer returns the address that responded, whether its header had to be repaired,
// and, for TLS, the state of the connection.
func (ex *exchange) peer() (remote string, repaired bool, state *tls.ConnectionState) {
	ex.mu.Lock()
	conn := ex.conn
	ex.mu.Unlock()
	switch c := conn.(type) {
	case nil:
		return "", false, nil
	case *quietConn:
		state, repaired = c.tls, c.isRepaired()
	case *tls.Conn:
		s := c.ConnectionState()
		state = &s
	}
	return conn.RemoteAddr().String(), repaired, state
}
