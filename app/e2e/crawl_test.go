//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/app/robot"
	"sitewell/assets/knowledge"
	"sitewell/ui/outline"
	"sitewell/ui/words"
)

// crawler presses every widget that the program shows, and remembers which it
// has seen and which it has pressed. It goes on over several runs of the
// program.
type crawler struct {
	p       *program
	seen    map[string]*sighting
	faults  map[string]bool
	last    string // what was pressed last
	present string // the screen
	homes   []string
}

// sighting is a widget that was seen.
type sighting struct {
	place   string // screen and dialog in which it was
	opener  string // what was pressed before it came
	enabled bool   // it could be used at least once
	pressed int
	again   int // how often it was pressed to find more behind it
}

func newCrawler() *crawler {
	return &crawler{seen: map[string]*sighting{}, faults: map[string]bool{}}
}

// longText is what is pasted into every field: a word of 5,000 characters, in
// which no line can be broken.
var longText = strings.Repeat("W", 5000)

// excused lists what is not pressed, with the reason.
var excused = []struct {
	reason string
	is     func(c *crawler, place, identity string) bool
}{
	{"it ends the program; the other tests do that", func(_ *crawler, _, identity string) bool {
		return identity == "menu widget.menuItem “Quit Ctrl+Q”"
	}},
	{"it is there for the seconds in which a picture is taken; the tests of ui/problem press it", func(_ *crawler, place, identity string) bool {
		return place == "results" && identity == "widget.Button “Cancel”"
	}},
	{"it opens the browser of this computer; the tests of ui/results press it", func(_ *crawler, _, identity string) bool {
		return strings.HasSuffix(identity, "“Try in browser …”") || strings.HasSuffix(identity, "“Try all of this list in browser …”")
	}},
	{"it scans the demo site, as the button of the first screen does, which is pressed", func(_ *crawler, _, identity string) bool {
		return identity == "menu widget.menuItem “Try the demo site”"
	}},
	{"it scans a list of its own, which takes the place of the site on the screens; the tests of ui do that", func(_ *crawler, _, identity string) bool {
		return strings.HasSuffix(identity, "widget.menuItem “Check only what had problems”")
	}},
	{"it scans a list, of which there is none but for what is pasted; the tests of ui/addresslist do that", func(_ *crawler, place, identity string) bool {
		return strings.HasSuffix(place, " > Scan a list of addresses") && identity == "dialog ask.button “Scan”"
	}},
	{"the lists and fields of the settings of Sitewell itself change how everything looks, and what there is; its buttons are pressed, and the tests of ui/appsettings and ui/keeping go through the rest", func(_ *crawler, place, identity string) bool {
		return (place == "app-settings" || strings.HasPrefix(place, "app-settings > ")) && !strings.HasPrefix(identity, "menu ")
	}},
	{"it replaces the history and starts the program again; the tests of ui/keeping do that", func(_ *crawler, _, identity string) bool {
		return identity == "dialog ask.button “Repair”"
	}},
	{"a report and its looks are chosen from lists, whose entries depend on what was chosen before; the tests of ui/export and ui/brands go through them", func(_ *crawler, place, identity string) bool {
		_, dialog, _ := strings.Cut(place, " > ")
		if dialog == "" || !strings.HasPrefix(identity, "dialog ") {
			return false
		}
		about := []string{"Save report", "Save # chosen addresses", "Look of reports", "New brand", "Atelier", "As the program", "That of the brand", "The client", "Spreadsheet (Excel)", "None", "Deutsch", "The whole comparison"}
		return slices.Contains(about, dialog)
	}},
	{"what is in Fyne's dialog for folders and files is Fyne's; it is opened and left", func(_ *crawler, place, identity string) bool {
		return strings.HasSuffix(place, " > Home") && strings.HasPrefix(identity, "dialog ")
	}},
	{"the demo site has no missing address for which there is a suggestion to accept; the tests of ui/redirects decide about some", func(_ *crawler, place, identity string) bool {
		return place == "redirects" && slices.Contains([]string{"widget.Button “Accept”", "widget.Button “Accept all that are sure (#)”", "widget.Button “Save …”"}, identity)
	}},
	{"it opens the browser of this computer, and no redirect of the demo site leads anywhere; the tests of ui/redirects choose both", func(_ *crawler, place, identity string) bool {
		return place == "redirects > Open" && (identity == "dialog widget.menuItem “Open the old address”" || identity == "dialog widget.menuItem “Open the new address”" || identity == "dialog widget.menuItem “Accept”")
	}},
	{"it is there only while all problems of a list are ignored; the tests of ui/results press it", func(_ *crawler, place, identity string) bool {
		return place == "results" && identity == "widget.Button “Show what is ignored”"
	}},
	{"the list of changed pages is sorted by its columns as every list is; that of all addresses is gone through", func(_ *crawler, place, identity string) bool {
		return place == "compare" && (identity == "table.headCell “On pages”" || identity == "table.headCell “Before”")
	}},
	{"what the palette finds does what its entry of the menu or its screen does; TestFromWindowToSpreadsheet works it by keyboard", func(_ *crawler, _, identity string) bool {
		return strings.HasPrefix(identity, "dialog palette.row")
	}},
	{"a menu does nothing itself; its entries are pressed", func(_ *crawler, _, identity string) bool {
		return identity == "dialog widget.PopUpMenu" || identity == "dialog widget.Menu"
	}},
	{"a text that can be selected does nothing when it is pressed", func(_ *crawler, _, identity string) bool {
		return strings.HasSuffix(identity, "widget.focusSelectable")
	}},
	{"Fyne's dialog for folders and files has a button for each folder above the present one", func(c *crawler, place, identity string) bool {
		return strings.HasSuffix(place, " > Home") && slices.ContainsFunc(c.folders(), func(name string) bool {
			return identity == "dialog widget.Button “"+outline.Plain(name)+"”"
		})
	}},
	{"a tile and a tab have no number while the results are read, and are pressed with it", func(_ *crawler, place, identity string) bool {
		if place == "redirects" {
			return identity == "badge.tab “Addresses”" || identity == "badge.tab “File”"
		}
		if place != "results" && place != "compare" {
			return false
		}
		return strings.HasPrefix(identity, "badge.Tile") && strings.Contains(identity, "–") ||
			slices.ContainsFunc([]string{
				"Fixes", "Problems", "All addresses", "Pages", "All changes", "New", "Came back", "Still there", "Fixed", "Link removed", "Not reached", "Where it is linked",
			}, func(tab string) bool {
				return strings.HasSuffix(identity, " “"+tab+"”")
			})
	}},
	{"the sidebar names a scan on every screen, a message that it has ended or that something can be undone comes on any, and each is pressed on one", func(c *crawler, _, identity string) bool {
		sidebar := strings.HasPrefix(identity, "frame.sidebarButton") && strings.Contains(identity, "Scanning")
		return (sidebar || identity == "widget.Button “Open results”" || identity == "widget.Button “Undo”" || identity == "widget.Button “cancel.svg”") && c.pressedAnywhere(identity)
	}},
	{"the sidebar leads to the same places from every screen", func(c *crawler, _, identity string) bool {
		return strings.HasPrefix(identity, "frame.sidebarButton") && c.pressedAnywhere(identity)
	}},
	{"the palette is the same on every screen, and typed into on one", func(c *crawler, _, identity string) bool {
		return identity == "dialog field.Entry “Search sites, scans, codes and actions”" && c.pressedAnywhere(identity)
	}},
	{"a row of a list that is to be added says what becomes of it, and does nothing", func(_ *crawler, place, identity string) bool {
		return strings.HasSuffix(place, " > Add many sites") && identity == "dialog widget.listItem"
	}},
	{"checking again can be stopped only while it lasts; the tests of ui/results press the button", func(_ *crawler, place, identity string) bool {
		return place == "results" && identity == "widget.Button “Stop”"
	}},
	{"a scan that was stopped can be resumed on several screens, and which show it depends on when it was stopped", func(c *crawler, _, identity string) bool {
		return identity == "widget.Button “Resume”" && c.pressedAnywhere(identity)
	}},
	{"Fyne's dialog for folders and files is the same on every screen, has another heading as a list, and is closed once", func(c *crawler, place, identity string) bool {
		return (strings.HasSuffix(place, " > Name") || strings.HasSuffix(place, " > Home")) && identity == "dialog widget.Button “Cancel”" && c.pressedAnywhere(identity)
	}},
	{"the menu of what can be said about a problem is the same beside it, in its row and in that of its fix, and its entries are pressed in one of them", func(c *crawler, place, identity string) bool {
		return strings.HasPrefix(place, "results > ") && slices.ContainsFunc([]string{
			"For good", "For # days", "From this scan on", "With a reason or until a date …", "All addresses like …", "Assign …", "Note …",
			"Mark as done", "Works in my browser …", "Copy cell", "Copy row", "Ignore …", "Check again", "Copy", "Export …", "Choose none", "Choose all rows",
			"Open a page that links here",
		}, func(name string) bool { return identity == "dialog widget.menuItem “"+name+"”" }) && c.pressedAnywhere(identity)
	}},
	{"the menu of columns does the same in every table; that of all addresses is gone through", func(c *crawler, place, identity string) bool {
		return slices.Contains([]string{"results > Change", "results > Severity", "compare > Change"}, place) && strings.HasPrefix(identity, "dialog widget.menuItem") && c.pressedAnywhere("dialog widget.menuItem “Reset columns”")
	}},
	{"each number of changes filters in the same way, and those that stay are pressed", func(c *crawler, place, identity string) bool {
		return place == "results" && strings.HasPrefix(identity, "badge.Chip “Not reached") && c.pressedLike("results: badge.Chip “Still there")
	}},
	{"the button of a fix says how many problems it has, and is pressed with one", func(c *crawler, _, identity string) bool {
		return identity == "widget.Button “Check all # again”" && c.pressedAnywhere("widget.Button “Check again”")
	}},
	{"the scans of a site change while it is scanned again: their rows and their lists are pressed as they are at one moment", func(c *crawler, place, identity string) bool {
		for _, kind := range []string{"history.row", "widget.Select “Scan #"} {
			if strings.HasPrefix(identity, kind) && c.pressedLike(place+": "+kind) {
				return true
			}
		}
		return false
	}},
	{"a row of a site opens it, and its menu by the other button; its buttons are pressed, and the tests of ui/sites press the row", func(_ *crawler, place, identity string) bool {
		return place == "sites" && strings.HasPrefix(identity, "sites.row")
	}},
	{"the menu of a site has what its buttons and the other screens do, by what its newest scan allows; the tests of ui/sites go through it", func(_ *crawler, place, identity string) bool {
		return slices.Contains([]string{"sites > Resume", "sites > Scan", "sites > Watch"}, place) && slices.ContainsFunc([]string{"Compare with the scan before", "Resume", "Save report …", "Delete", "Start a new scan", "Scan", "Watch", "Results", "History", "Settings …", "Edit name and client …", "Scan regularly …"}, func(name string) bool {
			return identity == "dialog widget.menuItem “"+name+"”"
		})
	}},
	{"the dialogs of a site are filled by the tests of ui/sites", func(_ *crawler, place, identity string) bool {
		return slices.Contains([]string{"sites > Scan regularly", "sites > Edit site"}, place) && (strings.HasPrefix(identity, "dialog field.Entry") || identity == "dialog ask.button “Cancel”")
	}},
	{"what can be done with a row is chosen in the tests of ui/results", func(_ *crawler, place, identity string) bool {
		return place == "results > Open" && strings.HasPrefix(identity, "dialog widget.menuItem")
	}},
	{"the menu of columns does the same in every table", func(_ *crawler, place, identity string) bool {
		return place == "results > Verdict" && strings.HasPrefix(identity, "dialog widget.menuItem")
	}},
	{"verdicts are chosen for one kind of outcome, and which pages are shown in a browser in the tests of ui/sitesettings", func(_ *crawler, place, identity string) bool {
		return (strings.HasPrefix(place, "settings > As usual") || place == "settings > Automatic" || place == "settings > Yes") && strings.HasPrefix(identity, "dialog widget.menuItem")
	}},
	{"a message is shown in the same way for everybody who can get one, and is copied and closed for one of them", func(c *crawler, place, identity string) bool {
		return strings.HasPrefix(place, "results > For ") && strings.HasPrefix(identity, "dialog ask.button") && (c.pressedAnywhere(identity) || c.pressedAnywhere("dialog ask.button “Copy”"))
	}},
	{"the menu of kinds has those that occur, each of which filters in the same way; one is pressed", func(_ *crawler, place, identity string) bool {
		return strings.HasPrefix(place, "results > Page (") && strings.HasPrefix(identity, "dialog widget.menuItem")
	}},
	{"the bar of all rare statuses together stands for no filter", func(_ *crawler, place, identity string) bool {
		return place == "results" && strings.HasPrefix(identity, "results.barView “") && strings.HasSuffix(identity, " others”")
	}},
	{"a new scan in place of one that was stopped is begun by the menu of its site; the tests of ui/results press the button", func(_ *crawler, place, identity string) bool {
		return place == "results" && identity == "widget.Button “Start a new scan”"
	}},
	{"the arrows back and ahead are on every screen", func(c *crawler, _, identity string) bool {
		return (identity == "widget.Button “arrow-back.svg”" || identity == "widget.Button “arrow-forward.svg”") && c.pressedAnywhere(identity)
	}},
	{"the question whether a site is to be deleted names it, and is answered for one", func(c *crawler, place, identity string) bool {
		return strings.HasPrefix(place, "sites > Delete ") && identity == "dialog ask.button “Delete”" && c.pressedAnywhere(identity)
	}},
	{"a list of when a site is scanned is named by what is chosen, and its entries do the same for each; those that show are pressed", func(c *crawler, place, identity string) bool {
		begin := "field.Choice"
		if strings.Contains(identity, "widget.menuItem") {
			begin = "dialog widget.menuItem"
		}
		return strings.HasPrefix(place, "sites > ") && slices.ContainsFunc([]string{
			"Never", "Every day", "Every week", "Every month", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "#",
		}, func(name string) bool { return strings.HasSuffix(identity, begin+" “"+name+"”") }) && (c.pressedLike("sites > Scan regularly: ") || c.pressedAnywhere("dialog widget.menuItem “Every week”"))
	}},
	{"the lists of platforms and hosting panels do the same for each; those that show are pressed", func(c *crawler, _, identity string) bool {
		item := func(name string) string { return "dialog widget.menuItem “" + name + "”" }
		_, panels := words.HostingPanels()
		names := append(knowledge.FamilyNames(), panels...)
		return slices.ContainsFunc(names, func(name string) bool { return identity == item(name) }) &&
			slices.ContainsFunc(names, func(name string) bool { return c.pressedAnywhere(item(name)) })
	}},
	{"the heading of a narrow column is cut short, and was pressed where it is whole", func(c *crawler, place, identity string) bool {
		begin, cut := strings.CutSuffix(identity, "…”")
		if !cut || !strings.HasPrefix(identity, "table.headCell") {
			return false
		}
		for key, s := range c.seen {
			if s.pressed > 0 && strings.HasPrefix(key, place+": "+begin) && !strings.HasSuffix(key, "…”") {
				return true
			}
		}
		return false
	}},
}

