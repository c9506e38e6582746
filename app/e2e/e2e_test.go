//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/assets/demo"
	"sitewell/assets/demo/demotest"
	"sitewell/storage"
)

// serveDemo serves the demo site as if it was a person's own.
func serveDemo(t *testing.T) *demo.Server {
	t.Helper()
	s, err := demo.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// A person types an address, presses Scan, opens a problem, saves the
// spreadsheet, starts again next day and finds the scan in the history.
func TestFromWindowToSpreadsheet(t *testing.T) {
	site := serveDemo(t)
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	p := h.start(t)
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the first screen")

	// A wrong address is explained beside the field, and can be corrected.
	p.changes(t, func() { p.write(t, "foo bar") })
	p.changes(t, func() { p.press(t, "Return") })
	p.press(t, "ctrl+a")
	p.changes(t, func() { p.write(t, site.URL()) })
	p.press(t, "Tab") // to the button
	p.then(t, func() { p.press(t, "space") }, "msg=route", "name=scanning")
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > 0 }, "the results")
	p.settled(t)

	before := p.settled(t)
	p.then(t, func() { p.press(t, "Down", "Return") }, "msg=fix") // the worst, with everything that it fixes
	if bytes.Equal(p.settled(t), before) {
		t.Error("the fix was read and is not shown")
	}
	before = p.settled(t)
	p.then(t, func() { p.press(t, "Down", "Return") }, "msg=problem")
	if bytes.Equal(p.settled(t), before) {
		t.Error("the problem was read and is not shown")
	}
	p.then(t, func() { p.press(t, "F2") }, "msg=route", "name=codes") // what codes mean, and back to the problem
	p.changes(t, func() { p.write(t, "404") })
	p.changes(t, func() { p.press(t, "Return") })
	p.then(t, func() { p.press(t, "alt+Left") }, "msg=route", "name=results")
	p.settled(t)

	p.changes(t, func() { p.press(t, "ctrl+e") })
	p.then(t, func() { p.press(t, "Return") }, "report saved")
	saved, err := filepath.Glob(h.Path("Documents/*.xlsx"))
	if err != nil || len(saved) != 1 {
		t.Fatalf("saved files: %v, %v", saved, err)
	}
	p.changes(t, func() { p.press(t, "Escape") })
	p.press(t, "ctrl+q")
	if code := p.exits(t); code != 0 {
		t.Errorf("exit code %d", code)
	}

	scan := h.scan(t)
	if scan.State != storage.Complete {
		t.Errorf("state of the scan: got %v, want complete", scan.State)
	}
	db := h.open(t)
	defer db.Close()
	compareWorkbook(t, saved[0], db, scan)
	found := outcomes(t, db, scan.ID)
	for _, d := range demotest.Defects() {
		if got := found[d.Address(site.URL())]; got != d.Outcome {
			t.Errorf("%s: got %q, want %q", d.Address(site.URL()), got, d.Outcome)
		}
	}

	// The next day.
	p = h.start(t)
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the sites")
	p.settled(t)
	p.press(t, "ctrl+f", "Tab", "Tab") // search, order, list
	p.then(t, func() { p.press(t, "space") }, "msg=route", "name=results", fmt.Sprintf("scan=%d", scan.ID))
	p.settled(t)
	p.then(t, func() { p.press(t, "ctrl+h") }, "msg=route", "name=history")
	p.settled(t)
	p.then(t, func() { p.press(t, "alt+Left") }, "msg=route", "name=results")
	p.press(t, "ctrl+q")
	if code := p.exits(t); code != 0 {
		t.Errorf("exit code on the next day: %d", code)
	}
}

// begin types the address of a site and waits until it is being scanned.
func (p *program) begin(t *testing.T, address string) {
	t.Helper()
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the first screen")
	p.settled(t)
	p.write(t, address)
	p.then(t, func() { p.press(t, "Return") }, "msg=route", "name=scanning")
}

// stored waits until the history holds at least so many checked addresses.
func (p *program) stored(t *testing.T, checked int) {
	t.Helper()
	p.waitFor(t, func() bool {
		c := p.home.scan(t).Counts
		return c.Found-c.Waiting >= checked
	}, fmt.Sprint(checked, " stored results"))
}

