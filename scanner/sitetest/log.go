package sitetest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Request is what arrived at a site.
type Request struct {
	At     time.Time
	Method string
	URL    string // origin and request target: "https://shop.example/x?a=1"
	Header http.Header
	Proto  string // "HTTP/1.1", "HTTP/2.0"
	Conn   int    // number of the connection at its origin, from 1
}

// Requests returns all requests in the order of their arrival.
func (s *Site) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Count returns how many requests there were for an address, or for a method
// and an address: Count("HEAD https://shop.example/"). A "*" at the end stands
// for anything.
func (s *Site) Count(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.countLocked(what)
}

// Await blocks until Count(what) has reached n, and reports whether it did
// before ctx ended.
func (s *Site) Await(ctx context.Context, what string, n int) bool {
	for {
		s.mu.Lock()
		reached, arrived := s.countLocked(what) >= n, s.arrived
		s.mu.Unlock()
		if reached {
			return true
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return false
		}
	}
}

func (s *Site) countLocked(what string) int {
	prefix, any := strings.CutSuffix(what, "*")
	n := 0
	for _, r := range s.log {
		for _, name := range []string{r.URL, r.Method + " " + r.URL} {
			if name == what || any && strings.HasPrefix(name, prefix) {
				n++
			}
		}
	}
	return n
}

// Peak returns how many requests an origin had under way at once at most.
func (s *Site) Peak(origin string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak[origin]
}

// Conns returns how many connections an origin accepted.
func (s *Site) Conns(origin string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accepted[origin]
}

// request is one that is being answered.
type request struct {
	origin *origin
	method string
	uri    string // path and query
	header http.Header
	proto  string
	conn   int
}

func (r *request) path() string {
	path, _, _ := strings.Cut(r.uri, "?")
	return path
}

// begin logs a request and gives its answer. end must be called when it is
// answered. full reports that the origin is past its capacity.
func (s *Site) begin(r *request) (answer *section, full bool, end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := r.origin.url
	s.log = append(s.log, Request{
		At: time.Now(), Method: r.method, URL: name + r.uri, Header: r.header, Proto: r.proto, Conn: r.conn,
	})
	close(s.arrived)
	s.arrived = make(chan struct{})
	s.active[name]++
	s.peak[name] = max(s.peak[name], s.active[name])
	full = r.origin.capacity > 0 && s.active[name] > r.origin.capacity
	if !full {
		if answer = r.origin.find(r); answer == nil {
			answer = r.origin.fallback
		}
	}
	return answer, full, func() {
		s.mu.Lock()
		s.active[name]--
		s.mu.Unlock()
	}
}
