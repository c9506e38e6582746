package sites

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/assets"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/scanning"
	"sitewell/ui/several"
	"sitewell/ui/start"
	"sitewell/ui/toast"
	"sitewell/ui/trash"
	"sitewell/ui/uitest"
)

var now = time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)

// fake keeps sites in memory, and records where the screen leads.
type fake struct {
	sites []storage.SiteSummary
	err   error
	to    []string
}

func (f *fake) Sites(context.Context) ([]storage.SiteSummary, error) {
	return slices.Clone(f.sites), f.err
}

func (f *fake) ChangeSite(_ context.Context, id storage.SiteID, change func(*storage.Site) error) (storage.Site, error) {
	for i := range f.sites {
		if f.sites[i].ID == id {
			err := change(&f.sites[i].Site)
			return f.sites[i].Site, errors.Join(err, f.err)
		}
	}
	return storage.Site{}, storage.ErrNotFound
}

func (f *fake) SiteSizes(context.Context) (map[storage.SiteID]int64, error) {
	return map[storage.SiteID]int64{1: 3_400_000}, nil
}

func (f *fake) CompareToPrevious(context.Context, storage.ScanID) (storage.Comparison, error) {
	return storage.Comparison{Counts: storage.ChangeCounts{New: 2, CameBack: 1, Fixed: 4, LinkRemoved: 1, StillThere: 9}}, nil
}

func (f *fake) DeleteSite(context.Context, storage.SiteID) error { return nil }

func (f *fake) ScanAddress(context.Context, string) (storage.ScanID, error) {
	return 0, errors.New("unused")
}

func (f *fake) ScanDemo(context.Context) (storage.ScanID, error) { return 0, errors.New("unused") }

func (f *fake) ScanProblems(storage.SiteID) { f.to = append(f.to, "scan problems") }

func (f *fake) ScanSite(storage.SiteID) { f.to = append(f.to, "scan") }
func (f *fake) Watch(storage.ScanID)    { f.to = append(f.to, "watch") }
func (f *fake) Results(storage.ScanID)  { f.to = append(f.to, "results") }
func (f *fake) Resume(storage.ScanID)   { f.to = append(f.to, "resume") }
func (f *fake) History(storage.SiteID)  { f.to = append(f.to, "history") }
func (f *fake) Export(storage.Scan)     { f.to = append(f.to, "export") }

func (f *fake) Compare(_ storage.SiteID, _, _ storage.ScanID) { f.to = append(f.to, "compare") }

func (f *fake) Settings(storage.SiteID) { f.to = append(f.to, "settings") }

func (f *fake) Show(toast.Message) {}

// several returns a queue whose scans never end; site 3 can't be scanned.
func (f *fake) several(t testing.TB, changed func()) *several.Queue {
	t.Helper()
	return several.New(several.How{
		Parallel: func() int { return 2 },
		Begin: func(site storage.SiteID, _ storage.ScanID, then func(scanning.Job, error)) {
			f.to = append(f.to, fmt.Sprint("begin ", site))
			if site == 3 {
				then(scanning.Job{}, errors.New("down"))
				return
			}
			then(scanning.Job{Scan: storage.ScanID(site), Site: site, Run: endless{}}, nil)
		},
		Sentence: func(error) string { return "The server is down." }, Changed: changed, Finished: func() {},
	})
}

// endless is a scan that never ends.
type endless struct{}

func (endless) Progress() result.Progress {
	return result.Progress{Checked: 40, Found: 90, Problems: 3}
}
func (endless) Stop()                 {}
func (endless) Done() <-chan struct{} { return nil }
func (endless) Err() error            { return nil }

type opened struct {
	*Screen
	queue   *uitest.Queue
	window  fyne.Window
	dialogs *ask.Host
}

