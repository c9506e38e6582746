package core

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// night returns a core with 20 sites: site3 and site7 are down, site11 never answers. The
// sites were scanned before if old.
func night(t *testing.T) (*Core, *sitetest.Site, []storage.Site) {
	t.Helper()
	var text strings.Builder
	for i := 1; i <= 20; i++ {
		fmt.Fprintf(&text, "-- host http://site%d.example --\n", i)
		switch i {
		case 3:
			text.WriteString("connect: refused\n")
		case 7:
			text.WriteString("dns: nxdomain\n")
		}
		text.WriteString("-- GET / --\n")
		if i == 11 {
			text.WriteString("!hang\n")
		}
		text.WriteString("\n<title>Site</title><a href=/two>Two</a><a href=/gone>Gone</a>\n-- GET /two --\n\n<title>Two</title><a href=/>Home</a>\n")
	}
	site := sitetest.New(t, text.String())
	c, err := Open(t.Context(), Config{DB: filepath.Join(t.TempDir(), "h.db"), Prepare: func(o *scanner.Options) {
		o.Resolver, o.Dial, o.Roots, o.NoDelay, o.Timeout = site.Resolver(), site.Dial, site.Roots(), true, 300*time.Millisecond
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	var sites []storage.Site
	for i := 1; i <= 20; i++ {
		s, _, err := c.History.AddSite(t.Context(), NewSite{Address: fmt.Sprintf("http://site%d.example", i)})
		if err != nil {
			t.Fatal(err)
		}
		sites = append(sites, s)
	}
	return c, site, sites
}

// A night run: the sites that answer are scanned though others do not, never more than a
// few at a time, and what failed is told.
func TestScanMany(t *testing.T) {
	c, _, sites := night(t)
	var mu sync.Mutex
	running, most, ended := 0, 0, 0
	results := c.Runner.ScanMany(t.Context(), sites, Many{
		Parallel: 4,
		Begun: func(*Running) {
			mu.Lock()
			defer mu.Unlock()
			running++
			most = max(most, running)
		},
		Ended: func(r SiteResult) {
			mu.Lock()
			defer mu.Unlock()
			ended++
			if r.Scan.ID != 0 {
				running--
			}
		},
	})
	if ended != 20 || most > 4 || most < 2 {
		t.Errorf("%d ended, %d at once", ended, most)
	}
	var failed []string
	for _, r := range results {
		if !r.IsFailed() {
			if r.Scan.State != storage.Complete || r.Scan.Counts.Broken != 1 || r.IsStopped() {
				t.Errorf("%s: %+v", r.Site.Start, r.Scan)
			}
			continue
		}
		why := fmt.Sprint(r.Err)
		if gap, ok := r.Gap(); ok {
			why = gap.Text
		}
		failed = append(failed, r.Site.Start+" "+why)
	}
	want := []string{
		"http://site3.example/ The server did not accept a connection, so nothing was scanned.",
		"http://site7.example/ The site's name could not be looked up, so nothing was scanned.",
		"http://site11.example/ The server did not answer in time, so nothing was scanned.",
	}
	if diff := cmp.Diff(want, failed); diff != "" {
		t.Errorf("failed (-want +got):\n%s", diff)
	}
}

// Stopping keeps what was found, and begins nothing more.
func TestScanManyStops(t *testing.T) {
	c, site, sites := night(t)
	ctx, cancel := context.WithCancel(t.Context())
	results := c.Runner.ScanMany(ctx, sites[10:15], Many{Parallel: 1, Begun: func(*Running) { cancel() }, Ended: func(SiteResult) {}})
	for i, r := range results {
		if !r.IsStopped() || r.IsFailed() || (r.Scan.ID != 0) != (i == 0) {
			t.Errorf("%s: %+v", r.Site.Start, r)
		}
	}
	if results[0].Scan.State != storage.Stopped || !errors.Is(results[1].Err, context.Canceled) {
		t.Errorf("first %+v, second %v", results[0].Scan, results[1].Err)
	}
	if n := site.Conns("http://site12.example"); n != 0 {
		t.Errorf("%d connections to a site whose turn it was not", n)
	}
}