// Killed in mid-scan, started again, resumed: the results are those of a scan
// that was not killed (truth 4 of design.md).
func TestKillAndResume(t *testing.T) {
	site := bigSite(t, 400, 20*time.Millisecond)
	d := openDisplay(t, 1280, 900)
	h := newHome(t, d, "1", "light")
	p := h.start(t)
	p.begin(t, site.URL)
	p.stored(t, 60)
	p.kill(t)
	broken := h.scan(t)
	if broken.State != storage.Interrupted || broken.Counts.Waiting == 0 {
		t.Fatalf("after the kill: state %v, %d waiting", broken.State, broken.Counts.Waiting)
	}

	p = h.start(t)
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the sites")
	p.settled(t)
	p.press(t, "ctrl+f", "Tab", "Tab")
	p.then(t, func() { p.press(t, "space") }, "msg=route", "name=results")
	p.settled(t)
	p.then(t, func() { p.press(t, "ctrl+r") }, "msg=route", "name=scanning")
	p.waitFor(t, func() bool { return h.scan(t).State == storage.Complete }, "the end of the resumed scan")
	p.press(t, "ctrl+q")
	p.exits(t)

	whole := newHome(t, d, "1", "light")
	p = whole.start(t)
	p.begin(t, site.URL)
	p.waitFor(t, func() bool { return whole.scan(t).State == storage.Complete }, "the end of the scan")
	p.press(t, "ctrl+q")
	p.exits(t)

	resumed, once := h.open(t), whole.open(t)
	defer resumed.Close()
	defer once.Close()
	if diff := cmp.Diff(outcomes(t, once, whole.scan(t).ID), outcomes(t, resumed, h.scan(t).ID)); diff != "" {
		t.Errorf("results (-uninterrupted +resumed):\n%s", diff)
	}
}

// Closing the window while a scan runs asks; what was found is kept.
func TestCloseWhileScanning(t *testing.T) {
	site := bigSite(t, 3000, 30*time.Millisecond)
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	p := h.start(t)
	p.begin(t, site.URL)
	p.stored(t, 30)
	p.press(t, "ctrl+q")
	p.press(t, "Escape") // keep scanning
	before := h.scan(t).Counts
	p.stored(t, before.Found-before.Waiting+20)
	p.press(t, "ctrl+q", "Return") // stop and close
	if code := p.exits(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if scan := h.scan(t); scan.State != storage.Stopped || scan.Counts.Found-scan.Counts.Waiting < 50 {
		t.Errorf("after closing: state %v, counts %+v", scan.State, scan.Counts)
	}
}

// SIGTERM ends the program cleanly, and the scan can be resumed.
func TestSignal(t *testing.T) {
	site := bigSite(t, 3000, 30*time.Millisecond)
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	p := h.start(t)
	p.begin(t, site.URL)
	p.stored(t, 30)
	if err := p.run.Cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.exits(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if scan := h.scan(t); scan.State == storage.Complete || scan.Counts.Waiting == 0 {
		t.Errorf("after the signal: state %v, counts %+v", scan.State, scan.Counts)
	}
}

// While a large site is scanned at full speed, the window answers at once. The
// site is so large that its scan outlasts the trial on any machine.
func TestWindowAnswersWhileScanning(t *testing.T) {
	const limit = time.Second // on a busy machine; at rest it is a few hundredths
	site := bigSite(t, 200_000, 0)
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	p := h.start(t)
	p.begin(t, site.URL)
	var slowest time.Duration
	for range 5 {
		for _, step := range []struct{ key, route string }{{"ctrl+1", "name=sites"}, {"ctrl+2", "name=scanning"}} {
			pressed := time.Now()
			p.then(t, func() { p.press(t, step.key) }, "msg=route", step.route)
			slowest = max(slowest, time.Since(pressed))
		}
	}
	if scan := h.scan(t); scan.State == storage.Complete || scan.Counts.Found < 5000 {
		t.Errorf("state %v with %d addresses: the window was not tried under load", scan.State, scan.Counts.Found)
	}
	t.Logf("slowest answer: %v, keyboard and look at the log included", slowest)
	if slowest > limit {
		t.Errorf("the window took %v to answer, want at most %v", slowest, limit)
	}
	p.press(t, "ctrl+q", "Return")
	p.exits(t)
}

// A history that can't be used is explained in a window, and left as it is.
func TestHistoryThatCantBeUsed(t *testing.T) {
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	text := []byte("Dear diary, this is no database.\n")
	if err := os.WriteFile(h.Path("diary.txt"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	p := h.start(t, "--db", h.Path("diary.txt"))
	p.settled(t)
	p.press(t, "Escape")
	if code := p.exits(t); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
	if got, err := os.ReadFile(h.Path("diary.txt")); err != nil || !bytes.Equal(got, text) {
		t.Errorf("the file was changed: %q, %v", got, err)
	}
}
