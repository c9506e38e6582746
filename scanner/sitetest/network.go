package sitetest

import (
	"context"
	"net"
	"net/netip"
	"os"
	"syscall"
)

// Resolver looks host names up. It implements scanner.Resolver and fails in
// each way that an origin's "dns" option names; other names do not exist.
type Resolver struct{ site *Site }

// Resolver returns the name server of this site.
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

// Lookups returns how often a name was looked up.
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

// resetConn closes a connection the hard way: the other side gets a reset.
func resetConn(conn net.Conn) {
	switch c := conn.(type) {
	case *net.TCPConn:
		_ = c.SetLinger(0) // without it the close below is an ordinary one
	case *pipeConn:
		c.reset()
	}
	conn.Close()
}
