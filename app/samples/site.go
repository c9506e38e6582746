package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"sitewell/app/report"
	"sitewell/assets/demo"
	"sitewell/scanner"
)

const start = "http://" + demo.BakeryHost + "/"

// server serves the demo site on loopback, as it is or as it was before.
type server struct {
	changed   atomic.Bool
	addresses map[string]string // of listeners, by host
	servers   []*http.Server
}

// before has what was different: a page that is missing now was there, and others were
// missing.
var before = map[string]int{
	"/seasonal.html": http.StatusNotFound, "/team.html": http.StatusNotFound, "/recipes/sourdough.html": http.StatusInternalServerError,
	"/weddings.html": http.StatusOK, "/home.html": http.StatusOK,
}

// open begins to serve both sites.
func open(ctx context.Context) (*server, error) {
	s := &server{addresses: make(map[string]string)}
	bakery, mill := demo.Handlers()
	for host, h := range map[string]http.Handler{demo.BakeryHost: s.asBefore(bakery), demo.MillHost: mill} {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.addresses[host] = l.Addr().String()
		server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
		s.servers = append(s.servers, server)
		go func() { _ = server.Serve(l) }() // until Close
	}
	return s, nil
}

// asBefore answers as the site did before it changed.
func (s *server) asBefore(now http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, differs := before[r.URL.Path]
		if s.changed.Load() || !differs {
			now.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprintf(w, "<!doctype html><title>%s</title><p><a href=/>Home</a>", r.URL.Path)
	})
}

// Close ends both servers.
func (s *server) Close() error {
	var all []error
	for _, server := range s.servers {
		all = append(all, server.Close())
	}
	return errors.Join(all...)
}

// prepare makes a scan find both sites, and nothing else.
func (s *server) prepare(o *scanner.Options) {
	o.Resolver, o.Dial, o.NoDelay = s, s.dial, true
}

// LookupNetIP finds the two hosts at addresses for documentation (RFC 5737).
func (s *server) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if _, ok := s.addresses[strings.TrimSuffix(host, ".")]; !ok {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	last := byte(1)
	if strings.HasPrefix(host, demo.MillHost) {
		last = 2
	}
	return []netip.Addr{netip.AddrFrom4([4]byte{203, 0, 113, last})}, nil
}

func (s *server) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host := map[string]string{"203.0.113.1:80": demo.BakeryHost, "203.0.113.2:80": demo.MillHost}[address]
	if host == "" {
		return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
	}
	return new(net.Dialer).DialContext(ctx, network, s.addresses[host])
}

// brand is that of an agency that does not exist.
func brand() report.Brand {
	const size = 96
	logo := image.NewRGBA(image.Rect(0, 0, size, size))
	ink, paper := color.RGBA{0x1d, 0x4e, 0x89, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
	for x := range size {
		for y := range size {
			dx, dy := x-size/2, y-size/2
			switch d := dx*dx + dy*dy; {
			case d < 14*14:
				logo.Set(x, y, ink)
			case d < 26*26:
				logo.Set(x, y, paper)
			case d < 46*46:
				logo.Set(x, y, ink)
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, logo) // to memory
	return report.Brand{
		Name: "Example Web Agency", Footer: "Example Web Agency, 1 High Street, Exampleton, hello@agency.example",
		Logo: b.Bytes(), LogoType: "image/png", Accent: "#1d4e89", Promise: 14,
	}
}
