package core

import (
	"context"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// movingSite is a network in which bakery.example has its public address for
// so many look-ups, and 127.0.0.1 from then on. The same server answers at both.
type movingSite struct {
	site *sitetest.Site

	mu     sync.Mutex
	public int // look-ups that are still answered by the public address
	inside int // connections to 127.0.0.1
}

// manyLookups are more than a scan makes.
const manyLookups = 1000

func (m *movingSite) setPublic(lookups int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.public = lookups
}

func (m *movingSite) connectionsInside() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.inside
}

func (m *movingSite) LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error) {
	if host == "bakery.example" {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.public--; m.public < 0 {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}
	}
	return m.site.Resolver().LookupNetIP(ctx, network, host)
}

func (m *movingSite) dial(ctx context.Context, network, address string) (net.Conn, error) {
	remote, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	if port, ok := strings.CutPrefix(address, "127.0.0.1:"); ok {
		m.mu.Lock()
		m.inside++
		m.mu.Unlock()
		public, err := m.site.Resolver().LookupNetIP(ctx, network, "bakery.example")
		if err != nil {
			return nil, err
		}
		address = net.JoinHostPort(public[0].String(), port)
	}
	conn, err := m.site.Dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return remoteConn{conn, net.TCPAddrFromAddrPort(remote)}, nil
}

// remoteConn returns the address that was dialled; the servers of package sitetest
// are all on 127.0.0.1.
type remoteConn struct {
	net.Conn
	remote net.Addr
}

func (c remoteConn) RemoteAddr() net.Addr { return c.remote }

// openMoving is a core on a network where the bakery has its public address for
// so many look-ups.
func openMoving(t *testing.T, lookups int) (*Core, *movingSite) {
	t.Helper()
	m := &movingSite{site: sitetest.New(t, bakery), public: lookups}
	c, err := Open(t.Context(), Config{
		DB: filepath.Join(t.TempDir(), "history.db"),
		Prepare: func(o *scanner.Options) {
			o.Resolver, o.Dial, o.Roots, o.NoDelay = m, m.dial, m.site.Roots(), true
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, m
}

// stopHalfway starts a scan of the bakery and stops it while /slow has no answer.
func stopHalfway(t *testing.T, c *Core) storage.Scan {
	t.Helper()
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	if err != nil {
		t.Fatal(err)
	}
	until(t, r, func(p result.Progress) bool { return p.Checked+p.Skipped >= 6 })
	r.Stop()
	scan := await(t, c, r, nil)
	if scan.State != storage.Stopped || scan.Counts.Waiting == 0 {
		t.Fatalf("got state %d with %d waiting, want it stopped and some waiting", scan.State, scan.Counts.Waiting)
	}
	return scan
}

// isRefused fails the test unless an address was refused because it leads into this
// computer, and a person is told so.
func isRefused(t *testing.T, c *Core, scan storage.ScanID, address string) {
	t.Helper()
	row := rowOf(t, c, scan, address)
	if row.Outcome != "address-localhost" {
		t.Errorf("%s: got %s, want address-localhost", address, row.Outcome)
	}
	e, err := c.Explainer.Explain(t.Context(), scan, row.ID)
	if err != nil || e.Short == "" {
		t.Errorf("%s is explained by %q (error %v), want a sentence", address, e.Short, err)
	}
}

// Check 88: the scan knows where the site was when its address was tried. A
// name that leads into this computer a moment later opens nothing.
func TestScanKnowsWhereItsAddressWasTried(t *testing.T) {
	c, m := openMoving(t, 1)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	isRefused(t, c, scan.ID, "https://bakery.example/")
	if n := m.connectionsInside(); n != 0 {
		t.Errorf("%d connections into this computer, want none", n)
	}
}

// Check 88: a scan that goes on later knows where its site was.
func TestResumedScanKnowsWhereItsSiteWas(t *testing.T) {
	c, m := openMoving(t, manyLookups)
	scan := stopHalfway(t, c)
	m.setPublic(0)
	r, err := c.Runner.ResumeScan(t.Context(), scan.ID)
	scan = await(t, c, r, err)
	isRefused(t, c, scan.ID, "https://bakery.example/slow")
	if n := m.connectionsInside(); n != 0 {
		t.Errorf("%d connections into this computer, want none", n)
	}
}

// A site on this computer is scanned and resumed like any other.
func TestSiteOnThisComputerIsResumed(t *testing.T) {
	c, m := openMoving(t, 0)
	scan := stopHalfway(t, c)
	m.site.Open("oven")
	r, err := c.Runner.ResumeScan(t.Context(), scan.ID)
	scan = await(t, c, r, err)
	if diff := cmp.Diff(bakeryVerdicts, verdicts(t, c, scan.ID)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if m.connectionsInside() == 0 {
		t.Error("no connection into this computer was made")
	}
}

// Check 88: a person who scans a site of the history again has not typed its address,
// so the history decides where the site may be. A person who types the address may
// scan it wherever it is.
func TestSiteOfTheHistoryThatMovedInside(t *testing.T) {
	c, m := openMoving(t, manyLookups)
	m.site.Open("oven")
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	first := await(t, c, r, err)
	m.setPublic(0)
	for range 2 { // the scan that was refused does not count as having been there
		r, err = c.Runner.StartScan(t.Context(), first.Site)
		scan := await(t, c, r, err)
		isRefused(t, c, scan.ID, "https://bakery.example/")
	}
	if n := m.connectionsInside(); n != 0 {
		t.Errorf("%d connections into this computer, want none", n)
	}
	for range 2 {
		r, err = c.Runner.ScanAddress(t.Context(), "bakery.example")
		scan := await(t, c, r, err)
		if got := rowOf(t, c, scan.ID, "https://bakery.example/").Outcome; got != "200" {
			t.Errorf("address typed: got %s, want 200", got)
		}
		r, err = c.Runner.StartScan(t.Context(), first.Site)
		if got := rowOf(t, c, await(t, c, r, err).ID, "https://bakery.example/").Outcome; got != "200" {
			t.Errorf("scanned again after that: got %s, want 200", got)
		}
	}
}
