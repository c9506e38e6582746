package results

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// notices are the banners below the head: that the scan still runs, what it did
// not look at, or that reading it failed.
type notices struct {
	s       *Screen
	shown   []notice
	content *fyne.Container
	// folded opens the banners as a dialog, where a window shows so little that no row
	// would be in view below them.
	folded *control.Button
	isTiny bool
	dialog *ask.Dialog // nil while it is closed
}

// notice is one banner, as data so that an unchanged one is not built again.
type notice struct {
	tone          badge.Tone
	title, advice string
	do            [2]doing // what its buttons do, best first
	address       string   // that scanThere scans
}

// doing is what a button of a notice does.
type doing int

const (
	nothing doing = iota
	watch
	reread // the results, after that failed
	resume
	scanAnew
	tryAgain
	signIn
	scanThere
	ignoreRobots
	settings
	showNotDone
	chooseBrowser
	hideHint
)

// doingOf is what a button does for a kind of help.
var doingOf = map[coverage.Help]doing{
	coverage.Resume: resume, coverage.ScanAgain: scanAnew, coverage.TryAgain: tryAgain, coverage.SignIn: signIn,
	coverage.ScanAddress: scanThere, coverage.IgnoreRobots: ignoreRobots, coverage.Settings: settings,
}

// label is what the button says, with its icon.
func (d doing) label() (string, fyne.ThemeIconName) {
	switch d {
	case watch:
		return lang.L("Show progress"), fynetheme.IconNameMediaPlay
	case resume:
		return lang.L("Resume"), fynetheme.IconNameMediaPlay
	case scanAnew:
		return lang.L("Start a new scan"), fynetheme.IconNameViewRefresh
	case signIn:
		return lang.L("Sign in …"), fynetheme.IconNameLogin
	case scanThere:
		return lang.L("Scan that address instead"), fynetheme.IconNameSearch
	case ignoreRobots:
		return lang.L("Ignore robots.txt on my site"), fynetheme.IconNameMediaPlay
	case settings:
		return lang.L("Settings …"), fynetheme.IconNameSettings
	case chooseBrowser:
		return lang.L("Choose a browser …"), fynetheme.IconNameSettings
	case hideHint:
		return lang.L("Don't show this again"), fynetheme.IconNameCancel
	case showNotDone:
		return lang.L("Show them"), fynetheme.IconNameList
	default:
		return lang.L("Try again"), fynetheme.IconNameViewRefresh
	}
}

func newNotices(s *Screen) *notices {
	n := &notices{s: s, content: container.NewVBox()}
	n.content.Hide()
	n.folded = &control.Button{Button: widget.Button{Importance: widget.LowImportance, OnTapped: n.open}}
	n.folded.Hide()
	return n
}

// fold puts the banners behind a button, or back in their place.
func (n *notices) fold(isTiny bool) {
	n.isTiny = isTiny
	failed := slices.ContainsFunc(n.shown, func(o notice) bool { return o.tone == badge.Fail })
	folded := isTiny && n.s.o.Dialogs != nil && len(n.shown) > 0 && !failed
	visible(n.folded, folded)
	visible(n.content, len(n.shown) > 0 && !folded)
}

// open shows the banners above the window.
func (n *notices) open() {
	n.content.Show()
	n.dialog = &ask.Dialog{
		Title: lang.L("About this scan"), Content: n.content, Width: 560,
		Confirm: ask.Button{Text: lang.L("OK"), Do: func() { n.dialog = nil; n.fold(n.isTiny) }},
	}
	n.s.o.Dialogs.Show(n.dialog)
}

// close takes the dialog away, where it is open.
func (n *notices) close() {
	if n.dialog != nil {
		n.dialog.Close()
		n.dialog = nil
		n.fold(n.isTiny)
	}
}

func (n *notices) show(f facts, running bool) {
	all := append(noticesOf(f.scan, running), doneNotices(f.marked.done)...)
	if !running && n.s.o.Unread != nil {
		all = append(all, unreadNotices(n.s.o.Unread(n.s.o.Scan))...)
	}
	n.set(all)
}

// unreadNotices says what a browser would have added to a scan with pages that scripts
// make.
func unreadNotices(pages int) []notice {
	if pages == 0 {
		return nil
	}
	return []notice{{
		tone:   badge.Info,
		title:  lang.N("{{.Count}} pages look as if scripts make them.", pages, map[string]any{"Count": words.Number(pages)}),
		advice: lang.L("Sitewell can run these scripts and check the links that they add. For that it needs Chrome, Chromium, Edge or Brave, none of which was found on this computer."),
		do:     [2]doing{chooseBrowser, hideHint},
	}}
}

func (n *notices) fail(err error) {
	n.set([]notice{{
		tone: badge.Fail, title: n.s.o.Sentence(err), do: [2]doing{reread},
	}})
}

// noticesOf says what there is to say about a scan as a whole.
func noticesOf(s storage.Scan, running bool) []notice {
	if running {
		return []notice{{
			tone: badge.Info, title: lang.L("This scan is still running; what it finds appears here."), do: [2]doing{watch},
		}}
	}
	var all []notice
	for _, g := range s.Gaps() {
		o := notice{tone: badge.Warn, address: g.Address}
		if g.Extent == coverage.All {
			o.tone = badge.Info
		}
		o.title, o.advice = words.Gap(g)
		for i, h := range g.Help {
			o.do[i] = doingOf[h]
		}
		all = append(all, o)
	}
	return all
}

func (n *notices) set(all []notice) {
	if slices.Equal(all, n.shown) {
		return
	}
	n.shown = all
	n.content.RemoveAll()
	for _, o := range all {
		var actions []badge.Action
		for i, d := range o.do {
			if d == nothing {
				break
			}
			text, icon := d.label()
			actions = append(actions, badge.Action{Text: text, Icon: fynetheme.Icon(icon), Main: i == 0 && o.tone == badge.Warn, Do: func() { n.act(d, o.address) }})
		}
		n.content.Add(badge.Banner(o.tone, o.title, o.advice, actions...))
	}
	icon := theme.VerdictIcon(outcome.Warning)
	if len(all) > 0 && all[0].tone == badge.Info {
		icon = fynetheme.InfoIcon()
	}
	n.folded.SetIcon(icon)
	n.close()
	n.fold(n.isTiny)
	n.s.bar.Refresh()
	n.s.main.relayout()
}

func (n *notices) act(d doing, address string) {
	n.close()
	to, site := n.s.o.Going, n.s.facts.scan.Site
	switch d {
	case watch:
		to.Watch(n.s.o.Scan)
	case resume:
		to.Resume(n.s.o.Scan)
	case scanAnew, tryAgain:
		to.ScanSite(site)
	case signIn:
		to.SignIn(site)
	case scanThere:
		to.ScanAddress(address)
	case ignoreRobots:
		to.IgnoreRobots(site)
	case settings:
		to.Settings(site)
	case chooseBrowser:
		to.BrowserSettings()
	case hideHint:
		to.HideBrowserHint()
		n.show(n.s.facts, n.s.running())
	case showNotDone:
		n.s.pressMarks(storage.NotDone)
	case reread:
		n.set(nil)
		n.s.reload()
		if n.s.view != fixes { // which are loaded after the scan
			n.s.setSource()
		}
	}
}
