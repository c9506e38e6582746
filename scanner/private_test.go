package scanner

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/weburl"
)

// flipping is a name server that an attacker runs: each look-up of a name
// gives the next of its answers, the last one again and again.
type flipping struct {
	mu      sync.Mutex
	answers map[string][][]string
}

func (f *flipping) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.answers[host]
	if len(all) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(all) > 1 {
		f.answers[host] = all[1:]
	}
	var ips []netip.Addr
	for _, ip := range all[0] {
		ips = append(ips, netip.MustParseAddr(ip))
	}
	return ips, nil
}

// A public site can't make us call a private address (check 88, truth 6): not
// by a link, not by a redirect, not by a name that leads somewhere else when it
// is looked up again, not by a name that leads to both. What is dialled is
// judged, whatever was said before.
func TestNothingPrivateIsDialled(t *testing.T) {
	const public, other, inside = "203.0.114.7", "203.0.114.8", "10.0.0.5"
	outside := site(t, map[string]string{
		"/": `<a href=/jump>j</a> <a href=/jump-by-name>n</a> <a href=/jump-local>l</a> <a href="http://rebind.test/">r</a>
			<a href="http://rebind.test/again">r</a> <a href="http://both.test/">b</a> <img src="http://[::ffff:10.0.0.5]/x">`,
		"/jump":         "302\nLocation: http://10.0.0.5/admin\n\n",
		"/jump-by-name": "302\nLocation: http://inside.test/admin\n\n",
		"/jump-local":   "302\nLocation: http://127.0.0.1:631/\n\n",
	})
	tests := []struct {
		name  string
		start [][]string // what the site's own name leads to
		want  string     // how the page on the private address ends
	}{
		{"public site", [][]string{{public}}, "broken redirect-broken 0"},
		{"site that claims to be in both", [][]string{{inside, public}, {public}}, "broken redirect-broken 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var mu sync.Mutex
			dialled := map[string]bool{}
			m := newMemory()
			scan(t, Options{
				Start: "http://public.test/", NoDelay: true,
				Resolver: &flipping{answers: map[string][][]string{
					"public.test": tt.start,
					"inside.test": {{inside}},
					"rebind.test": {{other}, {inside}},
					"both.test":   {{inside, other}},
				}},
				Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
					host, _, _ := net.SplitHostPort(address)
					mu.Lock()
					dialled[host] = true
					mu.Unlock()
					var d net.Dialer
					return d.DialContext(ctx, network, outside.Listener.Addr().String())
				},
			}, m)
			if diff := cmp.Diff(map[string]bool{public: true, other: true}, dialled); diff != "" {
				t.Errorf("dialled (-want +got):\n%s", diff)
			}
			for _, at := range []string{"/jump", "/jump-by-name"} {
				if got := m.table()["http://public.test"+at]; got != tt.want {
					t.Errorf("%s: got %q, want %q", at, got, tt.want)
				}
			}
		})
	}
}

// A name that leads inside after requests before the scan, or an earlier run of
// it, knew the site as public is refused, the site's own included, for
// robots.txt and whatever else comes before the start page as well (check 88).
func TestSiteThatMovesInsideIsRefused(t *testing.T) {
	m := newMemory()
	scan(t, Options{
		Start: "http://public.test/", NoDelay: true,
		Network:  seenAt("http://public.test/", "203.0.114.7:80"),
		Resolver: &flipping{answers: map[string][][]string{"public.test": {{"127.0.0.1"}}}},
		Dial: func(context.Context, string, string) (net.Conn, error) {
			t.Error("something was dialled")
			return nil, http.ErrServerClosed
		},
	}, m)
	want := map[string]string{"http://public.test/": "broken address-localhost 0"}
	if diff := cmp.Diff(want, m.table()); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

func seenAt(start, remote string) *fetch.HomeNetwork {
	u, err := weburl.Parse(start)
	if err != nil {
		panic(err)
	}
	network := fetch.NewHomeNetwork(u)
	network.RecordRemote(remote)
	return network
}
