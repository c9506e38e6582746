package fetch

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// fallbackDelay is how long one address family may take before the other is
// tried beside it (RFC 8305 §5).
const fallbackDelay = 250 * time.Millisecond

// dialer opens connections: look-up, policy, then all addresses in turn.
// Everything that it begins ends with close.
type dialer struct {
	options Options
	names   names

	ctx  context.Context // of the client, for dials that outlive their request
	stop context.CancelFunc

	mu     sync.Mutex // orders open.Add before close
	closed bool
	open   sync.WaitGroup
	conns  map[*dialledConn]struct{} // that are open
	roots  roots
}

// dialledConn is a socket that its dialer knows until it is closed.
type dialledConn struct {
	net.Conn
	dialer *dialer
}

// Close implements net.Conn.
func (c *dialledConn) Close() error {
	c.dialer.mu.Lock()
	delete(c.dialer.conns, c)
	c.dialer.mu.Unlock()
	return c.Conn.Close()
}

// remember keeps a connection in mind until it is closed.
func (d *dialer) remember(conn net.Conn) net.Conn {
	c := &dialledConn{conn, d}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.conns[c] = struct{}{}
	return c
}

// closeConns closes every connection that is still open.
func (d *dialer) closeConns() {
	d.mu.Lock()
	conns := slices.Collect(maps.Keys(d.conns))
	d.mu.Unlock()
	for _, c := range conns {
		c.Close()
	}
}

func newDialer(o Options) *dialer {
	d := &dialer{
		options: o, names: names{resolver: o.Resolver, known: make(map[string]*name)},
		conns: make(map[*dialledConn]struct{}),
	}
	d.ctx, d.stop = context.WithCancel(context.Background())
	return d
}

// close ends all dials and waits for them.
func (d *dialer) close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.stop()
	d.open.Wait()
}

// bounded returns a context that ends with the exchange and with the client:
// net/http detaches its dials from both. The caller must call done.
func (d *dialer) bounded(ctx context.Context, ex *exchange) (_ context.Context, done func(), err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, nil, &Error{Op: "connect", Host: ex.host, Outcome: outcome.Cancelled, Err: errClosed}
	}
	d.open.Add(1)
	ctx, cancel := context.WithCancel(ctx)
	stopEx := ex.onAbort(cancel)
	stopClient := context.AfterFunc(d.ctx, cancel)
	return ctx, func() {
		stopEx()
		stopClient()
		cancel()
		d.open.Done()
	}, nil
}

// direct connects to a host and port without a proxy.
func (d *dialer) direct(ctx context.Context, ex *exchange, address string) (net.Conn, error) {
	host, port, err := splitAddress(address)
	if err != nil {
		return nil, &Error{Op: "connect", Host: address, Outcome: outcome.AddressMalformed, Err: err}
	}
	ex.enter(stageLookup)
	began := time.Now()
	addrs, err := d.names.lookup(ctx, host)
	ex.took(func(t *result.Timing) { t.DNS = time.Since(began) })
	if err != nil {
		return nil, err
	}
	targets, err := d.allowed(host, addrs, port)
	if err != nil {
		return nil, err
	}
	ex.enter(stageDial)
	began = time.Now()
	conn, target, err := d.race(ctx, targets)
	ex.took(func(t *result.Timing) { t.Connect = time.Since(began) })
	if err != nil {
		return nil, &Error{Op: "connect", Host: address, Outcome: connectOutcome(err), Err: err}
	}
	if !d.options.Network.connected(host, target.Addr()) {
		conn.Close()
		return nil, notAllowed(host, target.Addr())
	}
	return conn, nil
}

// allowed leaves the addresses of a host that may be dialled (check 88).
func (d *dialer) allowed(host string, addrs []netip.Addr, port uint16) ([]netip.AddrPort, error) {
	var targets []netip.AddrPort
	for _, a := range d.options.Network.allowed(host, addrs) {
		targets = append(targets, netip.AddrPortFrom(a, port))
	}
	if len(targets) == 0 {
		return nil, notAllowed(host, addrs[0])
	}
	return targets, nil
}

