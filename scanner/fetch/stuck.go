package fetch

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"sitewell/scanner/outcome"
)

// net/http can block for ever, whatever becomes of its context: a peer that
// overflows the flow-control window of an HTTP/2 stream makes the client of
// Go 1.26 wait for a lock that it holds itself, and from then on every request
// for a connection to that peer holds the lock of the whole pool. So each
// exchange runs in a goroutine of its own, which is left behind when it does not
// end soon after its deadline. Its connection is closed, and no other exchange
// uses the transports that it used.

const (
	// grace is how long an exchange may take to end after its deadline, or
	// after the scan was stopped.
	grace = 2 * time.Second
	// maxStuck is how many exchanges by HTTP/2 with a host may be left behind
	// before the host is not asked again. By HTTP/1.1 nothing is known that blocks
	// for ever; a computer that is very busy is late, too.
	maxStuck = 2
	// maxStuckHTTP2 is how many exchanges may be left behind in all before the
	// client speaks HTTP/1.1 alone: each costs a few goroutines until the
	// program ends.
	maxStuckHTTP2 = 16
)

var (
	errStuck    = errors.New("the connection came to a standstill")
	errWasStuck = errors.New("the host is not asked again, as connections to it came to a standstill")
	// errDisplaced ends an exchange that waits for a connection from transports
	// that are retired. It is begun again with others.
	errDisplaced = errors.New("transports are retired")
)

// transportSet is a set of transports with the chains of round trippers before them.
type transportSet struct {
	strict     http.RoundTripper // verifies certificates, knows credentials
	strict1    http.RoundTripper // the same by HTTP/1.1 alone
	lax        http.RoundTripper // neither: for the status behind a bad certificate
	transports []*http.Transport
	retired    chan struct{} // closed when no exchange may begin here any more
}

// closeIdle closes the connections of a set that nothing uses. It may block
// for ever.
func (l *transportSet) closeIdle() {
	for _, t := range l.transports {
		t.CloseIdleConnections()
	}
}

// stuck remembers the exchanges that were left behind.
type stuck struct {
	mu    sync.Mutex
	hosts map[string]int // by weburl.URL.PaceHost
	all   int
	left  int // of which have not ended yet
}

// isBarred reports whether a host is not asked any more.
func (s *stuck) isBarred(host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hosts[host] >= maxStuck
}

// add counts an exchange that is left behind, against its host where that is to
// blame. It returns how many are left behind now.
func (s *stuck) add(host string, blamed bool) (left int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if blamed {
		if s.hosts == nil {
			s.hosts = make(map[string]int)
		}
		s.hosts[host]++
		s.all++
	}
	s.left++
	return s.left
}

// ended counts out an exchange that has ended after all.
func (s *stuck) ended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left--
}

// tooMany reports whether HTTP/2 is no longer worth its risk.
func (s *stuck) tooMany() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all >= maxStuckHTTP2
}

// currentTransports returns the transports to use now.
func (c *Client) currentTransports() *transportSet {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.current
}

// retire makes sure that no exchange begins on a set any more. Those that wait
// there for a connection begin again elsewhere, all others go on.
func (c *Client) retire(l *transportSet) {
	http2 := !c.stuck.tooMany()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current == l {
		c.current = c.newTransports(http2)
		close(l.retired)
	}
}

// await waits for the goroutine of an exchange. It reports false where that has
// to be left behind.
func await(ctx context.Context, ex *exchange, l *transportSet, finished <-chan struct{}) bool {
	retired := l.retired
	for {
		select {
		case <-finished:
			return true
		case <-retired:
			retired = nil
			if !ex.hasConn() {
				ex.cancel(errDisplaced)
			}
		case <-ctx.Done():
			timer := time.NewTimer(grace)
			defer timer.Stop()
			select {
			case <-finished:
				return true
			case <-timer.C:
				return false
			}
		}
	}
}

// abandon stops waiting for an exchange whose goroutine does not end, and returns
// what is known of it: that it was stopped, or an *Error. ctx is the one that
// the exchange was begun with.
func (c *Client) abandon(ctx context.Context, ex *exchange, l *transportSet, finished <-chan struct{}) error {
	ex.closeConn()
	blamed := ex.progress().http2 && ctx.Err() == nil
	left := c.stuck.add(ex.host, blamed)
	c.retire(l)
	go func() {
		<-finished
		c.stuck.ended()
	}()
	c.options.Logger.LogAttrs(ctx, slog.LevelWarn, "exchange does not end and was left behind",
		slog.String("host", ex.host), slog.Int("left", left))
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if ex.progress().http2 {
		return &Error{Op: "request", Host: ex.host, Outcome: outcome.HTTP2Error, Err: errStuck}
	}
	var own *Error
	if errors.As(ex.cause(), &own) {
		return own
	}
	return &Error{Op: "request", Host: ex.host, Outcome: outcome.TimeoutHeaders, Err: errStuck}
}
