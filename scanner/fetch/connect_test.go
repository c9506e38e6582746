package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

const network = `
-- host http://here.example --
-- GET / --

here
-- host http://gone.example --
dns: nxdomain
-- host http://empty.example --
dns: no-address
-- host http://broken.example --
dns: servfail
-- host http://refused.example --
connect: refused
-- host http://reset.example --
connect: reset
-- host http://unreachable.example --
connect: unreachable
-- host http://[2001:2::77]:8080 --
-- GET / --

six
-- host http://198.18.7.7 --
-- GET / --

four
-- host http://six-refused.example --
address: 2001:2::1 refused, 198.18.8.1
-- GET / --

fell back
-- host http://six-unreachable.example --
address: 2001:2::2 unreachable, 198.18.8.2 refused
-- host http://four-unreachable.example --
address: 2001:2::4 refused, 198.18.8.5 unreachable
-- host http://two-ways.example --
address: 2001:2::3 timeout, 198.18.8.3
-- GET / --

fell back
-- host http://private.example --
address: 10.0.0.1
-- GET / --

secret
-- host http://local.example --
address: 127.0.0.1
-- GET / --

secret
-- host http://metadata.example --
address: 169.254.169.254
-- host http://mapped.example --
address: ::ffff:192.168.1.1
-- host http://half.example --
address: 192.168.0.1, 198.18.8.4
-- GET / --

public half
-- host http://to-private.example --
-- GET / --
302
Location: http://private.example/

-- GET /literal --
302
Location: http://0x7f.1/

`

// check 75, 76, 77, 88
func TestConnections(t *testing.T) {
	site := sitetest.New(t, network)
	c := newClient(t, site)
	for _, test := range []struct {
		address string
		outcome outcome.Key
		body    string
	}{
		{"http://here.example/", "200", "here\n"},
		{"http://here.example./", "200", "here\n"},
		{"http://gone.example/", outcome.DNSNotFound, ""},
		{"http://nowhere.example/", outcome.DNSNotFound, ""},
		{"http://empty.example/", outcome.DNSNoAddress, ""},
		{"http://broken.example/", outcome.DNSFailure, ""},
		{"http://refused.example/", outcome.ConnectionRefused, ""},
		{"http://reset.example/", outcome.ConnectionReset, ""},
		{"http://unreachable.example/", outcome.Unreachable, ""},
		{"http://[2001:2::77]:8080/", "200", "six\n"},
		{"http://198.18.7.7/", "200", "four\n"},
		{"http://six-refused.example/", "200", "fell back\n"},
		{"http://six-unreachable.example/", outcome.ConnectionRefused, ""},
		{"http://four-unreachable.example/", outcome.ConnectionRefused, ""},
		{"http://private.example/", outcome.AddressPrivate, ""},
		{"http://local.example/", outcome.AddressLocalhost, ""},
		{"http://localhost/", outcome.AddressLocalhost, ""},
		{"http://app.localhost:3000/", outcome.AddressLocalhost, ""},
		{"http://metadata.example/", outcome.AddressPrivate, ""},
		{"http://169.254.169.254/latest/meta-data/", outcome.AddressPrivate, ""},
		{"http://mapped.example/", outcome.AddressPrivate, ""},
		{"http://2130706433/", outcome.AddressLocalhost, ""},
		{"http://[::1]/", outcome.AddressLocalhost, ""},
		{"http://[fd00::1]/", outcome.AddressPrivate, ""},
		{"http://half.example/", "200", "public half\n"},
		{"http://to-private.example/", outcome.AddressPrivate, ""},
		{"http://to-private.example/literal", outcome.AddressLocalhost, ""},
	} {
		a := get(t, c, test.address)
		if a.Outcome != test.outcome || string(a.Body) != test.body {
			t.Errorf("%s gives %s %q, want %s %q: %v", test.address, a.Outcome, a.Body, test.outcome, test.body, a.Err)
		}
	}
	for _, host := range []string{"localhost", "app.localhost"} {
		if n := site.Lookups(host); n != 0 {
			t.Errorf("%s was looked up", host)
		}
	}
}

// check 88: the site itself may live at a private address.
func TestSiteAtPrivateAddress(t *testing.T) {
	site := sitetest.New(t, network)
	c := newClient(t, site, func(o *fetch.Options) {
		o.Home = parse(t, "http://private.example/")
	})
	if a := get(t, c, "http://private.example/"); string(a.Body) != "secret\n" {
		t.Errorf("own private address: %s: %v", a.Outcome, a.Err)
	}
	if a := get(t, c, "http://local.example/"); a.Outcome != outcome.AddressLocalhost {
		t.Errorf("another's: %s", a.Outcome)
	}
}

// rebinding returns a public address at first and a private one ever after.
type rebinding struct{ calls int }

func (r *rebinding) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	r.calls++
	if r.calls == 1 {
		return []netip.Addr{netip.MustParseAddr("198.18.0.1")}, nil
	}
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

