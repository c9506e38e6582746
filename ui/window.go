package ui

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/addresslist"
	"sitewell/ui/appsettings"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/brands"
	"sitewell/ui/chooser"
	"sitewell/ui/codes"
	"sitewell/ui/export"
	"sitewell/ui/frame"
	"sitewell/ui/history"
	"sitewell/ui/keeping"
	"sitewell/ui/manysites"
	"sitewell/ui/overview"
	"sitewell/ui/palette"
	"sitewell/ui/redirects"
	"sitewell/ui/results"
	"sitewell/ui/returned"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
	"sitewell/ui/several"
	"sitewell/ui/shortcuts"
	"sitewell/ui/signin"
	"sitewell/ui/sites"
	"sitewell/ui/sitesettings"
	"sitewell/ui/start"
	"sitewell/ui/tip"
	"sitewell/ui/toast"
	"sitewell/ui/trash"
)

// Scans starts scans. Its methods are called off the window's thread and may
// take as long as the network does.
type Scans interface {
	// ScanAddress starts a scan of what a person typed.
	ScanAddress(ctx context.Context, typed string) (scanning.Job, error)
	ScanDemo(ctx context.Context) (scanning.Job, error)
	// ScanList checks addresses and nothing else, as a site with this name.
	ScanList(ctx context.Context, name string, addresses []string) (scanning.Job, error)
	// ScanProblems checks what the newest complete scan of a site found problems with, as
	// a list with this name.
	ScanProblems(ctx context.Context, site storage.SiteID, name string) (scanning.Job, error)
	StartScan(ctx context.Context, site storage.SiteID) (scanning.Job, error)
	// ScanIgnoringRobots starts a scan of a site whose robots.txt is not obeyed
	// from now on.
	ScanIgnoringRobots(ctx context.Context, site storage.SiteID) (scanning.Job, error)
	ResumeScan(ctx context.Context, scan storage.ScanID) (scanning.Job, error)
	// SignIn returns what a scan lacks, as it was typed; it is kept until the
	// program ends.
	SignIn(ctx context.Context, needed *signin.Needed, text string) error
}

// Lookup finds scans.
type Lookup interface {
	ScanByID(ctx context.Context, id storage.ScanID) (storage.Scan, error)
	// Scans returns the scans of a site, newest first.
	Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error)
}

// CodeBook explains outcomes, and knows which the scans of this history have.
type CodeBook interface {
	codes.Book
	Occurring(ctx context.Context) ([]outcome.Key, error)
}

// Desktop is the desktop that the window runs on. Its methods are called off the window's
// thread and may take as long as a person does.
type Desktop interface {
	chooser.Desktop
	Open(ctx context.Context, path string) error
	// Reveal shows a file in its folder.
	Reveal(ctx context.Context, path string) error
}

// Options are what the window needs.
type Options struct {
	App    fyne.App
	Scans  Scans
	Lookup Lookup
	Sites  sites.Store
	// Schedules have sites scanned regularly.
	Schedules sites.Schedules
	History   history.Store
	Exporter  export.Exporter
	Reports   export.Reports
	Views     export.ViewSaver
	Brands    brands.Store
	// Desktop chooses folders and opens files; nil is the real one.
	Desktop  Desktop
	Keeping  keeping.Store
	Returned returned.Store
	Settings sitesettings.Store
	// AppSettings are those of Sitewell itself.
	AppSettings appsettings.Store
	// Messages keeps how messages after scheduled scans are sent; nil: that can't be set.
	Messages appsettings.MessageStore
	Results  ResultsOptions
	// DeletePictures deletes the pictures of a scan, and returns how many there were; nil:
	// there are none. It is called off the window's thread.
	DeletePictures func(ctx context.Context, scan storage.ScanID) (int, error)
	Codes          CodeBook
	Compare        CompareOptions
	// Sentence says in the reader's words what went wrong and what to do.
	Sentence func(error) string
	// Notify shows a notification on the desktop and waits until it goes away: clicked is
	// true where the person clicked it. It is called off the window's thread; nil has Fyne
	// show it, which tells of no clicks.
	Notify func(ctx context.Context, title, text string) (clicked bool, err error)
	// Meant returns the address that a person may have meant who typed one that can't be
	// used, "" for none.
	Meant   func(error) string
	Logger  *slog.Logger
	Program string
	Now     func() time.Time
	// Dispatch brings functions to the window's thread; nil is fyne.Do.
	Dispatch background.Dispatcher
	// Notices is what a person has to know about the history, as errors, as soon as
	// it is known; nil for nothing.
	Notices <-chan error
	// Address is scanned at once, as if it was typed; "" for none.
	Address string
	// Site is whose scans are shown first, 0 for none, or with Compared what changed in the
	// newest one.
	Site     storage.SiteID
	Compared bool

	Redirects redirects.Store
	Lists     addresslist.Store
	ManySites manysites.Store
	Overview  overview.Store
}

