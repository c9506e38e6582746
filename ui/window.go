package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/assets"
	"sitewell/storage"
	"sitewell/ui/appsettings"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/chooser"
	"sitewell/ui/frame"
	"sitewell/ui/palette"
	"sitewell/ui/results"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
	"sitewell/ui/sites"
	"sitewell/ui/start"
	"sitewell/ui/tip"
	"sitewell/ui/toast"
	"sitewell/ui/trash"
)

// Window is the application's one window. It makes the parts, connects them, and makes the screens.
type Window struct {
	o       Options
	window  fyne.Window
	run     *background.Runner
	focused bool
	// hasSeveral: there are at least two sites.
	hasSeveral bool
	rechecks   results.Rechecks
	hint       *browserHint

	// what comes above the screens
	dialogs *ask.Host
	chooser *chooser.Chooser // above them
	toasts  *toast.Host
	bin     *trash.Bin

	// what the window does, each with a file of its own
	look        *look
	preferences *preferences
	folders     folders
	around      around
	jobs        *jobs
	scans       *scans
	endings     *endings
	several     *severalSites
	saver       *saver
	keeper      *keeper
	inputs      *inputs
	closing     *closing
	going       going
	finder      *finder

	// where a person is
	router  *router.Router
	subject *subject
	present *present

	// what stands around the screens, in the language that is spoken now
	sidebar *frame.Sidebar
	bar     *frame.Bar
	menu    *menu
	palette *palette.Palette
	body    *fyne.Container
	sites   *sites.Screen
}

// New makes the window without showing it.
func New(ctx context.Context, o Options) *Window {
	if o.Dispatch == nil {
		o.Dispatch = fyne.Do
	}
	if o.Desktop == nil {
		o.Desktop = realDesktop{}
	}
	w := &Window{o: o, jobs: &jobs{}, closing: &closing{}, hint: &browserHint{}}
	w.look = &look{app: o.App, own: o.AppSettings}
	w.look.applyTextSize()
	w.window = o.App.NewWindow(lang.L("Sitewell"))
	w.look.window = w.window
	w.run = background.New(ctx, w.dispatch)
	icon := appIcon()
	o.App.SetIcon(icon)
	w.window.SetIcon(icon)
	w.window.SetMaster()
	w.window.SetPadded(false)
	w.look.applyTheme(w.look.theme())

	w.connect()
	w.build(icon)
	w.window.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { w.key(k) })
	w.window.SetCloseIntercept(w.closing.ask)
	w.window.SetOnDropped(w.inputs.dropped)
	w.window.Canvas().AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { // where no field has the keyboard
		if !w.dialogs.Open() {
			w.toasts.Undo()
		}
	})
	w.window.Resize(w.look.size())
	o.App.Lifecycle().SetOnEnteredForeground(func() { w.focused = true })
	o.App.Lifecycle().SetOnExitedForeground(func() { w.focused = false })
	return w
}

// build fills the window, in the language that is spoken now.
func (w *Window) build(icon fyne.Resource) {
	o := w.o
	w.sidebar = frame.NewSidebar(icon, w.sidebarItems)
	w.bar = frame.NewBar(frame.BarOptions{
		Back: w.router.GoBack, Forward: w.router.GoForward, History: func() { w.going.History(w.subject.scan.Site) }, Settings: w.present.settings,
	})
	w.palette = w.newPalette()
	w.menu = newMenu(w)
	w.body = container.NewStack()

	form := func() *start.Form {
		return start.NewForm(start.Options{Run: w.run, Scanner: starter{w.scans}, Started: w.scans.watchScan, Failed: w.scans.askSignIn, Sentence: o.Sentence, Meant: o.Meant, Keys: w.key})
	}
	w.sites = sites.New(sites.Options{
		Run: w.run, Store: o.Sites, Schedules: o.Schedules, Going: w.going, Bin: w.bin, Dialogs: w.dialogs,
		Form: form(), First: start.New(form(), icon), Running: w.jobs.site,
		Sentence: o.Sentence, Now: o.Now, Canvas: w.window.Canvas(), Keys: w.key,
		Several: w.several.queue, Parallel: w.several.parallel, SetParallel: w.several.setParallel, AddMany: w.inputs.addMany, Prefs: o.App.Preferences(),
		Counted: w.counted,
	})
	w.sites.ShowSeveral() // which go on while the language changes

	w.window.SetContent(container.NewStack(
		frame.New(w.sidebar, w.bar, container.NewStack(w.body, w.toasts.Content())), tip.NewLayer(w.after)))
	w.window.SetMainMenu(w.menu.main)
}

// Restarts reports, once Run has returned, whether the program is to start again.
func (w *Window) Restarts() bool { return w.closing.replaced }

// Run shows the window until the person closes it or ctx ends, and returns
// when every scan has stopped and everything is stored. It is to be called
// from the main goroutine.
func (w *Window) Run(ctx context.Context) error {
	fyne.SetCurrentApp(still{w.o.App, w.look.reducedMotion})
	w.begin()
	w.run.Go(func(ctx context.Context) {
		<-ctx.Done()
		fyne.Do(w.closing.quit) // harmless when the window has gone already
	})
	w.window.CenterOnScreen()
	w.window.ShowAndRun()
	w.look.restore() // for the program that is started in place of this one
	return w.closing.finish(ctx)
}

