// Package compare shows what changed between two scans of a site: a sentence, what
// makes the scans differ beside the site, and lists by change in which each row says
// why. It must not know where scans are kept or how files are written.
package compare

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/changelist"
	"sitewell/ui/field"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Comparison is what changed between two scans, with what a person has to know of
// it, in their language.
type Comparison struct {
	storage.Comparison
	Site storage.Site
	// Unreached says why what was not reached was not, "" where all was.
	Unreached string
	// Notes say what makes the scans differ beside the site.
	Notes []string
}

// Reader compares scans. All but Why is called off the window's thread.
type Reader interface {
	changelist.Reader
	// Scans returns the scans of a site, newest first.
	Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error)
	// Between compares two scans of a site; 0 stands for the newest one, and for the
	// complete one before the other. Which is older decides what is before.
	Between(ctx context.Context, site storage.SiteID, from, to storage.ScanID) (Comparison, error)
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
	// SaveComparison saves a comparison as a file.
	SaveComparison(c storage.Comparison, site storage.Site)
}

// Desktop is what lies around the window.
type Desktop interface {
	Copy(text string)
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
	Prefs    table.Prefs
	Sentence func(error) string
	Now      func() time.Time
	Keys     func(*fyne.KeyEvent) bool
}

// Screen compares two scans.
type Screen struct {
	o        Options
	loader   background.Loader[answer]
	from, to storage.ScanID
	shown    Comparison
	loaded   bool
	scans    []storage.Scan
	origin   string

	title, about *widget.Label
	notes        *widget.Label
	before, now  *widget.Select
	save         *widget.Button
	failure      *fyne.Container
	tabs         *badge.Tabs
	search       *field.Entry
	table        *table.Table[storage.URLID, storage.ChangeRow]
	content      *fyne.Container
}

type answer struct {
	comparison Comparison
	scans      []storage.Scan
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, from: o.From, to: o.To}
	s.build()
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus moves the keyboard to the table.
func (s *Screen) Focus(c fyne.Canvas) { s.table.FocusOn(c) }

// Search puts the cursor into the search field.
func (s *Screen) Search(c fyne.Canvas) { c.Focus(s.search) }

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
	site, from, to := s.o.Site, s.from, s.to
	s.loader.Load(s.o.Run, func(ctx context.Context) (a answer, err error) {
		if a.scans, err = s.o.Read.Scans(ctx, site); err != nil {
			return a, err
		}
		a.comparison, err = s.o.Read.Between(ctx, site, from, to)
		return a, err
	}, s.apply)
}

// Left drops what is under way.
func (s *Screen) Left() { s.loader.Cancel() }

func (s *Screen) apply(a answer, err error) {
	s.failure.RemoveAll()
	if a.scans != nil {
		s.scans = sorted(a.scans)
	}
	if err != nil {
		s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
		s.title.SetText(lang.L("Compare scans"))
		s.offer()
		s.content.Refresh()
		return
	}
	s.shown, s.loaded = a.comparison, true
	s.from, s.to = a.comparison.From.ID, a.comparison.To.ID
	s.origin = originOf(a.comparison.To.Start)
	s.title.SetText(Sentence(a.comparison.Counts))
	s.about.SetText(a.comparison.Unreached)
	show(s.about, a.comparison.Unreached != "")
	notes := strings.Join(a.comparison.Notes, "\n")
	s.notes.SetText(notes)
	show(s.notes, notes != "")
	s.save.Enable()
	s.offer()
	s.count()
	s.ask()
	s.content.Refresh()
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
			parts = append(parts, lang.L(p.text, map[string]any{"Count": words.Number(p.n)}))
		}
	}
	if len(parts) == 0 {
		return lang.L("Nothing of it was reached this time")
	}
	return strings.Join(parts, ", ")
}

// tabChanges are the changes of the tabs behind the first one, which shows all.
func tabChanges() []storage.Change { return storage.Changes() }

func (s *Screen) count() {
	c := s.shown.Counts
	s.tabs.SetCount(0, c.All())
	for i, change := range tabChanges() {
		s.tabs.SetCount(i+1, c.Of(change))
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
	if s.loaded {
		s.table.Offer(string(storage.ByChange), s.tabs.At() == 0)
		s.table.SetSource(changelist.Source{Read: s.o.Read, Pair: s.shown.Pair, Filter: s.filter()})
	}
}

// offer fills the lists of scans.
func (s *Screen) offer() {
	labels := make([]string, len(s.scans))
	for i, scan := range s.scans {
		labels[i] = s.label(scan)
	}
	for box, id := range map[*widget.Select]storage.ScanID{s.before: s.from, s.now: s.to} {
		box.Options = labels
		box.Selected = ""
		if i := slices.IndexFunc(s.scans, func(scan storage.Scan) bool { return scan.ID == id }); i >= 0 {
			box.Selected = labels[i]
		}
		box.Refresh()
	}
}

// sorted returns scans with those first that have a name.
func sorted(scans []storage.Scan) []storage.Scan {
	scans = slices.Clone(scans)
	slices.SortStableFunc(scans, func(a, b storage.Scan) int {
		switch {
		case (a.Name != "") == (b.Name != ""):
			return 0
		case a.Name != "":
			return -1
		default:
			return 1
		}
	})
	return scans
}

// label names a scan in the lists.
func (s *Screen) label(scan storage.Scan) string {
	data := map[string]any{"Number": int64(scan.ID), "Date": words.DateTime(scan.Began.In(s.o.Now().Location())), "Name": scan.Name}
	if scan.Name != "" {
		return lang.L("{{.Name}} · scan {{.Number}} · {{.Date}}", data)
	}
	return lang.L("Scan {{.Number}} · {{.Date}}", data)
}

// chose compares other scans.
func (s *Screen) chose(box *widget.Select) {
	at := box.SelectedIndex()
	if at < 0 || at >= len(s.scans) {
		return
	}
	id := s.scans[at].ID
	from, to := s.from, s.to
	if box == s.before {
		from = id
	} else {
		to = id
	}
	if from == s.from && to == s.to {
		return
	}
	s.from, s.to = from, to
	s.Opened()
}

// open shows the problem in the scan that has it.
func (s *Screen) open(id storage.URLID) {
	r, ok := s.table.Row(id)
	if !ok {
		return
	}
	scan := s.to
	if r.Now.ID == 0 {
		scan = s.from
	}
	s.o.Going.Problem(scan, id)
}

func (s *Screen) menu(r storage.ChangeRow) []*fyne.MenuItem {
	item := func(text string, o storage.Observation, scan storage.ScanID) *fyne.MenuItem {
		i := fyne.NewMenuItem(text, func() { s.o.Going.Problem(scan, r.ID) })
		i.Disabled = o.ID == 0
		return i
	}
	return []*fyne.MenuItem{
		item(lang.L("Show in the earlier scan"), r.Before, s.from), item(lang.L("Show in the later scan"), r.Now, s.to),
		fyne.NewMenuItemWithIcon(lang.L("Copy address"), fynetheme.ContentCopyIcon(), func() { s.o.Desktop.Copy(r.URL) }),
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
