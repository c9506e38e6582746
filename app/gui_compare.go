//go:build !headless

package app

import (
	"context"
	"iter"
	"strings"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/storage"
	"sitewell/ui/compare"
	uiexport "sitewell/ui/export"
)

// comparisons adapts core's comparisons to the window's, in the reader's language.
type comparisons struct {
	history *core.History
	store   core.Store
	files   *export.Exporter
}

func (c comparisons) Previous(ctx context.Context, scan storage.ScanID) (storage.Scan, error) {
	return c.history.Previous(ctx, scan)
}

func (c comparisons) CompareToPrevious(ctx context.Context, scan storage.ScanID) (storage.Comparison, error) {
	return c.history.CompareToPrevious(ctx, scan)
}

func (c comparisons) EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return c.store.EachChange(ctx, p, f, o)
}

func (c comparisons) Why(r *storage.ChangeRow) string { return c.files.Why(r) }

func (c comparisons) Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error) {
	return c.store.Scans(ctx, site)
}

// Between compares two scans, with what a person has to know of that.
func (c comparisons) Between(ctx context.Context, site storage.SiteID, from, to storage.ScanID) (compare.Comparison, error) {
	found, err := c.history.Compare(ctx, site, from, to)
	if err != nil {
		return compare.Comparison{}, err
	}
	told := c.files.Changes(found)
	notes := told.Doubts()
	if len(told.Differences) > 0 {
		var all []string
		for _, d := range told.Differences {
			all = append(all, d.Name+": "+d.Before+" → "+d.Now)
		}
		notes = append(notes, strings.Join(all, "; "))
	}
	return compare.Comparison{Comparison: found.Comparison, Site: found.Site, Unreached: told.Unreached, Notes: notes}, nil
}

// SaveComparison saves a comparison as a file.
func (c comparisons) SaveComparison(ctx context.Context, site storage.SiteID, p storage.Pair, as uiexport.Format, path string) error {
	found, err := c.history.Compare(ctx, site, p.From, p.To)
	if err != nil {
		return err
	}
	return c.files.SaveChanges(ctx, found, path, changesWriter(as))
}

func changesWriter(as uiexport.Format) report.ChangesWriter {
	switch as {
	case uiexport.CSV:
		return report.ChangesCSV
	case uiexport.WebPage:
		return report.ChangesHTML
	case uiexport.JSONLines:
		return report.ChangesJSONLines
	default:
		return report.ChangesXLSX
	}
}
