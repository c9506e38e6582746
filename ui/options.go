package ui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/addresslist"
	"sitewell/ui/appsettings"
	"sitewell/ui/background"
	"sitewell/ui/brands"
	"sitewell/ui/chooser"
	"sitewell/ui/codes"
	"sitewell/ui/compare"
	"sitewell/ui/export"
	"sitewell/ui/history"
	"sitewell/ui/keeping"
	"sitewell/ui/manysites"
	"sitewell/ui/overview"
	"sitewell/ui/problem"
	"sitewell/ui/redirects"
	"sitewell/ui/results"
	"sitewell/ui/returned"
	"sitewell/ui/scanning"
	"sitewell/ui/signin"
	"sitewell/ui/sites"
	"sitewell/ui/sitesettings"
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

// ResultsOptions are what the screen of results asks of the history.
type ResultsOptions struct {
	Read     results.Reader
	Statuses results.Statuses // nil: no chart
	Changes  results.Comparer // nil: nothing is said of the scan before
	Fixes    results.FixReader
	Problem  problem.Source
	Marks    results.Marks
	Book     results.Book
	Hosting  results.Hosting   // nil: no site is at a website builder
	Again    results.Rechecker // nil: only single addresses are checked again
	Try      problem.TryFunc   // nil: nothing is opened in the browser of this computer
	Pictures problem.Pictures  // nil: problems have no pictures
	// SavePicture saves a picture as a file; nil: pictures are not saved.
	SavePicture PictureSaver
	SaveRows    RowSaver // nil: chosen addresses are not saved
}

// CompareOptions are what the comparison of two scans asks of the history.
type CompareOptions struct {
	Read compare.Reader
	Save ComparisonSaver
}

// ComparisonSaver saves a comparison as a file, off the window's thread and whole or
// not at all.
type ComparisonSaver interface {
	SaveComparison(ctx context.Context, r compare.Request, as export.Format, path string) error
}
