package fetch

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// Defaults of Options, and limits that no option changes.
const (
	DefaultUserAgent      = "Mozilla/5.0 (compatible; Sitewell/1.0)"
	DefaultTimeout        = 30 * time.Second
	DefaultConnectTimeout = 10 * time.Second
	DefaultHeaderTimeout  = 20 * time.Second
	DefaultStallTimeout   = 10 * time.Second
	DefaultMaxBody        = 16 << 20

	// FreeBody is how many bytes of memory a body may take without asking
	// Request.Reserve.
	FreeBody = 1 << 20

	// MaxRedirects is how many redirects one chain may have, as in browsers.
	MaxRedirects = 20
	// MaxHeader is how many bytes of response header are read.
	MaxHeader = 512 << 10
	// MaxDials is how many connections, or streams of one, an exchange may
	// cost.
	MaxDials = 3
)

// DirectProxy as Options.Proxy means: no proxy, whatever the environment says.
const DirectProxy = "direct"

// Options say how a Client asks. Zero fields have the defaults named beside
// them. A Client keeps no reference to maps it is given.
type Options struct {
	UserAgent string // DefaultUserAgent

	// Deadlines of one exchange (one hop of a chain). Timeout is for all of
	// it, ConnectTimeout for each of look-up, connection and TLS handshake,
	// HeaderTimeout from the request to the end of the response header,
	// StallTimeout for silence within a body.
	Timeout, ConnectTimeout, HeaderTimeout, StallTimeout time.Duration

	// MaxBody is how many bytes of a decoded body are read at most.
	MaxBody int64

	// Home is the site's own address. Header and Credential go to its origin
	// (scheme, host, port) and nowhere else, also within a redirect chain.
	Home       weburl.URL
	Header     http.Header
	Credential Credential

	// OnRedirect is called before a redirect is followed. It may refuse it by an
	// error; a *Refusal names the outcome. nil allows all.
	OnRedirect func(ctx context.Context, from, to weburl.URL) error

	// Network says which addresses may be dialled. It is asked after the look-up,
	// and what is dialled is the very address that it allowed. nil: that of Home
	// or, without one, only what is public. Behind a proxy, which looks names up
	// by itself, it sees only hosts that are written as a number.
	Network *HomeNetwork

	// Seams; nil for the real thing. Dial is given an IP address and port.
	Resolver Resolver
	Dial     func(ctx context.Context, network, address string) (net.Conn, error)
	Roots    *x509.CertPool

	// Proxy is the address of a proxy: http, https or socks5. "" takes it
	// from the environment (HTTPS_PROXY and its kin), unless Dial is set.
	Proxy string

	Logger *slog.Logger // nil: nothing is logged
}

// Resolver looks up host names; *net.Resolver is one. The network is "ip".
// An empty answer without an error means that the name exists and has no
// address; a *net.DNSError says what else went wrong.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Credential is what the site's owner signs in with.
type Credential struct {
	User, Password string // HTTP basic
	Cookie         string // a Cookie header's value
	Header, Value  string // any other header
}

// Refusal is what Options.OnRedirect returns to end a chain with an outcome of its
// own, such as a redirect that robots.txt forbids to follow.
type Refusal struct {
	Outcome outcome.Key
	Reason  string
}

// Error returns the reason.
func (r *Refusal) Error() string { return "not followed: " + r.Reason }

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.UserAgent == "" {
		o.UserAgent = DefaultUserAgent
	}
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&o.Timeout, DefaultTimeout},
		{&o.ConnectTimeout, DefaultConnectTimeout},
		{&o.HeaderTimeout, DefaultHeaderTimeout},
		{&o.StallTimeout, DefaultStallTimeout},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Network == nil {
		o.Network = &HomeNetwork{settled: true} // public
		if !o.Home.IsZero() {
			o.Network = NewHomeNetwork(o.Home)
		}
	}
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Header = o.Header.Clone()
	return o
}
