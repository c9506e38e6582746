package fetch

import (
	"context"
	"net/http"

	"sitewell/scanner/outcome"
)

// HeadLies reports whether a host (weburl.URL.PaceHost) answered HEAD with a
// failure and the same request by GET without one. Probe asks such a host by
// GET alone.
func (c *Client) HeadLies(host string) bool { return c.headLies.has(host) }

// Probe finds out how an address of another site answers with as little
// traffic as it can: by HEAD, and where that gives anything but success, by
// GET, whose answer counts (check 60). Options.Hop is called between the two.
// The evidence names both attempts. A later attempt after a wait that the
// server asked for should be a Fetch by GET.
func (c *Client) Probe(ctx context.Context, r Request) *Answer {
	r.Method = http.MethodGet
	host := r.URL.PaceHost()
	if c.HeadLies(host) {
		return c.Fetch(ctx, r)
	}
	byHead := r
	byHead.Method, byHead.Want = http.MethodHead, WantNone
	head := c.Fetch(ctx, byHead)
	if !needsGet(head) {
		return head
	}
	if c.options.Hop != nil {
		if err := c.options.Hop(ctx, r.URL, r.URL); err != nil {
			return head
		}
	}
	get := c.Fetch(ctx, r)
	get.Evidence.Attempts = append(head.Evidence.Attempts, get.Evidence.Attempts...)
	get.At, get.Took = head.At, head.Took+get.Took
	if get.Status >= 200 && get.Status < 300 && get.Err == nil {
		c.headLies.add(host)
	}
	return get
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
