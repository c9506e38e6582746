//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/app/robot"
	"sitewell/ui/outline"
)

// The window of the crawl is large, so that little has to be scrolled to.
const crawlWidth, crawlHeight = 1400, 1000

// Every widget that the program shows anywhere is pressed at least once, 5,000
// characters are pasted into every field, and nothing crashes, complains, leaves
// its frame or widens the window. What is seen and has no step fails the test:
// a new dialog or button needs one here, unless the crawl finds it by itself.
func TestEveryWidget(t *testing.T) {
	c := newCrawler()
	c.first(t)
	c.running(t)
	c.members(t)
	c.gaps(t)
	c.report(t)
}

// begin starts the program with a home of its own.
func (c *crawler) begin(t *testing.T) {
	t.Helper()
	h := newHome(t, openDisplay(t, crawlWidth+40, crawlHeight+60), "1", "light")
	h.Env = append(h.Env, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
	c.homes = append(c.homes, h.Dir)
	c.p = h.start(t)
	c.last = "the start"
	c.try(t, c.p.Resize(t.Context(), crawlWidth, crawlHeight))
	within2(t, c, "the window to have its size", func(shown outline.Window) bool { return shown.Width == crawlWidth && shown.Height == crawlHeight })
}

// within2 waits until the window shows something.
func within2(t *testing.T, c *crawler, what string, shows func(outline.Window) bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		shown, err := c.p.Look(t.Context(), 30*time.Second)
		c.try(t, err)
		if shows(shown) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after %s: waited for %s, the window shows %+v", c.last, what, shown)
		}
		pause(t, 60*time.Millisecond)
	}
}

// keys presses keys.
func (c *crawler) keys(t *testing.T, keys ...string) {
	t.Helper()
	c.try(t, c.p.Press(t.Context(), keys...))
}

// out closes every dialog and menu.
func (c *crawler) out(t *testing.T) {
	t.Helper()
	for range 6 {
		if !c.close(t, c.look(t)) {
			return
		}
	}
	t.Fatalf("after %s a dialog does not close", c.last)
}

// goTo leads to a screen by its keys.
func (c *crawler) goTo(t *testing.T, keys ...string) func() {
	return func() {
		t.Helper()
		c.out(t)
		c.keys(t, keys...)
		c.look(t)
	}
}

// named finds a widget by the text that it shows.
func named(shown outline.Window, name string) (outline.Widget, bool) {
	for _, w := range shown.Widgets {
		if w.Name == name && !w.Disabled {
			return w, true
		}
	}
	return outline.Widget{}, false
}

// results leads to the results of the first site.
func (c *crawler) results(t *testing.T) func() {
	return func() {
		t.Helper()
		c.goTo(t, "ctrl+1")()
		shown := c.look(t)
		if w, ok := named(shown, "Results"); ok {
			c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Left, 1))
		}
		c.look(t)
	}
}

// opened leads to the results with the panel of a fix, or of a problem in it.
func (c *crawler) openedPanel(t *testing.T, deep int) func() {
	return func() {
		t.Helper()
		c.results(t)()
		c.until(t, "the rows of the results", func(shown outline.Window) bool {
			return slices.ContainsFunc(shown.Widgets, func(w outline.Widget) bool { return w.Kind == "table.rowView" })
		})
		for range deep {
			c.keys(t, "Down", "Return")
			c.look(t)
		}
	}
}

// first goes through the window of a person who tries the demo site.
func (c *crawler) first(t *testing.T) {
	t.Helper()
	c.begin(t)
	c.explore(t, "sites", c.goTo(t, "ctrl+1"))
	c.waitScans(t, 1)
	c.marked(t)
	c.pictured(t)
	c.chosen(t)
	c.explore(t, "results", c.results(t))
	c.explore(t, "results", c.openedPanel(t, 1))
	c.explore(t, "results", c.openedPanel(t, 2))
	c.explore(t, "history", func() { c.results(t)(); c.goTo(t, "ctrl+h")() })
	c.compared(t)
	c.columns(t)
	c.redirected(t)
	c.emptied(t)
	c.historyFile(t)
	c.saved(t)
	c.branded(t)
	c.listed(t)
	c.explore(t, "help", c.goTo(t, "F1"))
	c.ownSettings(t)
	c.explore(t, "codes", c.goTo(t, "F2"))
	c.search(t, "zqxj")
	c.tap(t, "Show all")
	c.appearance(t)
	c.portfolio(t)
	c.explore(t, "sites", c.goTo(t, "ctrl+1"))
	c.p.run.Kill()
}

// waitScans waits until so many scans have ended.
func (c *crawler) waitScans(t *testing.T, n int) {
	t.Helper()
	c.p.waitFor(t, func() bool { return c.p.logs("scan ends") >= n }, fmt.Sprint(n, " scans to end"))
}

