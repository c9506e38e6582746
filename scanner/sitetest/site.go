package sitetest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// Site is a set of origins that answer. It is safe for concurrent use.
type Site struct {
	tb       testing.TB
	inMemory bool
	ca       *authority
	first    *origin
	ctx      context.Context // ends when the site closes
	stop     context.CancelFunc
	serving  sync.WaitGroup

	mu       sync.Mutex
	origins  map[string]*origin       // by URL
	hosts    map[string][]address     // by name
	faults   map[string]string        // of the look-up, by name
	lanes    map[netip.AddrPort]*lane // where connections go
	conns    map[net.Conn]struct{}    // open ones
	gates    map[string]chan struct{} // of !wait
	log      []Request                // in order of arrival
	arrived  chan struct{}            // closed when the next request arrives
	counts   map[string]int           // of requests, by origin
	active   map[string]int           // requests under way, by origin
	peak     map[string]int           // most of them at once
	accepted map[string]int           // connections, by origin
	names    map[string]int           // look-ups, by name
	handlers map[string]http.Handler  // of Handle, by origin
}

// lane is one IP address and port: the origin behind it and, over loopback,
// its listener.
type lane struct {
	origin   *origin
	fault    string
	tls      *tls.Config
	listener net.Listener
}

// Option changes how New makes a site.
type Option func(*Site)

// InMemory connects by net.Pipe in place of loopback sockets, as a
// testing/synctest bubble needs it.
func InMemory() Option { return func(s *Site) { s.inMemory = true } }

// New serves what an archive describes until the test ends. See the package
// comment for its form.
func New(tb testing.TB, archive string, options ...Option) *Site {
	tb.Helper()
	return NewArchive(tb, txtar.Parse([]byte(archive)), options...)
}

// NewArchive is New for an archive that is parsed already.
func NewArchive(tb testing.TB, archive *txtar.Archive, options ...Option) *Site {
	tb.Helper()
	s := &Site{
		tb:       tb,
		origins:  make(map[string]*origin),
		hosts:    make(map[string][]address),
		faults:   make(map[string]string),
		lanes:    make(map[netip.AddrPort]*lane),
		conns:    make(map[net.Conn]struct{}),
		gates:    make(map[string]chan struct{}),
		counts:   make(map[string]int),
		active:   make(map[string]int),
		peak:     make(map[string]int),
		accepted: make(map[string]int),
		names:    make(map[string]int),
		handlers: make(map[string]http.Handler),
		arrived:  make(chan struct{}),
	}
	for _, option := range options {
		option(s)
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	tb.Cleanup(s.close)
	origins, err := parse(archive)
	if err == nil {
		s.ca, err = newAuthority(time.Now())
	}
	for _, o := range origins {
		if err == nil {
			err = s.add(o)
		}
	}
	if err != nil {
		tb.Fatalf("sitetest: %v", err)
	}
	return s
}

// Handle lets a handler answer for an origin ("https://shop.example"), which
// is added if the archive does not name it.
func (s *Site) Handle(rawOrigin string, h http.Handler) {
	s.tb.Helper()
	o, err := newOrigin(rawOrigin)
	if err != nil {
		s.tb.Fatalf("sitetest: %v", err)
	}
	s.mu.Lock()
	s.handlers[o.url] = h
	_, known := s.origins[o.url]
	s.mu.Unlock()
	if !known {
		if err := s.add(o); err != nil {
			s.tb.Fatalf("sitetest: %v", err)
		}
	}
}

// add returns an origin its addresses and begins to listen.
func (s *Site) add(o *origin) error {
	var config *tls.Config
	if o.scheme == "https" {
		var err error
		if config, err = s.ca.config(o); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first == nil {
		s.first = o
	}
	s.origins[o.url] = o
	if o.dns != "" {
		s.faults[o.host] = o.dns
	}
	if ip, err := netip.ParseAddr(o.host); err == nil {
		o.addresses = []address{{ip: ip}}
	}
	if len(o.addresses) > 0 {
		s.hosts[o.host] = o.addresses
	} else if len(s.hosts[o.host]) == 0 {
		n := len(s.hosts) + 1
		s.hosts[o.host] = []address{{ip: netip.AddrFrom4([4]byte{198, 18, byte(n >> 8), byte(n)})}}
	}
	for _, a := range s.hosts[o.host] {
		l := &lane{origin: o, fault: a.fault, tls: config}
		if l.fault == "" {
			l.fault = o.connect
		}
		if !s.inMemory && (l.fault == "" || l.fault == "reset" || l.fault == "hang") {
			var err error
			if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
				return err
			}
			s.serving.Add(1)
			go s.accept(l)
		}
		s.lanes[netip.AddrPortFrom(a.ip, o.port)] = l
	}
	return nil
}

// accept serves what connects to a lane.
func (s *Site) accept(l *lane) {
	defer s.serving.Done()
	for {
		conn, err := l.listener.Accept()
		if err != nil {
			return
		}
		s.serve(conn, l)
	}
}

// serve answers on a connection in a goroutine of its own.
func (s *Site) serve(conn net.Conn, l *lane) {
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		conn.Close()
		return
	}
	s.conns[conn] = struct{}{}
	s.accepted[l.origin.url]++
	number := s.accepted[l.origin.url]
	s.serving.Add(1)
	s.mu.Unlock()
	go func() {
		defer s.serving.Done()
		defer func() {
			conn.Close()
			s.mu.Lock()
			delete(s.conns, conn)
			s.mu.Unlock()
		}()
		s.converse(conn, l, number)
	}()
}

// close ends everything and waits for it.
func (s *Site) close() {
	s.stop()
	s.mu.Lock()
	for _, l := range s.lanes {
		if l.listener != nil {
			l.listener.Close()
		}
	}
	for conn := range s.conns {
		conn.Close()
	}
	s.mu.Unlock()
	s.serving.Wait()
}

// URL returns the address of a path on the first origin.
func (s *Site) URL(path string) string { return s.first.url + path }

// Roots is the pool that holds the authority of all good certificates.
func (s *Site) Roots() *x509.CertPool { return s.ca.roots }

// Open lets requests through that wait at a gate.
func (s *Site) Open(gate string) {
	c := s.gate(gate)
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-c:
	default:
		close(c)
	}
}

func (s *Site) gate(name string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gates[name] == nil {
		s.gates[name] = make(chan struct{})
	}
	return s.gates[name]
}

// errNoServer is what a test gets that dials an address of no origin.
var errNoServer = errors.New("sitetest: no origin has that address")

// unknownAddress names what was dialled.
func unknownAddress(address string) error { return fmt.Errorf("%w: %s", errNoServer, address) }
