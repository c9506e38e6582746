package scanner

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/sitetest/hostile"
	"sitewell/scanner/weburl"
)

// TestHostileSiteInVirtualTime scans the hostile site as people would, with
// all default deadlines, pauses and politeness, in a bubble whose time costs
// nothing. A goroutine that is left over makes the bubble fail.
func TestHostileSiteInVirtualTime(t *testing.T) {
	h := readHostile(t, false)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		site := h.Serve(t, sitetest.InMemory())
		go func() {
			if site.Await(t.Context(), "GET http://parked2.example/", 1) {
				time.Sleep(time.Second) // until its answer was taken in
				site.Open("parked")
			}
		}()
		m, s := h.scan(t, site, Options{MaxBody: 1 << 20, Credential: Credential{User: "owner", Password: hostilePassword}})
		t.Logf("%v of virtual time", time.Since(began))
		h.judge(t, m)
		settled(t, m, s, site)
	})
}

// TestHostileSiteOverLoopback scans the same site over real sockets, in a
// hurry, and looks at what it costs: memory meanwhile, and whatever is left
// over when it is done.
func TestHostileSiteOverLoopback(t *testing.T) {
	const most = 100 << 20 // bytes
	h := readHostile(t, true)
	files := openFiles()
	t.Run("scan", func(t *testing.T) {
		site := h.Serve(t)
		grown := watchMemory(t)
		// Busy machines miss shorter deadlines: handshakes alone took two seconds.
		m, s := h.scan(t, site, Options{NoDelay: true, Timeout: 6 * time.Second, MaxBody: 1 << 20, Credential: Credential{Header: "Authorization", Value: "Bearer " + hostilePassword}})
		n := grown()
		t.Logf("memory grew by %d KiB", n>>10)
		if n > most {
			t.Errorf("memory grew by %d KiB, want at most %d", n>>10, most>>10)
		}
		h.judge(t, m)
		settled(t, m, s, site)
	})
	if left := goroutinesOf("sitewell/"); len(left) > 0 {
		t.Errorf("%d goroutines are left over:\n%s", len(left), strings.Join(left, "\n\n"))
	}
	if got := openFiles(); got > files {
		t.Errorf("%d files are open, before the scan there were %d", got, files)
	}
}

// hostilePassword is what the site repeats; see testdata/hostile/secrets.txtar.
const hostilePassword = "Kuchen-4711"

// scan runs the real engine over the site. Nothing may reach the standard log
// meanwhile (check 72), no connection may go where a public site must not lead
// us (check 88), and none may stay open.
func (h hostileSite) scan(t *testing.T, site *sitetest.Site, o Options) (*memory, result.Summary) {
	t.Helper()
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)

	var open atomic.Int64
	o.Start = hostile.Start
	o.Subdomains = true
	o.Resolver, o.Roots = site.Resolver(), site.Roots()
	o.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if to := netip.MustParseAddrPort(address).Addr(); weburl.NetClassOf(to).IsLocal() {
			t.Errorf("a connection to %s was tried", address)
		}
		conn, err := site.Dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		open.Add(1)
		return &countedConn{Conn: conn, open: &open}, nil
	}
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	m := newMemory()
	s, err := runWatched(context.Background(), e, m, nil, audit(t))
	if err != nil {
		t.Fatal(err)
	}
	if logged.Len() > 0 {
		t.Errorf("the standard log got %q", logged.String())
	}
	if n := settle(&open); n != 0 {
		t.Errorf("%d connections are open after the scan", n)
	}
	return m, s
}

// settling is how often, every 10 ms, something that is about to end is looked
// at again: half a minute, for machines that are busy with other things.
const settling = 3000

// settle waits for a number to become 0, and gives what it became: net/http
// closes idle connections of HTTP/2 from goroutines of their own.
func settle(n *atomic.Int64) int64 {
	for range settling {
		if n.Load() == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return n.Load()
}

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

// settled holds what must be so after any scan, whatever the site did.
func settled(t *testing.T, m *memory, s result.Summary, site *sitetest.Site) {
	t.Helper()
	ledger(t, s.Progress, m) // truth 1, by count
	if s.Waiting != 0 {
		t.Errorf("%d addresses still wait", s.Waiting)
	}
	if stored := fmt.Sprintf("%+v", m.everything()); strings.Contains(stored, hostilePassword) { // check 90
		at := strings.Index(stored, hostilePassword)
		t.Errorf("the password was stored: …%s…", stored[max(0, at-200):min(len(stored), at+100)])
	}
	unsafe := make(map[string]bool)
	for _, a := range m.addresses {
		c, done := m.checks[a.ID]
		unsafe[a.URL] = c.Outcome == outcome.LogsOut && c.Status == 0
		if !done { // truth 1, by address
			t.Errorf("%s has no check", a.URL)
			continue
		}
		triedAgain(t, a, c)
	}
	for _, r := range site.Requests() {
		own := strings.HasPrefix(r.URL, hostile.Start)
		if r.Header.Get("Authorization") != "" && !own { // check 90
			t.Errorf("%s %s was sent the credential", r.Method, r.URL)
		}
		if u, err := weburl.Parse(r.URL); err == nil && own && (dangerousWord(u) || unsafe[u.Key()]) { // check 87
			t.Errorf("%s %s was asked for with the credential", r.Method, r.URL)
		}
		if r.Method != "GET" && r.Method != "HEAD" { // check 25
			t.Errorf("%s %s was asked for", r.Method, r.URL)
		}
	}
}

func dangerousWord(u weburl.URL) bool {
	for _, word := range []string{"logout", "sign-out", "delete", "remove"} {
		if strings.Contains(u.Key(), word) {
			return true
		}
	}
	return false
}

// triedAgain checks that a failure that may be temporary is never the verdict at
// the first attempt (check 61), unless its host asked for a very long pause.
func triedAgain(t *testing.T, a result.Address, c result.Check) {
	t.Helper()
	info, _ := outcome.Lookup(c.Outcome)
	parked := strings.Contains(a.URL, "parked")
	if info.Transient && c.Verdict.IsProblem() && !parked && len(c.Evidence.Attempts) < 3 {
		t.Errorf("%s is called %s %s after %d attempts", a.URL, c.Verdict, c.Outcome, len(c.Evidence.Attempts))
	}
}

// watchMemory returns a function that stops watching and returns by how many bytes
// the memory that Go holds has grown at most.
func watchMemory(t *testing.T) (grown func() int64) {
	t.Helper()
	debug.FreeOSMemory() // what earlier tests left must not hide any growth
	before := heldMemory()
	most := before
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		for {
			most = max(most, heldMemory())
			select {
			case <-stop:
				return
			case <-ticker.C:
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-done
		return most - before
	}
}

// heldMemory returns how many bytes Go holds of the system.
func heldMemory() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
}

// goroutinesOf returns the stacks of all other goroutines that run or were started
// by code of a module. It waits a little for those that are about to end.
func goroutinesOf(module string) (stacks []string) {
	for range settling {
		var b bytes.Buffer
		_ = pprof.Lookup("goroutine").WriteTo(&b, 2)
		stacks = nil
		for i, stack := range strings.Split(b.String(), "\n\n") {
			if i > 0 && strings.Contains(stack, module) && !strings.Contains(stack, "testing.(*T).Run") {
				stacks = append(stacks, stack)
			}
		}
		if len(stacks) == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return stacks
}

// openFiles counts this process's open files, sockets included; 0 where the
// system does not tell.
func openFiles() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}
