package sitetest

import (
	"context"
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
)

// Resolver looks host names up. It implements scanner.Resolver and fails in
// each way that an origin's "dns" option names; other names do not exist.
type Resolver struct{ site *Site }

// Resolver gives the name server of this site.
func (s *Site) Resolver() Resolver { return Resolver{s} }

// LookupNetIP answers from the archive.
func (r Resolver) LookupNetIP(ctx context.Context, _, host string) ([]netip.Addr, error) {
	name := host
	if n := len(name); n > 0 && name[n-1] == '.' {
		name = name[:n-1]
	}
	s := r.site
	s.mu.Lock()
	s.names[name]++
	fault := s.faults[name]
	var ips []netip.Addr
	for _, a := range s.hosts[name] {
		ips = append(ips, a.ip)
	}
	s.mu.Unlock()
	failure := &net.DNSError{Name: host, Server: "198.18.0.53:53"}
	switch {
	case fault == "no-address":
		return nil, nil
	case fault == "servfail":
		failure.Err, failure.IsTemporary = "server misbehaving", true
		return nil, failure
	case fault == "timeout":
		<-ctx.Done()
		failure.Err, failure.IsTimeout = "i/o timeout", true
		return nil, failure
	case fault == "nxdomain" || len(ips) == 0:
		failure.Err, failure.IsNotFound = "no such host", true
		return nil, failure
	}
	return ips, nil
}

// Lookups tells how often a name was looked up.
func (s *Site) Lookups(host string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names[host]
}

// Dial connects to an IP address and port that Resolver gave, or fails as the
// archive says. It fits scanner.Options.Dial.
func (s *Site) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	l, ok := s.lanes[target]
	s.mu.Unlock()
	fail := func(errno syscall.Errno) (net.Conn, error) {
		return nil, &net.OpError{
			Op: "dial", Net: network, Addr: net.TCPAddrFromAddrPort(target),
			Err: os.NewSyscallError("connect", errno),
		}
	}
	switch {
	case !ok:
		return nil, unknownAddress(address)
	case l.fault == "refused":
		return fail(errnoRefused)
	case l.fault == "unreachable":
		return fail(errnoUnreachable)
	case l.fault == "timeout":
		select {
		case <-ctx.Done():
			return nil, &net.OpError{Op: "dial", Net: network, Err: ctx.Err()}
		case <-s.ctx.Done():
			return fail(errnoRefused)
		}
	case s.inMemory:
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		client, server := newPipe(target)
		s.serve(server, l)
		return client, nil
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", l.listener.Addr().String())
}

// pipeConn is one end of a net.Pipe with addresses and a way to be reset.
type pipeConn struct {
	net.Conn
	remote net.Addr
	broken *broken // of both ends
}

// broken tells both ends of a pipe that it was reset.
type broken struct {
	mu    sync.Mutex
	reset bool
}

func newPipe(to netip.AddrPort) (client, server net.Conn) {
	a, b := net.Pipe()
	state := &broken{}
	return &pipeConn{a, net.TCPAddrFromAddrPort(to), state}, &pipeConn{b, pipeClient(), state}
}

// pipeClient is where connections in memory come from.
func pipeClient() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:40000"))
}

// RemoteAddr gives the address that was dialled.
func (c *pipeConn) RemoteAddr() net.Addr { return c.remote }

// Read gives a reset like a socket's.
func (c *pipeConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	return n, c.broken.explain("read", err)
}

// Write gives a reset like a socket's, and EPIPE where the other end is gone.
func (c *pipeConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err == io.ErrClosedPipe {
		err = &net.OpError{Op: "write", Net: "tcp", Err: os.NewSyscallError("write", errnoPipe)}
	}
	return n, c.broken.explain("write", err)
}

func (b *broken) explain(op string, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil && b.reset {
		return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(op, errnoReset)}
	}
	return err
}

// resetConn closes a connection the hard way: the other side gets a reset.
func resetConn(conn net.Conn) {
	switch c := conn.(type) {
	case *net.TCPConn:
		_ = c.SetLinger(0) // without it the close below is an ordinary one
	case *pipeConn:
		c.broken.mu.Lock()
		c.broken.reset = true
		c.broken.mu.Unlock()
	}
	conn.Close()
}
