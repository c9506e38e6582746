// Package report writes what a scan found for people and programs to keep: a
// spreadsheet, JSON Lines for scripts, and the table that ends a scan in a
// terminal. All of them draw on one stream of rows, so that they show the same
// numbers as the window.
//
// It must not know SQL, the engine or the window: rows come in through Data,
// words through Words.
package report

import (
	"context"
	"io"
	"iter"
	"strings"
	"time"

	"sitewell/app/report/workbook"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Data is where the rows of a scan come from; *sqlite.DB is one.
type Data interface {
	Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error)
	StatusCounts(ctx context.Context, scan storage.ScanID) (map[int]int, error)
	EachRow(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) iter.Seq2[storage.Row, error]
	EachLink(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.LinkRow, error]
	Sources(ctx context.Context, scan storage.ScanID, id storage.URLID, offset, limit int) (rows []storage.Source, pages, links int, err error)
	SourcesOf(ctx context.Context, scan storage.ScanID, ids []storage.URLID, limit int) (map[storage.URLID][]storage.Source, error)
}

// Words explains outcomes in a line or two.
type Words interface {
	// Words returns the title ("Page not found (404)"), what the outcome means
	// and how to fix it, each at most 160 characters.
	Words(key outcome.Key, internal bool) (title, means, fix string)
}

// Writer writes a report of one kind.
type Writer func(ctx context.Context, w io.Writer, src Source) error

// Fact is a line of what a scan ran under or was told: "User agent", "…".
type Fact struct{ Name, Value string }

// Fix is what one change fixes, in words.
type Fix struct {
	fix.Fix
	// Do says in one sentence what to do, and Why why that fixes all of it; ""
	// for a fix of a single problem.
	Do, Why string
	// Progress is how it went on over the scans before; the zero value where it is new.
	Progress fix.Progress
	// Work is what people said about it.
	Work Work
}

// Work is who carries a fix out, by when, and how far that is.
type Work = workbook.Work

// Source is a scan to report on, with all that is shown above its rows.
type Source struct {
	Data  Data
	Words Words
	Site  storage.Site
	Scan  storage.Scan
	// Marks are the numbers of what was said about its problems.
	Marks storage.MarkCounts
	// Ledger accounts for every address that was found.
	Ledger storage.Ledger
	// Orphans are pages that no page links to.
	Orphans storage.Orphans
	// Fixes are worst first; every problem that is not ignored is in exactly one.
	// They are numbered from 1.
	Fixes []Fix
	// Settings the scan ran under, as a person reads them.
	Settings []Fact
	// Brand is whose report it is, and Audience for whom.
	Brand    Brand
	Audience Audience
	// Changes compares the scan with the complete one before it; nil where there is none.
	Changes *Changes
	// Whole: a workbook also has all links and all addresses, which are millions of
	// rows for a large site.
	Whole bool
	// Past are the complete scans of the site up to this one, oldest first, at most 24.
	Past []storage.Scan
	// EditAddresses returns at which addresses pages of the site are edited, by their IDs,
	// which the addresses of the pages say; nil: nobody knows.
	EditAddresses func(ctx context.Context, pages map[storage.URLID]string) (map[storage.URLID]string, error)
	// Oldest is the serious problem that is there for the longest; ID 0 for none.
	Oldest storage.OldProblem
	// Folder is where the files of the site are, relative to where the report is made
	// ("public"); "" if it was scanned at its address.
	Folder string
	// Version of Sitewell, for the properties of the document.
	Version string
	// Speech of the workbook; the zero value means English.
	Speech Speech
	// Now is when the report is made; the zero value means the present.
	Now time.Time
	// Zone is the reader's; nil means the computer's.
	Zone *time.Location
	// Progress is told how many rows are written, of how many; nil for nobody.
	// It is called from the goroutine that writes, every thousand rows or so.
	Progress func(done, total int)

	narrowed bool                   // by Narrow
	kept     map[storage.URLID]bool // the problems of Fixes, once Has was asked
}

func (s *Source) now() time.Time {
	if s.Now.IsZero() {
		return s.local(time.Now())
	}
	return s.local(s.Now)
}

func (s *Source) local(t time.Time) time.Time {
	if s.Zone != nil {
		return t.In(s.Zone)
	}
	return t.Local()
}

// fixNumbers returns the number of the fix that each problem is in, by ID.
func (s *Source) fixNumbers() []int32 {
	var numbers []int32
	for i, f := range s.Fixes {
		for _, id := range f.Problems {
			numbers = append(numbers, make([]int32, max(int(id)+1-len(numbers), 0))...)
			numbers[id] = int32(i + 1)
		}
	}
	return numbers
}

// numberOf returns the number of the fix that a row is in, 0 for none.
func numberOf(numbers []int32, id storage.URLID) int {
	if int(id) < len(numbers) {
		return int(numbers[id])
	}
	return 0
}

// problems is the filter that leaves what does not simply work and is not ignored.
func problems() storage.Filter {
	return storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}, Marks: storage.NotIgnored}
}

// worstFirst is the order in which problems are read.
func worstFirst() storage.Order { return storage.Order{By: storage.BySeverity} }

// VerdictWord is a verdict as people read it.
func VerdictWord(v outcome.Verdict) string {
	switch v {
	case outcome.Broken:
		return "Broken"
	case outcome.Warning:
		return "Warning"
	case outcome.CantVerify:
		return "Can't verify"
	case outcome.Works:
		return "Works"
	case outcome.Skipped:
		return "Skipped"
	default:
		return "Not checked"
	}
}

// SeverityWord is a severity as people read it, "" for none.
func SeverityWord(s outcome.Severity) string {
	switch s {
	case outcome.Critical:
		return "Critical"
	case outcome.Serious:
		return "Serious"
	case outcome.Moderate:
		return "Moderate"
	case outcome.Minor:
		return "Minor"
	default:
		return ""
	}
}

// StateWord is how a scan ended.
func StateWord(s storage.State) string {
	switch s {
	case storage.Complete:
		return "Complete"
	case storage.Stopped:
		return "Stopped before the end"
	case storage.Elsewhere:
		return "Running in another program"
	default:
		return "Interrupted before the end"
	}
}

// happened says what the problems of a fix have in common.
func (s *Source) happened(f *Fix) string {
	if f.Outcome == "" {
		return "Several kinds"
	}
	title, _, _ := s.Words.Words(f.Outcome, f.Internal)
	return title
}

// shown is an address as people see it: a link without one would look like a
// mistake of ours.
func shown(address string) string {
	if address == "" {
		return "(empty)"
	}
	if result.IsWholeSite(address) {
		return strings.TrimSuffix(address, "#"+result.WholeSite) // which opens the site
	}
	return address
}
