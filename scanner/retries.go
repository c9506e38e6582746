package scanner

import (
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
)

// retries remembers what happened when addresses were requested that are
// requested again, since it belongs to the evidence of their check.
type retries struct {
	attempts map[result.ID][]result.Attempt
	noDelay  bool
}

const maxRetries = 2 // after the first attempt (check 61)

func newRetries(o Options) *retries {
	return &retries{attempts: make(map[result.ID][]result.Attempt), noDelay: o.NoDelay}
}

// add remembers attempts for an address that is requested again.
func (r *retries) add(id result.ID, attempts []result.Attempt) {
	r.attempts[id] = append(r.attempts[id], attempts...)
}

// take returns all attempts for an address, oldest first, and forgets them.
func (r *retries) take(id result.ID) []result.Attempt {
	attempts := r.attempts[id]
	delete(r.attempts, id)
	return attempts
}

// pause returns how long to wait before the retry with a number, from 1 on.
func (r *retries) pause(retry int, a *fetch.Answer) time.Duration {
	d := time.Second
	for range retry - 1 {
		d *= 4
	}
	if r.noDelay {
		d /= 10
	}
	return max(d, a.RetryAfter)
}