// Window is the application's one window.
type Window struct {
	o        Options
	window   fyne.Window
	run      *background.Runner
	closed   atomic.Bool // nothing may touch the window any more
	replaced bool        // the history was replaced: the program starts again
	focused  bool
	scale    float64 // of all, without the person's size of text; 0: not yet known
	dialogs  *ask.Host
	chooser  *chooser.Chooser // above them
	toasts   *toast.Host
	rechecks results.Rechecks
	hint     browserHint
	bin      *trash.Bin
	jobs     jobs
	several  *several.Queue
	// hasSeveral: there are at least two sites.
	hasSeveral bool
	many       *manysites.Form // the dialog that adds many sites, once it was opened
	router     *router.Router
	subject    *subject
	sidebar    *frame.Sidebar
	bar        *frame.Bar
	menu       *menu
	palette    *palette.Palette
	body       *fyne.Container
	sites      *sites.Screen
	starting   background.Loader[scanning.Job]
	telling    background.Loader[list] // what kind of list was dropped
}

// Sizes of the window in Fyne's units.
const (
	defaultWidth, defaultHeight = 1180, 760
	minWidth, minHeight         = 480, 300
)

// New makes the window without showing it.
func New(ctx context.Context, o Options) *Window {
	if o.Dispatch == nil {
		o.Dispatch = fyne.Do
	}
	if o.Desktop == nil {
		o.Desktop = realDesktop{}
	}
	w := &Window{o: o}
	w.applyTextSize()
	w.window = o.App.NewWindow(lang.L("Sitewell"))
	w.run = background.New(ctx, w.dispatch)
	icon := appIcon()
	o.App.SetIcon(icon)
	w.window.SetIcon(icon)
	w.window.SetMaster()
	w.window.SetPadded(false)
	w.applyTheme(w.theme())

	w.dialogs = ask.NewHost(w.window.Canvas())
	w.dialogs.Timer = w.after
	w.chooser = chooser.New(chooser.Options{
		Window: w.window, Run: w.run, Desktop: o.Desktop, Logger: o.Logger, Usual: folders{w}.Last,
		IsFolderWanted: func() bool { return w.dialogs.Open() || w.router.Route().Name == router.AppSettings }, // else the person has closed what asked
	})
	w.toasts = toast.NewHost(w.after)
	w.bin = trash.New(w.run, w.toasts, w.trashChanged)
	w.router = router.New(router.Options{Build: w.page, Show: w.showPage, Hold: w.holdUnsaved})
	w.subject = &subject{run: w.run, lookup: o.Lookup, sites: o.History, log: o.Logger, now: o.Now, read: func() {
		w.showPlace()
		w.menu.refresh()
	}}
	w.build(icon)
	w.window.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { w.key(k) })
	w.window.SetCloseIntercept(w.askToClose)
	w.window.SetOnDropped(w.dropped)
	w.window.Canvas().AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { // where no field has the keyboard
		if !w.dialogs.Open() {
			w.toasts.Undo()
		}
	})
	w.window.Resize(w.size())
	o.App.Lifecycle().SetOnEnteredForeground(func() { w.focused = true })
	o.App.Lifecycle().SetOnExitedForeground(func() { w.focused = false })
	return w
}

// build fills the window, in the language that is spoken now.
func (w *Window) build(icon fyne.Resource) {
	o := w.o
	w.sidebar = frame.NewSidebar(icon, w.sidebarItems)
	w.bar = frame.NewBar(frame.BarOptions{
		Back: w.router.GoBack, Forward: w.router.GoForward, History: func() { w.History(w.subject.scan.Site) }, Settings: w.settingsShown,
	})
	w.palette = w.newPalette()
	w.menu = newMenu(w)
	w.body = container.NewStack()

	form := func() *start.Form {
		return start.NewForm(start.Options{Run: w.run, Scanner: starter{w}, Started: w.watchScan, Failed: w.askSignIn, Sentence: o.Sentence, Meant: o.Meant, Keys: w.key})
	}
	w.several = w.newSeveral()
	w.sites = sites.New(sites.Options{
		Run: w.run, Store: o.Sites, Schedules: o.Schedules, Going: w, Bin: w.bin, Dialogs: w.dialogs,
		Form: form(), First: start.New(form(), icon), Running: w.jobs.site,
		Sentence: o.Sentence, Now: o.Now, Canvas: w.window.Canvas(), Keys: w.key,
		Several: w.several, Parallel: w.parallel, SetParallel: w.setParallel, AddMany: w.addMany, Prefs: o.App.Preferences(),
		Counted: w.counted,
	})

	w.window.SetContent(container.NewStack(
		frame.New(w.sidebar, w.bar, container.NewStack(w.body, w.toasts.Content())), tip.NewLayer(w.after)))
	w.window.SetMainMenu(w.menu.main)
}

