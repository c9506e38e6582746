package storage

import (
	"errors"
	"time"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// What callers can tell apart with errors.Is.
var (
	ErrNotFound    = errors.New("not found")
	ErrNewer       = errors.New("database was made by a newer version of Sitewell")
	ErrOlder       = errors.New("database has an older schema and was opened for reading alone")
	ErrNotDatabase = errors.New("file is not a Sitewell database")
	ErrReadOnly    = errors.New("database cannot be written")
	ErrFull        = errors.New("disk is full")
	ErrBusy        = errors.New("database is in use by another program")
	ErrCorrupt     = errors.New("database is damaged")
	ErrNotFile     = errors.New("not an ordinary file")
	ErrSizeLimit   = errors.New("files may not become large enough")
	// ErrLostWAL: what a program that was killed had stored last is missing.
	ErrLostWAL = errors.New("the -wal file of a database that was not closed is missing")
	// ErrElsewhere: another program runs the scan.
	ErrElsewhere = errors.New("scan is running in another program")
	// ErrSiteElsewhere: another program runs a scan of the site.
	ErrSiteElsewhere = errors.New("site is being scanned by another program")
	// ErrConflict: someone else continued the same scan, so this Writer may not.
	ErrConflict = errors.New("scan is being continued elsewhere")
	// ErrNameTaken: another scan of the site has this name.
	ErrNameTaken = errors.New("another scan of the site has this name")
	// ErrComplete: a scan that is complete can't go on, since what is only kept
	// for that is thrown away. Single checks can be replaced.
	ErrComplete = errors.New("scan is complete")
)

// Site is a profile: whose site it is, where it starts and how it is scanned.
type Site struct {
	ID      SiteID
	Name    string // "" shows the host of Start
	Client  string
	Start   string // normalised start address
	Created time.Time
	// Settings is the site's scan settings as JSON; storage does not look inside.
	Settings string
}

// SiteSummary is a site as the list of sites shows it.
type SiteSummary struct {
	Site
	Last *Scan // newest scan, nil for none
	// Marks are the numbers of what was said about the problems of Last.
	Marks MarkCounts
	// Trend is the number of problems of the last complete scans, oldest
	// first, at most twelve.
	Trend []int
}

// State of a scan. The numbers are stored.
type State uint8

const (
	// Interrupted is what a scan is while it runs, too: after a crash nothing
	// needs to be written for it to show as such.
	Interrupted State = iota
	Stopped           // by the person
	Complete
	// Elsewhere: another program runs the scan. It is never stored, but read for one
	// that is not complete.
	Elsewhere
)

// Scan is one run over a site.
type Scan struct {
	ID        ScanID
	Site      SiteID
	Name      string // that a person gave it, "" for none; no two of a site have the same
	Note      string // what a person wrote about it
	Start     string
	State     State
	Began     time.Time
	Ended     time.Time     // zero until it ended
	Worked    time.Duration // time spent, over all its sessions
	Version   string        // of Sitewell
	Settings  string        // JSON, the settings it ran under
	Diagnosis string
	Sample    string
	Counts    Counts
}

// Counts are the numbers of a scan. Broken, Warning, Cant, Works and Skipped
// count rows: addresses, and the places within pages that are problems.
type Counts struct {
	Found    int // addresses
	Waiting  int
	Pages    int // pages that people read, whose links were taken
	Links    int
	Broken   int
	Warning  int
	Cant     int
	Works    int
	Skipped  int
	Internal int // addresses of the site itself
	Omitted  int // links that were left out because of a limit (result.Batch)
	// PlacesChecked is how many places within pages were looked for, and
	// PlaceProblems how many of them are missing or can't be told.
	PlacesChecked int
	PlaceProblems int
}

// Gaps returns what the scan did not look at, the most important first. It is
// for a scan that does not run in this program: one that does is Interrupted here.
func (s Scan) Gaps() []coverage.Gap {
	state := coverage.Complete
	switch s.State {
	case Stopped:
		state = coverage.Stopped
	case Interrupted:
		state = coverage.Interrupted
	case Elsewhere:
		state = coverage.Elsewhere
	}
	return coverage.Gaps(coverage.Scan{State: state, Waiting: s.Counts.Waiting, Diagnosis: result.Diagnosis(s.Diagnosis), Sample: s.Sample})
}

// Counts returns the numbers of the newest scan without what is ignored; the zero
// value where there is no scan.
func (s *SiteSummary) Counts() Counts {
	if s.Last == nil {
		return Counts{}
	}
	return s.Last.Counts.Without(s.Marks)
}

// Resumable reports whether there is something left of the scan to go on with.
// It is for a scan that does not run.
func (s Scan) Resumable() bool {
	return s.State == Interrupted || s.State == Stopped && s.Counts.Waiting > 0
}

// IsBefore reports whether a scan of the same site is older than another: it began before, which
// an imported one may have done whatever its ID.
func (s Scan) IsBefore(other Scan) bool {
	return s.Began.Before(other.Began) || s.Began.Equal(other.Began) && s.ID < other.ID
}

// Add counts n rows of a verdict.
func (c *Counts) Add(v outcome.Verdict, n int) {
	switch v {
	case outcome.Works:
		c.Works += n
	case outcome.Warning:
		c.Warning += n
	case outcome.CantVerify:
		c.Cant += n
	case outcome.Broken:
		c.Broken += n
	case outcome.Skipped:
		c.Skipped += n
	default:
		c.Waiting += n
	}
}

// Rows is the number of rows of the scan: of its addresses, and of the places
// that it tells of.
func (c Counts) Rows() int { return c.Problems() + c.Works + c.Skipped + c.Waiting }

// Problems is the number of rows that do not simply work.
func (c Counts) Problems() int { return c.Broken + c.Warning + c.Cant }

// Column names a column that rows can be sorted by. The values are an
// allow-list; anything else sorts by Severity. Rows that have nothing in a
// column (no title, no status, not yet checked) come last in either direction,
// equal ones in the order of finding.
type Column string

const (
	BySeverity Column = "severity" // worst first: severity, then number of pages
	ByAddress  Column = "address"
	ByStatus   Column = "status"
	ByOutcome  Column = "outcome"
	ByVerdict  Column = "verdict" // worst first, as outcome.Verdicts has them
	ByKind     Column = "kind"
	BySources  Column = "sources"
	ByDepth    Column = "depth"
	BySize     Column = "size"
	ByTook     Column = "took"
	ByTitle    Column = "title"
	ByType     Column = "type"
	ByFound    Column = "found" // order of finding
	// ByProblemLinks and ByOutLinks are for pages: how many links on a page lead to
	// problems, and how many links are on it.
	ByProblemLinks Column = "problem-links"
	ByOutLinks     Column = "out-links"
)

// Filter chooses rows of a scan. Zero fields do not restrict.
type Filter struct {
	Text     string // part of address, title or link text of a problem, case folded
	Verdicts []outcome.Verdict
	Outcomes []outcome.Key
	Kinds    []result.Kind
	Statuses []int // status classes: 2 for 2xx; 0 for no status
	// Codes are single statuses, 0 for no answer: what waits or was skipped has none.
	Codes    []int
	Internal *bool
	// PagesOnly leaves only the pages that people read.
	PagesOnly bool
	Marks     MarkFilter
}

// Order is how rows are sorted.
type Order struct {
	By   Column
	Desc bool
}

// Row is an address as tables and reports show it, or a place on a page that is
// missing.
type Row struct {
	ID URLID
	// URL is the address in its normalised form (WHATWG URL serialisation),
	// with the fragment only where this is a place. For what can't be parsed it
	// is the text as the link named it.
	URL string
	// Fragment is set for a place; Page is then its page.
	Fragment string
	Page     URLID
	Internal bool
	Kind     result.Kind
	// Depth is the number of clicks from the start address by the shortest way found.
	Depth    int
	Final    string
	Status   int
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Causes say what makes the severity another than that of the outcome in
	// general; empty where nothing does.
	Causes      []outcome.Weight
	Reason      string
	ContentType string
	Size        int64
	Title       string
	At          time.Time
	Took        time.Duration
	// Sources is the number of pages that link here.
	Sources int
	// OutLinks is how many links are on a page, and ProblemLinks how many of them lead
	// to problems that are not ignored. Only PageRows fills them.
	OutLinks, ProblemLinks int
	// Marks that apply to a problem, those that count most first. They must not be
	// changed.
	Marks []Mark
}

// LeadsTo returns the address that redirects led to, "" where the address
// answered itself or nothing did.
func (r *Row) LeadsTo() string {
	if r.Final == r.URL {
		return ""
	}
	return r.Final
}

// Detail is everything that is kept of one address.
type Detail struct {
	Row
	Notes    []result.Note
	Evidence result.Evidence
	// Earlier is what was known before the address was checked again, oldest first: the
	// first is what the scan itself found. It is empty if it was not checked again.
	Earlier []EarlierCheck
}

// Source is one link to a target, as a problem lists it.
type Source struct {
	Page     URLID
	PageURL  string
	Title    string // of the page
	Text     string
	Element  string // element and attribute: "a[href]"
	Fragment string
	Place    result.Place
	Line     int
	Nofollow bool
	// ByScript: the link is not in the HTML of its page, but scripts made it.
	ByScript bool
}

// FoundBy returns what a link was found by, as exports name it: "HTML" or "script".
func (s *Source) FoundBy() string {
	if s.ByScript {
		return "script"
	}
	return "HTML"
}

// LinkRow is a link with its target, as the spreadsheet lists it.
type LinkRow struct {
	Source
	Target URLID
	// Row is that of the place that the link names, where that is a problem,
	// else Target.
	Row    URLID
	URL    string // the target's
	Status int
	// Outcome and Verdict of the target, or of the place where that is a problem.
	Outcome outcome.Key
	Verdict outcome.Verdict
}

// OldProblem is a problem with the time since which it has been one.
type OldProblem struct {
	ID    URLID // 0 for none
	URL   string
	Since time.Time
}

// Answered is an address, reduced to how it answered.
type Answered struct {
	URL     string
	Outcome outcome.Key
}

// Use is one link to an address, reduced to which page names it and how.
type Use struct {
	Page, Target URLID
	Place        result.Place
	Element      string
}
