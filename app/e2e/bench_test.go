//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// BenchmarkStart measures how long a person waits for the window, with no
// history and with one of 1 GB: until it is there, and until something is
// drawn in it. Finding out takes some 50 and 150 ms, which are in the figures.
func BenchmarkStart(b *testing.B) {
	for _, bm := range []struct{ name, history string }{
		{"no history", ""},
		{"1 GB", gigabyte(b)},
	} {
		b.Run(bm.name, func(b *testing.B) {
			var there, drawn time.Duration
			for b.Loop() {
				h := newHome(b, openDisplay(b, 1280, 800), "1", "light")
				args := []string{}
				if bm.history != "" {
					args = append(args, "--db", bm.history)
				}
				began := time.Now()
				p := h.start(b, args...)
				there += time.Since(began)
				within(b, 30*time.Second, "something in the window", func(ctx context.Context) bool {
					picture, err := p.capture(ctx)
					return err == nil && colours(picture) > 1
				})
				drawn += time.Since(began)
				// After a crash the whole file would be read at the next start.
				if err := p.run.Cmd.Process.Signal(syscall.SIGTERM); err != nil {
					b.Fatal(err)
				}
				p.exits(b)
			}
			b.ReportMetric(float64(there.Milliseconds())/float64(b.N), "ms/there")
			b.ReportMetric(float64(drawn.Milliseconds())/float64(b.N), "ms/drawn")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkThread scans a site of 100,000 pages at full speed and counts how
// often, and how long at the most, anything of ours held the window's thread for
// longer than a frame lasts.
func BenchmarkThread(b *testing.B) {
	const pages = 100_000
	site := bigSite(b, pages, 0)
	for b.Loop() {
		h := newHome(b, openDisplay(b, 1280, 800), "1", "light")
		p := h.start(b, site.URL)
		p.waitFor(b, func() bool { return p.logs("scan ends") > 0 }, "the end of the scan")
		held, longest := 0, time.Duration(0)
		for line := range strings.Lines(h.readLog(b)) {
			if _, rest, ok := strings.Cut(line, "window's thread held"); ok {
				held++
				_, value, _ := strings.Cut(rest, "for=")
				if d, err := time.ParseDuration(strings.TrimSpace(value)); err == nil {
					longest = max(longest, d)
				}
			}
		}
		p.kill(b)
		if c := h.scan(b).Counts; c.Pages != pages {
			b.Fatalf("the scan read %d pages, want %d", c.Pages, pages)
		}
		b.ReportMetric(float64(held), "times-held")
		b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest")
	}
}

// colours counts the colours of a picture, up to two.
func colours(picture []byte) int {
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return 0
	}
	r := img.Bounds()
	first := img.At(r.Min.X, r.Min.Y)
	for y := r.Min.Y; y < r.Max.Y; y += 3 {
		for x := r.Min.X; x < r.Max.X; x += 3 {
			if img.At(x, y) != first {
				return 2
			}
		}
	}
	return 1
}

// gigabyte returns a history of ten sites and 1 GB, which is made once and kept.
func gigabyte(b *testing.B) string {
	b.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(cache, "sitewell-bench", "history.db")
	if info, err := os.Stat(path); err == nil && info.Size() > 1e9 {
		if db, err := sqlite.Open(b.Context(), path, sqlite.Options{ReadOnly: true}); err == nil { // else of an old format
			db.Close()
			return path
		}
	}
	for _, old := range []string{path, path + "-wal", path + "-shm"} {
		os.Remove(old)
	}
	db, err := sqlite.Open(b.Context(), path, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for n, size := 0, int64(0); size < 1e9; n++ {
		addScan(b, db, n)
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
	}
	return path
}

// addScan adds a finished scan of a million addresses, a tenth of them broken.
func addScan(b *testing.B, db *sqlite.DB, n int) {
	b.Helper()
	ctx, now, random := b.Context(), time.Now().Add(-time.Hour), rand.New(rand.NewPCG(1, uint64(n)))
	start := fmt.Sprintf("https://www.site-%d.example/", n%10)
	site, err := db.SaveSite(ctx, storage.Site{Name: fmt.Sprintf("Site %d", n), Start: start})
	if err != nil {
		b.Fatal(err)
	}
	w, err := db.NewScan(ctx, storage.Scan{Site: site.ID, Start: start, Version: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	var batch result.Batch
	for id := result.ID(1); id <= 1_000_000; id++ {
		address := fmt.Sprintf("%ssection-%d/page-%d-%d.html", start, id%500, n, id)
		batch.Found = append(batch.Found, result.Address{ID: id, URL: address, Kind: result.KindPage, Internal: true, Depth: int(id % 9)})
		check := result.Check{
			Address: id, Final: address, Status: 200, Outcome: "200", Verdict: outcome.Works, ContentType: "text/html", At: now,
			Size: random.Int64N(1e5), Title: fmt.Sprintf("Page %d of %d", random.Uint32(), n), Content: random.Uint64(),
		}
		if id%10 == 0 {
			check.Status, check.Outcome, check.Verdict, check.Severity, check.Title = 404, "404", outcome.Broken, outcome.Serious, ""
		}
		if batch.Checks = append(batch.Checks, check); len(batch.Checks) == 10_000 {
			if err := w.Commit(ctx, &batch); err != nil {
				b.Fatal(err)
			}
			batch = result.Batch{}
		}
	}
	if err := w.Finish(ctx, storage.Complete, result.Summary{Progress: result.Progress{Started: now}, Ended: now.Add(time.Minute)}); err != nil {
		b.Fatal(err)
	}
}
