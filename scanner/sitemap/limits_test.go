package sitemap

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// check 81: whatever a file holds, what is read of it takes little memory.
func TestMemory(t *testing.T) {
	const size = 16 << 20                            // to be quick
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // garbage is not what is measured
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	long := strings.Repeat("ü", 10_000)
	var alternates strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&alternates, "<xhtml:link rel='alternate' hreflang='de' href='/%d'/>", i)
	}
	for name, tt := range map[string]struct {
		body           string
		pages, omitted int // -1: any
	}{
		"addresses":      {open09 + fill("<url><loc>https://example.com/</loc></url>") + "</urlset>", MaxEntries, -1},
		"long addresses": {open09 + fill("<url><loc>https://example.com/"+long+"</loc></url>") + "</urlset>", -1, -1},
		"alternates":     {open09 + fill("<url><loc>https://example.com/</loc>"+alternates.String()+"</url>") + "</urlset>", -1, 0},
		"a comment":      {open09 + "<url><loc>https://example.com/</loc></url><!-- " + fill("x") + " --></urlset>", 1, 0},
		"an attribute":   {open09 + "<url><loc>https://example.com/</loc></url><url x='" + fill("x") + "'></urlset>", 1, 0},
		"a text":         {open09 + "<url><loc>https://example.com/</loc></url><url><loc>" + fill("x") + "</loc></url></urlset>", 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			body, u := []byte(tt.body), at(t)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			peak := before.HeapAlloc
			stop, done := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(done)
				for {
					select {
					case <-stop:
						return
					default:
						runtime.ReadMemStats(&after)
						peak = max(peak, after.HeapAlloc)
					}
				}
			}()
			m, err := Parse(body, u)
			close(stop)
			<-done
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d pages, %d omitted, heap grew by %d KiB", len(m.Pages), m.Omitted(), (peak-before.HeapAlloc)>>10)
			// What is kept is 50,000 entries and 16 MiB of addresses at most.
			if grown := peak - before.HeapAlloc; grown > 60<<20 {
				t.Errorf("the heap grew by %d MiB", grown>>20)
			}
			if tt.pages >= 0 && len(m.Pages) != tt.pages || tt.omitted >= 0 && m.Omitted() != tt.omitted || tt.omitted < 0 && m.Omitted() == 0 {
				t.Errorf("%d pages, %d omitted, want %d and %d", len(m.Pages), m.Omitted(), tt.pages, tt.omitted)
			}
			runtime.KeepAlive(body)
		})
	}
}
