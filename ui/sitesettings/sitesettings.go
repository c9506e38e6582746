// Package sitesettings shows and changes what a person decides about a site:
// what of it is scanned, how it is asked, how it is signed in to, and what
// counts as a problem. It must not know where settings or secrets are kept,
// nor how a scan is run.
package sitesettings

import (
	"context"
	"errors"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
)

// Store keeps the settings. Its methods are called off the window's thread;
// Save may wait until a person has unlocked their key store.
type Store interface {
	LoadSettings(ctx context.Context, site storage.SiteID) (Site, error)
	// SaveSettings stores an edit and gives the settings as they are stored.
	// What can't be used is a *Refused, and then nothing is stored.
	SaveSettings(ctx context.Context, site storage.SiteID, e Input) (profile.Settings, error)
	// MatchRules tries rules on the addresses of the last scan: on the site's
	// own alone where internal is set.
	MatchRules(ctx context.Context, site storage.SiteID, rules []string, internal bool) (Matches, error)
}

// Site is a site as its settings are loaded.
type Site struct {
	Title, Start string
	Settings     profile.Settings
	Brands       []storage.Brand
	Brand        storage.BrandID // its own, 0 where it has none
	NoBrowser    bool            // this computer has none in which pages can be shown
}

// Input is what a person wishes for. Settings.SignIn is left out of it.
type Input struct {
	Start    string
	Settings profile.Settings
	SignIn   *SecretInput // nil: as it is
	SignOut  bool
	Brand    storage.BrandID // 0: as usual
}

// SecretInput is what a person typed to sign in with.
type SecretInput struct {
	Kind       profile.Kind
	User, Text string
}

// Matches says what rules match among the addresses of the last scan.
type Matches struct {
	Of, Count int // Of is 0 where there was no scan
	Examples  []string
}

// Field names what can be set, to say where something is wrong.
type Field string

const (
	Start    Field = "start"
	Include  Field = "include"
	Exclude  Field = "exclude"
	Depth    Field = "depth"
	Limit    Field = "limit"
	Pace     Field = "concurrency"
	Timeout  Field = "timeout"
	Headers  Field = "headers"
	Agent    Field = "agent"
	SignIn   Field = "sign-in"
	Verdicts Field = "verdicts"
)

// Problem is why a field can't be used, in the reader's words.
type Problem struct {
	Field    Field
	Sentence string
}

// Refused is an edit of which some fields can't be used.
type Refused struct{ Problems []Problem }

// Error counts the problems; people read the sentences.
func (r *Refused) Error() string { return "settings can't be used" }

// Options are what the screen needs.
type Options struct {
	Run      *background.Runner
	Site     storage.SiteID
	Store    Store
	Words    Words // of outcomes
	Dialogs  *ask.Host
	Sentence func(error) string
	// Done is called when the person is done: all is stored, or thrown away.
	Done func()
	// Tell shows a short message.
	Tell   func(string)
	Canvas fyne.Canvas
	Keys   func(*fyne.KeyEvent) bool
}

// Screen is the settings of one site.
type Screen struct {
	o      Options
	loader background.Loader[Site]
	saving background.Loader[profile.Settings]
	stored Site
	loaded bool
	busy   bool

	scope    *scope
	manner   *manner
	signIn   *signIn
	verdicts *verdicts
	reports  *reports

	title, note  *widget.Label
	tabs         *badge.Tabs
	pages        []fyne.CanvasObject
	body         *fyne.Container
	failure      *fyne.Container
	save, cancel *control.Button
	content      fyne.CanvasObject
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, title: badge.Title(lang.L("Settings")), failure: container.NewStack(), body: container.NewStack()}
	s.scope = newScope(s)
	s.manner = newManner(s)
	s.signIn = newSignIn(s)
	s.verdicts = newVerdicts(s)
	s.reports = newReports(s)
	s.pages = []fyne.CanvasObject{s.scope.page.content, s.manner.page.content, s.signIn.page.content, s.verdicts.content, s.reports.page.content}
	s.tabs = badge.NewTabs(s.turn, lang.L("What to scan"), lang.L("How"), lang.L("Sign-in"), lang.L("What counts as a problem"), lang.L("Reports"))
	s.save = &control.Button{Button: widget.Button{Text: lang.L("Save"), Icon: fynetheme.DocumentSaveIcon(), Importance: widget.HighImportance, OnTapped: s.Save}}
	s.cancel = &control.Button{Button: widget.Button{Text: lang.L("Cancel"), OnTapped: s.leave}}
	s.note = badge.Caption(lang.L("Changes hold from the next scan on."))
	s.note.Truncation = fyne.TextTruncateEllipsis

	top := container.New(layout.NewCustomPaddedVBoxLayout(0), s.title, column.Inset(s.tabs.Content), s.failure)
	bottom := column.Inset(container.NewBorder(nil, nil, nil, container.NewHBox(s.cancel, s.save), s.note))
	s.tabs.Content.Layout = column.Flow(0).Layout // in two lines where there is no room for one
	s.content = column.Margin(theme.Size(theme.SizeMargin), column.Between(top, s.body, bottom))
	s.turn(0)
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Title names the site once it is read.
func (s *Screen) Title() string { return s.stored.Title }

// Opened reads the settings, unless there are edited ones to be kept.
func (s *Screen) Opened() {
	if s.loaded {
		return
	}
	s.loader.Load(s.o.Run, func(ctx context.Context) (Site, error) { return s.o.Store.LoadSettings(ctx, s.o.Site) }, func(site Site, err error) {
		s.failure.RemoveAll()
		if err != nil {
			s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
			s.content.Refresh()
			return
		}
		s.fill(site)
		s.Focus(s.o.Canvas)
	})
}

