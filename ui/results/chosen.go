package results

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
	"sitewell/ui/marking"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// chosenRows is what can be done to the rows that are chosen in one table, by its bar, and
// by the menu of any of them.
type chosenRows struct {
	s     *Screen
	table interface {
		Chosen() int
		ChooseNone()
		CopyChosen()
		Focus()
	}
	// addresses returns how many addresses are chosen, and what returns them, in their
	// order and off the window's thread.
	addresses func() (n int, ids func() []storage.URLID)
	bar       *chosenBar
}

// chooseIn makes the rows of a table that can be chosen; of or ofFixes says
// which it is, once it is made.
func chooseIn[ID comparable, Row any](s *Screen, o *table.Options[ID, Row]) *chosenRows {
	c := &chosenRows{s: s}
	c.bar = newChosenBar(c)
	o.Bar, o.ChosenMenu, o.Copied = c.bar.content, c.menu, c.copied
	o.Chosen = func(n int) string {
		c.bar.update()
		return lang.N("{{.Count}} rows chosen", n, map[string]any{"Count": words.Number(n)})
	}
	s.chosen = append(s.chosen, c)
	return c
}

// of says which table it is, whose rows are addresses.
func (c *chosenRows) of(t *table.Table[storage.URLID, storage.Row]) *table.Table[storage.URLID, storage.Row] {
	c.table = t
	c.addresses = func() (int, func() []storage.URLID) { return t.Chosen(), t.ChosenIDs() }
	return t
}

// ofFixes says which table it is, whose rows are fixes: what is done is done to all their
// problems.
func (c *chosenRows) ofFixes(t *table.Table[string, fixRow]) *table.Table[string, fixRow] {
	c.table = t
	c.addresses = func() (int, func() []storage.URLID) {
		keys := make(map[string]bool)
		for _, key := range t.ChosenIDs()() {
			keys[key] = true
		}
		var ids []storage.URLID
		for _, r := range c.s.fixes.rows {
			if keys[r.key] {
				ids = append(ids, r.Problems...)
			}
		}
		return len(ids), func() []storage.URLID { return ids }
	}
	return t
}

// subject is what a person marks.
func (c *chosenRows) subject() marking.Subject {
	n, ids := c.addresses()
	return marking.Subject{
		Scan: c.s.facts.scan, Count: n, About: lang.N("{{.Count}} chosen addresses", n, map[string]any{"Count": words.Number(n)}),
		IDs: func(context.Context) ([]storage.URLID, error) { return ids(), nil },
	}
}

// action is one thing that can be done.
type action struct {
	text string
	icon fyne.Resource
	do   func()
	menu func() []*fyne.MenuItem // in place of do
	off  bool
}

// actions returns what can be done, the most usual first.
func (c *chosenRows) actions() []action {
	s := c.s
	var all []action
	if s.marker != nil {
		all = append(all,
			action{text: lang.L("Ignore …"), icon: fynetheme.VisibilityOffIcon(), menu: func() []*fyne.MenuItem { return s.marker.IgnoreMenu(c.subject()) }},
			action{text: lang.L("Mark as done"), icon: fynetheme.ConfirmIcon(), do: func() { s.marker.Done(c.subject()) }},
			action{text: lang.L("Assign …"), icon: fynetheme.AccountIcon(), do: func() { s.marker.Assign(c.subject()) }},
			action{text: lang.L("Note …"), icon: fynetheme.DocumentCreateIcon(), do: func() { s.marker.Note(c.subject()) }})
	}
	if s.o.Again != nil {
		all = append(all, action{text: lang.L("Check again"), icon: fynetheme.ViewRefreshIcon(), do: c.check, off: s.again.running || s.running()})
	}
	all = append(all, action{text: lang.L("Copy"), icon: fynetheme.ContentCopyIcon(), do: func() { c.table.CopyChosen() }})
	if s.o.SaveRows != nil {
		all = append(all, action{text: lang.L("Export …"), icon: fynetheme.DocumentSaveIcon(), do: c.save})
	}
	if s.trier != nil {
		all = append(all, action{text: lang.L("Try in browser …"), icon: fynetheme.ComputerIcon(), do: c.try})
	}
	return all
}

// menu is the menu of a row that is one of those chosen.
func (c *chosenRows) menu() []*fyne.MenuItem {
	n := c.table.Chosen()
	title := fyne.NewMenuItem(lang.N("{{.Count}} rows chosen", n, map[string]any{"Count": words.Number(n)}), nil)
	title.Disabled = true
	items := append([]*fyne.MenuItem{title, fyne.NewMenuItemSeparator()}, itemsOf(c.actions())...)
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(lang.L("Choose none"), c.table.ChooseNone))
}

func itemsOf(actions []action) (items []*fyne.MenuItem) {
	for _, a := range actions {
		i := fyne.NewMenuItemWithIcon(a.text, a.icon, a.do)
		i.Disabled = a.off
		if a.menu != nil {
			i.ChildMenu = fyne.NewMenu("", a.menu()...)
		}
		items = append(items, i)
	}
	return items
}

// check checks what is chosen again.
func (c *chosenRows) check() {
	n, ids := c.addresses()
	c.s.askAgain(n, func() {
		c.s.recheck(func(context.Context) ([]storage.URLID, error) { return ids(), nil })
	})
}

// try opens those of what is chosen in the browser that may let one in.
func (c *chosenRows) try() {
	_, ids := c.addresses()
	c.s.try(func(context.Context) ([]storage.URLID, error) { return ids(), nil })
}

// save saves what is chosen as a file.
func (c *chosenRows) save() {
	n, ids := c.addresses()
	c.s.o.SaveRows(c.s.facts.scan, n, ids)
}

// copied says what is on the clipboard, or why it is not.
func (c *chosenRows) copied(n int, err error) {
	tell := c.s.o.Desktop.Tell
	switch {
	case errors.Is(err, table.ErrTooMany):
		tell(lang.L("These are too many rows for the clipboard.") + " " + lang.L("Export them instead."))
	case err != nil:
		tell(c.s.o.Sentence(err))
	default:
		tell(lang.N("{{.Count}} rows are copied.", n, map[string]any{"Count": words.Number(n)}))
	}
}

// working shows in every bar how far the marking of problems is.
func (s *Screen) working(done, total int, stop func()) {
	for _, c := range s.chosen {
		c.bar.working(done, total, stop)
	}
}

// updateChosen switches what can't be done at present off.
func (s *Screen) updateChosen() {
	for _, c := range s.chosen {
		c.bar.update()
	}
}
