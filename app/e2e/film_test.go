//go:build e2e

package e2e

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sitewell/app/robot"
	"sitewell/ui/outline"
)

// hand is a person with a mouse, who counts what it takes.
type hand struct {
	p      *program
	clicks int
}

// find waits for a widget that the window shows.
func (h *hand) find(t *testing.T, what string, is func(outline.Widget) bool) (found outline.Widget) {
	t.Helper()
	h.p.waitFor(t, func() bool {
		shown, err := h.p.Look(t.Context(), 10*time.Second)
		i := slices.IndexFunc(shown.Widgets, func(w outline.Widget) bool { return !w.Disabled && is(w) })
		if err != nil || i < 0 {
			return false
		}
		found = shown.Widgets[i]
		return true
	}, what)
	return found
}

// click presses a widget.
func (h *hand) click(t *testing.T, what string, is func(outline.Widget) bool) {
	t.Helper()
	w := h.find(t, what, is)
	if err := h.p.Click(t.Context(), w.X, w.Y, robot.Left, 1); err != nil {
		t.Fatal(err)
	}
	h.clicks++
}

// called finds the button of that name, in a dialog if one is open.
func called(name string) func(outline.Widget) bool {
	return func(w outline.Widget) bool { return w.Name == name && w.Tap }
}

// row finds the rows of a table.
func row(w outline.Widget) bool { return w.Kind == "table.rowView" }

// TestThreeClicks goes the main way as a person does who has never seen the
// window: one address is typed, and three clicks lead from the list of fixes to a
// saved report. Then the site changes, is scanned again and compared. With
// -pictures each step is kept, as the guide shows it.
func TestThreeClicks(t *testing.T) {
	site := serveBakery(t)
	h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
	h.Env = append(h.Env, site.env()...)
	p := h.start(t)
	person := &hand{p: p}
	keep := func(name string) {
		t.Helper()
		p.save(t, name, p.settled(t))
	}
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the first screen")

	p.settled(t)
	p.write(t, site.name())
	keep("1-address")
	p.then(t, func() { p.press(t, "Return") }, "msg=route", "name=scanning")
	p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > 0 }, "the results")
	keep("2-what-to-fix")
	p.then(t, func() { person.click(t, "the worst fix", row) }, "msg=fix")
	keep("3-worst-problem")
	p.changes(t, func() { person.click(t, "the button of the report", called("Save report …")) })
	person.find(t, "the button of the dialog", called("Save"))
	p.press(t, "shift+Tab", "shift+Tab", "ctrl+a") // a folder that is nobody's
	before := p.settled(t)
	p.save(t, "4-save-report", before)
	p.then(t, func() { person.click(t, "the button of the dialog", called("Save")) }, "report saved")
	keep("5-report-saved")
	if person.clicks != 3 {
		t.Errorf("it takes %d clicks, want 3", person.clicks)
	}
	saved, err := filepath.Glob(h.Path("Documents/*.xlsx"))
	if err != nil || len(saved) != 1 {
		t.Fatalf("saved files: %v, %v", saved, err)
	}
	p.press(t, "Escape")
	p.again(t, site, keep)
	p.press(t, "ctrl+q")
	p.exits(t)
}

// again scans the site twice more, a little different each time, and looks at
// what changed.
func (p *program) again(t *testing.T, site *bakery, keep func(string)) {
	t.Helper()
	for week := 1; week < len(weeks); week++ {
		site.week.Store(int32(week))
		ended := p.logs("scan ends")
		p.settled(t)
		p.press(t, "F5")
		p.waitFor(t, func() bool { return p.logs("scan ends") > ended }, "the next scan")
		p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > week }, "its results")
	}
	keep("changes")
	p.then(t, func() { p.press(t, "F6") }, "msg=route", "name=compare")
	keep("compare")
	p.then(t, func() { p.press(t, "alt+Left") }, "msg=route", "name=results")
	p.then(t, func() { p.press(t, "ctrl+h") }, "msg=route", "name=history")
	keep("history")
	p.then(t, func() { p.press(t, "ctrl+1") }, "msg=route", "name=sites")
	keep("sites")
}
