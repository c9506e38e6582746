package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"sitewell/scanner/outcome"
)

const (
	// keepNames is how long addresses of a name are remembered. Operating
	// systems do not tell a record's time to live.
	keepNames = 2 * time.Minute
	// keepMissing is how long it is remembered that a name is missing:
	// enough for links that come at once, too short for a later attempt.
	keepMissing = 3 * time.Second
	maxNames    = 10_000
)

// names looks host names up, each once at a time, and remembers the answers
// for a while. It is safe for concurrent use.
type names struct {
	resolver Resolver

	mu    sync.Mutex
	known map[string]*name
}

// name is a look-up: under way until done is closed, then its answer.
type name struct {
	done    chan struct{}
	addrs   []netip.Addr
	err     error
	expires time.Time
}

// lookup returns the addresses of a host, or of a host written as a number that
// address itself. Every error is an *Error, but for that of a cancelled ctx.
func (n *names) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}, nil
	}
	bare := strings.TrimSuffix(host, ".")
	if bare == "localhost" || strings.HasSuffix(bare, ".localhost") {
		// RFC 6761 §6.3: never asked of the network.
		return []netip.Addr{netip.IPv6Loopback(), netip.AddrFrom4([4]byte{127, 0, 0, 1})}, nil
	}
	for {
		entry, mine := n.entry(host)
		if mine {
			return n.ask(ctx, host, entry)
		}
		select {
		case <-entry.done:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
		if !isCancelled(entry.err) {
			return entry.addrs, entry.err
		}
		// The caller that was looking it up gave up; try again.
	}
}

// entry returns what is known of a host, and whether the caller is to ask.
func (n *names) entry(host string) (entry *name, mine bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := time.Now()
	if e, ok := n.known[host]; ok && (e.expires.IsZero() || now.Before(e.expires)) {
		return e, false
	}
	if len(n.known) >= maxNames {
		for h, e := range n.known {
			if !e.expires.IsZero() && !now.Before(e.expires) {
				delete(n.known, h)
			}
		}
		for h, e := range n.known {
			if len(n.known) < maxNames {
				break
			}
			if !e.expires.IsZero() {
				delete(n.known, h)
			}
		}
	}
	e := &name{done: make(chan struct{})}
	n.known[host] = e
	return e, true
}

// ask does the look-up behind an entry and hands it to all who wait.
func (n *names) ask(ctx context.Context, host string, e *name) ([]netip.Addr, error) {
	addrs, err := n.resolver.LookupNetIP(ctx, "ip", host)
	if ctx.Err() != nil && err != nil {
		err = context.Cause(ctx)
	} else if err != nil {
		err = n.failure(ctx, host, err)
	} else if len(addrs) == 0 {
		err = &Error{Op: "look-up", Host: host, Outcome: outcome.DNSNoAddress, Err: errNoAddress}
	}
	for i, a := range addrs {
		addrs[i] = a.Unmap()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	e.addrs, e.err = addrs, err
	var known *Error
	switch {
	case err == nil:
		e.expires = time.Now().Add(keepNames)
	case errors.As(err, &known) && known.Outcome == outcome.DNSNotFound:
		e.expires = time.Now().Add(keepMissing)
	default:
		delete(n.known, host)
	}
	close(e.done)
	return addrs, err
}

// failure returns the error of a failed look-up with its outcome (check 75).
func (n *names) failure(ctx context.Context, host string, err error) error {
	key := outcome.DNSFailure
	var dns *net.DNSError
	if IsOutOfHandles(err) {
		return outOfHandles("look-up", host, err)
	}
	if none := tryHandles(); IsOutOfHandles(none) {
		return outOfHandles("look-up", host, errors.Join(none, err))
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		key = outcome.DNSTimeout
	case !errors.As(err, &dns):
	case dns.IsTimeout:
		key = outcome.DNSTimeout
	case dns.IsNotFound && n.exists(ctx, host):
		key = outcome.DNSNoAddress
	case dns.IsNotFound:
		key = outcome.DNSNotFound
	}
	return &Error{Op: "look-up", Host: host, Outcome: key, Err: err}
}

// records is the part of *net.Resolver that asks for other records.
type records interface {
	LookupNS(ctx context.Context, name string) ([]*net.NS, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// exists reports whether a name without an address has other records: package
// net says "no such host" for both. A domain has name servers, and one that
// only takes mail has mail servers.
func (n *names) exists(ctx context.Context, host string) bool {
	r, ok := n.resolver.(records)
	if !ok {
		return false
	}
	if ns, _ := r.LookupNS(ctx, host); len(ns) > 0 {
		return true
	}
	mx, _ := r.LookupMX(ctx, host)
	return len(mx) > 0
}

// isCancelled reports whether an error says that somebody gave up, and
// nothing about the address.
func isCancelled(err error) bool {
	if err == nil {
		return false
	}
	var own *Error
	if errors.As(err, &own) {
		// The asker's own deadline passed, or it failed for a reason that
		// holds for all.
		return errors.Is(own.Err, errStageTimeout)
	}
	return true
}
