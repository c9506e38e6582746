//go:build e2e

package e2e

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var pictures = flag.String("pictures", "", "write a picture of each screen into this folder")

// TestPictures goes through every screen in light and dark, in a small window,
// at twice the scale and in German, and sees that each of them comes up. With
// -pictures it keeps what it sees.
func TestPictures(t *testing.T) {
	for _, look := range []struct {
		name, scale, theme     string
		lang                   string // of the desktop
		width, height          int    // of the display
		windowWide, windowHigh int    // in pixels, 0 for the program's own choice
	}{
		{"light", "1", "light", english, 1280, 900, 0, 0},
		{"dark", "1", "dark", english, 1280, 900, 0, 0},
		{"small", "1", "light", english, 1280, 900, 1024, 640},
		{"double", "2", "light", english, 2100, 1400, 2048, 1280},
		{"german", "1", "light", "de_DE.UTF-8", 1280, 900, 1024, 640},
	} {
		t.Run(look.name, func(t *testing.T) {
			slow := bigSite(t, 3000, 60*time.Millisecond)
			h := newHome(t, openDisplay(t, look.width, look.height), look.scale, look.theme)
			h.Env = append(h.Env, "LANG="+look.lang) // the last one holds
			p := h.start(t)
			if look.windowWide > 0 {
				p.xdotool(t, "windowsize", "--sync", p.ID, fmt.Sprint(look.windowWide), fmt.Sprint(look.windowHigh))
			}
			keep := func(name string) {
				t.Helper()
				p.save(t, name+"-"+look.name, p.settled(t))
			}
			p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the first screen")
			keep("start")

			p.press(t, "Tab", "Tab") // the button for the demo site
			p.then(t, func() { p.press(t, "space") }, "msg=route", "name=scanning")
			p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > 0 }, "the results")
			keep("results")
			p.then(t, func() { p.press(t, "Down", "Return") }, "msg=fix")
			keep("fix")
			if slices.Contains([]string{"small", "double", "german"}, look.name) { // the list is behind a tab there
				p.press(t, "Escape", "End")
			} else {
				p.press(t, "Down")
			}
			p.then(t, func() { p.press(t, "Return") }, "msg=problem")
			keep("problem")
			p.changes(t, func() { p.press(t, "ctrl+e") })
			p.press(t, "shift+Tab", "shift+Tab", "ctrl+a") // a folder that is nobody's
			p.write(t, "/home/anna/Documents")
			p.press(t, "Tab", "Tab")
			keep("export")
			p.press(t, "Escape")
			p.then(t, func() { p.press(t, "ctrl+h") }, "msg=route", "name=history")
			keep("history")
			p.then(t, func() { p.press(t, "F2") }, "msg=route", "name=codes")
			p.write(t, "404")
			p.press(t, "Return")
			keep("codes")

			p.then(t, func() { p.press(t, "ctrl+n") }, "msg=route", "name=sites")
			p.settled(t)
			p.write(t, slow.URL)
			p.then(t, func() { p.press(t, "Return") }, "msg=route", "name=scanning")
			p.stored(t, 120)
			now, err := p.capture(t.Context()) // it does not stand still
			if err != nil {
				t.Fatal(err)
			}
			p.save(t, "scanning-"+look.name, now)
			p.then(t, func() { p.press(t, "ctrl+1") }, "msg=route", "name=sites")
			p.press(t, "ctrl+period")
			p.waitFor(t, func() bool { return p.logs("scan ends") == 2 }, "the scan to stop")
			p.settled(t)
			p.press(t, "Escape") // the message that says so
			keep("sites")
			p.then(t, func() { p.press(t, "alt+Left") }, "msg=route")
			p.settled(t)
			p.then(t, func() { p.press(t, "F8") }, "msg=route", "name=settings")
			keep("settings")
			p.press(t, "shift+Tab", "shift+Tab") // to the last tab but one
			p.changes(t, func() { p.press(t, "space") })
			keep("settings-verdicts")
			p.press(t, "ctrl+q")
			p.exits(t)
		})
	}
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
