//go:build e2e

package e2e

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/app/robot"
	"sitewell/ui/outline"
)

// tap presses the widgets with these texts, one after the other, as soon as each
// is there. A text may go on behind the one given, with a shortcut.
func (c *crawler) tap(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		c.until(t, "“"+name+"”", func(shown outline.Window) bool {
			for _, w := range shown.Widgets {
				if !w.Disabled && !w.Type && (w.Name == name || strings.HasPrefix(w.Name, name+" ")) {
					c.press(t, shown, w)
					return true
				}
			}
			return false
		})
	}
	c.look(t)
}

// until looks at the window until it shows something, and fails the test where
// that does not come within a minute.
func (c *crawler) until(t *testing.T, what string, shows func(outline.Window) bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !shows(c.look(t)) {
		if time.Now().After(deadline) {
			t.Errorf("after %s: waited for %s on %s, the window shows %+v", c.last, what, c.present, c.look(t))
			return
		}
	}
}

// search types into the search field of the screen.
func (c *crawler) search(t *testing.T, text string) {
	t.Helper()
	c.out(t)
	c.keys(t, "ctrl+f", "ctrl+a")
	c.try(t, c.p.Paste(t.Context(), text))
	c.look(t)
}

// appearance chooses each theme, a size of text, and whether anything moves.
func (c *crawler) appearance(t *testing.T) {
	t.Helper()
	for _, theme := range []string{"Dark", "Light", "Like the system"} {
		c.out(t)
		c.tap(t, "View", "Appearance", theme)
	}
	c.out(t)
	c.tap(t, "View", "Text size", "100 %")
	for range 2 {
		c.out(t)
		c.tap(t, "View", "Reduce motion")
	}
}

// columns shows and hides each column of a table by its menu, and sorts by each.
func (c *crawler) columns(t *testing.T) {
	t.Helper()
	c.results(t)()
	c.tap(t, "All addresses")
	for _, column := range []string{"Title", "Whose", "Checked", "Reset columns"} {
		c.columnMenu(t)
		c.tap(t, column)
		c.explore(t, "results", func() { c.out(t) }) // the headings that came with it
	}
}

// columnMenu opens the menu of columns.
func (c *crawler) columnMenu(t *testing.T) {
	t.Helper()
	c.out(t)
	c.until(t, "the heading of a table", func(shown outline.Window) bool {
		for _, w := range shown.Widgets {
			if w.Kind == "table.headCell" && w.Name == "Verdict" {
				c.last = "a right click on a heading"
				c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Right, 1))
				return true
			}
		}
		return false
	})
}

// picking waits for Fyne's dialog for folders and files, which comes when the system has
// said that it has none.
func (c *crawler) picking(t *testing.T) {
	t.Helper()
	c.until(t, "the dialog that chooses", func(shown outline.Window) bool { return shown.Dialog == "Home" || shown.Dialog == "Name" })
}

// saved saves a scan for each button of the message about it, each time in another
// format.
func (c *crawler) saved(t *testing.T) {
	t.Helper()
	c.results(t)()
	c.keys(t, "ctrl+e")
	c.tap(t, "Choose …")
	c.picking(t)
	c.tap(t, "Cancel", "The client", "The developer", "That of the brand", "Deutsch", "Cancel")
	for _, s := range []struct{ button, format string }{
		{"Open", "Database (SQLite)"}, {"Show in folder", "JSON Lines"}, {"Close", "Spreadsheet (Excel)"}, {"Close", "Scan for another computer"},
	} {
		c.results(t)()
		c.keys(t, "ctrl+e")
		c.until(t, "the dialog that saves", func(shown outline.Window) bool { return shown.Overlays > 0 })
		c.keys(t, "ctrl+a")
		c.try(t, c.p.Paste(t.Context(), "saved for "+s.button))
		c.tap(t, "Spreadsheet (Excel)", s.format)
		c.tap(t, s.format, s.format, "Save") // the list of formats again, which shows the one that is chosen
		c.until(t, "the message that it is saved", func(shown outline.Window) bool {
			return strings.HasPrefix(shown.Dialog, "The report is saved")
		})
		c.tap(t, s.button)
		if s.button != "Close" { // which stays, to say what failed
			c.tap(t, "Close")
		}
	}
	for name, begins := range map[string]string{"Open.db": "SQLite format 3", "Show in folder.jsonl": "{", "Close.xlsx": "PK", "Close.sitewell": "SQLite format 3"} {
		text, err := os.ReadFile(c.p.home.Path("Documents/saved for " + name))
		if err != nil || !strings.HasPrefix(string(text), begins) {
			t.Errorf("saved for %s: the file begins with %.20q, %v", name, text, err)
		}
	}
}

