package sitetest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/sitetest"
)

// client is a plain net/http client that finds the site's hosts.
func client(t *testing.T, s *sitetest.Site) *http.Client {
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			ips, err := s.Resolver().LookupNetIP(ctx, "ip", host)
			if err != nil || len(ips) == 0 {
				return nil, errors.Join(err, errors.New("no address"))
			}
			return s.Dial(ctx, network, net.JoinHostPort(ips[0].String(), port))
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

// get returns status and body of an address.
func get(t *testing.T, c *http.Client, url string) (int, string) {
	t.Helper()
	r, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

const answers = `
-- host http://one.example --
-- GET / --
hello
-- GET /moved --
301
Location: /new

-- GET /q?a=1 --

with query
-- GET /q --

without query
-- GET /tree/* --

tree
-- GET /flaky --
503
!times 2

not yet
-- GET /flaky --

now
-- GET /secret --
!when Authorization: Basic

open
-- GET /secret --
401

closed
-- host http://two.example:8080 --
default: 410
-- ANY / --

two
`

func TestAnswers(t *testing.T) {
	answers := strings.Replace(answers, "hello", "\nhello", 1)
	for name, options := range map[string][]sitetest.Option{"loopback": nil, "memory": {sitetest.InMemory()}} {
		t.Run(name, func(t *testing.T) {
			s := sitetest.New(t, answers, options...)
			c := client(t, s)
			for _, test := range []struct {
				url    string
				status int
				body   string
			}{
				{"http://one.example/", 200, "hello\n"},
				{"http://one.example/moved", 301, ""},
				{"http://one.example/q?a=1", 200, "with query\n"},
				{"http://one.example/q?a=2", 200, "without query\n"},
				{"http://one.example/tree/a/b?c", 200, "tree\n"},
				{"http://one.example/flaky", 503, "not yet\n"},
				{"http://one.example/flaky", 503, "not yet\n"},
				{"http://one.example/flaky", 200, "now\n"},
				{"http://one.example/secret", 401, "closed\n"},
				{"http://one.example/none", 404, "<title>Not found</title>\n"},
				{"http://two.example:8080/", 200, "two\n"},
				{"http://two.example:8080/x", 410, ""},
			} {
				status, body := get(t, c, test.url)
				if status != test.status || body != test.body {
					t.Errorf("%s gives %d %q, want %d %q", test.url, status, body, test.status, test.body)
				}
			}
			if got := s.Count("GET http://one.example/flaky"); got != 3 {
				t.Errorf("Count = %d, want 3", got)
			}
			if got := s.Count("http://one.example/*"); got != 10 {
				t.Errorf("Count = %d, want 10", got)
			}
		})
	}
}

func TestResolver(t *testing.T) {
	s := sitetest.New(t, `
-- host http://here.example --
-- host http://none.example --
dns: no-address
-- host http://gone.example --
dns: nxdomain
-- host http://broken.example --
dns: servfail
-- host http://six.example --
address: 2001:2::6 timeout, 198.18.9.9
`)
	look := func(host string) ([]netip.Addr, error) { return s.Resolver().LookupNetIP(t.Context(), "ip", host) }
	if ips, err := look("here.example."); err != nil || len(ips) != 1 {
		t.Errorf("here: %v, %v", ips, err)
	}
	if ips, err := look("none.example"); err != nil || len(ips) != 0 {
		t.Errorf("none: %v, %v", ips, err)
	}
	var failure *net.DNSError
	if _, err := look("gone.example"); !errors.As(err, &failure) || !failure.IsNotFound {
		t.Errorf("gone: %v", err)
	}
	if _, err := look("broken.example"); !errors.As(err, &failure) || !failure.IsTemporary || failure.IsNotFound {
		t.Errorf("broken: %v", err)
	}
	ips, err := look("six.example")
	if diff := cmp.Diff("[2001:2::6 198.18.9.9]", strings.TrimSpace(fmtAddrs(ips))); diff != "" || err != nil {
		t.Errorf("six: %v, %v", ips, err)
	}
}

func fmtAddrs(ips []netip.Addr) string {
	var words []string
	for _, ip := range ips {
		words = append(words, ip.String())
	}
	return "[" + strings.Join(words, " ") + "]"
}

func TestCapacityAndGate(t *testing.T) {
	s := sitetest.New(t, `
-- host http://small.example --
capacity: 2
-- GET /slow --
!wait gate

done
`)
	c := client(t, s)
	statuses := make(chan int, 2)
	for range 2 {
		go func() {
			status, _ := get(t, c, "http://small.example/slow")
			statuses <- status
		}()
	}
	s.Await(t.Context(), "http://small.example/slow", 2) // both are inside before the third knocks
	if status, _ := get(t, c, "http://small.example/slow"); status != 503 {
		t.Errorf("third request gives %d, want 503", status)
	}
	s.Open("gate")
	for range 2 {
		if status := <-statuses; status != 200 {
			t.Errorf("waiting request gives %d, want 200", status)
		}
	}
}

func TestTimeIsTheBubbles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sitetest.New(t, "-- GET / --\n!delay 1h\n\nat last\n", sitetest.InMemory())
		began := time.Now()
		if status, body := get(t, client(t, s), s.URL("/")); status != 200 || body != "at last\n" {
			t.Errorf("got %d %q", status, body)
		}
		if took := time.Since(began); took != time.Hour {
			t.Errorf("took %v, want 1h", took)
		}
	})
}

func TestMalformedArchives(t *testing.T) {
	for _, archive := range []string{
		"-- GET --\n",
		"-- host ftp://x --\n",
		"-- host http://x.example --\nfoo: bar\n",
		"-- host http://x.example --\ncertificate: odd\n",
		"-- GET / --\nabc\n",
		"-- GET / --\n!frobnicate\n",
		"-- GET / --\n!encode lzma\n",
	} {
		fake := &failing{TB: t}
		func() {
			defer func() { _ = recover() }()
			sitetest.New(fake, archive)
		}()
		if !fake.failed {
			t.Errorf("%q is taken", archive)
		}
	}
}

// failing is a testing.TB that notes a failure instead of failing.
type failing struct {
	testing.TB
	failed bool
}

func (f *failing) Helper() {}

func (f *failing) Fatalf(string, ...any) {
	f.failed = true
	panic("stop here")
}
