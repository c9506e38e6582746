package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/net/http2"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Fetch asks an address once, following redirects. It always gives an answer.
func (c *Client) Fetch(ctx context.Context, r Request) *Answer {
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	a := &Answer{At: time.Now(), Final: r.URL, Size: -1}
	c.follow(ctx, r, a, &redirectChain{method: r.Method, referer: r.Referer})
	return a
}

// Resume goes on with an answer that is paused, and returns it. The request must be the
// one that it answers; what it says about the body may be different. unsure is as
// that of Probe.
func (c *Client) Resume(ctx context.Context, r Request, a *Answer) (_ *Answer, unsure bool) {
	chain := a.chain
	a.chain = nil
	if r.Method = chain.method; r.Method == http.MethodHead {
		r.Want = WantNone
	}
	c.follow(ctx, r, a, chain)
	return a, r.Method == http.MethodHead && !a.IsPaused() && needsGet(a)
}

// Refuse ends an answer that is paused, without a further request, and returns it. If
// the reason is a *Refusal, the redirect is not followed, as if Options.OnRedirect had
// returned it. If it is an *Error, the target of the redirect has failed in that way.
func (c *Client) Refuse(ctx context.Context, r Request, a *Answer, reason error) *Answer {
	r.Method = a.chain.method
	var refusal *Refusal
	if errors.As(reason, &refusal) {
		a.Final = a.chain.from
	} else {
		a.Hops, a.Status = append(a.Hops, result.Hop{URL: a.Final.Key()}), 0
	}
	a.chain = nil
	c.conclude(ctx, r, a, reason)
	return a
}

// follow asks a.Final and wherever that leads, until there is an answer or the chain is paused.
func (c *Client) follow(ctx context.Context, r Request, a *Answer, chain *redirectChain) {
	began := time.Now()
	ctx, done, err := c.enter(ctx)
	if err == nil {
		err = c.followChain(ctx, r, a, chain)
		done()
	}
	a.Took += time.Since(began)
	if a.IsPaused() {
		a.Outcome = outcome.FromStatus(a.Status)
		a.Header, a.Evidence = nil, result.Evidence{Attempts: a.Evidence.Attempts} // the next request replaces them
		return
	}
	if IsOutOfHandles(err) {
		c.closeIdle() // others need what they hold
	}
	c.conclude(ctx, r, a, err)
	if r.AfterHead && err == nil && a.Status/100 == 2 {
		c.unreliableHead.add(r.URL.PaceHost())
	}
}

// enter counts a call, and gives a context that ends with the Client.
func (c *Client) enter(parent context.Context) (ctx context.Context, done func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ctx, cancel := context.WithCancel(parent)
	if c.closed {
		cancel()
		return ctx, nil, &Error{Op: "request", Outcome: outcome.Cancelled, Err: errClosed}
	}
	c.calls.Add(1)
	stop := context.AfterFunc(c.dialer.ctx, cancel)
	return ctx, func() {
		stop()
		cancel()
		c.calls.Done()
	}, nil
}

// followChain asks a.Final and then wherever the answers lead (checks 49–55).
func (c *Client) followChain(ctx context.Context, r Request, a *Answer, chain *redirectChain) error {
	for ; ; chain.requests++ {
		u := a.Final
		cookies := chain.cookies(u)
		if chain.isRepeated(u) {
			return &Error{Op: "request", Host: u.Host(), Outcome: outcome.RedirectLoop}
		}
		if chain.requests > MaxRedirects {
			return &Error{Op: "request", Host: u.Host(), Outcome: outcome.RedirectTooMany}
		}
		a.LastNotes = nil
		r.Referer = chain.referer
		response, err := c.ask(ctx, r, u, cookies, a)
		if err != nil {
			return err
		}
		if r.NoFollow || !follows(a.Status) {
			return nil
		}
		if err := c.redirect(ctx, a, chain, response); err != nil {
			return err
		}
		// Where the chain ends here, nothing more is asked, and what this hop has told
		// must stay.
		if r.Pause && !chain.hasSeen(a.Final) && chain.requests < MaxRedirects {
			chain.requests++
			a.chain = chain
			return nil
		}
	}
}

// redirect makes the target of a redirect the next address of a chain, if it may be
// followed.
func (c *Client) redirect(ctx context.Context, a *Answer, chain *redirectChain, response *http.Response) error {
	u := a.Final
	chain.storeCookies(u, response)
	to, err := target(u, a.Header)
	if err != nil {
		return err
	}
	chain.isTemporary = chain.isTemporary || !isPermanent(a.Status)
	a.Permanent = !chain.isTemporary
	if u.Scheme() == "https" && to.Scheme() == "http" {
		a.note(outcome.RedirectDowngrade, "redirect from https to "+redactURL(to.Key()))
	}
	if c.options.OnRedirect != nil {
		if err := c.options.OnRedirect(ctx, u, to); err != nil {
			return err
		}
	}
	if u.Scheme() == "https" && to.Scheme() == "http" || u.Origin() != to.Origin() {
		chain.referer = weburl.URL{} // where the chain began is none of their business
	}
	chain.from, a.Final = u, to
	return nil
}

