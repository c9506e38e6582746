package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/ui/palette"
	"sitewell/ui/router"
	"sitewell/ui/shortcuts"
	"sitewell/ui/theme"
)

// menu is the menu bar. It contains every action of the window with its
// shortcut, so that all of it can be reached by keyboard and found by looking.
type menu struct {
	w      *Window
	main   *fyne.MainMenu
	again  *fyne.MenuItem
	only   *fyne.MenuItem
	check  *fyne.MenuItem
	export *fyne.MenuItem
	stop   *fyne.MenuItem
	watch  *fyne.MenuItem
	back   *fyne.MenuItem
	ahead  *fyne.MenuItem
	search *fyne.MenuItem
	find   *fyne.MenuItem // anything, by the palette
	resume *fyne.MenuItem
	past   *fyne.MenuItem
	since  *fyne.MenuItem
	set    *fyne.MenuItem
	lead   *fyne.MenuItem
	themes map[theme.Mode]*fyne.MenuItem
	ticked []ticked
	labels map[*fyne.MenuItem]label // of the items with a shortcut
	groups []shortcuts.Group        // of shortcuts, as the page of help shows them
}

func newMenu(w *Window) *menu {
	m := &menu{themes: map[theme.Mode]*fyne.MenuItem{}, labels: map[*fyne.MenuItem]label{}, w: w}
	ctrl, alt := fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt

	file, scan := m.fileMenu(), m.scanMenu()

	sites := m.item(lang.L("Sites"), w.going.showSites)
	m.watch = m.item(lang.L("Running scan"), w.present.watch)
	m.past = m.item(lang.L("History of the site"), w.present.history)
	m.since = m.item(lang.L("Compare scans"), w.present.compare)
	m.set = m.item(lang.L("Settings of the site"), w.present.settings)
	m.back = m.item(lang.L("Back"), w.router.GoBack)
	m.ahead = m.item(lang.L("Forward"), w.router.GoForward)
	m.search = m.item(lang.L("Search"), w.present.search)
	m.find = m.item(lang.L("Find anything …"), w.findAnything)
	m.align(lang.L("Go"),
		m.bind(sites, fyne.Key1, ctrl), m.bind(m.watch, fyne.Key2, ctrl), m.bind(m.past, fyne.KeyH, ctrl), m.bind(m.since, fyne.KeyF6, 0), m.bind(m.set, fyne.KeyF8, 0),
		m.bind(m.back, fyne.KeyLeft, alt), m.bind(m.ahead, fyne.KeyRight, alt), m.bind(m.search, fyne.KeyF, ctrl), m.bind(m.find, fyne.KeyK, ctrl),
	)

	look := fyne.NewMenuItem(lang.L("Appearance"), nil)
	look.ChildMenu = fyne.NewMenu("",
		m.mode(lang.L("Like the system"), theme.System), m.mode(lang.L("Light"), theme.Light), m.mode(lang.L("Dark"), theme.Dark))

	meanings := m.item(lang.L("What codes mean"), w.going.showCodes)
	help := m.item(lang.L("Keyboard shortcuts"), w.going.showHelp)
	m.align(lang.L("Help"), m.bind(help, fyne.KeyF1, 0), m.bind(meanings, fyne.KeyF2, 0))

	m.main = fyne.NewMainMenu(
		file, scan,
		fyne.NewMenu(lang.L("Go"), sites, m.item(lang.L("Overview"), w.going.showOverview), m.watch, m.past, m.since, m.set,
			fyne.NewMenuItemSeparator(), m.back, m.ahead, fyne.NewMenuItemSeparator(), m.search, m.find),
		fyne.NewMenu(lang.L("View"), look, m.textSizeMenu(), m.motionItem()),
		fyne.NewMenu(lang.L("Help"), help, meanings, m.item(lang.L("Try the demo site"), func() { w.scans.start(w.o.Scans.ScanDemo) }),
			fyne.NewMenuItemSeparator(), m.item(lang.L("About Sitewell"), func() { about(w.dialogs, w.o.Program) })),
	)
	return m
}

