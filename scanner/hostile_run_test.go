package scanner

import (
	"bytes"
	"context"
	"log"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// TestHostileSiteInVirtualTime scans the hostile site as people would, with
// all default deadlines, pauses and politeness, in a bubble whose time costs
// nothing. A goroutine that is left over makes the bubble fail.
func TestHostileSiteInVirtualTime(t *testing.T) {
	h := readHostile(t, false)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		site := h.serve(t, sitetest.InMemory())
		m, s := h.scan(t, site, Options{MaxBody: 1 << 20})
		t.Logf("%v of virtual time", time.Since(began))
		h.judge(t, m)
		h.settled(t, m, s, site)
	})
}

// TestHostileSiteOverLoopback scans the same site over real sockets, in a
// hurry.
func TestHostileSiteOverLoopback(t *testing.T) {
	h := readHostile(t, true)
	site := h.serve(t)
	m, s := h.scan(t, site, Options{NoDelay: true, Timeout: 1500 * time.Millisecond, MaxBody: 1 << 20})
	h.judge(t, m)
	h.settled(t, m, s, site)
}

// scan runs the real engine over the site. Nothing may reach the standard log
// meanwhile (check 72).
func (h hostile) scan(t *testing.T, site *sitetest.Site, o Options) (*memory, result.Summary) {
	t.Helper()
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)

	o.Start = hostileStart
	o.Subdomains = true
	o.Credential = Credential{User: "owner", Password: "secret"}
	o.Resolver, o.Dial, o.Roots = site.Resolver(), site.Dial, site.Roots()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	m := newMemory()
	s, err := e.Run(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	if logged.Len() > 0 {
		t.Errorf("the standard log got %q", logged.String())
	}
	return m, s
}

// settled holds what must be so after any scan, whatever the site did.
func (h hostile) settled(t *testing.T, m *memory, s result.Summary, site *sitetest.Site) {
	t.Helper()
	ledger(t, s.Progress, m) // truth 1, by count
	if s.Waiting != 0 {
		t.Errorf("%d addresses still wait", s.Waiting)
	}
	for _, a := range m.addresses { // truth 1, by address
		if _, done := m.checks[a.ID]; !done {
			t.Errorf("%s has no check", a.URL)
		}
	}
}