func open(t testing.TB, f *fake, running map[storage.SiteID]storage.ScanID) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{queue: uitest.NewQueue(t)}
	o.window = uitest.Window(t, nil, 1100, 640)
	o.dialogs = ask.NewHost(o.window.Canvas())
	sentence := func(error) string { return "The disk is full." }
	form := func() *start.Form {
		return start.NewForm(start.Options{Run: o.queue.Runner(), Scanner: f, Sentence: sentence, Meant: func(error) string { return "" }})
	}
	o.Screen = New(Options{
		Run: o.queue.Runner(), Store: f, Going: f, Bin: trash.New(o.queue.Runner(), f, func(error) { o.Opened() }),
		Dialogs: o.dialogs, Form: form(), First: start.New(form(), fyne.NewStaticResource("icon.svg", assets.Icon())),
		Running:  func(site storage.SiteID) (storage.ScanID, bool) { scan, ok := running[site]; return scan, ok },
		Sentence: sentence, Now: func() time.Time { return now }, Canvas: o.window.Canvas(),
		Several: f.several(t, func() { o.ShowSeveral() }), Parallel: func() int { return 2 }, SetParallel: func(int) {}, AddMany: func() { f.to = append(f.to, "add many") },
		Prefs: fyne.CurrentApp().Preferences(),
	})
	o.window.SetContent(o.Content())
	o.Opened()
	return o
}

func (o *opened) says(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool { return slices.Contains(uitest.Texts(o.Content()), text) })
}

func two() *fake {
	scan := &storage.Scan{ID: 9, State: storage.Complete, Began: now.Add(-26 * time.Hour), Counts: storage.Counts{Broken: 3, Works: 9}}
	return &fake{sites: []storage.SiteSummary{
		{Site: storage.Site{ID: 1, Start: "https://bakery.example/", Client: "Agency"}, Last: scan, Trend: []int{5, 3}},
		{Site: storage.Site{ID: 2, Name: "Zoo", Start: "https://zoo.example/"}},
	}}
}

func TestSitesAreListed(t *testing.T) {
	o := open(t, two(), nil)
	for _, want := range []string{
		"2 sites", "bakery.example", "Agency · https://bakery.example/", "3", "Last scan: 3 new, 5 fixed", "yesterday", "22/11/2026 12:30", "Zoo", "Never scanned",
	} {
		o.says(t, want)
	}
}

// Without any site the first screen is shown, and its field has the focus.
func TestFirstScreenWhileThereAreNone(t *testing.T) {
	o := open(t, &fake{}, nil)
	o.says(t, "Is everything well on your website?")
	if o.window.Canvas().Focused() == nil {
		t.Error("nothing has the keyboard")
	}
}

func TestSearch(t *testing.T) {
	o := open(t, two(), nil)
	o.says(t, "2 sites")
	o.Search(o.window.Canvas())
	test.Type(o.window.Canvas().Focused(), "ZOO")
	o.says(t, "1 of 2 sites")
	test.Type(o.window.Canvas().Focused(), "x")
	o.says(t, "No site matches")
	uitest.Picture(t, o.window, "sites-none")
	o.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	o.says(t, "2 sites")
}

