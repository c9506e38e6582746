package fetch

import (
	"context"
	"net/http"

	"sitewell/scanner/outcome"
)

// HeadIsUnreliable reports whether a host (weburl.URL.PaceHost) answered HEAD with a
// failure and the same request by GET without one. Probe asks such a host by
// GET alone.
func (c *Client) HeadIsUnreliable(host string) bool { return c.unreliableHead.has(host) }

// Probe finds out how an address of another site answers with as little
// traffic as it can: by HEAD, or by GET where HEAD is known to lie. unsure
// reports that the answer to HEAD decides nothing, since anything but success
// is decided by GET (check 60): a Fetch with AfterHead is to follow, when its
// host may be asked again. A later attempt after a wait that the server asked
// for should be a Fetch, too.
func (c *Client) Probe(ctx context.Context, r Request) (a *Answer, unsure bool) {
	if c.HeadIsUnreliable(r.URL.PaceHost()) {
		r.Method = http.MethodGet
		return c.Fetch(ctx, r), false
	}
	r.Method, r.Want = http.MethodHead, WantNone
	a = c.Fetch(ctx, r)
	return a, !a.IsPaused() && needsGet(a)
}

// needsGet reports whether the answer to HEAD decides nothing. What fails
// before any method is sent fails for GET, too; a server that asks us to wait
// is not asked again at once.
func needsGet(a *Answer) bool {
	if a.Err == nil {
		return (a.Status < 200 || a.Status > 299) && a.RetryAfter == 0
	}
	info, _ := outcome.Lookup(a.Outcome)
	switch {
	case info.Class == outcome.Exchange, info.Class == outcome.Redirects,
		a.Outcome == outcome.ConnectionReset:
		return true
	}
	return false
}
