// Package compare shows what changed between two scans of a site: a sentence, what
// makes the scans differ beside the site, and lists by change in which each row says
// why. It must not know where scans are kept or how files are written.
package compare

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/changelist"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Request says what is compared.
type Request struct {
	Site storage.SiteID
	// Other is the site whose scan is the later one, Site itself or 0 for none.
	Other storage.SiteID
	// From and To are scans; 0 stands for the newest one, and for the complete one
	// before the other. In one site, which is older decides what is before.
	From, To storage.ScanID
	// Rules say which address is which, as storage.ParseAddressMap reads them. None:
	// those that fit the start addresses of the scans.
	Rules []string
}

// Comparison is what changed between two scans, with what a person has to know of
// it, in their language.
type Comparison struct {
	storage.Comparison
	Site storage.Site
	// Request is what was asked for, with both scans; Rules are those that were applied.
	Request Request
	Rules   []string
	// Unreached says why what was not reached was not, "" where all was.
	Unreached string
	// Notes say what makes the scans differ beside the site.
	Notes []string
}

// PageWords is what a row of a comparison of pages says.
type PageWords struct {
	Headline string // "Title changed on 5 pages"
	Why      string // how it is known that a page is not there, or ""
	Was, Is  string
}

// Reader compares scans. All but Why, OfPage, OfPages and PageValue is called off the window's
// thread.
type Reader interface {
	changelist.Reader
	// Scans returns the scans of a site, newest first.
	Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error)
	// Sites returns all sites.
	Sites(ctx context.Context) ([]storage.SiteSummary, error)
	// Between compares two scans.
	Between(ctx context.Context, r Request) (Comparison, error)
	// Pages compares the pages of two scans that Between compared.
	Pages(ctx context.Context, p storage.Pair) (storage.PageComparison, error)
	// OfPage says what a row is about, and OfPages what all of them come to.
	OfPage(r *storage.PageRow) PageWords
	OfPages(c *storage.PageComparison) string
	// PageValue says what a field of a page is.
	PageValue(f storage.PageField, value string) string
	// Preview says what the rules of a request do, without comparing, and which these are.
	Preview(ctx context.Context, r Request) (p storage.MapPreview, rules []string, err error)
}

// Book says what an outcome is called. It answers at once.
type Book interface {
	Entry(key outcome.Key, language string) knowledge.Entry
}

// Going is where the screen leads to.
type Going interface {
	// Problem shows an address in the results of a scan.
	Problem(scan storage.ScanID, id storage.URLID)
	Results(scan storage.ScanID)
	// SaveComparison saves a comparison as a file, or the list of it that is shown.
	SaveComparison(c Comparison, shown table.View)
}

// Desktop is what lies around the window.
type Desktop interface {
	Copy(text string)
	Browse(address string)
}

// Options are what the screen needs.
type Options struct {
	Run      *background.Runner
	Site     storage.SiteID
	From, To storage.ScanID // 0 as for Reader.Between
	Read     Reader
	Book     Book
	Going    Going
	Desktop  Desktop
	Dialogs  *ask.Host
	Prefs    table.Prefs
	Sentence func(error) string
	Now      func() time.Time
	Keys     func(*fyne.KeyEvent) bool
}

// Screen compares two scans.
type Screen struct {
	o           Options
	loader      background.Loader[answer]
	pagesLoader background.Loader[storage.PageComparison]
	before, now side
	rules       []string // that a person gave
	shown       Comparison
	loaded      bool
	sites       []storage.SiteSummary // that have a scan
	pages       *storage.PageComparison
	origin      string

	title, about *widget.Label
	notes        *widget.Label
	save, match  *control.Button
	failure      *fyne.Container
	suggestion   *fyne.Container
	tabs         *badge.Tabs
	search       *field.Entry
	table        *table.Table[storage.URLID, storage.ChangeRow]
	pageList     *pageList
	lists        *fyne.Container // the table, or the list of pages
	content      *fyne.Container
}

type answer struct {
	comparison  Comparison
	sites       []storage.SiteSummary
	before, now []storage.Scan
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, before: side{site: o.Site, scan: o.From}, now: side{site: o.Site, scan: o.To}}
	s.build()
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus moves the keyboard to the table.
func (s *Screen) Focus(c fyne.Canvas) {
	if s.onPages() {
		s.pageList.table.FocusOn(c)
		return
	}
	s.table.FocusOn(c)
}

// Search puts the cursor into the search field.
func (s *Screen) Search(c fyne.Canvas) { c.Focus(s.search) }

// typed searches for what is typed while a list has the keyboard.
func (s *Screen) typed(r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
		s.search.TypedRune(r)
	}
}

// Back clears the search, and reports whether there was one.
func (s *Screen) Back() bool {
	if s.search.Text == "" {
		return false
	}
	s.search.SetText("")
	return true
}

// Opened compares the scans again; call it whenever the screen is shown and when a
// scan has ended.
func (s *Screen) Opened() {
	r := s.request()
	s.loader.Load(s.o.Run, func(ctx context.Context) (a answer, err error) {
		if a.sites, err = s.o.Read.Sites(ctx); err != nil {
			return a, err
		}
		if a.before, err = s.o.Read.Scans(ctx, r.Site); err != nil {
			return a, err
		}
		a.now = a.before
		if r.Other != r.Site {
			if a.now, err = s.o.Read.Scans(ctx, r.Other); err != nil {
				return a, err
			}
		}
		a.comparison, err = s.o.Read.Between(ctx, r)
		return a, err
	}, s.apply)
}

// request says what is to be compared.
func (s *Screen) request() Request {
	return Request{Site: s.before.site, Other: s.now.site, From: s.before.scan, To: s.now.scan, Rules: s.rules}
}