// pressedAnywhere reports whether a widget of this identity was pressed on any
// screen.
func (c *crawler) pressedAnywhere(identity string) bool {
	for key, s := range c.seen {
		if s.pressed > 0 && strings.HasSuffix(key, ": "+identity) {
			return true
		}
	}
	return false
}

// pressedLike reports whether anything was pressed whose key begins so.
func (c *crawler) pressedLike(begin string) bool {
	for key, s := range c.seen {
		if s.pressed > 0 && strings.HasPrefix(key, begin) {
			return true
		}
	}
	return false
}

func (c *crawler) isExcused(key string) bool {
	place := c.seen[key].place
	identity := strings.TrimPrefix(key, place+": ")
	for _, e := range excused {
		if e.is(c, place, identity) {
			return true
		}
	}
	return false
}

// folders are the names of the folders from the root to the documents, of all
// homes.
func (c *crawler) folders() []string {
	names := []string{"/", "Documents"}
	for _, dir := range c.homes {
		names = append(names, strings.Split(dir, "/")[1:]...)
	}
	return names
}

// place names where a widget of what is shown is.
func (c *crawler) place(shown outline.Window, w outline.Widget) string {
	switch w.Part {
	case "menu":
		return "menu bar"
	case "dialog":
		return c.present + " > " + outline.Plain(shown.Dialog)
	default:
		return c.present
	}
}

