package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/theme"
)

// menu is the menu bar. Every action of the window stands in it with its
// shortcut, so that all of it can be reached by keyboard and found by looking.
type menu struct {
	w      *Window
	main   *fyne.MainMenu
	again  *fyne.MenuItem
	export *fyne.MenuItem
	stop   *fyne.MenuItem
	watch  *fyne.MenuItem
	back   *fyne.MenuItem
	ahead  *fyne.MenuItem
	search *fyne.MenuItem
	resume *fyne.MenuItem
	past   *fyne.MenuItem
	themes map[theme.Mode]*fyne.MenuItem
}

func newMenu(w *Window) *menu {
	m := &menu{w: w, themes: map[theme.Mode]*fyne.MenuItem{}}
	// A dialog is answered before anything else is done.
	item := func(text string, key fyne.KeyName, mod fyne.KeyModifier, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(text, func() {
			if !w.dialogs.Open() {
				do()
			}
		})
		if key != "" {
			i.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: mod}
		}
		return i
	}
	ctrl, alt := fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt

	m.again = item(lang.L("Scan again"), fyne.KeyF5, 0, w.scanAgain)
	m.export = item(lang.L("Save as a spreadsheet …"), fyne.KeyE, ctrl, w.export)
	m.stop = item(lang.L("Stop the scan"), fyne.KeyPeriod, ctrl, w.stopCurrent)
	quit := item(lang.L("Quit"), fyne.KeyQ, ctrl, w.askToClose)
	quit.IsQuit = true

	m.resume = item(lang.L("Resume the scan"), fyne.KeyR, ctrl, w.resumeShown)
	m.past = item(lang.L("History of the site"), fyne.KeyH, ctrl, w.historyShown)
	m.watch = item(lang.L("Running scan"), fyne.Key2, ctrl, w.watchCurrent)
	m.back = item(lang.L("Back"), fyne.KeyLeft, alt, func() { w.router.goBack() })
	m.ahead = item(lang.L("Forward"), fyne.KeyRight, alt, func() { w.router.goForward() })
	m.search = item(lang.L("Search"), fyne.KeyF, ctrl, w.search)

	look := item(lang.L("Appearance"), "", 0, func() {})
	look.ChildMenu = fyne.NewMenu("",
		m.mode(lang.L("Like the system"), theme.System), m.mode(lang.L("Light"), theme.Light), m.mode(lang.L("Dark"), theme.Dark))

	m.main = fyne.NewMainMenu(
		fyne.NewMenu(lang.L("Scan"),
			item(lang.L("New scan"), fyne.KeyN, ctrl, w.newScan), m.again, m.resume, m.stop, m.export,
			fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu(lang.L("Go"),
			item(lang.L("Sites"), fyne.Key1, ctrl, func() { w.router.visit(Route{Name: Sites}) }), m.watch, m.past,
			fyne.NewMenuItemSeparator(), m.back, m.ahead,
			fyne.NewMenuItemSeparator(), m.search),
		fyne.NewMenu(lang.L("View"), look),
		fyne.NewMenu(lang.L("Help"), item(lang.L("About Sitewell"), "", 0, w.about)),
	)
	return m
}

func (m *menu) mode(text string, mode theme.Mode) *fyne.MenuItem {
	i := fyne.NewMenuItem(text, func() { m.w.chooseTheme(mode) })
	i.Checked = m.w.theme() == mode
	m.themes[mode] = i
	return i
}

// refresh switches items on and off for the present page.
func (m *menu) refresh() {
	w := m.w
	route := w.router.current.route
	running := len(w.jobs.all()) > 0
	_, searches := w.router.current.page.(searcher)
	changed := false
	enable := func(i *fyne.MenuItem, on bool) {
		changed = changed || i.Disabled == on
		i.Disabled = !on
	}
	enable(m.again, route.Name == Results || route.Name == History)
	enable(m.export, route.Name == Results)
	enable(m.resume, w.resumable())
	enable(m.past, w.bar.scan.ID != 0 && w.bar.scan.ID == route.Scan)
	enable(m.stop, running)
	enable(m.watch, running)
	enable(m.back, len(w.router.back) > 0)
	enable(m.ahead, len(w.router.forward) > 0)
	enable(m.search, searches)
	for mode, i := range m.themes {
		changed = changed || i.Checked != (w.theme() == mode)
		i.Checked = w.theme() == mode
	}
	if changed {
		m.main.Refresh()
	}
}

// resumable reports whether the scan that is looked at can go on.
func (w *Window) resumable() bool {
	scan, route := w.bar.scan, w.router.current.route
	return scan.ID != 0 && scan.ID == route.Scan && scan.State != storage.Complete && !w.scanning(scan.ID)
}

func (w *Window) resumeShown() {
	if w.resumable() {
		w.Resume(w.bar.scan.ID)
	}
}

func (w *Window) historyShown() {
	if scan := w.bar.scan; scan.ID != 0 && scan.ID == w.router.current.route.Scan {
		w.History(scan.Site)
	}
}

func (w *Window) newScan() {
	w.router.visit(Route{Name: Sites})
	w.sites.Focus(w.window.Canvas())
}

func (w *Window) search() {
	if s, ok := w.router.current.page.(searcher); ok {
		s.Search(w.window.Canvas())
	}
}

func (w *Window) watchCurrent() {
	if all := w.jobs.all(); len(all) > 0 {
		w.Watch(all[0].Scan)
	}
}

// stopCurrent stops the scan that is looked at, or the only one.
func (w *Window) stopCurrent() {
	job, ok := w.jobs.scan(w.router.current.route.Scan)
	if all := w.jobs.all(); !ok && len(all) > 0 {
		job, ok = all[0], true
	}
	if ok {
		job.Stop()
	}
}
