package ui

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/addresslist"
	"sitewell/ui/appsettings"
	"sitewell/ui/export"
	"sitewell/ui/keeping"
	"sitewell/ui/language"
	"sitewell/ui/scanning"
	"sitewell/ui/signin"
	"sitewell/ui/sitesettings"
)

var errFake = errors.New("fake")

var fakeNow = time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)

// fakeRun is a scan that ends when it is told to.
type fakeRun struct {
	mu       sync.Mutex
	progress result.Progress
	done     chan struct{}
	err      error
	stopped  bool
}

func newRun() *fakeRun {
	p := result.Progress{
		Started: fakeNow, Found: 2963, Checked: 1180, Skipped: 24, Waiting: 1759, Pages: 412, Problems: 31, Rate: 14.2,
		Own: result.Share{Done: 900, Found: 2000}, Other: result.Share{Done: 304, Found: 963},
		Current: "https://bakery.example/recipes/sourdough/",
		Slow:    []result.HostWait{{Host: "bakery.example", Until: fakeNow.Add(30 * time.Second), Reason: result.WaitRetryAfter}},
	}
	p.Verdicts[outcome.Broken], p.Verdicts[outcome.Warning], p.Verdicts[outcome.CantVerify] = 18, 9, 4
	p.Verdicts[outcome.Works], p.Verdicts[outcome.Skipped] = 1149, 24
	return &fakeRun{progress: p, done: make(chan struct{})}
}

func (r *fakeRun) Progress() result.Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress
}

func (r *fakeRun) Stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.stopped {
		r.stopped = true
		close(r.done)
	}
}

func (r *fakeRun) isStopped() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stopped
}

func (r *fakeRun) Done() <-chan struct{} { return r.done }

func (r *fakeRun) Err() error { return r.err }

// fake starts scans that find nothing by themselves, and lists canned sites and
// scans. What scans found is read from a real history, that of the gallery.
type fake struct {
	mu      sync.Mutex
	sites   []storage.SiteSummary
	scans   []storage.Scan
	newest  storage.ScanID // of the gallery's
	runs    []*fakeRun     // in the order in which they began
	deleted []storage.SiteID

	members  bool     // scans want a password
	signedIn []string // keys of what was given
	edits    []sitesettings.Input
	chooser  func() (folder string, err error)
	ignoring []storage.SiteID // sites whose robots.txt is not obeyed any more
}

// begin starts a scan. The first has the results of the gallery's newest scan, the
// next those of the scan before that, and so on.
func (f *fake) begin(site storage.SiteID, start string) (scanning.Job, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := newRun()
	scan := f.newest - storage.ScanID(len(f.runs))
	f.runs = append(f.runs, r)
	return scanning.Job{Scan: scan, Site: site, Start: start, Run: r}, nil
}

func (f *fake) ScanAddress(_ context.Context, typed string) (scanning.Job, error) {
	if typed == "foo bar" {
		return scanning.Job{}, errFake
	}
	if err := f.locked(); err != nil {
		return scanning.Job{}, err
	}
	return f.begin(1, "https://"+typed+"/")
}

// lists is what lists of addresses are read from.
type lists struct{}

func (lists) Read(_ context.Context, text string) (addresslist.List, error) {
	return addresslist.List{Addresses: strings.Fields(text)}, nil
}

func (lists) ReadFile(_ context.Context, path string) (addresslist.List, error) {
	return addresslist.List{Addresses: []string{"https://bakery.example/"}, Name: path}, nil
}

func (lists) IsSites(_ context.Context, path string) bool {
	return strings.Contains(path, "clients")
}

func (lists) IsSaved(_ context.Context, path string) bool { return strings.Contains(path, "saved") }

func (f *fake) ScanDemo(context.Context) (scanning.Job, error) {
	return f.begin(2, "http://127.0.0.1:8099/")
}

func (f *fake) ScanList(context.Context, string, []string) (scanning.Job, error) {
	return f.begin(1, "https://bakery.example/")
}

func (f *fake) ScanProblems(_ context.Context, site storage.SiteID, name string) (scanning.Job, error) {
	job, err := f.begin(site, "https://bakery.example/")
	job.Name = name
	return job, err
}

func (f *fake) StartScan(_ context.Context, site storage.SiteID) (scanning.Job, error) {
	if err := f.locked(); err != nil {
		return scanning.Job{}, err
	}
	return f.begin(site, "https://bakery.example/")
}

func (f *fake) ScanIgnoringRobots(_ context.Context, site storage.SiteID) (scanning.Job, error) {
	f.mu.Lock()
	f.ignoring = append(f.ignoring, site)
	f.mu.Unlock()
	return f.begin(site, "https://bakery.example/")
}

func (f *fake) ResumeScan(context.Context, storage.ScanID) (scanning.Job, error) {
	return f.begin(1, "https://bakery.example/")
}

