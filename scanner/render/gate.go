package render

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"sync"
	"time"
)

// gate is a proxy on this computer through which a browser reaches the network, so that
// one function decides what may be connected to. What the browser sends over TLS passes
// through it unread.
type gate struct {
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	listener net.Listener
	server   *http.Server
	ctx      context.Context
	stop     context.CancelFunc
	tunnels  sync.WaitGroup
}

// newGate returns a gate that is open. The caller must call close.
func newGate(dial func(ctx context.Context, network, address string) (net.Conn, error)) (*gate, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	g := &gate{dial: dial, listener: listener}
	g.ctx, g.stop = context.WithCancel(context.Background())
	forward := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.Out.Host = r.In.Host },
		Transport:    &http.Transport{DialContext: dial, DisableCompression: true, DisableKeepAlives: true},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	g.server = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodConnect:
			g.tunnel(w, r)
		case r.URL.IsAbs() && r.URL.Scheme == "http":
			forward.ServeHTTP(w, r)
		default: // it is a proxy, and no site
			w.WriteHeader(http.StatusBadRequest)
		}
	})}
	g.tunnels.Go(func() { _ = g.server.Serve(listener) }) // it ends by close
	return g, nil
}

func (g *gate) address() string { return g.listener.Addr().String() }

// tunnel connects the browser to a host, and passes on what both send.
func (g *gate) tunnel(w http.ResponseWriter, r *http.Request) {
	out, err := g.dial(r.Context(), "tcp", r.Host)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	in, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		out.Close()
		return
	}
	end := context.AfterFunc(g.ctx, func() { in.Close(); out.Close() })
	if _, err := io.WriteString(in, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		in.Close()
	}
	g.tunnels.Go(func() { _, _ = io.Copy(out, in); out.Close() })
	g.tunnels.Go(func() { _, _ = io.Copy(in, out); in.Close(); end() })
}

// close ends all connections.
func (g *gate) close() {
	g.stop()
	g.server.Close()
	g.tunnels.Wait()
}
