package fetch_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"sitewell/scanner/fetch"
	"sitewell/scanner/sitetest"
)

// countedConn counts itself out when it is closed.
type countedConn struct {
	net.Conn
	open *atomic.Int64
	once sync.Once
}

func (c *countedConn) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}

// After Close no connection and no goroutine is left over, whatever was met.
// A goroutine that is left makes the bubble fail.
func TestNothingIsLeftOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, strings.Join([]string{redirects, network, `
-- host https://old.example --
tls: 1.0
-- GET / --

-- host https://expired.example --
certificate: expired
-- GET / --

-- host https://incomplete.example --
certificate: incomplete-chain
-- GET / --

-- host https://client.example --
tls: client-certificate
-- host https://plain.example --
tls: plain
-- host https://hang.example --
tls: hang
-- host https://two.example --
protocol: h2
-- GET / --

two
-- GET /hang --
!hang body

two
-- host https://resets.example --
protocol: h2-reset 1
-- host http://slow.example --
connect: timeout
-- host http://silent.example --
dns: timeout
-- host http://odd.example --
-- GET /hang --
!hang

-- GET /hang-body --
!hang body

x
-- GET /endless --
!endless

x
-- GET /drip --
!drip 1s

x
-- GET /reset --
!reset

-- GET /reset-body --
!reset body

x
-- GET /close --
!close

-- GET /truncate --
!encode gzip
!truncate

x
-- GET /extra --
!extra more

x
`}, "\n"), sitetest.InMemory())
		var open atomic.Int64
		options := fetch.Options{
			Resolver: site.Resolver(), Roots: site.Roots(), MaxBody: 1 << 16,
			Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := site.Dial(ctx, network, address)
				if err != nil {
					return nil, err
				}
				open.Add(1)
				return &countedConn{Conn: conn, open: &open}, nil
			},
		}
		c, err := fetch.New(options)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for _, address := range []string{
			"http://site.example/all-permanent", "http://site.example/loop/a", "http://site.example/maze21",
			"https://old.example/", "https://expired.example/", "https://incomplete.example/",
			"https://client.example/", "https://plain.example/", "https://hang.example/",
			"https://two.example/", "https://two.example/hang", "https://resets.example/",
			"http://slow.example/", "http://silent.example/", "http://two-ways.example/", "http://private.example/",
			"http://odd.example/hang", "http://odd.example/hang-body", "http://odd.example/endless",
			"http://odd.example/drip", "http://odd.example/reset", "http://odd.example/reset-body",
			"http://odd.example/close", "http://odd.example/truncate", "http://odd.example/extra",
		} {
			u := parse(t, address)
			for _, want := range []fetch.Want{fetch.WantNone, fetch.WantPage} {
				all.Go(func() { c.Fetch(t.Context(), fetch.Request{URL: u, Want: want}) })
				all.Go(func() { _, _ = c.Probe(t.Context(), fetch.Request{URL: u, Want: want}) })
			}
			ctx, cancel := context.WithCancel(t.Context())
			all.Go(func() { c.Fetch(ctx, fetch.Request{URL: u}) })
			all.Go(cancel)
		}
		all.Wait()
		for _, address := range []string{"http://site.example/end", "https://two.example/", "https://incomplete.example/"} {
			get(t, c, address)
		}
		synctest.Wait()
		if n := open.Load(); n < 3 {
			t.Errorf("%d connections wait to be used again, want 3", n)
		}
		c.Close()
		synctest.Wait()
		if n := open.Load(); n != 0 {
			t.Errorf("%d connections are open after Close", n)
		}
	})
}