// ask does one hop. Behind a certificate that browsers refuse it asks once
// more without verification, for the status alone, and gives the certificate's
// error; a chain that is merely incomplete goes on (check 74).
func (c *Client) ask(ctx context.Context, r Request, u weburl.URL, cookies string, a *Answer) (*http.Response, error) {
	response, err := c.exchange(ctx, r, u, cookies, a, false)
	var failure *Error
	if !errors.As(err, &failure) || !mayHaveStatus(failure) {
		return response, err
	}
	hops := a.Hops[:len(a.Hops)-1]
	evidence := a.Evidence
	a.Hops = hops
	response, laxErr := c.exchange(ctx, r, u, "", a, true)
	switch {
	case laxErr != nil:
		a.Hops, a.Evidence = append(hops, result.Hop{URL: u.Key()}), evidence
		return nil, err
	case failure.Outcome == outcome.TLSIncompleteChain:
		a.note(outcome.TLSIncompleteChain, failure.Err.Error())
		a.Evidence.Detail = "intermediate certificate is missing; read without verification: " + failure.Err.Error()
		return response, nil
	case failure.Outcome == outcome.TLSHandshake && !a.oldTLS:
		// It works without verification, yet not because of old protocols.
		return nil, err
	case failure.Outcome == outcome.TLSHandshake:
		failure = &Error{Op: failure.Op, Host: failure.Host, Outcome: outcome.TLSOldProtocol, Err: failure.Err}
	}
	a.Evidence.Detail = fmt.Sprintf("%v; the status %d was asked for without verification and without credentials",
		failure.Err, a.Status)
	return nil, failure
}

// mayHaveStatus reports whether the status behind a failure of TLS can be found
// out by a second request.
func mayHaveStatus(e *Error) bool {
	switch e.Outcome {
	case outcome.TLSExpired, outcome.TLSNotYetValid, outcome.TLSWrongHost, outcome.TLSSelfSigned,
		outcome.TLSUnknownAuthority, outcome.TLSIncompleteChain, outcome.TLSOldProtocol:
		return true
	case outcome.TLSHandshake:
		return e.Op == "tls" && !errors.Is(e.Err, errStageTimeout)
	}
	return false
}

// exchange sends one request and reads its answer into a: a hop, status,
// header, as much of the body as is wanted, evidence. An error means that
// there was no whole answer; a then holds what there was.
func (c *Client) exchange(ctx context.Context, r Request, u weburl.URL, cookies string, a *Answer, lax bool) (*http.Response, error) {
	a.Hops = append(a.Hops, result.Hop{URL: u.Key()})
	a.Status, a.Header, a.Body, a.ContentType, a.Size = 0, nil, nil, "", -1
	if host := u.PaceHost(); c.stuck.isBarred(host) {
		a.Evidence = result.Evidence{Method: r.Method, Attempts: a.Evidence.Attempts}
		return nil, &Error{Op: "request", Host: host, Outcome: outcome.HTTP2Error, Err: errWasStuck}
	}
	for {
		response, err := c.exchangeOn(ctx, c.currentTransports(), r, u, cookies, a, lax)
		if !errors.Is(err, errDisplaced) {
			return response, err
		}
	}
}

// exchangeOn is one attempt at exchange on a set of transports. errDisplaced says that the
// set was retired before anything was sent.
func (c *Client) exchangeOn(ctx context.Context, l *transportSet, r Request, u weburl.URL, cookies string, a *Answer, lax bool) (*http.Response, error) {
	ex, err := c.newExchange(u, lax)
	if err != nil {
		return nil, &Error{Op: "proxy", Host: u.Host(), Outcome: outcome.ProxyFailure, Err: err}
	}
	exCtx := ex.begin(ctx)
	defer ex.end()
	request := c.request(exCtx, ex, r, u, cookies)
	own := a.copy() // the goroutine's, until it has ended
	var response *http.Response
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		response, err = c.send(ctx, l, r, request, own)
	}()
	if !await(exCtx, ex, l, finished) {
		err := c.abandon(ctx, ex, l, finished)
		if ctx.Err() == nil && ex.cause() == errDisplaced {
			return nil, errDisplaced
		}
		ex.describe(a, r.Method, nil, nil)
		return nil, err
	}
	if err != nil && ctx.Err() == nil && ex.cause() == errDisplaced {
		return nil, errDisplaced
	}
	*a = *own
	if hop := &a.Hops[len(a.Hops)-1]; a.Status != 0 {
		hop.Status = a.Status
		if follows(a.Status) {
			hop.Location = a.Header.Get("Location")
		}
	}
	ex.describe(a, r.Method, request.Header, response)
	return response, err
}

