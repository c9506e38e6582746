package scanner

import (
	"context"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/sitetest/hostile"
)

// TestLargeSiteOverLoopback scans pages of a megabyte over real sockets: whatever
// they hold, the whole run takes little memory. TestLargeSiteInProcess does so with
// pages of 16 MB.
func TestLargeSiteOverLoopback(t *testing.T) {
	scanLarge(t, 1<<20, Options{NoDelay: true, Timeout: time.Minute})
}

// TestLargeSiteInVirtualTime does the same with all pauses as people have them.
func TestLargeSiteInVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { scanLarge(t, 1<<20, Options{}, sitetest.InMemory()) })
}

func scanLarge(t *testing.T, size int, o Options, how ...sitetest.Option) {
	const (
		most  = 200 << 20 // bytes
		pages = 6
	)
	site := sitetest.New(t, "-- host https://large.test --\n-- GET /unused --\n", how...)
	site.Handle("https://large.test", hostile.Large{Size: size, Pages: pages})
	o.Start, o.Exclude = "https://large.test/", []string{"/new/"}
	o.Resolver, o.Dial, o.Roots = site.Resolver(), site.Dial, site.Roots()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	stored := &tallySink{texts: make(map[result.ID]string)}
	debug.FreeOSMemory() // what earlier tests left must not hide any growth
	before := heldMemory()
	peak := before
	// Garbage is looked for eagerly, as under the limit that package core sets.
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	// Memory is measured between any two steps of the scan: a ticker would not tick in
	// virtual time while anything is done.
	s, err := runWatched(context.Background(), e, stored, nil, func(*coordinator) { peak = max(peak, heldMemory()) })
	n := peak - before
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d addresses, %d pages, %d links omitted, memory grew by %d KiB", s.Found, s.Pages, s.Omitted, n>>10)
	if n > most {
		t.Errorf("memory grew by %d KiB, want at most %d", n>>10, most>>10)
	}
	if s.Waiting != 0 || s.Found != stored.found || s.Found != stored.checks || s.Omitted != stored.omitted || s.Omitted == 0 {
		t.Errorf("%d found, %d waiting, %d omitted; stored were %d, with %d checks and %d omitted", s.Found, s.Waiting, s.Omitted, stored.found, stored.checks, stored.omitted)
	}
	if want := 1 + pages; s.Pages < want {
		t.Errorf("%d pages, want at least %d", s.Pages, want)
	}
}

// tallySink is a Sink that keeps numbers alone, and the addresses that can be
// asked for.
type tallySink struct {
	found, checks, omitted int
	texts                  map[result.ID]string
}

func (c *tallySink) Commit(_ context.Context, b *result.Batch) error {
	for _, a := range b.Found {
		if !strings.Contains(a.URL, "/new/") {
			c.texts[a.ID] = a.URL
		}
	}
	c.found += len(b.Found)
	c.checks += len(b.Checks) + len(b.Settled)
	c.omitted = b.Omitted
	return nil
}

// Edges returns none.
func (c *tallySink) Edges(context.Context, func() []result.ID, func(result.Edge)) error { return nil }

// Texts makes tallySink a Recaller.
func (c *tallySink) Texts(_ context.Context, first result.ID, n int) ([]string, error) {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = c.texts[first+result.ID(i)]
	}
	return texts, nil
}
