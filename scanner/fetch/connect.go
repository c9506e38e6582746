package fetch

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"golang.org/x/net/proxy"

	"sitewell/scanner/outcome"
)

// connector returns http.Transport its connections: straight or through a
// proxy, with TLS or without. One connector belongs to one Transport.
type connector struct {
	dialer *dialer
	tls    *tls.Config
	http2  bool
}

// errProxyStatus is the answer of a proxy that does not want to connect us.
type errProxyStatus int

func (e errProxyStatus) Error() string { return fmt.Sprintf("proxy answered %d", int(e)) }

// ProxyStatus returns the HTTP status with which a proxy refused to connect, 0 where err
// is no such refusal.
func ProxyStatus(err error) int {
	var status errProxyStatus
	if errors.As(err, &status) {
		return int(status)
	}
	return 0
}

// plain is http.Transport.DialContext: to an http address or an http proxy.
func (c *connector) plain(ctx context.Context, _, address string) (net.Conn, error) {
	ex := exchangeFrom(ctx)
	return c.connect(ctx, ex, func(ctx context.Context) (net.Conn, error) {
		raw, err := c.open(ctx, ex, address)
		if err != nil {
			return nil, err
		}
		return &quietConn{Conn: raw}, nil
	})
}

// secure is http.Transport.DialTLSContext: to an https address or an https
// proxy for http addresses.
func (c *connector) secure(ctx context.Context, _, address string) (net.Conn, error) {
	ex := exchangeFrom(ctx)
	return c.connect(ctx, ex, func(ctx context.Context) (net.Conn, error) {
		raw, err := c.open(ctx, ex, address)
		if err != nil {
			return nil, err
		}
		host, _, err := splitAddress(address)
		if err != nil {
			raw.Close()
			return nil, err
		}
		config := c.tls.Clone()
		if config.RootCAs == nil && !config.InsecureSkipVerify {
			if config.RootCAs, err = c.dialer.roots.get(); err != nil {
				raw.Close()
				return nil, outOfHandles("tls", host, err)
			}
		}
		if c.http2 && !ex.throughHTTPProxy() {
			config.NextProtos = []string{"h2", "http/1.1"}
		}
		conn, err := handshake(ctx, ex, raw, host, config)
		if err != nil {
			return nil, err
		}
		state := conn.ConnectionState()
		if state.NegotiatedProtocol == "h2" {
			return conn, nil // net/http knows HTTP/2 by the type
		}
		return &quietConn{Conn: conn, tls: &state}, nil
	})
}

// connect bounds a dial in time and number.
func (c *connector) connect(ctx context.Context, ex *exchange, dial func(context.Context) (net.Conn, error)) (net.Conn, error) {
	if !ex.dialAllowed() {
		return nil, &Error{Op: "connect", Host: ex.host, Outcome: outcome.HTTP2Error, Err: errTooManyDials}
	}
	ctx, done, err := c.dialer.bounded(ctx, ex)
	if err != nil {
		return nil, err
	}
	defer done()
	return dial(ctx)
}

// open opens the connection to an address, which is that of an http proxy
// where the target is http behind one.
func (c *connector) open(ctx context.Context, ex *exchange, address string) (net.Conn, error) {
	switch {
	case ex.proxy == nil:
		return c.dialer.direct(ctx, ex, address)
	case ex.throughHTTPProxy():
		if err := c.literalAllowed(ex.host); err != nil {
			return nil, err
		}
		return c.toProxy(ctx, ex)
	}
	if err := c.literalAllowed(address); err != nil {
		return nil, err
	}
	conn, err := c.tunnel(ctx, ex, address)
	if err != nil {
		var own *Error
		switch {
		case IsOutOfHandles(err):
			return nil, outOfHandles("proxy", ex.proxy.Host, err)
		case errors.As(err, &own):
			return nil, err
		}
		return nil, &Error{Op: "proxy", Host: ex.proxy.Host, Outcome: outcome.ProxyFailure, Err: err}
	}
	return conn, nil
}

// literalAllowed applies the address policy to a host that is written as a
// number; names are looked up by the proxy, out of our sight.
func (c *connector) literalAllowed(address string) error {
	host, port, err := splitAddress(address)
	if err != nil {
		return &Error{Op: "connect", Host: address, Outcome: outcome.AddressMalformed, Err: err}
	}
	if ip, err := parseLiteral(host); err == nil {
		_, err := c.dialer.allowed(host, ip, port)
		return err
	}
	return nil
}

// tunnel connects to address through a proxy, by CONNECT or SOCKS.
func (c *connector) tunnel(ctx context.Context, ex *exchange, address string) (net.Conn, error) {
	if ex.proxy.Scheme == "socks5" || ex.proxy.Scheme == "socks5h" {
		var auth *proxy.Auth
		if u := ex.proxy.User; u != nil {
			password, _ := u.Password()
			auth = &proxy.Auth{User: u.Username(), Password: password}
		}
		socks, err := proxy.SOCKS5("tcp", ex.proxy.Host, auth, proxyDial(func(ctx context.Context) (net.Conn, error) {
			return c.toProxy(ctx, ex)
		}))
		if err != nil {
			return nil, err
		}
		return socks.(proxy.ContextDialer).DialContext(ctx, "tcp", address)
	}
	conn, err := c.toProxy(ctx, ex)
	if err != nil {
		return nil, err
	}
	if ex.proxy.Scheme == "https" {
		secure := tls.Client(conn, &tls.Config{ServerName: ex.proxy.Hostname(), RootCAs: c.tls.RootCAs})
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		conn = secure
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	err = askTunnel(conn, ex.proxy, address)
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// askTunnel sends CONNECT and reads the proxy's answer (RFC 9110 §9.3.6).
func askTunnel(conn net.Conn, proxy *url.URL, address string) error {
	request := &http.Request{
		Method: http.MethodConnect,
		URL:    &url.URL{Opaque: address},
		Host:   address,
		Header: http.Header{},
	}
	if u := proxy.User; u != nil {
		password, _ := u.Password()
		token := base64.StdEncoding.EncodeToString([]byte(u.Username() + ":" + password))
		request.Header.Set("Proxy-Authorization", "Basic "+token)
	}
	if err := request.Write(conn); err != nil {
		return err
	}
	// The server behind the tunnel says nothing before it is asked, so what
	// the reader holds beyond the answer can be dropped.
	response, err := http.ReadResponse(bufio.NewReader(io.LimitReader(conn, MaxHeader)), request)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return errProxyStatus(response.StatusCode)
	}
	return nil
}

// toProxy connects to the proxy itself, which may well be on this computer.
func (c *connector) toProxy(ctx context.Context, ex *exchange) (net.Conn, error) {
	ex.enter(stageDial)
	port := ex.proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[ex.proxy.Scheme]
	}
	if port == "" {
		port = "80"
	}
	address := net.JoinHostPort(ex.proxy.Hostname(), port)
	addrs, err := c.dialer.names.lookup(ctx, ex.proxy.Hostname())
	if err == nil {
		var conn net.Conn
		if conn, _, err = c.dialer.race(ctx, withPort(addrs, port)); err == nil {
			return conn, nil
		}
	}
	return nil, &Error{Op: "proxy", Host: address, Outcome: outcome.ProxyFailure, Err: err}
}

// proxyDial is a proxy.ContextDialer that connects to the proxy, whatever the
// address.
type proxyDial func(ctx context.Context) (net.Conn, error)

func (f proxyDial) Dial(_, _ string) (net.Conn, error) { return f(context.Background()) }

func (f proxyDial) DialContext(ctx context.Context, _, _ string) (net.Conn, error) { return f(ctx) }
