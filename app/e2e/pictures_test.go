//go:build e2e

package e2e

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var pictures = flag.String("pictures", "", "write a picture of each screen into this folder")

// TestPictures goes through every screen and dialog in each look: light, dark, small,
// wide, at one and a half and twice the scale, with small and large text, in English,
// German and French. Each must come up, fit into the window, and cut no words of
// Sitewell's own. It keeps what it sees in -pictures, and runs only where that is given:
// these are some 600 screens for a person to look at, which takes longer than all other
// tests together.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("make pictures PICTURES=FOLDER goes through every screen in nine looks")
	}
	site := serveBakery(t)
	past := historyOf(t, site)
	for _, look := range allLooks {
		t.Run(look.name, func(t *testing.T) {
			r := &tour{look: look, words: translated(t, look.language), shown: map[string]bool{}}
			h := newHome(t, openDisplay(t, look.width+60, look.height+60), look.scale, look.theme)
			h.Env = append(h.Env, site.env()...)
			h.Env = append(h.Env, "LANG="+look.locale, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent") // the last one holds
			r.begin(t, h)
			r.visit(t, ofFirst)
			r.end(t)

			if err := os.WriteFile(h.database(), past, 0o600); err != nil {
				t.Fatal(err)
			}
			r.begin(t, h)
			r.visit(t, ofSites)
			r.visit(t, ofScan)
			r.running(t)
			r.end(t)
		})
	}
}

// historyOf returns the history of an agency that has scanned the bakery once a week
// and another site once, and has a third one that was never scanned.
func historyOf(t *testing.T, site *bakery) []byte {
	t.Helper()
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	h.Env = append(h.Env, site.env()...)
	p := &program{home: h}
	p.types(t, sites, "sites", "import", "-")
	for week := range weeks {
		site.week.Store(int32(week))
		p.types(t, "", "scan", "http://"+site.name(), "--fail-on", "none")
	}
	p.types(t, "", "scan", "http://hofmuehle.example", "--fail-on", "none")
	raw, err := os.ReadFile(h.database())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// begin opens the window in its look.
func (r *tour) begin(t *testing.T, h *home) {
	t.Helper()
	r.p = &program{home: h}
	if r.look.textSize != "" {
		r.p.types(t, "", "settings", "set", "text-size", r.look.textSize)
	}
	if r.look.still {
		r.p.types(t, "", "settings", "set", "reduce-motion", "yes")
	}
	r.p = h.start(t)
	if err := r.p.Resize(t.Context(), r.look.width, r.look.height); err != nil {
		t.Fatal(err)
	}
	r.p.waitFor(t, func() bool { return r.p.logs("msg=route", "name=sites") > 0 }, "the first screen")
	r.settle(t)
}

// visit comes to each scene and keeps it.
func (r *tour) visit(t *testing.T, scenes []scene) {
	t.Helper()
	for _, s := range scenes {
		s.come(t, r)
		r.keep(t, s.name)
	}
}

// running keeps what the window shows while a scan runs, when it is to be closed
// then, and when it was stopped.
func (r *tour) running(t *testing.T) {
	t.Helper()
	slow := bigSite(t, 3000, 60*time.Millisecond)
	r.open(t, "ctrl+n")
	r.paste(t, slow.URL)
	r.p.then(t, func() { r.p.press(t, "Return") }, "msg=route", "name=scanning")
	r.p.stored(t, 60)
	r.keep(t, "scanning")
	r.open(t, "ctrl+1")
	r.keep(t, "sites-scanning")
	r.p.press(t, "ctrl+q")
	r.keep(t, "close")
	r.out(t)
	ended := r.p.logs("scan ends")
	r.p.press(t, "ctrl+period")
	r.p.waitFor(t, func() bool { return r.p.logs("scan ends") > ended }, "the scan to stop")
	r.keep(t, "stopped")
	r.tap(t, "Open results")
	r.keep(t, "results-stopped")
}

// end closes the window.
func (r *tour) end(t *testing.T) {
	t.Helper()
	r.out(t)
	r.p.press(t, "ctrl+q")
	r.p.exits(t)
}

// save keeps a picture of the window, with colours enough for a window and no
// more, so that it loads at once.
func (w *window) save(t *testing.T, name string, picture []byte) {
	t.Helper()
	if *pictures == "" {
		return
	}
	if err := os.MkdirAll(*pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	reduce := w.d.Command(t.Context(), "convert", "png:-", "+dither", "-colors", "256", "-define", "png:compression-level=9", "png8:"+filepath.Join(*pictures, name+".png"))
	reduce.Stdin = bytes.NewReader(picture)
	if out, err := reduce.CombinedOutput(); err != nil {
		t.Fatalf("convert: %v\n%s", err, out)
	}
}
