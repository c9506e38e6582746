package core

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
)

// ErrProxyPassword: the password of a proxy could not be put into the key store.
var ErrProxyPassword = errors.New("password of the proxy is not stored")

// ProxyReason is why a proxy can't be used.
type ProxyReason string

const (
	ProxySilent   ProxyReason = "silent"   // nothing answers there
	ProxyPassword ProxyReason = "password" // it wants another user or password
	ProxyRefuses  ProxyReason = "refuses"  // it answers, and does not connect
	ProxyNoSite   ProxyReason = "site"     // the site does not answer through it
)

// ProxyError says why a proxy can't be used.
type ProxyError struct {
	Proxy  string // host and port
	Site   string // that was asked for through it, "" for none
	Reason ProxyReason
	Err    error // behind it, for the log
}

// Error names the reason.
func (e *ProxyError) Error() string { return fmt.Sprintf("proxy %s: %s: %v", e.Proxy, e.Reason, e.Err) }

// Unwrap returns the error behind it.
func (e *ProxyError) Unwrap() error { return e.Err }

// TestProxy tries a proxy, an address with its password or fetch.DirectProxy for none, and
// returns the host that answered: that of the newest site that is not on this computer.
// Where there is no such site it only connects to the proxy, and returns "". Nobody else
// is asked. The error is a *ProxyError, or that of ctx.
func (h *History) TestProxy(ctx context.Context, proxy string) (site string, err error) {
	name := ""
	if u, err := url.Parse(proxy); err == nil {
		name = u.Host
	}
	start, err := h.farSite(ctx)
	if err != nil {
		return "", err
	}
	if start.IsZero() {
		return "", dialProxy(ctx, name)
	}
	o := optionsOf(profile.Settings{}, start.Key())
	if h.config.Prepare != nil {
		h.config.Prepare(&o)
	}
	o.Proxy, o.Logger = proxy, h.log
	client, err := probeClient(start, o)
	if err != nil {
		return "", err
	}
	defer client.Close()
	a := client.Fetch(ctx, fetch.Request{URL: start, Want: fetch.WantNone, Internal: true, NoFollow: true})
	if err := ctx.Err(); err != nil {
		return "", err
	}
	failed := &ProxyError{Proxy: name, Site: start.Host(), Reason: ProxyNoSite, Err: a.Err}
	switch status := fetch.ProxyStatus(a.Err); {
	case status == http.StatusProxyAuthRequired || a.Status == http.StatusProxyAuthRequired:
		failed.Reason = ProxyPassword
	case status != 0:
		failed.Reason = ProxyRefuses
	case a.Outcome == outcome.ProxyFailure:
		failed.Reason = ProxySilent
	case qualityOf(a) == good:
		return start.Host(), nil
	}
	return "", failed
}

// dialProxy connects to a proxy and says nothing to it.
func dialProxy(ctx context.Context, proxy string) error {
	if proxy == "" {
		return nil
	}
	u := url.URL{Host: proxy}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	d := net.Dialer{Timeout: probeConnectTimeout}
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &ProxyError{Proxy: proxy, Reason: ProxySilent, Err: err}
	}
	return conn.Close()
}

// farSite returns the start address of the site that was scanned last, or else of any,
// that is not on this computer, which no proxy is asked for; the zero URL where there is
// none.
func (h *History) farSite(ctx context.Context) (weburl.URL, error) {
	sites, err := h.db.Sites(ctx)
	if err != nil {
		return weburl.URL{}, fmt.Errorf("list sites: %w", err)
	}
	var newest weburl.URL
	var began time.Time
	for _, s := range sites {
		u, err := weburl.Parse(s.Start)
		if err != nil || loopback(u.Hostname()) {
			continue
		}
		var last time.Time
		if s.Last != nil {
			last = s.Last.Began
		}
		if newest.IsZero() || last.After(began) {
			newest, began = u, last
		}
	}
	return newest, nil
}