// send sends a request and reads the response into a.
func (c *Client) send(ctx context.Context, l *transportSet, r Request, request *http.Request, a *Answer) (*http.Response, error) {
	exCtx := request.Context()
	ex := exchangeFrom(exCtx)
	response, err := c.roundTrip(l, request, ex)
	if err != nil {
		return nil, c.failure(ctx, exCtx, ex, err)
	}
	defer response.Body.Close()
	return response, c.readResponse(exCtx, r, response, a)
}

// roundTrip sends a request through the chain that its host asks for. A server
// that agreed on HTTP/2 may still want HTTP/1.1 (RFC 9113 §8.1, as IIS does
// where it asks for a sign-in); browsers ask again that way, and so do we.
func (c *Client) roundTrip(l *transportSet, request *http.Request, ex *exchange) (*http.Response, error) {
	switch {
	case ex.lax:
		return l.lax.RoundTrip(request)
	case c.http1.has(ex.host):
		return l.strict1.RoundTrip(request)
	}
	response, err := l.strict.RoundTrip(request)
	var reset http2.StreamError
	if errors.As(err, &reset) && reset.Code == http2.ErrCodeHTTP11Required {
		c.http1.add(ex.host)
		return l.strict1.RoundTrip(request)
	}
	return response, err
}

// request builds a request, but for what the chain adds.
func (c *Client) request(ctx context.Context, ex *exchange, r Request, u weburl.URL, cookies string) *http.Request {
	std := u.StdURL()
	if ex.throughHTTPProxy() {
		std = u.StdURLForProxy()
	}
	request := (&http.Request{
		Method: r.Method, URL: std, Host: u.Host(), Header: make(http.Header, 8),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	if r.UserAgent != "" {
		request.Header.Set("User-Agent", r.UserAgent)
	}
	if ref := referer(r.Referer, u); ref != "" {
		request.Header.Set("Referer", ref)
	}
	if cookies != "" {
		request.Header.Set("Cookie", cookies)
	}
	return request
}

// readResponse reads a response into a.
func (c *Client) readResponse(ctx context.Context, r Request, response *http.Response, a *Answer) error {
	a.Status, a.Header, a.ContentType = response.StatusCode, response.Header, mediaType(contentType(response.Header))
	ex := exchangeFrom(ctx)
	if headerSize(response.Header) > MaxHeader {
		return &Error{Op: "headers", Host: ex.host, Outcome: outcome.HeadersTooLarge, Err: errHeaderSize}
	}
	if ex.proxy != nil && a.Status == http.StatusProxyAuthRequired {
		return &Error{Op: "proxy", Host: ex.proxy.Host, Outcome: outcome.ProxyFailure, Err: errProxyStatus(a.Status)}
	}
	if follows(a.Status) && !r.NoFollow {
		if response.Body != http.NoBody {
			_, _ = io.CopyN(io.Discard, response.Body, drainBytes) // to use the connection again
		}
		return nil
	}
	return c.readBody(ctx, r, response, a)
}

// failure turns what RoundTrip gave into an *Error, or into the error of a
// cancelled ctx.
func (c *Client) failure(ctx, exCtx context.Context, ex *exchange, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var own *Error
	if cause := context.Cause(exCtx); errors.As(cause, &own) {
		return own
	}
	if errors.As(err, &own) {
		return own
	}
	if IsOutOfHandles(err) {
		return outOfHandles("request", ex.host, err)
	}
	return &Error{Op: "request", Host: ex.host, Outcome: exchangeOutcome(ex, err), Err: err}
}

// conclude settles the outcome and what the answer as a whole says.
func (c *Client) conclude(ctx context.Context, r Request, a *Answer, err error) {
	a.Err = err
	a.RetryAfter, _ = RetryAfter(a.Header, time.Now())
	var (
		own     *Error
		refused *Refusal
	)
	switch {
	case err == nil:
		a.Outcome = outcome.FromStatus(a.Status)
		for _, n := range a.Notes {
			if n.Outcome == outcome.TLSIncompleteChain && a.Status < 300 {
				a.Outcome = n.Outcome
			}
		}
	case errors.As(err, &own):
		a.Outcome = own.Outcome
	case errors.As(err, &refused):
		a.Outcome = refused.Outcome
	default:
		a.Outcome = outcome.Cancelled
	}
	a.Evidence.Hops = a.Hops
	if err != nil && a.Evidence.Detail == "" {
		a.Evidence.Detail = redactText(err.Error())
	}
	a.Evidence.Attempts = append(a.Evidence.Attempts, result.Attempt{
		At: a.At, Method: r.Method, Status: a.Status, Outcome: a.Outcome,
		Duration: a.Took, Detail: a.Evidence.Detail,
	})
	if a.Status != 0 {
		c.platforms.describe(a)
	}
	a.Wall, a.WallClue = DetectWall(a.Status, a.Header, a.Body)
	if a.Status >= 400 {
		a.Evidence.Snippet = snippet(a.Body, a.ContentTypeField())
		if phrase, ok := FindLeak(a.Body); ok {
			a.note(outcome.ErrorLeak, phrase)
		}
	}
	c.options.Logger.LogAttrs(ctx, levelOf(a), "fetched", logAttrs(r, a)...)
}
