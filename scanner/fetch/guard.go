package fetch

import (
	"context"
	"net"

	"sitewell/scanner/outcome"
)

// Dial connects to a host and port for requests of somebody else, such as a browser. It
// refuses the addresses that requests of the client itself are refused for (check 88).
// network is not used.
func (c *Client) Dial(ctx context.Context, _, address string) (net.Conn, error) {
	d := c.dialer
	host, port, err := splitAddress(address)
	if err != nil {
		return nil, &Error{Op: "connect", Host: address, Outcome: outcome.AddressMalformed, Err: err}
	}
	addrs, err := d.names.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	targets, err := d.allowed(host, addrs, port)
	if err != nil {
		return nil, err
	}
	conn, target, err := d.race(ctx, targets)
	if err != nil {
		return nil, &Error{Op: "connect", Host: address, Outcome: connectOutcome(err), Err: err}
	}
	if !d.options.Network.connected(host, target.Addr()) {
		conn.Close()
		return nil, notAllowed(host, target.Addr())
	}
	return conn, nil
}