// fileMenu has what is done with files, and with Sitewell itself.
func (m *menu) fileMenu() *fyne.Menu {
	w, ctrl := m.w, fyne.KeyModifierShortcutDefault
	m.export = m.item(lang.L("Save report …"), w.present.export)
	own := m.item(lang.L("Settings"), w.going.appSettings)
	quit := m.item(lang.L("Quit"), w.closing.ask)
	quit.IsQuit = true
	m.align(lang.L("File"), m.bind(m.export, fyne.KeyE, ctrl), m.bind(own, fyne.KeyComma, ctrl), m.bind(quit, fyne.KeyQ, ctrl))
	return fyne.NewMenu(lang.L("File"),
		m.export, m.item(lang.L("Look of reports …"), w.brands), m.item(lang.L("Read back a workbook …"), w.inputs.pickWorkbook),
		fyne.NewMenuItemSeparator(), m.item(lang.L("Add many sites …"), w.inputs.addMany), m.item(lang.L("Import a scan …"), w.keeper.importScan), m.item(lang.L("History file …"), w.keeper.show),
		fyne.NewMenuItemSeparator(), own, fyne.NewMenuItemSeparator(), quit)
}

// scanMenu has what begins, repeats and ends scans.
func (m *menu) scanMenu() *fyne.Menu {
	w, ctrl := m.w, fyne.KeyModifierShortcutDefault
	begin := m.item(lang.L("New scan"), w.newScan)
	listed := m.item(lang.L("Scan a list of addresses …"), w.inputs.checkList)
	m.again = m.item(lang.L("Scan again"), w.present.scanAgain)
	m.only = m.item(lang.L("Check only what had problems"), w.present.problemsAgain)
	m.check = m.item(lang.L("Check the shown addresses again"), w.present.check)
	m.resume = m.item(lang.L("Resume the scan"), w.present.resume)
	m.stop = m.item(lang.L("Stop the scan"), w.present.stop)
	m.lead = m.item(lang.L("Redirects …"), w.present.redirects)
	m.align(lang.L("Scan"),
		m.bind(begin, fyne.KeyN, ctrl), m.bind(listed, fyne.KeyL, ctrl), m.bind(m.again, fyne.KeyF5, 0), m.bind(m.check, fyne.KeyF5, ctrl),
		m.bind(m.resume, fyne.KeyR, ctrl), m.bind(m.stop, fyne.KeyPeriod, ctrl), m.bind(m.lead, fyne.KeyF7, 0),
	)
	return fyne.NewMenu(lang.L("Scan"), begin, listed, m.item(lang.L("Scan several …"), w.scanSeveral),
		fyne.NewMenuItemSeparator(), m.again, m.only, m.check, m.resume, m.stop, fyne.NewMenuItemSeparator(), m.lead)
}

// align lists shortcuts on the page of help, and writes them behind the labels.
func (m *menu) align(title string, entries ...menuEntry) {
	g := shortcuts.Group{Title: title}
	for _, e := range entries {
		g.Lines = append(g.Lines, shortcuts.Line{Keys: e.keys, Text: strings.TrimSuffix(e.Label, " …")})
	}
	m.groups = append(m.groups, g)
	if runtime.GOOS != "darwin" { // whose menu bar draws its own
		align(entries...)
	}
}

// item is an entry that waits for the answer to a dialog, and closes the palette.
func (m *menu) item(text string, do func()) *fyne.MenuItem {
	return fyne.NewMenuItem(text, func() {
		m.w.palette.Close()
		if !m.w.dialogs.Open() && !m.w.chooser.IsOpen() {
			do()
		}
	})
}

