package fetch

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"
	xhttp2 "golang.org/x/net/http2"

	"sitewell/scanner/weburl"
)

// Client asks addresses. It keeps connections and looked-up names to use
// again, and is safe for concurrent use. It must be closed.
type Client struct {
	options        Options
	proxy          func(*url.URL) (*url.URL, error)
	dialer         *dialer
	decoders       *decoders
	stuck          stuck
	stdHTTP2       bool    // speak HTTP/2 as net/http does, for tests of what never ends
	unreliableHead hostSet // whose answers to HEAD are not to be believed
	http1          hostSet // that refused HTTP/2 although they had agreed on it
	platforms      platforms
	buffers        *bufferPool

	calls   sync.WaitGroup // of Fetch that are under way
	mu      sync.Mutex
	current *transportSet
	closed  bool
}

// New makes a Client. It fails only on a proxy address that cannot be used.
func New(o Options) (*Client, error) {
	c := &Client{options: o.withDefaults(), buffers: newBufferPool(), decoders: &decoders{}}
	proxy, err := proxyFunc(c.options)
	if err != nil {
		return nil, err
	}
	c.proxy = proxy
	c.dialer = newDialer(c.options)
	c.current = c.newTransports(true)
	return c, nil
}

// newTransports makes a set of transports, with or without HTTP/2.
func (c *Client) newTransports(http2 bool) *transportSet {
	l := &transportSet{retired: make(chan struct{})}
	transport := func(config *tls.Config, http2 bool) http.RoundTripper {
		t := newTransport(&connector{dialer: c.dialer, tls: config, http2: http2})
		if http2 && !c.stdHTTP2 {
			// The client of Go 1.26 itself stops for ever at a peer that overflows
			// the window of a stream; this one is the same without that. The error
			// would say that t is configured already.
			//lint:ignore SA1019 Transport.Protocols would choose net/http's own client
			_, _ = xhttp2.ConfigureTransports(t)
		}
		l.transports = append(l.transports, t)
		return &decodingTransport{pool: c.decoders, next: &bodyTransport{next: t}}
	}
	var origin string
	if !c.options.Home.IsZero() {
		origin = c.options.Home.Origin()
	}
	strict := func(http2 bool) http.RoundTripper {
		return &headerTransport{userAgent: c.options.UserAgent, next: &credentialTransport{
			origin: origin, header: c.options.Header, credential: c.options.Credential,
			next: transport(strictTLS(c.options.Roots), http2),
		}}
	}
	l.strict, l.strict1 = strict(http2), strict(false)
	l.lax = &headerTransport{userAgent: c.options.UserAgent, next: transport(laxTLS(), http2)}
	return l
}

// newTransport returns net/http's part of the chain.
func newTransport(connect *connector) *http.Transport {
	return &http.Transport{
		DialContext:    connect.plain,
		DialTLSContext: connect.secure,
		Proxy: func(r *http.Request) (*url.URL, error) {
			if ex := exchangeFrom(r.Context()); ex.throughHTTPProxy() {
				return ex.proxy, nil
			}
			return nil, nil // none, or tunnelled by connect
		},
		DisableCompression:  true,
		ForceAttemptHTTP2:   connect.http2,
		MaxIdleConnsPerHost: 32,
		MaxIdleConns:        256,
		IdleConnTimeout:     30 * time.Second,
		// HTTP/1 headers are measured by quietConn, all others afterwards;
		// this is where net/http gives up.
		MaxResponseHeaderBytes: 4 * MaxHeader,
	}
}

// proxyFunc returns the function that names the proxy of an address.
func proxyFunc(o Options) (func(*url.URL) (*url.URL, error), error) {
	config := httpproxy.FromEnvironment()
	switch {
	case o.Proxy == DirectProxy, o.Proxy == "" && o.Dial != nil:
		return func(*url.URL) (*url.URL, error) { return nil, nil }, nil
	case o.Proxy != "":
		u, err := url.Parse(o.Proxy)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("proxy address %q can't be used", redactURL(o.Proxy))
		}
		switch u.Scheme {
		case "http", "https", "socks5", "socks5h":
		default:
			return nil, fmt.Errorf("proxy scheme %q is none of http, https, socks5", u.Scheme)
		}
		config.HTTPProxy, config.HTTPSProxy = o.Proxy, o.Proxy
	}
	return config.ProxyFunc(), nil
}

// Close closes all connections and waits for what the Client itself still has
// under way, except for exchanges that were left behind because they do not
// end. Calls of Fetch that are under way fail.
func (c *Client) Close() {
	c.mu.Lock()
	done := c.closed
	c.closed = true
	c.mu.Unlock()
	if done {
		return
	}
	c.dialer.close()
	c.calls.Wait()
	c.closeIdle()
	c.dialer.closeConns() // those of transports that are retired
}

// closeIdle closes the connections that no exchange uses now.
func (c *Client) closeIdle() {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		c.currentTransports().closeIdle()
	}()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-closed:
	case <-timer.C:
		c.options.Logger.Warn("closing idle connections does not end and was left behind")
	}
}

// newExchange prepares one request to u.
func (c *Client) newExchange(u weburl.URL, lax bool) (*exchange, error) {
	std := u.StdURL()
	proxy, err := c.proxy(std)
	if err != nil {
		return nil, err
	}
	return &exchange{
		host:   u.PaceHost(),
		scheme: u.Scheme(),
		origin: u.Origin(),
		proxy:  proxy,
		lax:    lax,
		limits: &c.options,
	}, nil
}
