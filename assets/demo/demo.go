// Package demo is a small website with one of most kinds of problem, for
// people who want to see what a scan finds before they scan their own: the site
// of a made-up bakery, and that of the mill it buys its flour from, so that
// there are links to another site. Both are served on loopback only, from files
// that can be read as they stand, and end with Close.
//
// Package demotest lists everything that is wrong with it. The package must
// not know the scanner: it answers as a web server does.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server serves the two sites. It is safe for concurrent use.
type Server struct {
	url, mill string
	servers   []*http.Server
	serving   sync.WaitGroup
	stop      func() bool // ends waiting for the context

	mu     sync.Mutex
	failed error // of a server that ended by itself
}

// Start serves the bakery on a free port of 127.0.0.1, and the mill on the
// port above it. It ends with Close, or when ctx does.
func Start(ctx context.Context) (*Server, error) {
	var last error
	for range 50 { // the port above may be taken
		bakery, err := listen(ctx, 0)
		if err != nil {
			return nil, err
		}
		mill, err := listen(ctx, bakery.Addr().(*net.TCPAddr).Port+1)
		if err != nil {
			last = errors.Join(err, bakery.Close())
			continue
		}
		return serve(ctx, bakery, mill, nil), nil
	}
	return nil, fmt.Errorf("no two free ports side by side: %w", last)
}

// StartAt serves both sites at the ports that they had when URL gave start, so
// that an interrupted scan of them can go on.
func StartAt(ctx context.Context, start string) (*Server, error) {
	u, err := url.Parse(start)
	if err != nil {
		return nil, fmt.Errorf("demo site: %w", err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil || u.Hostname() != "127.0.0.1" || port < 1 || port > 65534 {
		return nil, fmt.Errorf("demo site: %q is no address of it", start)
	}
	bakery, err := listen(ctx, port)
	if err != nil {
		return nil, err
	}
	mill, err := listen(ctx, port+1)
	if err != nil {
		return nil, errors.Join(err, bakery.Close())
	}
	return serve(ctx, bakery, mill, nil), nil
}

func listen(ctx context.Context, port int) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("demo site: %w", err)
	}
	return l, nil
}

// The hosts that the files name. They exist nowhere.
const (
	bakeryName = "http://sunflower-bakery.example"
	millName   = "http://hofmuehle.example"
)

// serve serves both sites at their addresses or, with a function that may change the
// bakery, under their names.
func serve(ctx context.Context, bakery, mill net.Listener, named func(http.Handler) http.Handler) *Server {
	s := &Server{url: "http://" + bakery.Addr().String(), mill: "http://" + mill.Addr().String()}
	hosts := strings.NewReplacer(bakeryName, s.url, millName, s.mill)
	if named != nil {
		s.url, s.mill, hosts = bakeryName, millName, strings.NewReplacer()
	} else {
		named = func(bakery http.Handler) http.Handler { return bakery }
	}
	for _, site := range []struct {
		l net.Listener
		h http.Handler
	}{{bakery, named(bakeryHandler(hosts))}, {mill, millHandler(hosts)}} {
		server := &http.Server{
			Handler:           site.h,
			ReadHeaderTimeout: 10 * time.Second,
			IdleTimeout:       time.Minute,
			ErrorLog:          log.New(io.Discard, "", 0),
		}
		s.servers = append(s.servers, server)
		s.serving.Go(func() {
			if err := server.Serve(site.l); !errors.Is(err, http.ErrServerClosed) {
				s.fail(err)
			}
		})
	}
	s.stop = context.AfterFunc(ctx, func() { _ = s.closeServers() })
	return s
}

// URL is the address of the bakery's home page.
func (s *Server) URL() string { return s.url + "/" }

// Close ends both servers, requests under way included, and waits for them.
// It may be called more than once.
func (s *Server) Close() error {
	s.stop()
	err := s.closeServers()
	s.serving.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.failed, err)
}

func (s *Server) closeServers() error {
	var errs []error
	for _, server := range s.servers {
		errs = append(errs, server.Close())
	}
	return errors.Join(errs...)
}

func (s *Server) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = errors.Join(s.failed, fmt.Errorf("demo site: %w", err))
}
