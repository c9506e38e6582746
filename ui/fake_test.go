package ui

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"sitewell/assets/knowledge"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/suggest"
	"sitewell/storage"
	"sitewell/ui/export"
	"sitewell/ui/scanning"
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

// fake is a history with canned sites and scans.
type fake struct {
	mu      sync.Mutex
	sites   []storage.SiteSummary
	scans   []storage.Scan
	runs    map[storage.ScanID]*fakeRun // by scan
	deleted []storage.SiteID

	members  bool     // scans want a password
	signedIn []string // keys of what was given
	edits    []sitesettings.Input
	ignoring []storage.SiteID // sites whose robots.txt is not obeyed any more
}

func (f *fake) begin(scan storage.ScanID, site storage.SiteID, start string) (scanning.Job, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := newRun()
	if f.runs == nil {
		f.runs = map[storage.ScanID]*fakeRun{}
	}
	f.runs[scan] = r
	return scanning.Job{Scan: scan, Site: site, Start: start, Run: r}, nil
}

func (f *fake) ScanAddress(_ context.Context, typed string) (scanning.Job, error) {
	if typed == "foo bar" {
		return scanning.Job{}, errFake
	}
	if err := f.locked(); err != nil {
		return scanning.Job{}, err
	}
	return f.begin(101, 1, "https://"+typed+"/")
}

func (f *fake) ScanDemo(context.Context) (scanning.Job, error) {
	return f.begin(102, 2, "http://127.0.0.1:8099/")
}

func (f *fake) StartScan(_ context.Context, site storage.SiteID) (scanning.Job, error) {
	if err := f.locked(); err != nil {
		return scanning.Job{}, err
	}
	return f.begin(103, site, "https://bakery.example/")
}

func (f *fake) ScanIgnoringRobots(_ context.Context, site storage.SiteID) (scanning.Job, error) {
	f.mu.Lock()
	f.ignoring = append(f.ignoring, site)
	f.mu.Unlock()
	return f.begin(104, site, "https://bakery.example/")
}

func (f *fake) ResumeScan(_ context.Context, scan storage.ScanID) (scanning.Job, error) {
	return f.begin(scan, 1, "https://bakery.example/")
}

func (f *fake) SignIn(_ context.Context, needed *SignInNeeded, text string) error {
	if text != "hunter2" {
		return errFake
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signedIn = append(f.signedIn, needed.SignIn.Key)
	return nil
}

// locked is the error of a scan that lacks its password.
func (f *fake) locked() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.members && len(f.signedIn) == 0 {
		return &SignInNeeded{
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

func (f *fake) SaveSite(_ context.Context, s storage.Site) (storage.Site, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.sites {
		if f.sites[i].ID == s.ID {
			f.sites[i].Site = s
		}
	}
	return s, nil
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

func (f *fake) ScanByID(_ context.Context, id storage.ScanID) (storage.Scan, error) {
	return storage.Scan{ID: id, Site: 1, Start: "https://bakery.example/", Began: fakeNow.Add(-time.Hour)}, nil
}

func (f *fake) DeleteScan(context.Context, storage.ScanID) error { return nil }

func (f *fake) Export(context.Context, storage.ScanID, export.Format, string, func(done, total int)) error {
	return nil
}

func (f *fake) Counts(context.Context, storage.ScanID) (storage.Counts, error) {
	return storage.Counts{Found: 3, Pages: 2, Links: 4, Broken: 1, Works: 2, Internal: 3}, nil
}

func (f *fake) Ledger(context.Context, storage.ScanID) (storage.Ledger, error) {
	return storage.Ledger{Found: 3, Checked: 3}, nil
}

func (f *fake) RowIDs(context.Context, storage.ScanID, storage.Filter, storage.Order) ([]storage.URLID, error) {
	return []storage.URLID{3}, nil
}

func (f *fake) row() storage.Row {
	return storage.Row{
		ID: 3, URL: "https://bakery.example/menu.pdf", Internal: true, Kind: result.KindDownload,
		Status: 404, Outcome: "404", Verdict: outcome.Broken, Severity: outcome.Serious, Sources: 2,
	}
}

func (f *fake) Rows(context.Context, storage.ScanID, []storage.URLID) ([]storage.Row, error) {
	return []storage.Row{f.row()}, nil
}

func (f *fake) Detail(context.Context, storage.ScanID, storage.URLID) (storage.Detail, error) {
	return storage.Detail{Row: f.row()}, nil
}

func (f *fake) Sources(context.Context, storage.ScanID, storage.URLID, int, int) ([]storage.Source, int, int, error) {
	return []storage.Source{{Page: 1, PageURL: "https://bakery.example/", Text: "Our menu", Element: "a[href]"}}, 1, 1, nil
}

func (f *fake) Fixes(context.Context, storage.ScanID) ([]fix.Fix, error) {
	row := f.row()
	return []fix.Fix{{
		Cause: fix.Single, Outcome: row.Outcome, Internal: true, Kind: row.Kind, Verdict: row.Verdict, Severity: row.Severity,
		Problems: []storage.URLID{row.ID}, Pages: row.Sources, Example: row.URL,
	}}, nil
}

func (f *fake) FixPages(context.Context, storage.ScanID, fix.Fix) ([]storage.URLID, error) {
	return []storage.URLID{1}, nil
}

func (f *fake) FixWords(f2 fix.Fix, _ string) (title, why string) { return "Correct " + f2.Example, "" }

func (f *fake) Explain(context.Context, storage.ScanID, storage.URLID) (knowledge.Explanation, error) {
	return knowledge.Explanation{Key: "404", Title: "Not found"}, nil
}

func (f *fake) Message(context.Context, storage.ScanID, storage.URLID, knowledge.Mender) (string, error) {
	return "Dear host", nil
}

func (f *fake) Recheck(context.Context, storage.ScanID, storage.URLID) (storage.Detail, error) {
	return storage.Detail{}, nil
}

func (f *fake) Search(string, string) []knowledge.Entry {
	return []knowledge.Entry{{Key: "404", Class: outcome.ClientError, Title: "Not found"}}
}

func (f *fake) ExplainKey(key outcome.Key) (knowledge.Explanation, error) {
	return knowledge.Explanation{Key: key, Title: "Not found"}, nil
}

func (f *fake) Suggestions(context.Context, storage.ScanID, storage.URLID) ([]suggest.Suggestion, string, error) {
	return nil, "", nil
}

func (f *fake) AddressHistory(context.Context, storage.ScanID, storage.URLID) ([]storage.AddressState, error) {
	return nil, nil
}

func (f *fake) Entry(key outcome.Key, _ string) knowledge.Entry {
	return knowledge.Entry{Key: key, Title: "Not found"}
}
