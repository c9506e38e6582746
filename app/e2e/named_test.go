//go:build e2e

package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"sitewell/assets/demo"
)

// bakery is the demo site under the name that its pages have, so that pictures of
// it look like those of a real site. The name exists nowhere: a proxy leads there.
type bakery struct {
	*demo.Named
	proxy string
	week  atomic.Int32 // which of weeks it is
}

// weeks are what is missing on the site in each week, beside what always is; and
// what works in that week only.
var weeks = []struct{ missing, works []string }{
	{missing: []string{"/images/cake.svg", "/images/loaf.svg", "/images/oven.svg", "/downloads/price-list.pdf", "/imprint.html"}, works: []string{"/order/basket"}},
	{missing: []string{"/images/cake.svg", "/images/loaf.svg", "/downloads/price-list.pdf"}, works: []string{"/order/basket"}},
	{},
}

// serveBakery serves the site and the proxy until the test ends.
func serveBakery(t *testing.T) *bakery {
	t.Helper()
	b := &bakery{}
	site, err := demo.StartNamed(t.Context(), func(always http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch week := weeks[b.week.Load()]; {
			case slices.Contains(week.missing, r.URL.Path):
				notFound(w, r)
			case slices.Contains(week.works, r.URL.Path), r.URL.Path == "/oven-camera", r.URL.Path == "/newsletter": // the latter make a scan wait
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(w, "<!doctype html><title>Basket</title><h1>Your basket</h1><p>Nothing is in it yet.</p>")
			default:
				always.ServeHTTP(w, r)
			}
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	b.Named = &site
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	b.proxy = "http://" + l.Addr().String()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go b.lead(t.Context(), conn)
		}
	}()
	return b
}

// name is what a person types.
func (b *bakery) name() string { return strings.Trim(strings.TrimPrefix(b.URL(), "http://"), "/") }

// env leads a program to the site. Names that end in .invalid are looked up.
func (b *bakery) env() []string {
	return []string{"http_proxy=" + b.proxy, "https_proxy=" + b.proxy, "NO_PROXY=127.0.0.1,.invalid"}
}

// lead passes one request on, and everything that is answered as it is, for some
// of it is no HTTP.
func (b *bakery) lead(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	to := map[string]string{"sunflower-bakery.example": b.Bakery, "hofmuehle.example": b.Mill}[r.Host]
	if to == "" || r.Method == http.MethodConnect {
		fmt.Fprint(conn, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		return
	}
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", to)
	if err != nil {
		return
	}
	defer server.Close()
	r.Close = true
	if r.Write(server) == nil {
		_, _ = io.Copy(conn, server) // whichever of them hangs up
	}
}