// running goes through the window while a scan runs.
func (c *crawler) running(t *testing.T) {
	t.Helper()
	site := bigSite(t, 3000, 30*time.Millisecond)
	c.begin(t)
	c.p.begin(t, site.URL)
	c.explore(t, "scanning", c.goTo(t, "ctrl+2"))
	c.explore(t, "results", c.results(t))
	c.explore(t, "sites", c.goTo(t, "ctrl+1"))
	c.goTo(t, "ctrl+1")()
	c.until(t, "the site, whose scan was stopped or has ended", func(shown outline.Window) bool {
		for _, name := range []string{"Watch", "Resume", "Scan"} {
			if w, ok := rowButton(shown, name); ok {
				c.press(t, shown, w)
				return true
			}
		}
		return false
	})
	c.goTo(t, "ctrl+1")()
	c.tap(t, "Watch")
	c.goTo(t, "ctrl+1")()
	c.until(t, "the scan in the sidebar", func(shown outline.Window) bool {
		for _, w := range shown.Widgets {
			if w.Kind == "frame.sidebarButton" && strings.Contains(w.Name, "Scanning") {
				c.press(t, shown, w)
				return true
			}
		}
		return false
	})
	c.site(t, "Delete")
	c.tap(t, "OK") // it is being scanned
	c.keys(t, "ctrl+period")
	c.tap(t, "Open results") // of the message that the scan has ended
	for _, entry := range []string{"Results", "History", "Settings …", "Edit name and client …", "Scan regularly …"} {
		c.site(t, entry) // of the menu of a site whose scan was stopped
	}
	c.out(t)
	c.site(t, "History")
	c.tap(t, "Resume")
	c.goTo(t, "ctrl+1")()
	c.keys(t, "ctrl+period")
	c.waitScans(t, c.p.logs("scan begins"))
	c.site(t, "Start a new scan")
	c.goTo(t, "ctrl+1")()
	c.keys(t, "ctrl+period")
	c.waitScans(t, c.p.logs("scan begins"))
	c.site(t, "Delete")
	c.tap(t, "Cancel") // of the question
	c.site(t, "Delete")
	c.tap(t, "Delete", "Undo")
	c.site(t, "Delete")
	c.tap(t, "Delete", "cancel.svg") // of the message that it was deleted
	c.p.run.Kill()
}

// members goes through the settings of a site that asks for a name and a
// password.
func (c *crawler) members(t *testing.T) {
	t.Helper()
	site := serveMembers(t)
	c.begin(t)
	c.p.begin(t, site.URL)
	c.waitScans(t, 1)
	c.explore(t, "results", c.results(t))
	c.explore(t, "settings", func() { c.results(t)(); c.goTo(t, "F8")() })
	c.judged(t)
	c.unsaved(t, "Do not save")
	c.unsaved(t, "Save")
	c.explore(t, "history", func() { c.results(t)(); c.goTo(t, "ctrl+h")() })
	c.explore(t, "sites", c.goTo(t, "ctrl+1"))
	c.site(t, "Edit name and client …")
	c.tap(t, "Save")
	c.site(t, "Scan regularly …")
	c.tap(t, "Never", "Every week", "Monday", "Tuesday", "Every week", "Every month", "Every month", "Every day", "Every day", "Never", "Save")
	c.p.run.Kill()
}

// rowButton finds a button of the first site, beside that of the form above.
func rowButton(shown outline.Window, name string) (found outline.Widget, ok bool) {
	for _, w := range shown.Widgets {
		if w.Kind == "widget.Button" && w.Name == name && !w.Disabled && (!ok || w.Y > found.Y) {
			found, ok = w, true
		}
	}
	return found, ok
}

// gaps goes through what the results offer where a site could not be scanned.
func (c *crawler) gaps(t *testing.T) {
	t.Helper()
	answer := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Error(w, http.StatusText(code), code) }
	}
	robots := func(robots http.HandlerFunc) string {
		return answer(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				robots(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!doctype html><title>A page</title><h1>A page</h1><p>With a text.</p>")
		})
	}
	forbid := func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /\n") }
	there := robots(status(http.StatusNotFound))
	elsewhere := strings.Replace(there, "127.0.0.1", "localhost", 1)
	c.begin(t)
	for _, gap := range []struct {
		address string
		offers  []string
	}{
		{answer(status(http.StatusNotFound)), []string{"Try again"}},
		{robots(forbid), []string{"Ignore robots.txt on my site"}},
		{robots(status(http.StatusServiceUnavailable)), []string{"Try again", "Ignore robots.txt on my site"}},
		{answer(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("WWW-Authenticate", `Basic realm="members"`)
			w.WriteHeader(http.StatusUnauthorized)
		}), []string{"Sign in …"}},
		{answer(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere, http.StatusMovedPermanently)
		}), []string{"See all addresses", "Scan that address instead"}},
	} {
		for _, offer := range gap.offers {
			c.scan(t, gap.address)
			c.tap(t, offer)
		}
	}
	c.p.run.Kill()
}