// redirected decides about redirects and goes through the file that is made of them.
func (c *crawler) redirected(t *testing.T) {
	t.Helper()
	at := func() { c.results(t)(); c.goTo(t, "F7")() }
	c.explore(t, "redirects", at)
	at()
	c.search(t, "zqxj")
	c.tap(t, "Show all")
	c.until(t, "the rows of the redirects", func(shown outline.Window) bool {
		return slices.ContainsFunc(shown.Widgets, func(w outline.Widget) bool { return w.Kind == "table.rowView" })
	})
	for _, entry := range []string{"Change the target …", "Skip", "Take back", "Copy row"} {
		at()
		c.until(t, "the rows of the redirects", func(shown outline.Window) bool {
			i := slices.IndexFunc(shown.Widgets, func(w outline.Widget) bool { return w.Kind == "table.rowView" })
			if i < 0 {
				return false
			}
			c.last = "a right click on a redirect"
			c.try(t, c.p.Click(t.Context(), shown.Widgets[i].X, shown.Widgets[i].Y, robot.Right, 1))
			return true
		})
		c.tap(t, entry)
	}
	at()
	c.keys(t, "Down")
	c.keys(t, "Return") // accepts it, or asks for another target
	c.out(t)
	c.tab(t, "File")
	c.explore(t, "redirects", func() { at(); c.tab(t, "File") })
}

// tab shows a view by its tab, whose name may be that of a menu as well.
func (c *crawler) tab(t *testing.T, name string) {
	t.Helper()
	c.until(t, "the tab “"+name+"”", func(shown outline.Window) bool {
		for _, w := range shown.Widgets {
			if w.Kind == "badge.tab" && strings.HasPrefix(w.Name, name) {
				c.press(t, shown, w)
				return true
			}
		}
		return false
	})
	c.look(t)
}

// branded makes a brand, has it on a report, and deletes it.
func (c *crawler) branded(t *testing.T) {
	t.Helper()
	look := func() {
		c.goTo(t, "ctrl+1")()
		c.tap(t, "File", "Look of reports …")
		c.until(t, "the dialog about brands", func(shown outline.Window) bool { return strings.HasPrefix(shown.Dialog, "Look of reports") })
	}
	look()
	c.fill(t)
	c.tap(t, "Choose a logo …")
	c.picking(t)
	c.tap(t, "Cancel", "As the program", "Deutsch", "For all sites that have no other brand", "Close")
	look()
	c.try(t, c.p.Paste(t.Context(), "Atelier"))
	c.tap(t, "Save")
	look()
	c.tap(t, "Atelier", "Atelier", "Delete")
	c.answer(t, "Keep it")
	c.tap(t, "Close")
	c.results(t)()
	c.keys(t, "ctrl+e")
	c.tap(t, "Atelier", "None", "Cancel")
	look()
	c.tap(t, "Delete")
	c.answer(t, "Delete")
	c.tap(t, "Close")
}