// check 88: once the site was seen at a public address, even if nothing answered
// there, its own name opens nothing either; and one that was reached inside
// before it moved outside opens nothing more.
func TestSiteThatMoves(t *testing.T) {
	const public, inside = "198.18.0.1", "127.0.0.1"
	tests := []struct {
		name    string
		seen    string // by an earlier scan
		answers []string
		want    []string // addresses that are dialled, "-" for none
	}{
		{"always inside", "", []string{inside, inside}, []string{inside, inside}},
		{"public, then inside", "", []string{public, inside}, []string{public, "-"}},
		{"inside, public, inside", "", []string{inside, public, inside}, []string{inside, public, "-"}},
		{"public in an earlier scan", public + ":443", []string{inside}, []string{"-"}},
		{"behind a proxy of its own in an earlier scan", "127.0.0.1:3128", []string{inside}, []string{inside}},
		{"another private network", "", []string{"10.0.0.1", "192.168.0.1", inside}, []string{"10.0.0.1", "192.168.0.1", "-"}},
		{"metadata", "", []string{"169.254.169.254"}, []string{"-"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				home := parse(t, "http://site.example/")
				network := fetch.NewHomeNetwork(home)
				network.RecordRemote(tt.seen)
				dialled, at := "", 0
				c, err := fetch.New(fetch.Options{
					Home: home, Network: network,
					Resolver: resolverFunc(func() string { return tt.answers[at] }),
					Dial: func(_ context.Context, _, address string) (net.Conn, error) {
						dialled, _, _ = net.SplitHostPort(address)
						client, server := net.Pipe()
						go server.Close()
						return client, nil
					},
				})
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				for at = range tt.answers {
					dialled = "-"
					get(t, c, "http://site.example/")
					if dialled != tt.want[at] {
						t.Errorf("look-up %d: dialled %s, want %s", at+1, dialled, tt.want[at])
					}
					time.Sleep(time.Hour) // the bubble's: what was looked up is forgotten
				}
			})
		})
	}
}

// resolverFunc answers every look-up with one address.
type resolverFunc func() string

func (f resolverFunc) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr(f())}, nil
}

// check 88: what is dialled is the very address that was allowed.
func TestRebinding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dialled []string
		c, err := fetch.New(fetch.Options{
			Resolver: &rebinding{},
			Dial: func(_ context.Context, _, address string) (net.Conn, error) {
				dialled = append(dialled, address)
				return nil, errors.New("no route")
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		get(t, c, "http://evil.example/")
		time.Sleep(time.Hour) // the bubble's: what was looked up is forgotten
		if a := get(t, c, "http://evil.example/"); a.Outcome != outcome.AddressLocalhost {
			t.Errorf("second look-up: %s", a.Outcome)
		}
		if len(dialled) != 1 || dialled[0] != "198.18.0.1:80" {
			t.Errorf("dialled %v", dialled)
		}
	})
}

// check 76: a dead IPv6 address costs a quarter of a second.
func TestHappyEyeballs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, network, sitetest.InMemory())
		c := newClient(t, site)
		began := time.Now()
		if a := get(t, c, "http://two-ways.example/"); string(a.Body) != "fell back\n" {
			t.Errorf("%s: %v", a.Outcome, a.Err)
		}
		if took := time.Since(began); took != 250*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

// mailOnly says "no such host" for a name that has mail servers, as package
// net does.
type mailOnly struct{ sitetest.Resolver }

func (mailOnly) LookupNS(context.Context, string) ([]*net.NS, error) { return nil, nil }

func (mailOnly) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	if name == "mail.example" {
		return []*net.MX{{Host: "mx.mail.example."}}, nil
	}
	return nil, &net.DNSError{IsNotFound: true}
}

// check 75
func TestNameWithoutAddress(t *testing.T) {
	site := sitetest.New(t, network)
	c := newClient(t, site, func(o *fetch.Options) { o.Resolver = mailOnly{site.Resolver()} })
	if a := get(t, c, "http://mail.example/"); a.Outcome != outcome.DNSNoAddress {
		t.Errorf("name with mail servers: %s", a.Outcome)
	}
	if a := get(t, c, "http://gone.example/"); a.Outcome != outcome.DNSNotFound {
		t.Errorf("name without anything: %s", a.Outcome)
	}
}

// Names are looked up once at a time, remembered, and looked up again after a
// failure.
func TestNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, network, sitetest.InMemory())
		c := newClient(t, site)
		for host, want := range map[string][2]int{
			"here.example":   {1, 2}, // kept for minutes
			"gone.example":   {1, 2}, // kept for moments
			"broken.example": {5, 10},
		} {
			for round, lookups := range want {
				for range 5 {
					get(t, c, "http://"+host+"/")
				}
				if got := site.Lookups(host); got != lookups {
					t.Errorf("%s: %d look-ups in round %d, want %d", host, got, round, lookups)
				}
				time.Sleep(10 * time.Minute) // the bubble's
			}
		}
	})
}

// blocking is a Resolver that waits.
type blocking struct {
	sitetest.Resolver
	asked chan struct{}
	open  chan struct{}
}

