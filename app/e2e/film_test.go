//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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

// rowOfPanel finds the rows of the table in the panel, at the right of the window.
func rowOfPanel(w outline.Widget) bool { return row(w) && w.X > 640 }

// TestThreeClicks goes the main way as a person does who has never seen the
// window: one address is typed, and three clicks lead from the list of fixes to a
// saved report. Then the site changes, is scanned again and compared. With
// -pictures each step is kept, as the guide shows it.
func TestThreeClicks(t *testing.T) {
	site := serveBakery(t)
	h := newHomeAt(t, annasHome(t), openDisplay(t, 1280, 900), "1", "light")
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
	p.changes(t, func() { person.click(t, "the button of the report", called("document-save.svg")) })
	keep("4-save-report")
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
	person.again(t, site, keep)
	person.looks(t, keep)
	p.press(t, "ctrl+q")
	p.exits(t)
}

// annasHome is a home folder with a short name, so that it can be read in a picture.
func annasHome(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(os.TempDir(), "anna")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return t.TempDir() // somebody else has it
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// sites is what an agency has beside the bakery.
const sites = `address,name,client
http://sunflower-bakery.example,Sunflower bakery,Baker & Co
http://hofmuehle.example,Hofmühle,Baker & Co
shoe-shop.example,Shoe shop,Studio Nord
`

// types runs the program beside its window, as a person does in a terminal.
func (p *program) types(t *testing.T, input string, args ...string) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env, cmd.Stdin = append(os.Environ(), p.home.Env...), strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("sitewell %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// again scans the site twice more, a little different each time, and looks at
// what changed.
func (h *hand) again(t *testing.T, site *bakery, keep func(string)) {
	t.Helper()
	p := h.p
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
	p.types(t, sites, "sites", "import", "-")
	p.types(t, "", "scan", "http://hofmuehle.example", "--fail-on", "none")
	p.then(t, func() { p.press(t, "ctrl+1") }, "msg=route", "name=sites")
	keep("sites")
}

// looks goes from the list of sites to what else the guide shows.
func (h *hand) looks(t *testing.T, keep func(string)) {
	t.Helper()
	p := h.p
	p.then(t, func() { p.press(t, "F2") }, "msg=route", "name=codes")
	p.write(t, "404")
	p.press(t, "Return")
	keep("codes")
	for range 2 { // over the sites to the history
		p.then(t, func() { p.press(t, "alt+Left") }, "msg=route")
		p.settled(t)
	}
	p.then(t, func() { p.press(t, "F8") }, "msg=route", "name=settings")
	keep("settings")
	p.then(t, func() { p.press(t, "alt+Left") }, "msg=route", "name=history")
	p.then(t, func() { p.press(t, "alt+Left") }, "msg=route", "name=results")
	p.then(t, func() { h.click(t, "the worst fix", row) }, "msg=fix")
	p.settled(t)
	p.then(t, func() { h.click(t, "its problem", rowOfPanel) }, "msg=problem")
	keep("problem")
	for _, entry := range []string{"View", "Appearance", "Dark"} {
		h.click(t, "the menu for the appearance", called(entry))
		p.settled(t)
	}
	keep("dark")
}