// notAllowed is the failure of a host whose address must not be dialled.
func notAllowed(host string, a netip.Addr) *Error {
	key := outcome.AddressPrivate
	switch weburl.NetClassOf(a) {
	case weburl.Loopback, weburl.Unspecified:
		key = outcome.AddressLocalhost
	}
	return &Error{Op: "connect", Host: host, Outcome: key, Err: errNotAllowed}
}

// race connects to the first address that answers: IPv6 and IPv4 in turn, the
// next one when the one before fails or takes long (check 76). It waits for
// every attempt that it began.
func (d *dialer) race(ctx context.Context, targets []netip.AddrPort) (net.Conn, netip.AddrPort, error) {
	targets = interleave(targets)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type answer struct {
		conn   net.Conn
		target netip.AddrPort
		err    error
	}
	answers := make(chan answer)
	next := time.NewTimer(0)
	defer next.Stop()
	var worst error
	var winner answer
	for started, pending := 0, 0; started < len(targets) || pending > 0; {
		var start <-chan time.Time
		if started < len(targets) && winner.conn == nil && ctx.Err() == nil {
			start = next.C
		} else if pending == 0 {
			break
		}
		select {
		case <-start:
			target := targets[started]
			started++
			pending++
			go func() {
				conn, err := d.dialOne(ctx, target)
				answers <- answer{conn, target, err}
			}()
			next.Reset(fallbackDelay)
		case a := <-answers:
			pending--
			switch {
			case a.err == nil && winner.conn == nil:
				winner = a
				cancel()
			case a.err == nil:
				a.conn.Close()
			default:
				worst = moreTelling(worst, a.err)
				next.Reset(0)
			}
		}
	}
	if winner.conn != nil {
		return d.remember(winner.conn), winner.target, nil
	}
	if worst == nil {
		worst = context.Cause(ctx)
	}
	return nil, netip.AddrPort{}, worst
}

// dialOne connects to one IP address.
func (d *dialer) dialOne(ctx context.Context, target netip.AddrPort) (net.Conn, error) {
	dial := d.options.Dial
	if dial == nil {
		dial = (&net.Dialer{KeepAlive: 30 * time.Second}).DialContext
	}
	conn, err := dial(ctx, "tcp", target.String())
	if err != nil && target.Addr().Is4() && errors.Is(err, errnoNoAddress) {
		// By IPv6 it means that this computer has none.
		err = errors.Join(errNoPorts, err)
	}
	return conn, err
}

// interleave puts the families in turn, beginning with IPv6 (RFC 8305 §4).
func interleave(targets []netip.AddrPort) []netip.AddrPort {
	var six, four []netip.AddrPort
	for _, t := range targets {
		if t.Addr().Is4() {
			four = append(four, t)
		} else {
			six = append(six, t)
		}
	}
	mixed := make([]netip.AddrPort, 0, len(targets))
	for i := range max(len(six), len(four)) {
		if i < len(six) {
			mixed = append(mixed, six[i])
		}
		if i < len(four) {
			mixed = append(mixed, four[i])
		}
	}
	return mixed
}

// moreTelling keeps the failure that says most of the other side: an answer
// before silence, silence before a route that is missing here (as IPv6 is on
// many computers).
func moreTelling(a, b error) error {
	if a == nil || rank(b) > rank(a) {
		return b
	}
	return a
}

func rank(err error) int {
	switch connectOutcome(err) {
	case outcome.Cancelled: // nobody knows what would have been
		return 4
	case outcome.ConnectionRefused:
		return 3
	case outcome.ConnectionReset:
		return 2
	case outcome.ConnectTimeout:
		return 1
	default:
		return 0
	}
}

// splitAddress takes "host:port" apart; host has no brackets.
func splitAddress(address string) (host string, port uint16, err error) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, err
	}
	n, err := strconv.ParseUint(text, 10, 16)
	return host, uint16(n), err
}

// parseLiteral returns the address of a host that is written as a number.
func parseLiteral(host string) ([]netip.Addr, error) {
	a, err := netip.ParseAddr(host)
	return []netip.Addr{a.Unmap()}, err
}

// withPort adds a port to each address. The port is a number.
func withPort(addrs []netip.Addr, port string) []netip.AddrPort {
	n, _ := strconv.ParseUint(port, 10, 16)
	targets := make([]netip.AddrPort, len(addrs))
	for i, a := range addrs {
		targets[i] = netip.AddrPortFrom(a, uint16(n))
	}
	return targets
}