func (b *blocking) LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error) {
	b.asked <- struct{}{}
	select {
	case <-b.open:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return b.Resolver.LookupNetIP(ctx, network, host)
}

// One look-up serves all who wait, and goes on when the one who asked leaves.
func TestNamesTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, network, sitetest.InMemory())
		names := &blocking{site.Resolver(), make(chan struct{}, 10), make(chan struct{})}
		c := newClient(t, site, func(o *fetch.Options) { o.Resolver = names })
		u := parse(t, "http://here.example/")
		ctx, leave := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if a := c.Fetch(ctx, fetch.Request{URL: u}); a.Outcome != outcome.Cancelled {
				t.Errorf("who left: %s", a.Outcome)
			}
		})
		synctest.Wait()
		for range 5 {
			all.Go(func() {
				if a := c.Fetch(t.Context(), fetch.Request{URL: u}); a.Outcome != "200" {
					t.Errorf("who stayed: %s: %v", a.Outcome, a.Err)
				}
			})
		}
		synctest.Wait()
		if got := len(names.asked); got != 1 {
			t.Errorf("%d look-ups for six", got)
		}
		leave()
		synctest.Wait()
		close(names.open)
		all.Wait()
		if got := len(names.asked); got != 2 {
			t.Errorf("%d look-ups, want one more", got)
		}
	})
}

// check 78
func TestLooksOffline(t *testing.T) {
	site := sitetest.New(t, network)
	c := newClient(t, site)
	for address, want := range map[string]bool{
		"http://unreachable.example/": true,
		"http://broken.example/":      true,
		"http://gone.example/":        false,
		"http://refused.example/":     false,
		"http://here.example/":        false,
		"http://private.example/":     false,
	} {
		if a := get(t, c, address); fetch.LooksOffline(a.Err) != want {
			t.Errorf("%s: %v, want %v: %v", address, !want, want, a.Err)
		}
	}
}

// proxyServer is an HTTP proxy that knows how to tunnel to a site.
func proxyServer(t *testing.T, site *sitetest.Site, answer func(w http.ResponseWriter, r *http.Request) bool) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answer(w, r) {
			return
		}
		host, port, err := net.SplitHostPort(r.Host)
		if err != nil {
			host, port = r.Host, "80"
		}
		ips, err := site.Resolver().LookupNetIP(r.Context(), "ip", host)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		there, err := site.Dial(r.Context(), "tcp", net.JoinHostPort(ips[0].String(), port))
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		if r.Method != http.MethodConnect {
			defer there.Close()
			_ = r.Write(there)
			here, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				defer here.Close()
				buf := make([]byte, 64<<10)
				n, _ := there.Read(buf)
				_, _ = here.Write(buf[:n])
			}
			return
		}
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = here.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n"))
		go func() { copyAndClose(there, here) }()
		copyAndClose(here, there)
	}))
	t.Cleanup(s.Close)
	return s
}

func copyAndClose(to, from net.Conn) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	to.Close()
	from.Close()
}

func TestProxy(t *testing.T) {
	site := sitetest.New(t, "-- host http://here.example --\n-- GET / --\nConnection: close\n\nplain\n-- host https://here.example --\n-- GET / --\n\nsecure\n")
	var mu sync.Mutex
	var seen []string
	allow := true
	proxy := proxyServer(t, site, func(w http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Method+" "+r.RequestURI)
		if r.Header.Get("Proxy-Authorization") != "Basic bWU6cHc=" {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return false
		}
		return allow
	})
	with := func(address string) *fetch.Client {
		c, err := fetch.New(fetch.Options{Proxy: address, Roots: site.Roots()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		return c
	}
	good := with(strings.Replace(proxy.URL, "http://", "http://me:pw@", 1))
	for address, body := range map[string]string{"http://here.example/": "plain\n", "https://here.example/": "secure\n"} {
		if a := get(t, good, address); string(a.Body) != body {
			t.Errorf("%s: %s %q: %v", address, a.Outcome, a.Body, a.Err)
		}
		if a := get(t, with(proxy.URL), address); a.Outcome != outcome.ProxyFailure {
			t.Errorf("%s without password: %s: %v", address, a.Outcome, a.Err)
		}
		if a := get(t, with("http://127.0.0.1:1"), address); a.Outcome != outcome.ProxyFailure {
			t.Errorf("%s, no proxy there: %s: %v", address, a.Outcome, a.Err)
		}
	}
	for _, address := range []string{"http://10.0.0.1/", "https://192.168.0.1/"} { // check 88
		if a := get(t, good, address); a.Outcome != outcome.AddressPrivate {
			t.Errorf("%s: %s: %v", address, a.Outcome, a.Err)
		}
	}
	for _, line := range seen {
		if strings.Contains(line, "10.0.0.1") || strings.Contains(line, "192.168") {
			t.Errorf("proxy was asked: %s", line)
		}
	}
	for _, bad := range []string{"nonsense", "ftp://x:1", "http://"} {
		if _, err := fetch.New(fetch.Options{Proxy: bad}); err == nil {
			t.Errorf("proxy %q is taken", bad)
		}
	}
}