// begin shows the first screen, with what the person has to know first of all.
func (w *Window) begin() {
	w.going.showSites()
	w.several.restore()
	if address := w.o.Address; address != "" {
		w.scans.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.ScanAddress(ctx, address) })
	}
	switch {
	case w.o.Site != 0 && w.o.Compared:
		w.going.Compare(w.o.Site, 0, 0)
	case w.o.Site != 0:
		w.going.History(w.o.Site)
	}
	for {
		select {
		case notice := <-w.o.Notices:
			w.tell(notice)
			continue
		default:
		}
		break
	}
	w.run.Go(func(ctx context.Context) {
		for {
			select {
			case notice := <-w.o.Notices:
				w.dispatch(func() { w.tell(notice) })
			case <-ctx.Done():
				return
			}
		}
	})
}

// tell says what a person has to know about the history.
func (w *Window) tell(notice error) {
	d := &ask.Dialog{Title: lang.L("About your history"), Text: w.o.Sentence(notice), Confirm: ask.Button{Text: lang.L("OK")}}
	if errors.Is(notice, storage.ErrCorrupt) {
		d.Cancel = ask.Button{Text: lang.L("Later")}
		d.Confirm = ask.Button{Text: lang.L("What you can do …"), Do: w.keeper.show}
	}
	w.dialogs.Show(d)
}

// dispatch brings a function to the window's thread. After the window has
// gone, Fyne would run it on whatever goroutine calls; it is dropped instead.
func (w *Window) dispatch(f func()) {
	if w.closing.closed.Load() {
		return
	}
	w.o.Dispatch(func() {
		if w.closing.closed.Load() {
			return
		}
		began := time.Now()
		f()
		if held := time.Since(began); held > frameTime {
			w.o.Logger.Info("window's thread held", "for", held)
		}
	})
}

// frameTime is how long anything may hold the window's thread, or it is seen.
const frameTime = 16 * time.Millisecond

// after is the timer of messages.
func (w *Window) after(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, func() { w.run.Do(f) })
	return func() { t.Stop() }
}

// showPlace has the bar say where one is.
func (w *Window) showPlace() {
	p := w.subject.place()
	p.CanGoBack, p.CanGoForward = w.router.CanGoBack(), w.router.CanGoForward()
	w.bar.Show(p)
}

func (w *Window) showPage(r router.Route, p router.Page) {
	w.o.Logger.Info("route", "name", string(r.Name), "site", r.Site, "scan", r.Scan)
	w.body.Objects = []fyne.CanvasObject{p.Content()}
	w.body.Refresh()
	w.subject.follow(r)
	w.showPlace()
	w.sidebar.Refresh()
	w.menu.refresh()
	w.window.Canvas().Unfocus()
	if f, ok := p.(router.Focuser); ok {
		f.Focus(w.window.Canvas())
	}
}

// key takes keys that nothing within the page took.
func (w *Window) key(k *fyne.KeyEvent) bool {
	if w.chooser.Key(k) {
		return true
	}
	if w.palette.IsOpen() {
		w.palette.Key(k)
		return true
	}
	if w.dialogs.Key(k) {
		return true
	}
	switch k.Name {
	case fyne.KeyF1:
		w.going.showHelp()
		return true
	case fyne.KeyF2:
		w.going.showCodes()
		return true
	case fyne.KeyF5:
		w.present.scanAgain()
		return true
	case fyne.KeyF6:
		w.present.compare()
		return true
	case fyne.KeyF7:
		w.present.redirects()
		return true
	case fyne.KeyF8:
		w.present.settings()
		return true
	case fyne.KeyEscape:
		if p, ok := w.router.Page().(router.Backer); !ok || !p.Back() {
			w.toasts.Clear()
		}
		return true
	default:
		return false
	}
}

func (w *Window) trashChanged(err error) {
	if err != nil {
		w.dialogs.Tell(lang.L("That did not work"), w.o.Sentence(err), lang.L("OK"))
	}
	w.reload()
}

// reload updates the present page after sites or scans have changed.
func (w *Window) reload() {
	w.sidebar.Refresh()
	w.subject.follow(w.router.Route())
	w.showPlace()
	w.menu.refresh()
	if o, ok := w.router.Page().(router.Opener); ok {
		o.Opened()
	}
}

// follow has the window look as the settings say.
func (w *Window) follow(before appsettings.Values) {
	now := w.o.AppSettings.Values()
	if now.Appearance != before.Appearance {
		w.look.applyTheme(w.look.theme())
	}
	if now.TextSize != before.TextSize {
		w.look.resizeText(before.TextSize)
	}
	if now.Language != before.Language {
		w.speak()
	}
	w.menu.refresh()
}

// speak shows everything in the language that is spoken now.
func (w *Window) speak() {
	w.window.SetTitle(lang.L("Sitewell"))
	w.build(appIcon())
	w.router.Renew()
}

func appIcon() fyne.Resource { return fyne.NewStaticResource("sitewell.svg", assets.Icon()) }
