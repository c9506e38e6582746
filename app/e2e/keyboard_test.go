//go:build e2e

package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitewell/ui/outline"
)

// Everything that a person does with a site is done without the mouse: scan it, read the
// worst problem, ignore it and take that back, check it again, save the report, scan once
// more, compare, look at redirects, history and settings, open the menu of the site, quit.
func TestByKeyboardAlone(t *testing.T) {
	site := serveBakery(t)
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	h.Env = append(h.Env, site.env()...)
	p := h.start(t)
	p.begin(t, "http://"+site.name())
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > 0 }, "the results")
	p.settled(t)

	// The menu of a row opens by Shift+F10 and by the Menu key; arrows and Enter choose in it.
	p.press(t, "Down")
	p.changes(t, func() { p.press(t, "shift+F10") })
	p.choose(t, "Ignore", "For good")
	p.waitFor(t, func() bool { return h.marks(t) == 1 }, "the mark")
	p.settled(t)
	p.press(t, "ctrl+z")
	p.waitFor(t, func() bool { return h.marks(t) == 0 }, "the mark to be taken back")
	p.settled(t)

	p.then(t, func() { p.press(t, "Down", "Return") }, "msg=fix")
	p.settled(t)
	p.changes(t, func() { p.press(t, "Escape") }) // the panel closes, and the list has the keyboard
	p.changes(t, func() { p.press(t, "ctrl+e") })
	p.then(t, func() { p.press(t, "Return") }, "report saved")
	if saved, err := filepath.Glob(h.Path("Documents/*.xlsx")); err != nil || len(saved) != 1 {
		t.Errorf("saved files: %v, %v", saved, err)
	}
	p.settled(t)
	p.changes(t, func() { p.press(t, "Escape") })

	first := h.scan(t).ID
	p.then(t, func() { p.press(t, "F5") }, "msg=route", "name=scanning")
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > 1 }, "the results of the second scan")
	p.settled(t)
	for _, step := range []struct{ key, leads string }{
		{"F6", "compare"},
		{"alt+Left", "results"},
		{"F7", "redirects"},
		{"alt+Left", "results"},
		{"ctrl+h", "history"},
		{"alt+Left", "results"},
		{"F8", "settings"},
		{"Escape", "results"},
		{"ctrl+comma", "app-settings"},
		{"alt+Left", "results"},
		{"F1", "help"},
		{"F2", "codes"},
		{"ctrl+1", "sites"},
	} {
		p.then(t, func() { p.press(t, step.key) }, "msg=route", "name="+step.leads)
		p.settled(t)
	}

	// Search, order, list: the menu of the site.
	p.press(t, "ctrl+f", "Tab", "Tab", "Down")
	p.changes(t, func() { p.press(t, "Menu") })
	p.then(t, func() { p.choose(t, "History") }, "msg=route", "name=history")
	p.settled(t)
	p.press(t, "ctrl+q")
	if code := p.exits(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if now := h.scan(t).ID; now == first {
		t.Error("there is no second scan")
	}
}

// choose goes by arrow keys to entries of an open menu, each of which opens a further one or
// does something.
func (p *program) choose(t *testing.T, names ...string) {
	t.Helper()
	before := map[outline.Widget]bool{} // the entries of the menus that are open already
	for i, name := range names {
		var entries []outline.Widget
		at := -1
		p.showing(t, "“"+name+"” in a menu", func(shown outline.Window) bool {
			entries = slices.DeleteFunc(shown.Widgets, func(w outline.Widget) bool { return w.Kind != "widget.menuItem" || before[w] })
			at = slices.IndexFunc(entries, func(w outline.Widget) bool { return w.Name == name || strings.HasPrefix(w.Name, name+" ") })
			return at >= 0
		})
		for _, w := range entries {
			before[w] = true
		}
		if i == 0 {
			at++ // no entry is active yet; in a further menu the first one is
		}
		for range at {
			p.press(t, "Down")
		}
		if i < len(names)-1 {
			p.changes(t, func() { p.press(t, "Right") })
		} else {
			p.press(t, "Return")
		}
	}
}

// marks returns how many marks are stored of the site that was scanned last.
func (h *home) marks(t *testing.T) int {
	t.Helper()
	site := h.scan(t).Site
	db := h.open(t)
	defer db.Close()
	marks, err := db.Marks(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	return len(marks)
}
