package scanner

import (
	"context"
	"fmt"
	"net"
	"net/netip"
)

// fakeResolver knows the names that it is given, and no other.
type fakeResolver map[string]string

func (f fakeResolver) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	ip, ok := f[host]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []netip.Addr{netip.MustParseAddr(ip)}, nil
}

// onlyTo dials a loopback server in place of one address and refuses all others.
func onlyTo(address, server string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, to string) (net.Conn, error) {
		if to != address {
			return nil, fmt.Errorf("a connection to %s was tried", to)
		}
		var d net.Dialer
		return d.DialContext(ctx, network, server)
	}
}
