package core

import (
	"context"
	"iter"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/dbfile"
)

// Store is what the history contains. To delete from it is left to DeleteSite and
// DeleteScan, for a scan may be running.
type Store interface {
	// Sites returns all sites with their newest scans.
	Sites(ctx context.Context) ([]storage.SiteSummary, error)
	// SiteByID and ScanByID return storage.ErrNotFound where there is none.
	SiteByID(ctx context.Context, id storage.SiteID) (storage.Site, error)
	ScanByID(ctx context.Context, id storage.ScanID) (storage.Scan, error)
	// SaveSite stores a site and returns it; one with the ID 0 is new.
	SaveSite(ctx context.Context, s storage.Site) (storage.Site, error)
	// ChangeSite changes a site as it is stored at that moment, and returns it.
	ChangeSite(ctx context.Context, id storage.SiteID, change func(*storage.Site) error) (storage.Site, error)
	// Scans returns the scans of a site, newest first.
	Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error)

	Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error)
	// MarkCounts returns the numbers of what marks say of the problems of a scan.
	MarkCounts(ctx context.Context, scan storage.ScanID) (storage.MarkCounts, error)
	// StatusCounts returns the number of addresses by HTTP status, 0 for those
	// without an answer.
	StatusCounts(ctx context.Context, scan storage.ScanID) (map[int]int, error)
	// KindCounts returns the number of addresses by kind.
	KindCounts(ctx context.Context, scan storage.ScanID) (map[result.Kind]storage.KindCount, error)
	// Ledger accounts for every address of a scan.
	Ledger(ctx context.Context, scan storage.ScanID) (storage.Ledger, error)
	// Orphans returns the pages that no page links to.
	Orphans(ctx context.Context, scan storage.ScanID) (storage.Orphans, error)

	// RowIDs and EachRow return the rows that match a filter, in order; Rows returns
	// those with the given IDs.
	RowIDs(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) ([]storage.URLID, error)
	Rows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) ([]storage.Row, error)
	EachRow(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) iter.Seq2[storage.Row, error]
	// PageRows is Rows, with the links that are on each page; ProblemsOn returns a page
	// and the problems that it links to.
	PageRows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) ([]storage.Row, error)
	ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) ([]storage.URLID, error)
	// Detail returns all that is stored about an address.
	Detail(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error)
	// Sources returns links to an address, and how many pages and links there are.
	Sources(ctx context.Context, scan storage.ScanID, id storage.URLID, offset, limit int) (rows []storage.Source, pages, links int, err error)
	SourcesOf(ctx context.Context, scan storage.ScanID, ids []storage.URLID, limit int) (map[storage.URLID][]storage.Source, error)
	EachLink(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.LinkRow, error]
	EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error]
}

var _ Store = (*sqlite.DB)(nil)

// HistoryFiles returns the names of all files that a history at path has or may
// have, whether they exist or not.
func HistoryFiles(path string) []string { return dbfile.Files(path) }
