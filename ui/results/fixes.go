package results

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/changelist"
	"sitewell/ui/meter"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// FixReader returns the problems of a scan grouped by what fixes them.
type FixReader interface {
	// Fixes returns all fixes, worst first, and FixPages the pages that name any
	// problem of one. Both are called off the window's thread.
	Fixes(ctx context.Context, scan storage.ScanID) ([]fix.Fix, error)
	FixPages(ctx context.Context, scan storage.ScanID, f fix.Fix) ([]storage.URLID, error)
	// FixProgress returns how fixes went on over the scans before, by their keys. It
	// is called off the window's thread.
	FixProgress(ctx context.Context, scan storage.ScanID, fixes []fix.Fix) (map[string]fix.Progress, error)
	// FixWords says in the reader's language what to do, and why that one
	// change fixes all of it ("" for a single problem). site is the start
	// address of the scan. It answers from memory.
	FixWords(f fix.Fix, site string) (title, why string)
}

// fixRow is a fix as the list shows it.
type fixRow struct {
	fix.Fix
	key, title, why string
	place           int // among all fixes, worst first, from 0
	change          fixChange
}

// loadFixes reads the fixes of a scan and puts them into words.
func loadFixes(ctx context.Context, from FixReader, scan storage.ScanID, site string) ([]fixRow, error) {
	all, err := from.Fixes(ctx, scan)
	if err != nil {
		return nil, err
	}
	rows := make([]fixRow, len(all))
	for i, f := range all {
		rows[i] = fixRow{Fix: f, key: f.Key(), place: i}
		rows[i].title, rows[i].why = from.FixWords(f, site)
	}
	return rows, nil
}

// fixColumns declares the columns of the list.
func (s *Screen) fixColumns() []table.Column[fixRow] {
	return []table.Column[fixRow]{
		{
			ID: "severity", Title: lang.L("Severity"), Width: 112, MinWidth: 104, Sortable: true,
			Help:   columnHelp(string(storage.BySeverity)),
			Text:   func(r fixRow) string { return words.Severity(r.Severity) },
			New:    severityCell,
			Update: func(o fyne.CanvasObject, r fixRow, ok bool) { showSeverity(o, r.Severity, ok && s.leftOf(r) == 0) },
		},
		{
			ID: string(storage.ByChange), Title: lang.L("Change"), Width: 110, MinWidth: 96, Sortable: true,
			Text:  func(r fixRow) string { return r.change.word() },
			Color: func(r fixRow) fyne.ThemeColorName { return changelist.Color(r.change.what()) },
		},
		{
			ID: "title", Title: lang.L("What to do"), Width: 420, MinWidth: 300, Grow: true, Fixed: true, Sortable: true,
			Cut:  meter.CutMiddle, // titles differ at their end
			Show: words.Readable,
			Text: func(r fixRow) string { return r.title },
		},
		{
			ID: "verdict", Title: lang.L("Verdict"), Width: 136, MinWidth: 132, Sortable: true,
			Help: columnHelp(string(storage.ByVerdict)),
			Hint: func(r fixRow) string { return words.VerdictMeaning(r.Verdict) },
			Text: func(r fixRow) string { return words.Verdict(r.Verdict) },
			New:  func() fyne.CanvasObject { return badge.NewVerdict(outcome.Unchecked) },
			Update: func(o fyne.CanvasObject, r fixRow, ok bool) {
				if !ok {
					o.(*badge.Verdict).Clear()
					return
				}
				v := r.Verdict
				if s.leftOf(r) == 0 {
					v = outcome.Works
				}
				o.(*badge.Verdict).Set(v)
			},
		},
		{
			ID: "problems", Title: lang.L("Problems"), Width: 96, MinWidth: 92, Sortable: true, DescFirst: true, Right: true,
			Text: func(r fixRow) string {
				if left := s.leftOf(r); left < len(r.Problems) {
					return lang.L("{{.Left}} of {{.Total}}", map[string]any{"Left": words.Number(left), "Total": words.Number(len(r.Problems))})
				}
				return words.Number(len(r.Problems))
			},
			Value: func(r fixRow) any { return s.leftOf(r) },
		},
		{
			ID: "pages", Title: lang.L("On pages"), Width: 96, MinWidth: 92, Sortable: true, DescFirst: true, Right: true,
			Help:  lang.L("On how many pages a problem of this is."),
			Text:  func(r fixRow) string { return words.Number(r.Pages) },
			Value: func(r fixRow) any { return r.Pages },
		},
		{
			ID: "what", Title: lang.L("What happened"), Width: 220, MinWidth: 170,
			Text: func(r fixRow) string { return s.cause(r.Fix) },
		},
		{
			ID: "example", Title: lang.L("For example"), Width: 240, MinWidth: 120, Hidden: true, Cut: meter.CutMiddle, Show: words.Readable,
			Text: func(r fixRow) string { return s.within(r.Example) },
			Full: func(r fixRow) string { return r.Example },
		},
	}
}

