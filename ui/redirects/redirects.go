// Package redirects is the screen on which a person decides where addresses lead that were
// not found: a list with suggestions, each to be accepted, changed or skipped, and the
// file that is made of it for a web server. It must not know how suggestions are found or
// how files are written.
package redirects

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Row is an address that was not found, in the reader's words.
type Row struct {
	Address    string
	Status     string // what the scan found, as "404"
	Pages      int    // that link to it
	Suggestion string // "" for none
	Why        string // it is suggested
	Sure       bool   // the suggestion is
	Decision   storage.RedirectDecision
	Target     string // of an accepted one
	Trouble    string // why there is no rule for it, or no suggestion; "" for nothing
}

// List is what can be redirected on the site of a scan.
type List struct {
	Site string // its name
	Rows []Row
}

// Format is a kind of file.
type Format struct {
	ID    string
	Title string
	Name  string // usual name of the file
}

// File is a file with redirects, as it would be written.
type File struct {
	Text  string
	Rules int
	// Instructions say where it belongs, how to test it and how to undo it.
	Instructions []string
	Left         []string // what is left out of it, and why
}

// Store decides about redirects. Its methods but Formats are called off the window's thread.
type Store interface {
	Formats() []Format
	// Redirects lists them, with suggestions where these are wanted: that takes longer.
	Redirects(ctx context.Context, scan storage.ScanID, suggestions bool) (List, error)
	// DecideRedirects stores decisions and returns what undoes that.
	DecideRedirects(ctx context.Context, scan storage.ScanID, decisions []storage.Redirect) (undo []storage.Redirect, err error)
	RedirectFile(ctx context.Context, scan storage.ScanID, format string) (File, error)
	SaveRedirects(ctx context.Context, scan storage.ScanID, format, path string) error
}

// Folders knows about folders on this computer.
type Folders interface {
	Last() string
	Remember(folder string)
	Exists(path string) bool
}

// Desktop is what lies around the window.
type Desktop interface {
	Copy(text string)
	Browse(address string)
	Tell(message string)
}

// Options are what the screen needs.
type Options struct {
	Run      *background.Runner
	Scan     storage.ScanID
	Store    Store
	Dialogs  *ask.Host
	Folders  Folders
	Desktop  Desktop
	Pick     func(from string, chosen func(folder string))
	Offer    func(message, action string, do func())
	Prefs    table.Prefs
	Sentence func(error) string
	Keys     func(*fyne.KeyEvent) bool
}

// Screen is the list and the file. Its methods belong to the window's thread.
type Screen struct {
	o       Options
	loader  background.Loader[List]
	fresh   background.Loader[List]
	filing  background.Loader[File]
	list    List
	loaded  bool
	chosen  string // the address that is selected
	formats []Format
	file    File

	parts
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, formats: o.Store.Formats()}
	s.build()
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus moves the keyboard to the list.
func (s *Screen) Focus(c fyne.Canvas) { s.table.FocusOn(c) }

// Search moves it to the search field.
func (s *Screen) Search(c fyne.Canvas) {
	s.tabs.Set(tabList)
	s.showTab(tabList)
	c.Focus(s.search)
}

// Back clears the search, and reports whether there was one.
func (s *Screen) Back() bool {
	if s.search.Text == "" {
		return false
	}
	s.search.SetText("")
	return true
}

// key takes Escape, which clears the search, and hands on all others.
func (s *Screen) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && s.Back() {
		return true
	}
	return s.o.Keys != nil && s.o.Keys(k)
}

// typed begins a search with a letter that was typed on the list.
func (s *Screen) typed(r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
		s.search.TypedRune(r)
	}
}

