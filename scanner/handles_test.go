package scanner

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// starvedResolver has no sockets left for the first look-ups.
type starvedResolver struct {
	fakeResolver
	left *atomic.Int32
}

func (s starvedResolver) LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error) {
	if s.left.Add(-1) >= 0 {
		return nil, &net.DNSError{Err: "too many open files", Name: host, UnwrapErr: syscall.EMFILE}
	}
	return s.fakeResolver.LookupNetIP(ctx, network, host)
}

// A computer without file handles, or ports, scans more slowly and says why;
// no address is blamed for it.
func TestNoHandlesSlowsDownAndBreaksNothing(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EADDRNOTAVAIL} {
		t.Run(errno.Error(), func(t *testing.T) {
			pages := map[string]string{"/": `<a href=/a>a</a><a href="http://other.test/p1">o</a>`}
			for i := range 60 {
				pages["/"] += fmt.Sprintf(`<a href=/p%d>p</a>`, i)
				pages[fmt.Sprintf("/p%d", i)] = "fine"
			}
			pages["/a"] = "fine"
			srv := site(t, pages)
			var starved, open atomic.Int32
			starved.Store(3)
			o := Options{
				Start: "http://public.test/", NoDelay: true, NoProbes: true, NoSitemap: true,
				Resolver: starvedResolver{fakeResolver{"public.test": "203.0.114.7", "other.test": "203.0.114.8"}, &starved},
				Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
					if open.Add(1) > 2 {
						open.Add(-1)
						return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", errno)}
					}
					var d net.Dialer
					conn, err := d.DialContext(ctx, network, srv.Listener.Addr().String())
					if err != nil {
						return nil, err
					}
					return &releasing{Conn: conn, open: &open}, nil
				},
			}
			e, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			m := newMemory()
			done := make(chan struct{})
			go func() {
				defer close(done)
				if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
					t.Error(err)
				}
			}()
			said := false
			for running := true; running; {
				for _, w := range e.Progress().Slow {
					said = said || w.Reason == result.WaitHandles
				}
				select {
				case <-done:
					running = false
				default:
					runtime.Gosched()
				}
			}
			if !said {
				t.Error("progress never said that there are no handles left")
			}
			for address, line := range m.table() {
				if !strings.HasPrefix(line, "works") {
					t.Errorf("%s: %s", address, line)
				}
			}
			if n := len(m.table()); n < 62 {
				t.Errorf("%d addresses, want all", n)
			}
		})
	}
}

// releasing is a connection that gives its handle back once.
type releasing struct {
	net.Conn
	open   *atomic.Int32
	closed atomic.Bool
}

func (r *releasing) Close() error {
	if !r.closed.Swap(true) {
		r.open.Add(-1)
	}
	return r.Conn.Close()
}

// A scan for which nothing can be opened ends after a minute, and says why. It can be
// resumed.
func TestNoHandlesAtAllEndsTheScan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "-- GET / --\n\n<a href=/a>a</a>\n-- GET /a --\n\nA\n", sitetest.InMemory())
		dial := site.Dial
		o := Options{
			Start: "http://site.test/", Resolver: site.Resolver(), NoSitemap: true, NoProbes: true,
			Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
				if dial == nil {
					return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", syscall.EMFILE)}
				}
				return dial(ctx, network, address)
			},
		}
		dial = nil
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		m, began := newMemory(), time.Now()
		s, err := runWatched(ctx, e, m, nil, audit(t))
		took := time.Since(began)
		if !errors.Is(err, ErrNoHandles) || s.Diagnosis != result.NoHandles || took < time.Minute || took > 75*time.Second || s.Waiting != 1 {
			t.Errorf("got %v, %q after %v with %d waiting, want %v after about a minute", err, s.Diagnosis, took, s.Waiting, ErrNoHandles)
		}
		dial = site.Dial
		if e, err = New(o); err != nil {
			t.Fatal(err)
		}
		if s, err = runWatched(ctx, e, m, m, audit(t)); err != nil || s.Waiting != 0 || m.table()["http://site.test/a"] != "works 200 200" {
			t.Errorf("resumed: %v, %d waiting, %v", err, s.Waiting, m.table())
		}
	})
}