// cause says in a few words what the problems of a fix have in common.
func (s *Screen) cause(f fix.Fix) string {
	if f.Outcome == "" {
		return lang.L("Several kinds")
	}
	return s.o.Book.Entry(f.Outcome, words.Language()).Title
}

// fixSource returns the table fixes that were loaded, as far as the query leaves
// them. A fix stays while any of its problems does, or while its title has the
// text and one of its problems passes the other filters.
type fixSource struct {
	read  Reader
	scan  storage.ScanID
	rows  []fixRow
	query query
	since *changes
}

var _ table.Source[string, fixRow] = fixSource{}

func (s fixSource) IDs(ctx context.Context, by table.Sort) ([]string, error) {
	rows := slices.Clone(s.rows)
	if s.query.any() {
		passes, err := s.passing(ctx, s.query)
		if err != nil {
			return nil, err
		}
		titled := func(fixRow) bool { return false }
		if text := strings.ToLower(s.query.text); text != "" {
			rest := s.query
			rest.text = ""
			others, err := s.passing(ctx, rest)
			if err != nil {
				return nil, err
			}
			titled = func(r fixRow) bool {
				return titleHas(r.title, text) && slices.ContainsFunc(r.Problems, others)
			}
		}
		rows = slices.DeleteFunc(rows, func(r fixRow) bool { return !slices.ContainsFunc(r.Problems, passes) && !titled(r) })
	}
	if by.Column == string(storage.ByChange) {
		slices.SortStableFunc(rows, func(a, b fixRow) int { return compareChanges(a.change.what(), b.change.what(), by.Desc) })
	} else if compare := fixOrder(by.Column); compare != nil {
		slices.SortStableFunc(rows, func(a, b fixRow) int {
			if by.Desc {
				return compare(b, a)
			}
			return compare(a, b)
		})
	}
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.key
	}
	return keys, nil
}

// titleHas reports whether a title contains a text in lower case, as it is or as it
// is shown.
func titleHas(title, text string) bool {
	return strings.Contains(strings.ToLower(title), text) || strings.Contains(strings.ToLower(words.Readable(title)), text)
}

// passing reports which problems a query leaves.
func (s fixSource) passing(ctx context.Context, q query) (func(storage.URLID) bool, error) {
	if !q.any() {
		return func(storage.URLID) bool { return true }, nil
	}
	ids, err := q.rowIDs(ctx, s.read, s.scan, fixes, natural(problems))
	if err != nil {
		return nil, err
	}
	left := make(map[storage.URLID]bool, len(ids))
	chosen := among(q.changes, inTables)
	for _, id := range ids {
		left[id] = len(chosen) == 0 || slices.Contains(chosen, s.since.of(id))
	}
	return func(id storage.URLID) bool { return left[id] }, nil
}

// fixOrder returns the order by a column, nil for the natural one, worst first.
func fixOrder(column string) func(a, b fixRow) int {
	switch column {
	case "severity":
		return func(a, b fixRow) int { return cmp.Compare(b.Severity, a.Severity) }
	case "title":
		return func(a, b fixRow) int { return strings.Compare(a.title, b.title) }
	case "problems":
		return func(a, b fixRow) int { return cmp.Compare(len(a.Problems), len(b.Problems)) }
	case "pages":
		return func(a, b fixRow) int { return cmp.Compare(a.Pages, b.Pages) }
	case "verdict":
		worst := outcome.Verdicts()
		return func(a, b fixRow) int {
			return cmp.Compare(slices.Index(worst, a.Verdict), slices.Index(worst, b.Verdict))
		}
	default:
		return nil
	}
}

func (s fixSource) Rows(_ context.Context, keys []string) ([]fixRow, error) {
	wanted := make(map[string]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	var rows []fixRow
	for _, r := range s.rows {
		if wanted[r.key] {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// waiting is the source of a list whose fixes are still being loaded.
type waiting struct{}

func (waiting) IDs(ctx context.Context, _ table.Sort) ([]string, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (waiting) Rows(context.Context, []string) ([]fixRow, error) { return nil, nil }

// failing is the source of a list whose fixes could not be loaded.
type failing struct{ err error }

func (f failing) IDs(context.Context, table.Sort) ([]string, error) { return nil, f.err }

func (f failing) Rows(context.Context, []string) ([]fixRow, error) { return nil, f.err }