// Save saves the comparison, once it is there.
func (s *Screen) Save() {
	if !s.loaded {
		return
	}
	shown := s.table.View()
	if s.onPages() {
		shown = s.pageList.table.View()
	}
	s.o.Going.SaveComparison(s.shown, shown)
}

// Left drops what is under way.
func (s *Screen) Left() {
	s.loader.Cancel()
	s.pagesLoader.Cancel()
}

func (s *Screen) apply(a answer, err error) {
	s.failure.RemoveAll()
	if a.now != nil {
		s.sites, s.before.scans, s.now.scans = scanned(a.sites), sorted(a.before), sorted(a.now)
	}
	if err != nil {
		s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
		s.title.SetText(lang.L("Compare scans"))
		s.offer()
		s.content.Refresh()
		return
	}
	s.shown, s.loaded, s.pages = a.comparison, true, nil
	s.before.scan, s.now.scan = a.comparison.From.ID, a.comparison.To.ID
	s.origin = originOf(a.comparison.To.Start)
	s.title.SetText(Sentence(a.comparison.Counts))
	s.about.SetText(a.comparison.Unreached)
	show(s.about, a.comparison.Unreached != "")
	notes := strings.Join(a.comparison.Notes, "\n")
	s.notes.SetText(notes)
	show(s.notes, notes != "")
	s.save.Enable()
	s.match.Enable()
	s.offer()
	s.count()
	s.ask()
	s.content.Refresh()
	s.comparePages()
}

// Sentence says what a comparison came to: "3 new, 1 came back, 12 fixed".
func Sentence(c storage.ChangeCounts) string {
	if c.All() == 0 {
		return lang.L("No problems then, and none now")
	}
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{
		{c.New, "{{.Count}} new"},
		{c.CameBack, "{{.Count}} came back"},
		{c.Fixed, "{{.Count}} fixed"},
		{c.LinkRemoved, "{{.Count}} not linked any more"},
		{c.StillThere, "{{.Count}} still there"},
	} {
		if p.n > 0 {
			parts = append(parts, lang.N(p.text, p.n, map[string]any{"Count": words.Number(p.n)}))
		}
	}
	if len(parts) == 0 {
		return lang.L("Nothing of it was reached this time")
	}
	return strings.Join(parts, ", ")
}

// tabChanges are the changes of the tabs behind the first one, which shows all. That of
// the pages is the last.
func tabChanges() []storage.Change { return storage.Changes() }

// pagesTab is the place of the tab of the pages.
func pagesTab() int { return 1 + len(tabChanges()) }

// onPages reports whether the pages are shown.
func (s *Screen) onPages() bool { return s.tabs.At() == pagesTab() }

// count shows the numbers of the tabs. One without anything in it is not offered.
func (s *Screen) count() {
	c := s.shown.Counts
	s.tabs.SetCount(0, c.All())
	for i, change := range tabChanges() {
		n := c.Of(change)
		if n == 0 && s.tabs.At() == i+1 {
			s.tabs.Set(0)
		}
		s.tabs.SetCount(i+1, n)
		s.tabs.Offer(i+1, n > 0)
	}
}

// filter is that of the tab and the search.
func (s *Screen) filter() storage.ChangeFilter {
	f := storage.ChangeFilter{Text: s.search.Text}
	if at := s.tabs.At(); at > 0 {
		f.Changes = []storage.Change{tabChanges()[at-1]}
	}
	return f
}

// ask asks for the rows.
func (s *Screen) ask() {
	if !s.loaded {
		return
	}
	show(s.table, !s.onPages())
	show(s.pageList.content, s.onPages())
	if s.onPages() {
		s.pageList.show(s.pages, s.search.Text)
		return
	}
	s.table.Offer(string(storage.ByChange), s.tabs.At() == 0)
	s.table.SetSource(changelist.Source{Read: s.o.Read, Pair: s.shown.Pair, Filter: s.filter()})
}

// open shows the problem in the scan that has it.
func (s *Screen) open(id storage.URLID) {
	if r, ok := s.table.Row(id); ok {
		if r.Now.ID == 0 {
			s.o.Going.Problem(s.before.scan, r.Before.ID)
			return
		}
		s.o.Going.Problem(s.now.scan, r.Now.ID)
	}
}

func (s *Screen) menu(r storage.ChangeRow) []*fyne.MenuItem {
	item := func(text string, o storage.Observation, scan storage.ScanID) *fyne.MenuItem {
		i := fyne.NewMenuItem(text, func() { s.o.Going.Problem(scan, o.ID) })
		i.Disabled = o.ID == 0
		return i
	}
	return []*fyne.MenuItem{
		item(lang.L("Show in the earlier scan"), r.Before, s.before.scan), item(lang.L("Show in the later scan"), r.Now, s.now.scan),
		fyne.NewMenuItemWithIcon(lang.L("Copy address"), fynetheme.ContentCopyIcon(), func() { s.o.Desktop.Copy(r.URL) }),
		fyne.NewMenuItem(lang.L("Open the address"), func() { s.o.Desktop.Browse(r.URL) }),
		fyne.NewMenuItemWithIcon(lang.L("Save comparison …"), fynetheme.DocumentSaveIcon(), s.Save),
	}
}

// empty is shown in place of a list without rows.
func (s *Screen) empty() fyne.CanvasObject {
	if s.search.Text != "" {
		return badge.Empty(fynetheme.SearchIcon(), lang.L("Nothing matches"), "",
			badge.Action{Text: lang.L("Clear"), Icon: fynetheme.ContentClearIcon(), Do: func() { s.search.SetText("") }})
	}
	return badge.Empty(nil, lang.L("Nothing in this list"), "")
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
