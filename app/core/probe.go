package core

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// How long a person waits at most to learn whether an address answers.
const (
	probeConnectTimeout = 5 * time.Second
	probeTimeout        = 10 * time.Second
)

// UnreachableError says that nothing answered at an address that a person
// typed, so that there is nothing to scan.
type UnreachableError struct {
	Host    string
	Outcome outcome.Key
	Err     error // behind the outcome, for the log
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s is not reachable: %s", e.Host, e.Outcome)
}

func (e *UnreachableError) Unwrap() error { return e.Err }

// probeStart asks the candidates in turn and returns the one to scan: the first that
// answers well, else the first behind which there is a server at all. Where
// nothing answers the error is an *UnreachableError.
func probeStart(ctx context.Context, candidates []weburl.URL, o scanner.Options) (weburl.URL, error) {
	client, err := probeClient(candidates[0], o)
	if err != nil {
		return weburl.URL{}, err
	}
	defer client.Close()

	var poor weburl.URL
	var failed *UnreachableError
	for i, u := range candidates {
		a := client.Fetch(ctx, fetch.Request{URL: u, Want: fetch.WantNone, Internal: true, NoFollow: true})
		if err := ctx.Err(); err != nil {
			return weburl.URL{}, err
		}
		if fetch.IsOutOfHandles(a.Err) {
			return weburl.URL{}, fmt.Errorf("ask %s: %w", u.Host(), a.Err)
		}
		switch q := qualityOf(a); {
		case q == good && i > 0 && leadsTo(a, candidates[0]):
			return candidates[0], nil // http that says to use https, whatever ails that
		case q == good:
			return u, nil
		case q == present && poor.IsZero():
			poor = u
		case q == absent && failed == nil:
			failed = &UnreachableError{Host: u.Host(), Outcome: a.Outcome, Err: a.Err}
		}
	}
	if !poor.IsZero() {
		return poor, nil
	}
	return weburl.URL{}, failed
}

// probeClient asks an address that a person typed, signed out and with little
// patience. A person may scan what they like, their own network included; a
// redirect leads no further than to the site's own other addresses, and from a
// public site to public ones.
func probeClient(home weburl.URL, o scanner.Options) (*fetch.Client, error) {
	client, err := fetch.New(fetch.Options{
		UserAgent: o.UserAgent, Home: home,
		ConnectTimeout: probeConnectTimeout, HeaderTimeout: probeTimeout, Timeout: probeTimeout,
		Network: o.Network,
		OnRedirect: func(_ context.Context, _, to weburl.URL) error {
			if weburl.SameSite(home, to, false) {
				return nil
			}
			return &fetch.Refusal{Outcome: outcome.RedirectOtherSite, Reason: "another site"}
		},
		Resolver: o.Resolver, Dial: o.Dial, Roots: o.Roots, Proxy: o.Proxy, Logger: o.Logger,
	})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	return client, nil
}

// quality of an answer, for the choice among candidates.
type quality uint8

const (
	absent  quality = iota // no server there
	present                // a server, but it can't be talked to properly
	good                   // an answer by HTTP
)

func qualityOf(a *fetch.Answer) quality {
	info, _ := outcome.Lookup(a.Outcome)
	switch {
	case a.Outcome == outcome.TimeoutHeaders, a.Outcome == outcome.TimeoutBody:
		return present // slow, yet there
	case info.Class == outcome.NameLookup, info.Class == outcome.Connection, info.Class == outcome.Address:
		return absent
	case info.Class == outcome.TLS, info.Class == outcome.Exchange:
		return present
	default:
		return good
	}
}

// leadsTo reports whether an answer redirects to the scheme and host of u, with
// or without www: the usual way from http to https.
func leadsTo(a *fetch.Answer, u weburl.URL) bool {
	if a.Status < 300 || a.Status > 399 {
		return false
	}
	to, err := a.Final.Resolve(a.Header.Get("Location"))
	return err == nil && to.Scheme() == u.Scheme() &&
		strings.TrimPrefix(to.Hostname(), "www.") == strings.TrimPrefix(u.Hostname(), "www.")
}