// ownSettings presses the buttons of the settings of Sitewell itself, scrolling down to
// each, and has motion reduced and back.
func (c *crawler) ownSettings(t *testing.T) {
	t.Helper()
	for _, s := range []struct {
		name, leave string
		isPicker    bool
	}{
		{"Reduce motion", "Reduce motion", false},
		{"Choose a folder …", "Cancel", true},
		{"Choose a program …", "Cancel", true},
		{"Look of reports …", "Close", false},
		{"Move …", "Cancel", true},
		{"History file …", "Close", false},
		{"Test", "", false},
	} {
		c.goTo(t, "ctrl+1")()
		c.goTo(t, "ctrl+comma")()
		c.until(t, "“"+s.name+"” further down", func(shown outline.Window) bool {
			if w, ok := named(shown, s.name); ok {
				c.press(t, shown, w)
				return true
			}
			if len(shown.Scrolls) > 0 {
				// Beside the fields, which take the wheel for themselves.
				at := shown.Scrolls[0]
				c.try(t, c.p.Click(t.Context(), crawlWidth/5, at.Y, robot.WheelDown, 4))
			}
			return false
		})
		if s.isPicker {
			c.picking(t)
		}
		if s.leave != "" {
			c.tap(t, s.leave)
		}
	}
}

// emptied searches two lists for what they do not have, and shows all again.
func (c *crawler) emptied(t *testing.T) {
	t.Helper()
	for _, key := range []string{"ctrl+h", "F7"} {
		c.results(t)()
		c.goTo(t, key)()
		c.search(t, "zqxj")
		c.tap(t, "Show all")
	}
}

// historyFile opens what can be done with the file of the history, and the question
// whether it is to be repaired.
func (c *crawler) historyFile(t *testing.T) {
	t.Helper()
	c.goTo(t, "ctrl+1")()
	c.tap(t, "File", "History file …", "Repair …")
	c.answer(t, "Cancel")
	c.goTo(t, "ctrl+1")()
	c.tap(t, "File", "History file …", "Close")
}

// judged has broken addresses judged in each way, and all as usual again.
func (c *crawler) judged(t *testing.T) {
	t.Helper()
	c.results(t)()
	c.goTo(t, "F8")()
	c.tap(t, "What counts as a problem")
	for _, verdict := range []string{"Warning", "Can't verify", "Works", "Broken", "Works"} {
		c.until(t, "the list of outcomes", func(shown outline.Window) bool {
			for _, w := range shown.Widgets {
				if w.Kind == "control.listed" {
					c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Left, 1)) // a right click after it closes its menu
					return true
				}
			}
			return false
		})
		c.answer(t, verdict)
	}
	c.tap(t, "All as usual")
}

// listed asks for a list of addresses.
func (c *crawler) listed(t *testing.T) {
	t.Helper()
	c.goTo(t, "F2")() // where no button begins with the name of the menu
	c.tap(t, "Scan", "Scan a list of addresses …")
	c.until(t, "the dialog about a list", func(shown outline.Window) bool { return strings.HasPrefix(shown.Dialog, "Scan a list of addresses") })
	c.fill(t)
	c.tap(t, "Open a file …")
	c.picking(t)
	c.tap(t, "Cancel", "Cancel")
}

// portfolio adds a site by a list, goes through the overview, and has sites scanned together.
func (c *crawler) portfolio(t *testing.T) {
	t.Helper()
	c.goTo(t, "ctrl+1")()
	c.tap(t, "Add many sites …")
	c.until(t, "the dialog about many sites", func(shown outline.Window) bool { return strings.HasPrefix(shown.Dialog, "Add many sites") })
	c.fill(t)
	c.tap(t, "Open a file …")
	c.picking(t)
	c.tap(t, "Cancel")
	c.until(t, "the field of the list", func(shown outline.Window) bool {
		for _, w := range shown.Widgets {
			if w.Part == "dialog" && w.Lines {
				c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Left, 1))
				c.keys(t, "ctrl+a")
				c.try(t, c.p.Paste(t.Context(), "http://127.0.0.1:1/, Down, Baker"))
				return true
			}
		}
		return false
	})
	c.tap(t, "Add")
	c.explore(t, "overview", func() { c.goTo(t, "ctrl+1")(); c.tap(t, "Overview") })
	c.goTo(t, "ctrl+1")()
	c.tap(t, "Scan several …", "All", "Cancel", "Scan several …", "All", "Scan")
}