func TestButtonsLeadThere(t *testing.T) {
	tests := []struct {
		name    string
		running map[storage.SiteID]storage.ScanID
		row     int
		press   string
		want    string
	}{
		{"scan", nil, 1, "Scan", "scan"},
		{"watch what runs", map[storage.SiteID]storage.ScanID{2: 7}, 1, "Watch", "watch"},
		{"results", nil, 0, "Results", "results"},
		{"history", nil, 0, "History", "history"},
		{"go on with what was stopped", nil, 2, "Resume", "resume"},
		{"watch what was stopped and runs again", map[storage.SiteID]storage.ScanID{3: 7}, 2, "Watch", "watch"},
		{"a click on a row opens its results", nil, 0, "", "results"},
		{"a click on a site without scan scans it", nil, 1, "", "scan"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := two()
			stopped := &storage.Scan{ID: 12, State: storage.Stopped, Began: now.Add(-time.Hour), Counts: storage.Counts{Works: 9, Waiting: 2}}
			f.sites = append(f.sites, storage.SiteSummary{Site: storage.Site{ID: 3, Name: "Zz", Start: "https://zz.example/"}, Last: stopped})
			o := open(t, f, tt.running)
			o.says(t, "3 sites")
			if tt.press == "" {
				o.list.Select(tt.row)
			} else {
				r := newRow()
				r.Resize(fyne.NewSize(1000, 80))
				o.update(tt.row, r)
				uitest.Tap(t, r, tt.press)
			}
			if diff := cmp.Diff([]string{tt.want}, f.to); diff != "" {
				t.Errorf("led to (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEdit(t *testing.T) {
	f := two()
	o := open(t, f, nil)
	o.says(t, "2 sites")
	o.edit(f.sites[1].Site)
	uitest.Picture(t, o.window, "site-edit")
	name := o.window.Canvas().Focused()
	test.Type(name, "The ")
	f.sites[1].Settings = `{"schedule": "changed meanwhile"}`
	name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.says(t, "The Zoo")
	if o.dialogs.Open() {
		t.Error("the dialog is still there")
	}
	if got := f.sites[1].Settings; got != `{"schedule": "changed meanwhile"}` {
		t.Errorf("the settings are %s", got)
	}
}

func TestRunningSiteIsNotDeleted(t *testing.T) {
	f := two()
	o := open(t, f, map[storage.SiteID]storage.ScanID{1: 9})
	o.says(t, "2 sites")
	o.Remove(f.sites[0].Site)
	if !o.dialogs.Open() || o.o.Bin.Has(trash.Site, 1) {
		t.Error("a site that is being scanned was thrown away")
	}
}

// A scan that another program runs is said to, can't be resumed, and keeps its site.
func TestSiteIsScannedElsewhere(t *testing.T) {
	f := two()
	f.sites[0].Last.State = storage.Elsewhere
	o := open(t, f, nil)
	o.says(t, "Running in another program")
	if texts := uitest.Texts(o.Content()); slices.Contains(texts, "Resume") {
		t.Errorf("texts: %q, want no Resume", texts)
	}
	o.Remove(f.sites[0].Site)
	if !o.dialogs.Open() || o.o.Bin.Has(trash.Site, 1) {
		t.Error("a site that another program scans was thrown away")
	}
}

func TestErrorIsSaid(t *testing.T) {
	f := two()
	f.err = errors.New("full")
	o := open(t, f, nil)
	o.says(t, "The disk is full.")
	f.err = nil
	uitest.Tap(t, o.Content(), "Try again")
	o.says(t, "2 sites")
}

// Each row says how much room its site takes in the history, where that is known.
func TestSizes(t *testing.T) {
	o := open(t, large(), nil)
	o.says(t, "5 sites")
	o.queue.Until(t, func() bool { return o.sizes.known != nil })
	for i, want := range map[int]bool{
		slices.IndexFunc(o.shown, func(s storage.SiteSummary) bool { return s.ID == 1 }): true,
		slices.IndexFunc(o.shown, func(s storage.SiteSummary) bool { return s.ID == 5 }): false,
	} {
		r := newRow()
		r.Resize(fyne.NewSize(1000, 80))
		o.update(i, r)
		if got := strings.HasSuffix(r.address.Text, " · 3.4 MB"); got != want {
			t.Errorf("site %d: %q", o.shown[i].ID, r.address.Text)
		}
	}
}

// A click with the other button offers everything that can be done with a site.
func TestMenuOfSite(t *testing.T) {
	f := two()
	o := open(t, f, nil)
	o.says(t, "Zoo")
	menu := func(site string) fyne.CanvasObject {
		t.Helper()
		uitest.First[fyne.SecondaryTappable](t, o.window.Content(), site).TappedSecondary(&fyne.PointEvent{})
		top := o.window.Canvas().Overlays().Top()
		if top == nil {
			t.Fatal("no menu opened")
		}
		return top
	}
	for _, c := range []struct{ text, want string }{
		{"Scan", "scan"}, {"Results", "results"}, {"History", "history"}, {"Compare with the scan before", "compare"}, {"Save report …", "export"}, {"Settings …", "settings"},
	} {
		f.to = nil
		test.Tap(uitest.Last[fyne.Tappable](t, menu("bakery.example"), c.text))
		if !slices.Equal(f.to, []string{c.want}) {
			t.Errorf("%q leads to %q", c.text, f.to)
		}
	}
	test.Tap(uitest.Last[fyne.Tappable](t, menu("bakery.example"), "Edit name and client …"))
	if !o.dialogs.Open() {
		t.Error("no dialog to rename the site")
	}
	o.dialogs.Key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if texts := uitest.Texts(menu("Zoo")); slices.Contains(texts, "Results") || !slices.Contains(texts, "Delete") {
		t.Errorf("a site that was never scanned has %q", texts)
	}
}

// A click opens a site, wherever in its row.
func TestClickOpensSite(t *testing.T) {
	f := two()
	o := open(t, f, nil)
	o.says(t, "Zoo")
	uitest.First[fyne.SecondaryTappable](t, o.window.Content(), "bakery.example").(fyne.Tappable).Tapped(&fyne.PointEvent{})
	if !slices.Equal(f.to, []string{"results"}) {
		t.Errorf("led to %q", f.to)
	}
}