func (m *menu) mode(text string, mode theme.Mode) *fyne.MenuItem {
	i := fyne.NewMenuItem(text, func() { m.w.preferences.chooseTheme(mode) })
	i.Checked = m.w.look.theme() == mode
	m.themes[mode] = i
	return i
}

// refresh switches items on and off for the present page.
func (m *menu) refresh() {
	w := m.w
	route := w.router.Route()
	running := len(w.jobs.all()) > 0
	_, searches := w.router.Page().(router.Searcher)
	changed := false
	enable := func(i *fyne.MenuItem, on bool) {
		changed = changed || i.Disabled == on
		i.Disabled = !on
	}
	enable(m.again, route.Name == router.Results || route.Name == router.History)
	enable(m.only, (route.Name == router.Results || route.Name == router.History) && hasAddress(w.subject.site))
	enable(m.check, route.Name == router.Results)
	enable(m.export, route.Name == router.Results || route.Name == router.Compare)
	enable(m.lead, w.present.isRedirectable())
	enable(m.resume, w.present.isResumable())
	enable(m.past, w.subject.scan.ID != 0 && w.subject.scan.ID == route.Scan)
	enable(m.since, w.present.isComparable())
	enable(m.set, route.Name != router.Settings && settable(w.subject.site))
	enable(m.stop, running)
	enable(m.watch, running)
	enable(m.back, w.router.CanGoBack())
	enable(m.ahead, w.router.CanGoForward())
	enable(m.search, searches)
	for mode, i := range m.themes {
		changed = changed || i.Checked != (w.look.theme() == mode)
		i.Checked = w.look.theme() == mode
	}
	for _, t := range m.ticked {
		changed = changed || t.item.Checked != t.on()
		t.item.Checked = t.on()
	}
	if changed {
		m.main.Refresh()
	}
}

// textSizeMenu has one entry for each size, the present one ticked.
func (m *menu) textSizeMenu() *fyne.MenuItem {
	var sizes []*fyne.MenuItem
	for _, percent := range textSizes() {
		i := fyne.NewMenuItem(lang.L("{{.Number}} %", map[string]any{"Number": percent}), func() { m.w.preferences.chooseTextSize(percent) })
		m.ticked = append(m.ticked, ticked{i, func() bool { return m.w.look.textSize() == percent }})
		sizes = append(sizes, i)
	}
	i := fyne.NewMenuItem(lang.L("Text size"), nil)
	i.ChildMenu = fyne.NewMenu("", sizes...)
	return i
}

// motionItem switches animations off and on.
func (m *menu) motionItem() *fyne.MenuItem {
	i := fyne.NewMenuItem(lang.L("Reduce motion"), func() { m.w.preferences.chooseMotion(!m.w.look.reducedMotion()) })
	m.ticked = append(m.ticked, ticked{i, m.w.look.reducedMotion})
	return i
}

// ticked is an entry that shows whether something is chosen.
type ticked struct {
	item *fyne.MenuItem
	on   func() bool
}

// actions are all items of the menu but the palette itself, in the order of the menu.
func (m *menu) actions() []palette.Item {
	var all []palette.Item
	var add func(of *fyne.Menu, before, words string)
	add = func(of *fyne.Menu, before, words string) {
		for _, i := range of.Items {
			l, ok := m.labels[i]
			if !ok {
				l.text = i.Label
			}
			text := before + strings.TrimSuffix(l.text, " …")
			switch {
			case i.IsSeparator || i == m.find:
			case i.ChildMenu != nil:
				add(i.ChildMenu, text+": ", words)
			default:
				all = append(all, palette.Item{
					ID: "action " + l.text, Icon: fynetheme.NavigateNextIcon(), Text: text, Keys: l.keys, Kind: lang.L("Action"),
					Words: words, Off: i.Disabled, Do: i.Action,
				})
			}
		}
	}
	for _, menu := range m.main.Items {
		add(menu, "", menu.Label)
	}
	return all
}