// compared scans the site again, which adds what changed to its results and its
// history, and goes through the comparison of two scans.
func (c *crawler) compared(t *testing.T) {
	t.Helper()
	scans := c.p.logs("scan ends")
	c.results(t)()
	c.keys(t, "F5")
	c.waitScans(t, scans+1)
	c.explore(t, "results", c.results(t))
	c.explore(t, "history", func() { c.results(t)(); c.goTo(t, "ctrl+h")() })
	c.explore(t, "compare", func() { c.results(t)(); c.goTo(t, "F6")() })
	c.results(t)()
	c.goTo(t, "F6")()
	c.search(t, "zqxj")
	c.tap(t, "Clear")
	for _, s := range []struct{ button, format string }{{"Open", "Web page (HTML)"}, {"Show in folder", "Table (CSV)"}, {"Close", "JSON Lines"}} {
		c.results(t)()
		c.goTo(t, "F6")()
		c.tap(t, "Save comparison …", "Spreadsheet (Excel)", s.format, s.format, s.format, "Save")
		c.until(t, "the message that it is saved", func(shown outline.Window) bool {
			return strings.HasPrefix(shown.Dialog, "The comparison is saved")
		})
		c.tap(t, s.button)
		if s.button != "Close" {
			c.tap(t, "Close")
		}
	}
	c.results(t)()
	c.goTo(t, "ctrl+h")()
	c.tap(t, "more-vertical.svg", "Name and note …", "Save")
	c.compareTicked(t)
}

// compareTicked ticks two scans in the history and compares them.
func (c *crawler) compareTicked(t *testing.T) {
	t.Helper()
	c.results(t)()
	c.goTo(t, "ctrl+h")()
	ticked := 0
	for _, w := range c.look(t).Widgets {
		if w.Kind == "widget.Check" && w.Part != "dialog" && ticked < 2 {
			c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Left, 1))
			ticked++
		}
	}
	c.tap(t, "Compare two scans")
	if c.look(t); c.present != "compare" {
		t.Errorf("two scans are ticked, and %q is shown", c.present)
	}
}

// sayMenu opens the menu of what can be said about the problem that is open. Its dots
// are farther right than those of the table's columns.
func (c *crawler) sayMenu(t *testing.T) {
	t.Helper()
	c.until(t, "the dots beside the problem", func(shown outline.Window) bool {
		var dots outline.Widget
		for _, w := range shown.Widgets {
			if w.Name == "more-vertical.svg" && w.X > dots.X {
				dots = w
			}
		}
		if dots.X < crawlWidth/2 {
			return false
		}
		c.press(t, shown, dots)
		return true
	})
}

// pictured has a picture of a problem taken, saves it and deletes it, and deletes those of
// the scan.
func (c *crawler) pictured(t *testing.T) {
	t.Helper()
	c.openedPanel(t, 2)()
	c.tap(t, "Picture", "Take a picture", "Take it again")
	c.tap(t, "Save picture …", "Save")
	c.until(t, "the message that it is saved", func(shown outline.Window) bool {
		return strings.HasPrefix(shown.Dialog, "The picture is saved")
	})
	c.tap(t, "Open", "Show in folder", "Close")
	c.tap(t, "Delete picture")
	c.results(t)()
	c.goTo(t, "ctrl+h")()
	c.tap(t, "more-vertical.svg", "Delete pictures …", "Cancel", "more-vertical.svg", "Delete pictures …", "Delete all pictures", "OK")
}

// marked says something about a problem, in ways that leave it in the list or are
// taken back.
func (c *crawler) marked(t *testing.T) {
	t.Helper()
	ignore := func(entry string) {
		c.openedPanel(t, 2)()
		c.tap(t, "Ignore …", entry)
	}
	say := func(entry string) {
		c.openedPanel(t, 2)()
		c.sayMenu(t)
		c.tap(t, entry)
	}
	ignore("All addresses like …")
	c.fill(t)
	c.answer(t, "Ignore")
	c.tap(t, "Undo")
	ignore("All addresses like …")
	c.answer(t, "Cancel")
	ignore("With a reason or until a date …")
	c.fill(t)
	c.answer(t, "Ignore")
	c.tap(t, "Undo")
	ignore("With a reason or until a date …")
	c.answer(t, "Cancel")
	say("Works in my browser …")
	c.answer(t, "No, it does not")
	say("Works in my browser …")
	c.answer(t, "Yes, it works")
	c.tap(t, "Undo")
	say("Note …")
	c.fill(t)
	c.answer(t, "Cancel")
	say("Note …")
	c.try(t, c.p.Paste(t.Context(), "The editor knows."))
	c.answer(t, "Save")
}