// Left drops what is under way, but for saving.
func (s *Screen) Left() {
	s.loader.Cancel()
	s.scope.include.loader.Cancel()
	s.scope.exclude.loader.Cancel()
}

// Focus puts the keyboard where the page begins.
func (s *Screen) Focus(c fyne.Canvas) {
	if s.loaded && c != nil {
		s.focusPage(c)
	}
}

func (s *Screen) focusPage(c fyne.Canvas) {
	switch s.tabs.At() {
	case 0:
		c.Focus(s.scope.start)
	case 1:
		c.Focus(s.manner.pace)
	case 2:
		c.Focus(s.signIn.kind)
	case 3:
		c.Focus(s.verdicts.search)
	default:
		c.Focus(s.reports.brand)
	}
}

// Search puts the keyboard into the search field of outcomes.
func (s *Screen) Search(c fyne.Canvas) {
	s.show(3)
	c.Focus(s.verdicts.search)
}

func (s *Screen) fill(site Site) {
	s.stored, s.loaded = site, true
	s.title.SetText(lang.L("Settings of {{.Site}}", map[string]any{"Site": site.Title}))
	s.scope.fill(site)
	s.manner.fill(site.Settings)
	s.signIn.fill(site)
	s.verdicts.fill(site.Settings)
	s.reports.fill(site)
}

// ShowSignIn turns to the sign-in.
func (s *Screen) ShowSignIn() {
	s.show(2)
	s.Focus(s.o.Canvas)
}

func (s *Screen) show(tab int) {
	s.tabs.Set(tab)
	s.turn(tab)
}

func (s *Screen) turn(tab int) {
	s.body.Objects = []fyne.CanvasObject{s.pages[tab]}
	show(s.note, s.pages[tab] != s.reports.page.content) // which holds at once
	s.body.Refresh()
}

// edit reads what is typed, and what of it can't be used.
func (s *Screen) edit() (Input, []Problem) {
	e := Input{Settings: s.stored.Settings}
	e.Settings.SignIn = nil
	problems := s.scope.read(&e)
	problems = append(problems, s.manner.read(&e.Settings)...)
	problems = append(problems, s.signIn.read(&e)...)
	s.verdicts.read(&e.Settings)
	e.Brand = s.reports.read()
	return e, problems
}

// Unsaved reports whether there is something that leaving would lose.
func (s *Screen) Unsaved() bool {
	if !s.loaded {
		return false
	}
	e, problems := s.edit()
	was := s.stored.Settings
	was.SignIn = nil
	return len(problems) > 0 || e.SignIn != nil || e.SignOut || e.Brand != s.stored.Brand || e.Start != s.stored.Start || !reflect.DeepEqual(e.Settings, was)
}

// Discard throws away what is not saved.
func (s *Screen) Discard() {
	if s.loaded {
		s.fill(s.stored)
		s.tell(nil)
	}
}

// Save stores what is typed, and is done with it.
func (s *Screen) Save() { s.SaveThen(s.o.Done) }

// SaveThen stores what is typed and calls then once it is. What can't be used
// is told beside its field.
func (s *Screen) SaveThen(then func()) {
	if !s.loaded || s.busy {
		return
	}
	e, problems := s.edit()
	if s.tell(problems); len(problems) > 0 {
		return
	}
	s.setBusy(true)
	s.saving.Load(s.o.Run, func(ctx context.Context) (profile.Settings, error) {
		return s.o.Store.SaveSettings(context.WithoutCancel(ctx), s.o.Site, e)
	}, func(stored profile.Settings, err error) {
		s.setBusy(false)
		var refused *Refused
		switch {
		case errors.As(err, &refused):
			s.tell(refused.Problems)
			return
		case err != nil && stored.Version == 0: // nothing was stored
			s.o.Dialogs.Tell(lang.L("That did not work"), s.o.Sentence(err), lang.L("OK"))
			return
		case err != nil:
			s.o.Dialogs.Tell(lang.L("One thing is left to do"), s.o.Sentence(err), lang.L("OK"))
		case e.SignIn != nil && stored.SignIn != nil && stored.SignIn.PromptEachRun:
			s.o.Dialogs.Tell(lang.L("Saved, but for the secret"),
				lang.L("This computer offers Sitewell no key store, so what to sign in with is kept until Sitewell is closed. After that Sitewell asks for it when a scan starts."), lang.L("OK"))
		}
		s.stored.Start, s.stored.Settings, s.stored.Brand = e.Start, stored, e.Brand
		s.fill(s.stored)
		s.o.Tell(lang.L("The settings are saved."))
		then()
	})
}

func (s *Screen) setBusy(on bool) {
	s.busy = on
	for _, b := range []*control.Button{s.save, s.cancel} {
		if on {
			b.Disable()
		} else {
			b.Enable()
		}
	}
}

// tell shows problems beside their fields and leads to the first of them.
func (s *Screen) tell(problems []Problem) {
	said := map[Field]string{}
	for _, p := range problems {
		if said[p.Field] == "" {
			said[p.Field] = p.Sentence
		}
	}
	first := -1
	for tab, page := range []*page{s.scope.page, s.manner.page, s.signIn.page} {
		if at := page.tell(said); at != nil && first < 0 {
			first = tab
			s.show(tab)
			if s.o.Canvas != nil && at.focus != nil {
				s.o.Canvas.Focus(at.focus)
			}
		}
	}
}

// leave is done with the screen; the window asks where something is unsaved.
func (s *Screen) leave() {
	if !s.busy {
		s.o.Done()
	}
}

// Back leaves the screen on Escape.
func (s *Screen) Back() bool {
	s.leave()
	return true
}
