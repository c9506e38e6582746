package fetch

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"

	"sitewell/scanner/weburl"
)

// Client asks addresses. It keeps connections and looked-up names to use
// again, and is safe for concurrent use. It must be closed.
type Client struct {
	options   Options
	proxy     func(*url.URL) (*url.URL, error)
	dialer    *dialer
	strict    http.RoundTripper // verifies certificates, knows credentials
	strict1   http.RoundTripper // the same by HTTP/1.1 alone
	lax       http.RoundTripper // neither: for the status behind a bad certificate
	base      []*http.Transport
	headLies  hostSet // whose answers to HEAD are not to be believed
	http1     hostSet // that refused HTTP/2 although they had agreed on it
	platforms platforms
	secrets   scrubber
	rooms     rooms

	calls  sync.WaitGroup // of Fetch that are under way
	mu     sync.Mutex
	closed bool
}

// New makes a Client. It fails only on a proxy address that cannot be used.
func New(o Options) (*Client, error) {
	c := &Client{options: o.withDefaults(), secrets: newScrubber(o.Credential), rooms: newRooms()}
	proxy, err := proxyFunc(c.options)
	if err != nil {
		return nil, err
	}
	c.proxy = proxy
	c.dialer = newDialer(c.options)
	pool := &decoders{}
	var origin string
	if !o.Home.IsZero() {
		origin = o.Home.Origin()
	}
	strict := func(t *http.Transport) http.RoundTripper {
		return &headed{userAgent: c.options.UserAgent, next: &credentialed{
			origin: origin, header: c.options.Header, credential: c.options.Credential,
			next: &decoded{pool: pool, next: &watched{next: t}},
		}}
	}
	c.strict = strict(c.transport(strictTLS(o.Roots), true))
	c.strict1 = strict(c.transport(strictTLS(o.Roots), false))
	c.lax = &headed{
		userAgent: c.options.UserAgent,
		next:      &decoded{pool: pool, next: &watched{next: c.transport(laxTLS(), true)}},
	}
	return c, nil
}

// transport gives net/http's part of the chain.
func (c *Client) transport(config *tls.Config, http2 bool) *http.Transport {
	connect := &connector{dialer: c.dialer, tls: config, http2: http2}
	t := &http.Transport{
		DialContext:    connect.plain,
		DialTLSContext: connect.secure,
		Proxy: func(r *http.Request) (*url.URL, error) {
			if ex := exchangeFrom(r.Context()); ex.throughHTTPProxy() {
				return ex.proxy, nil
			}
			return nil, nil // none, or tunnelled by connect
		},
		DisableCompression:  true,
		ForceAttemptHTTP2:   http2,
		MaxIdleConnsPerHost: 32,
		MaxIdleConns:        256,
		IdleConnTimeout:     30 * time.Second,
		// HTTP/1 headers are measured by quietConn, all others afterwards;
		// this is where net/http gives up.
		MaxResponseHeaderBytes: 4 * MaxHeader,
	}
	c.base = append(c.base, t)
	return t
}

// proxyFunc gives the function that names the proxy of an address.
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

// Close lets go of all connections and waits for what the Client itself
// still has under way. Calls of Fetch that are under way fail.
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
	for _, t := range c.base {
		t.CloseIdleConnections()
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