// Run shows the window until the person closes it or ctx ends, and returns
// when every scan has stopped and everything is stored. It is to be called
// from the main goroutine.
func (w *Window) Run(ctx context.Context) error {
	fyne.SetCurrentApp(still{w.o.App, w.reducedMotion})
	w.begin()
	w.run.Go(func(ctx context.Context) {
		<-ctx.Done()
		fyne.Do(w.quit) // harmless when the window has gone already
	})
	w.window.CenterOnScreen()
	w.window.ShowAndRun()
	return w.finish(ctx)
}

// begin shows the first screen, with what the person has to know first of all.
func (w *Window) begin() {
	w.router.Visit(router.Route{Name: router.Sites})
	w.restoreSeveral()
	if address := w.o.Address; address != "" {
		w.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.ScanAddress(ctx, address) })
	}
	switch {
	case w.o.Site != 0 && w.o.Compared:
		w.Compare(w.o.Site, 0, 0)
	case w.o.Site != 0:
		w.History(w.o.Site)
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
		d.Confirm = ask.Button{Text: lang.L("What you can do …"), Do: w.historyFile}
	}
	w.dialogs.Show(d)
}

// askSignIn asks for what a scan lacks, if that is what an error says, and tries again with it. It
// reports whether it did.
func (w *Window) askSignIn(err error, again func()) bool {
	return signin.Ask(signin.Options{Run: w.run, Dialogs: w.dialogs, Canvas: w.window.Canvas(), Sentence: w.o.Sentence, Keep: w.o.Scans.SignIn}, err, again)
}

// dispatch brings a function to the window's thread. After the window has
// gone, Fyne would run it on whatever goroutine calls; it is dropped instead.
func (w *Window) dispatch(f func()) {
	if w.closed.Load() {
		return
	}
	w.o.Dispatch(func() {
		if w.closed.Load() {
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

// page makes the screen that a route leads to.
func (w *Window) page(r router.Route) router.Page {
	switch r.Name {
	case router.Scanning:
		if job, ok := w.jobs.scan(r.Scan); ok {
			return scanning.New(scanning.Options{Run: w.run, Job: job, Going: w, Now: w.o.Now, Tick: scanning.Every})
		}
		return w.resultsPage(r.Scan) // it has ended since
	case router.Results:
		return w.resultsPage(r.Scan)
	case router.History:
		return history.New(history.Options{
			Run: w.run, Site: r.Site, Store: w.o.History, Going: w, Bin: w.bin, Dialogs: w.dialogs,
			Running: w.scanning, Sentence: w.o.Sentence, Now: w.o.Now, Canvas: w.window.Canvas(), Keys: w.key, Copy: around{w}.Copy,
			DeletePictures: w.o.DeletePictures,
		})
	case router.Compare:
		return w.comparePage(r)
	case router.Redirects:
		return w.redirectsPage(r.Scan)
	case router.Codes:
		return codes.New(codes.Options{Run: w.run, Book: w.o.Codes, Occurring: w.o.Codes.Occurring, Browse: around{w}.Browse, Copy: around{w}.Copy, Sentence: w.o.Sentence, Keys: w.key})
	case router.Help:
		return shortcuts.New(shortcuts.Options{Groups: w.menu.groups, Codes: w.showCodes})
	case router.Settings:
		return w.settingsPage(r.Site)
	case router.AppSettings:
		return w.appSettingsPage()
	case router.Overview:
		return overview.New(overview.Options{Run: w.run, Store: w.o.Overview, Going: w, Dialogs: w.dialogs, Sentence: w.o.Sentence, Copy: w.o.App.Clipboard().SetContent, Now: w.o.Now})
	default:
		return w.sites
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
		w.showHelp()
		return true
	case fyne.KeyF2:
		w.showCodes()
		return true
	case fyne.KeyF5:
		w.scanAgain()
		return true
	case fyne.KeyF6:
		w.compareShown()
		return true
	case fyne.KeyF7:
		w.redirectsShown()
		return true
	case fyne.KeyF8:
		w.settingsShown()
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