// matching returns the rows whose old or new address contains what is searched for.
func (s *Screen) matching() []Row {
	text := strings.ToLower(s.search.Text)
	if text == "" {
		return s.list.Rows
	}
	var rows []Row
	for _, r := range s.list.Rows {
		if strings.Contains(strings.ToLower(r.Address+" "+words.Readable(r.Address)+" "+r.leads()+" "+words.Readable(r.leads())), text) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Left drops what is under way.
func (s *Screen) Left() {
	s.loader.Cancel()
	s.fresh.Cancel()
	s.filing.Cancel()
}

// Opened lists the addresses; call it whenever the screen is shown.
func (s *Screen) Opened() {
	scan := s.o.Scan
	if !s.loaded {
		s.about.SetText(lang.L("Looking for addresses that fit …"))
		s.busy.Start()
		s.busy.Show()
	}
	s.loader.Load(s.o.Run, func(ctx context.Context) (List, error) {
		return s.o.Store.Redirects(ctx, scan, true)
	}, func(list List, err error) {
		s.busy.Stop()
		s.busy.Hide()
		s.failure.RemoveAll()
		if err != nil {
			s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
			s.about.SetText("")
			s.content.Refresh()
			return
		}
		s.list, s.loaded = list, true
		s.show()
	})
}

// decide stores decisions about addresses, says so, and offers to undo it.
func (s *Screen) decide(decisions []storage.Redirect, said string, failed func(error)) {
	scan := s.o.Scan
	s.work(func(ctx context.Context) ([]storage.Redirect, error) {
		return s.o.Store.DecideRedirects(ctx, scan, decisions)
	}, func(undo []storage.Redirect, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.renew()
		if said != "" {
			s.o.Offer(said, lang.L("Undo"), func() { s.decide(undo, "", s.tell) })
		}
	})
}

// work does something off the window's thread that is not cut short by what comes after it.
func (s *Screen) work(do func(context.Context) ([]storage.Redirect, error), then func([]storage.Redirect, error)) {
	s.o.Run.Go(func(ctx context.Context) {
		undo, err := do(ctx)
		s.o.Run.Do(func() { then(undo, err) })
	})
}

// tell says what went wrong.
func (s *Screen) tell(err error) {
	s.o.Dialogs.Tell(lang.L("That did not work"), s.o.Sentence(err), lang.L("OK"))
}

// renew reads the decisions again, and keeps the suggestions.
func (s *Screen) renew() {
	scan := s.o.Scan
	s.fresh.Load(s.o.Run, func(ctx context.Context) (List, error) {
		return s.o.Store.Redirects(ctx, scan, false)
	}, func(list List, err error) {
		if err != nil {
			s.tell(err)
			return
		}
		known := make(map[string]Row, len(s.list.Rows))
		for _, r := range s.list.Rows {
			known[r.Address] = r
		}
		for i := range list.Rows {
			r := &list.Rows[i]
			if old := known[r.Address]; r.Suggestion == "" {
				r.Suggestion, r.Why, r.Sure = old.Suggestion, old.Why, old.Sure
			}
		}
		s.list = list
		s.show()
	})
}

// show shows the list as it is now.
func (s *Screen) show() {
	accepted, sure := 0, 0
	for _, r := range s.list.Rows {
		if r.Decision == storage.RedirectAccepted && r.Trouble == "" {
			accepted++
		}
		if r.isSure() {
			sure++
		}
	}
	s.title.SetText(lang.L("Redirects for {{.Site}}", map[string]any{"Site": s.list.Site}))
	s.about.SetText(lang.L("These addresses were not found. Decide where visitors are sent who ask for them. Decisions are kept for later scans."))
	s.count.SetText(lang.L("{{.Accepted}} of {{.All}} accepted", map[string]any{"Accepted": words.Number(accepted), "All": words.Number(len(s.list.Rows))}))
	s.sure.SetText(lang.L("Accept all that are sure ({{.Count}})", map[string]any{"Count": words.Number(sure)}))
	able(s.sure, sure > 0)
	s.tabs.SetCount(tabFile, accepted)
	s.tabs.SetCount(tabList, len(s.list.Rows))
	s.table.Renew(source{rows: s.matching()})
	s.showChosen()
	s.readFile()
	s.content.Refresh()
}

// isSure reports whether the suggestion is sure and nothing was decided yet.
func (r Row) isSure() bool {
	return r.Decision == storage.Undecided && r.Suggestion != "" && r.Sure
}

// row returns the row of an address.
func (s *Screen) row(address string) (Row, bool) {
	i := slices.IndexFunc(s.list.Rows, func(r Row) bool { return r.Address == address })
	if i < 0 {
		return Row{}, false
	}
	return s.list.Rows[i], true
}

// acceptSure accepts all suggestions that are sure.
func (s *Screen) acceptSure() {
	var decisions []storage.Redirect
	for _, r := range s.list.Rows {
		if r.isSure() {
			decisions = append(decisions, storage.Redirect{Address: r.Address, Decision: storage.RedirectAccepted, Target: r.Suggestion})
		}
	}
	if len(decisions) > 0 {
		s.decide(decisions, lang.N("{{.Count}} redirects are accepted.", len(decisions), map[string]any{"Count": words.Number(len(decisions))}), s.tell)
	}
}

// accept accepts what is suggested for a row, or asks where it is to lead.
func (s *Screen) accept(r Row) {
	switch {
	case r.Decision == storage.RedirectAccepted:
	case r.Suggestion == "":
		s.change(r)
	default:
		s.decide([]storage.Redirect{{Address: r.Address, Decision: storage.RedirectAccepted, Target: r.Suggestion}}, lang.L("The redirect is accepted."), s.tell)
	}
}

// skip leaves a row as it is.
func (s *Screen) skip(r Row) {
	s.decide([]storage.Redirect{{Address: r.Address, Decision: storage.RedirectSkipped}}, lang.L("The address stays as it is."), s.tell)
}

// reset takes back what was decided about a row.
func (s *Screen) reset(r Row) {
	s.decide([]storage.Redirect{{Address: r.Address}}, lang.L("The decision is taken back."), s.tell)
}

func able(b *control.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