func (c *crawler) key(shown outline.Window, w outline.Widget) string {
	return c.place(shown, w) + ": " + w.Identity()
}

// look waits until the window stands still, or for a second where something
// moves, judges what it shows, and remembers what there is.
func (c *crawler) look(t *testing.T) outline.Window {
	t.Helper()
	var shown outline.Window
	last := ""
	deadline := time.Now().Add(time.Second)
	for {
		now, err := c.p.Look(t.Context(), 30*time.Second)
		if err != nil {
			c.p.run.WaitEnd(2 * time.Second)
			t.Fatalf("after %s the program does not say what it shows: %v\n%s", c.last, err, c.p.run.Output())
		}
		shown = now
		picture := fmt.Sprint(now)
		if picture == last || time.Now().After(deadline) {
			break
		}
		last = picture
		pause(t, 60*time.Millisecond)
	}
	c.present = c.screen(t)
	c.judge(t, shown)
	for _, w := range shown.Widgets {
		key := c.key(shown, w)
		s := c.seen[key]
		if s == nil {
			s = &sighting{place: c.place(shown, w), opener: c.last}
			c.seen[key] = s
		}
		s.enabled = s.enabled || !w.Disabled
	}
	return shown
}

// pause lets a moment pass.
func pause(t *testing.T, d time.Duration) {
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// screen is the present screen, by the log.
func (c *crawler) screen(t *testing.T) string {
	log := c.p.home.readLog(t)[c.p.log:]
	_, after, ok := cutLast(log, "msg=route name=")
	if !ok {
		return "start"
	}
	name, _, _ := strings.Cut(after, " ")
	return name
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// judge fails the test where the program complains, or something is outside
// its frame or widens the window. Each fault is told once.
func (c *crawler) judge(t *testing.T, shown outline.Window) {
	t.Helper()
	faults := slices.Clone(shown.Faults)
	if shown.MinWidth > shown.Width || shown.MinHeight > shown.Height {
		faults = append(faults, fmt.Sprintf("the window is %d×%d, and what it contains wants %d×%d", shown.Width, shown.Height, shown.MinWidth, shown.MinHeight))
	}
	if shown.Width != crawlWidth || shown.Height != crawlHeight {
		faults = append(faults, fmt.Sprintf("the window was %d×%d and is %d×%d", crawlWidth, crawlHeight, shown.Width, shown.Height))
	}
	faults = append(faults, c.p.run.Complaints(c.p.home.readLog(t)[c.p.log:])...)
	for _, f := range faults {
		if !c.faults[f] {
			c.faults[f] = true
			t.Errorf("after %s, on %s: %s", c.last, c.present, f)
		}
	}
}

// press presses a widget; into a field it pastes the long text, and puts back
// what was there.
func (c *crawler) press(t *testing.T, shown outline.Window, w outline.Widget) {
	t.Helper()
	key := c.key(shown, w)
	c.seen[key].pressed++
	c.last = key
	ctx := t.Context()
	c.try(t, c.p.Click(ctx, w.X, w.Y, robot.Left, 1))
	if w.Secondary && !w.Type {
		c.look(t)
		c.try(t, c.p.Click(ctx, w.X, w.Y, robot.Right, 1))
	}
	if !w.Type {
		return
	}
	c.try(t, c.p.Press(ctx, "ctrl+a"))
	c.try(t, c.p.Paste(ctx, longText))
	want := 2000 // of one line, ui/field takes the beginning
	switch {
	case strings.HasPrefix(w.Name, "Search"):
		want = 200
	case w.Lines, w.Secret:
		want = len(longText)
	}
	c.waitText(t, w, func(text string) bool { return len(text) >= want }, fmt.Sprint(want, " characters"))
	if w.Text == "" {
		c.try(t, c.p.Press(ctx, "ctrl+a", "Delete"))
	} else {
		c.try(t, c.p.Press(ctx, "ctrl+a"))
		c.try(t, c.p.Paste(ctx, w.Text))
	}
	c.waitText(t, w, func(text string) bool { return text == w.Text }, "its old text")
}

// waitText waits until the field that was at a place holds a text.
func (c *crawler) waitText(t *testing.T, field outline.Widget, holds func(string) bool, what string) {
	t.Helper()
	err := robot.Poll(t.Context(), 30*time.Second, c.last+" to hold "+what, func(context.Context) bool {
		for _, w := range c.look(t).Widgets {
			if w.Type && w.Identity() == field.Identity() && holds(w.Text) {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Error(err)
	}
}

func (c *crawler) try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		c.p.run.WaitEnd(2 * time.Second)
		t.Fatalf("after %s: %v\n%s", c.last, err, c.p.run.Output())
	}
}

// explore presses whatever of a screen was not pressed yet, and what comes of
// that, until nothing is left. enter leads to the screen from wherever the
// program is.
func (c *crawler) explore(t *testing.T, screen string, enter func()) {
	t.Helper()
	enter()
	scrolled := 0
	for {
		shown := c.look(t)
		if w, ok := c.next(shown); ok {
			c.press(t, shown, w)
			continue
		}
		if c.close(t, shown) {
			continue
		}
		if c.present != screen {
			enter()
			if c.look(t); c.present != screen {
				return // it is there no more
			}
			continue
		}
		if w, ok := c.behind(shown); ok {
			c.press(t, shown, w)
			continue
		}
		if len(shown.Scrolls) == 0 || scrolled == 12 {
			return
		}
		at := shown.Scrolls[scrolled%len(shown.Scrolls)]
		scrolled++
		c.try(t, c.p.Click(t.Context(), at.X, at.Y, robot.WheelDown, 8))
	}
}

// next chooses what was not pressed yet: fields first, then what stays, then
// what leads away or ends something.
func (c *crawler) next(shown outline.Window) (outline.Widget, bool) {
	var best outline.Widget
	least := 100
	for _, w := range shown.Widgets {
		key := c.key(shown, w)
		if w.Disabled || c.seen[key].pressed > 0 || c.isExcused(key) {
			continue
		}
		if n := order(w); n < least {
			best, least = w, n
		}
	}
	return best, least < 100
}

func order(w outline.Widget) int {
	for i, words := range [][]string{
		{"Delete", "Remove"},
		{"Stop", "Save"},
		{"Scan", "demo", "Resume", "Watch"},
		{"frame.sidebarButton", "arrow-back", "arrow-forward", "History", "Settings", "Results"},
		{"Close", "Cancel", "cancel"},
	} {
		for _, word := range words {
			if strings.Contains(w.Identity(), word) {
				return 90 - i
			}
		}
	}
	switch {
	case w.Part == "menu" && strings.Contains(w.Kind, "menuItem"):
		return 0
	case w.Type:
		return 1
	case strings.Contains(strings.ToLower(w.Kind), "tab") && !strings.HasPrefix(w.Kind, "table."): // which leads away from the rows
		return 50
	case w.Part == "menu":
		return 60
	}
	return 10
}

// behind chooses something to press again, because what came after it the first
// time was not pressed: what is nearest to that comes first.
func (c *crawler) behind(shown outline.Window) (outline.Widget, bool) {
	const deep = 6
	distance := map[string]int{}
	for key, s := range c.seen {
		if s.pressed > 0 || !s.enabled || c.isExcused(key) {
			continue
		}
		for n := 1; n <= deep && s != nil; n++ {
			if d, ok := distance[s.opener]; !ok || n < d {
				distance[s.opener] = n
			}
			s = c.seen[s.opener]
		}
	}
	var best outline.Widget
	nearest := deep + 1
	for _, w := range shown.Widgets {
		key := c.key(shown, w)
		if d, ok := distance[key]; ok && d < nearest && !w.Disabled && c.seen[key].again < 10 && !c.isExcused(key) {
			best, nearest = w, d
		}
	}
	if nearest > deep {
		return outline.Widget{}, false
	}
	c.seen[c.key(shown, best)].again++
	return best, true
}

// close closes the menu or dialog that is open, and reports whether there was
// one.
func (c *crawler) close(t *testing.T, shown outline.Window) bool {
	t.Helper()
	menu := slices.ContainsFunc(shown.Widgets, func(w outline.Widget) bool { return w.Part == "menu" && w.Kind == "widget.menuItem" })
	if shown.Overlays == 0 && !menu {
		return false
	}
	c.try(t, c.p.Press(t.Context(), "Escape"))
	after := c.look(t)
	if after.Overlays < shown.Overlays || menu && fmt.Sprint(after) != fmt.Sprint(shown) {
		return true
	}
	for _, w := range after.Widgets { // it has no Escape
		if !w.Disabled && (strings.Contains(w.Name, "Cancel") || strings.Contains(w.Name, "Close") || w.Kind == "glfw.menuBarItem" && menu) {
			c.last = c.key(after, w)
			c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Left, 1))
			return true
		}
	}
	c.try(t, c.p.Click(t.Context(), shown.Width-3, shown.Height-3, robot.Left, 1))
	return true
}

// report fails the test for everything that was seen and never pressed. What
// could never be used where it was seen must have been pressed elsewhere.
func (c *crawler) report(t *testing.T) {
	t.Helper()
	somewhere := map[string]bool{}
	pressed := 0
	for key, s := range c.seen {
		if s.pressed > 0 {
			pressed++
			somewhere[strings.TrimPrefix(key, s.place)] = true
		}
	}
	var missing []string
	for key, s := range c.seen {
		switch {
		case s.pressed > 0 || c.isExcused(key):
		case s.enabled:
			missing = append(missing, key)
		case !somewhere[strings.TrimPrefix(key, s.place)] && !strings.Contains(key, "table.headCell"): // not all columns sort
			missing = append(missing, key+" (it was never enabled)")
		}
	}
	slices.Sort(missing)
	for _, key := range missing {
		t.Errorf("no step presses %s", key)
	}
	t.Logf("%d of %d widgets were pressed", pressed, len(c.seen))
}