func (f *fake) SignIn(_ context.Context, needed *signin.Needed, text string) error {
	if text != "hunter2" {
		return errFake
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signedIn = append(f.signedIn, needed.SignIn.Key)
	return nil
}

func (f *fake) ChooseFolder(context.Context, string, string) (string, error) { return f.chooser() }

func (f *fake) ChooseFile(context.Context, string, string) (string, error) { return f.chooser() }

func (f *fake) Open(context.Context, string) error { return errFake }

func (f *fake) Reveal(context.Context, string) error { return errFake }

// locked is the error of a scan that lacks its password.
func (f *fake) locked() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.members && len(f.signedIn) == 0 {
		return &signin.Needed{
			SignIn: profile.SignIn{Kind: profile.Password, User: "anna", Key: "club 01"}, Start: "https://bakery.example/",
			Host: "bakery.example", Sentence: "It is not kept on this computer.", Err: errFake,
		}
	}
	return nil
}

func (f *fake) LoadSettings(_ context.Context, site storage.SiteID) (sitesettings.Site, error) {
	s, err := f.SiteByID(context.Background(), site)
	return sitesettings.Site{Title: s.Title(), Start: s.Start, Settings: profile.Settings{Version: 1}}, err
}

func (f *fake) SaveSettings(_ context.Context, _ storage.SiteID, e sitesettings.Input) (profile.Settings, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.edits = append(f.edits, e)
	return e.Settings, nil
}

func (f *fake) MatchRules(context.Context, storage.SiteID, []string, bool) (sitesettings.Matches, error) {
	return sitesettings.Matches{}, nil
}

func (f *fake) Sites(context.Context) ([]storage.SiteSummary, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.sites), nil
}

func (f *fake) ChangeSite(_ context.Context, id storage.SiteID, change func(*storage.Site) error) (storage.Site, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.sites {
		if f.sites[i].ID == id {
			err := change(&f.sites[i].Site)
			return f.sites[i].Site, err
		}
	}
	return storage.Site{}, storage.ErrNotFound
}

func (f *fake) DeleteSite(_ context.Context, id storage.SiteID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sites = slices.DeleteFunc(f.sites, func(s storage.SiteSummary) bool { return s.ID == id })
	f.deleted = append(f.deleted, id)
	return nil
}

func (f *fake) SiteByID(_ context.Context, id storage.SiteID) (storage.Site, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.sites {
		if s.ID == id {
			return s.Site, nil
		}
	}
	return storage.Site{}, storage.ErrNotFound
}

func (f *fake) Scans(context.Context, storage.SiteID) ([]storage.Scan, error) { return f.scans, nil }

func (f *fake) NameScan(context.Context, storage.ScanID, string, string) error { return nil }

func (f *fake) CompareToPrevious(context.Context, storage.ScanID) (storage.Comparison, error) {
	return storage.Comparison{}, nil
}

func (f *fake) OldestSerious(context.Context, storage.ScanID) (storage.OldProblem, error) {
	return storage.OldProblem{}, nil
}

func (f *fake) FixCounts(_ context.Context, scans []storage.Scan) ([]int, error) {
	return make([]int, len(scans)), nil
}

func (f *fake) Forecast(context.Context, storage.SiteID) (storage.Forecast, error) {
	return storage.Forecast{}, nil
}

func (f *fake) SiteSizes(context.Context) (map[storage.SiteID]int64, error) { return nil, nil }

func (f *fake) DeleteScan(context.Context, storage.ScanID) error { return nil }

func (f *fake) Export(context.Context, storage.ScanID, export.Format, string, func(done, total int)) error {
	return nil
}

// fakeSettings are the settings of Sitewell itself, in memory.
type fakeSettings struct {
	values  appsettings.Values
	err     error    // what Set answers
	saved   []string // names and values
	browser appsettings.FoundBrowser
}

func (f *fakeSettings) Values() appsettings.Values {
	v := f.values
	if v.TextSize == 0 {
		v.TextSize = 100
	}
	return v
}

func (f *fakeSettings) Set(name appsettings.Name, value string) error {
	if f.err != nil {
		return f.err
	}
	f.saved = append(f.saved, string(name)+" "+value)
	switch name {
	case appsettings.Language:
		f.values.Language = value
		return language.Use(value)
	case appsettings.Appearance:
		f.values.Appearance = value
	case appsettings.TextSize:
		f.values.TextSize, _ = strconv.Atoi(value)
	case appsettings.ReduceMotion:
		f.values.ReduceMotion = value == appsettings.Yes
	case appsettings.BrowserHint:
		f.values.BrowserHint = value != appsettings.Never
	case appsettings.ReportFolder:
		f.values.ReportFolder = value
	}
	return nil
}

func (f *fakeSettings) Save(context.Context) error { return nil }

func (f *fakeSettings) SetProxy(context.Context, appsettings.Proxy, string) error { return nil }

func (f *fakeSettings) Browser(context.Context) (appsettings.FoundBrowser, error) {
	return f.browser, nil
}

func (f *fakeSettings) SetBrowser(context.Context, string) error { return nil }

func (f *fakeSettings) TestProxy(context.Context, appsettings.Proxy, string) (string, error) {
	return "", nil
}

// fakeKeeping is a history of which only the file and the rule are known.
type fakeKeeping struct{ keeping.Store }

func (fakeKeeping) File() (string, int64) { return "/home/anna/history.db", 3_400_000 }

func (fakeKeeping) KeepRule(context.Context, storage.SiteID) (storage.KeepRule, bool, error) {
	return storage.KeepRule{}, false, nil
}
