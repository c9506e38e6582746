//go:build !headless

package desktop

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

func (c comparisons) Sites(ctx context.Context) ([]storage.SiteSummary, error) {
	return c.store.Sites(ctx)
}

// Between compares two scans, with what a person has to know of that.
func (c comparisons) Between(ctx context.Context, r compare.Request) (compare.Comparison, error) {
	found, err := c.history.CompareBy(ctx, coreRequest(r))
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
	for i, note := range notes {
		notes[i] = strings.ReplaceAll(note, " → ", " › ") // the window's font has no arrow
	}
	r.From, r.To = found.From.ID, found.To.ID
	return compare.Comparison{
		Comparison: found.Comparison, Site: found.Site, Request: r, Rules: found.Pair.Map.Rules(), Unreached: told.Unreached, Notes: notes,
	}, nil
}

func coreRequest(r compare.Request) core.CompareRequest {
	return core.CompareRequest{Site: r.Site, Other: r.Other, From: r.From, To: r.To, Rules: r.Rules}
}

// Pages compares the pages of two scans.
func (c comparisons) Pages(ctx context.Context, p storage.Pair) (storage.PageComparison, error) {
	return c.history.ComparePages(ctx, p)
}

func (c comparisons) OfPage(r *storage.PageRow) compare.PageWords {
	return compare.PageWords(c.files.OfPage(r))
}

func (c comparisons) OfPages(p *storage.PageComparison) string { return c.files.OfPages(p) }

func (c comparisons) PageValue(f storage.PageField, value string) string {
	return c.files.PageValue(f, value)
}

// Preview says what the rules of a comparison do.
func (c comparisons) Preview(ctx context.Context, r compare.Request) (storage.MapPreview, []string, error) {
	preview, rules, err := c.history.PreviewMap(ctx, coreRequest(r))
	return preview, rules.Rules(), err
}

// SaveComparison saves a comparison as a file, with that of the pages.
func (c comparisons) SaveComparison(ctx context.Context, r compare.Request, as uiexport.Format, path string) error {
	request := coreRequest(r)
	request.Pages = true
	found, err := c.history.CompareBy(ctx, request)
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