// chosen does what can be done to several rows to all fixes, by the bar below them, and
// leaves the list as it was.
func (c *crawler) chosen(t *testing.T) {
	t.Helper()
	all := func(button string) {
		c.results(t)()
		c.keys(t, "Down", "ctrl+a")
		c.tap(t, button)
	}
	all("Ignore …")
	c.tap(t, "For good", "Undo")
	all("Mark as done")
	c.tap(t, "Undo")
	all("Assign …")
	c.answer(t, "Cancel")
	all("Note …")
	c.answer(t, "Cancel")
	all("Copy")
	all("Export …")
	c.answer(t, "Cancel")
	all("Check again")
}

// fill presses every field of the dialog that is open, as soon as it is there.
func (c *crawler) fill(t *testing.T) {
	t.Helper()
	c.until(t, "the fields of a dialog", func(shown outline.Window) bool {
		return slices.ContainsFunc(shown.Widgets, func(w outline.Widget) bool { return w.Part == "dialog" && w.Type })
	})
	shown := c.look(t)
	for _, w := range shown.Widgets {
		if w.Part == "dialog" && w.Type {
			c.press(t, shown, w)
		}
	}
}

// answer presses a button of the dialog that is open, as soon as it can be pressed.
func (c *crawler) answer(t *testing.T, name string) {
	t.Helper()
	c.until(t, "the answer “"+name+"”", func(shown outline.Window) bool {
		for _, w := range shown.Widgets {
			if w.Part == "dialog" && w.Name == name && !w.Disabled {
				c.press(t, shown, w)
				return true
			}
		}
		return false
	})
	c.look(t)
}

// unsaved leaves the settings with something changed, and answers the question
// about it.
func (c *crawler) unsaved(t *testing.T, answer string) {
	t.Helper()
	c.results(t)()
	c.goTo(t, "F8")()
	c.tap(t, "How")
	c.until(t, "the number of requests at once", func(shown outline.Window) bool {
		for _, w := range shown.Widgets {
			if w.Type && !w.Disabled {
				c.try(t, c.p.Click(t.Context(), w.X, w.Y, robot.Left, 1))
				c.keys(t, "ctrl+a")
				c.try(t, c.p.Paste(t.Context(), "3"))
				return true
			}
		}
		return false
	})
	c.keys(t, "ctrl+1")
	c.tap(t, "Keep editing")
	c.keys(t, "ctrl+1")
	c.tap(t, answer)
}

// site chooses an entry of the menu of the first site.
func (c *crawler) site(t *testing.T, entry string) {
	t.Helper()
	c.goTo(t, "ctrl+1")()
	c.tap(t, "more-vertical.svg", entry)
}

// scan types the address of a site and waits until the scan has ended.
func (c *crawler) scan(t *testing.T, address string) {
	t.Helper()
	c.out(t)
	c.keys(t, "ctrl+n")
	c.until(t, "the sites", func(outline.Window) bool { return c.present == "sites" || c.present == "start" })
	c.keys(t, "ctrl+a")
	c.try(t, c.p.Paste(t.Context(), address))
	ended := func() bool { return c.p.logs("scan begins") == c.p.logs("scan ends") }
	c.p.waitFor(t, ended, "the scan before to end")
	c.p.then(t, func() { c.keys(t, "Return") }, "scan begins")
	c.p.waitFor(t, ended, "the scan of "+address+" to end")
	c.until(t, "the results", func(outline.Window) bool { return c.present == "results" })
	c.last = "a scan of " + address
}
