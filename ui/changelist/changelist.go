// Package changelist declares the table of what became of problems between two
// scans: its columns and the source of its rows. The results and the comparison
// share it. It must not know where comparisons are made.
package changelist

import (
	"context"
	"iter"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/meter"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Reader reads comparisons. EachChange is called off the window's thread; Why, which
// says why a row has its change, answers at once.
type Reader interface {
	EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error]
	Why(r *storage.ChangeRow) string
}

// Source returns a table some rows of a comparison.
type Source struct {
	Read   Reader
	Pair   storage.Pair
	Filter storage.ChangeFilter
}

var _ table.Source[storage.URLID, storage.ChangeRow] = Source{}

// IDs returns the addresses in order.
func (s Source) IDs(ctx context.Context, by table.Sort) ([]storage.URLID, error) {
	var ids []storage.URLID
	order := storage.Order{By: storage.ByChange}
	if by.Column != "" {
		order = storage.Order{By: storage.Column(by.Column), Desc: by.Desc}
	}
	for r, err := range s.Read.EachChange(ctx, s.Pair, s.Filter, order) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, r.ID)
	}
	return ids, ctx.Err()
}

// Rows returns some of them.
func (s Source) Rows(ctx context.Context, ids []storage.URLID) ([]storage.ChangeRow, error) {
	wanted := make(map[storage.URLID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	rows := make([]storage.ChangeRow, 0, len(ids))
	for r, err := range s.Read.EachChange(ctx, s.Pair, s.Filter, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return nil, err
		}
		if wanted[r.ID] {
			if rows = append(rows, r); len(rows) == len(ids) {
				break
			}
		}
	}
	return rows, ctx.Err()
}

// Texts are what the columns say that is not in a row.
type Texts struct {
	Heading string // above what Why says
	Why     func(r *storage.ChangeRow) string
	Outcome func(key outcome.Key) string // what an outcome is called
	Within  func(address string) string  // an address less what all have in common
}

// Columns declares the columns of the table.
func Columns(t Texts) []table.Column[storage.ChangeRow] {
	was := func(o storage.Observation) string {
		switch {
		case o.ID == 0:
			return "–"
		case o.Outcome == "" || o.Verdict == outcome.Works:
			return words.Verdict(o.Verdict)
		default:
			return t.Outcome(o.Outcome)
		}
	}
	return []table.Column[storage.ChangeRow]{
		{
			ID: string(storage.ByChange), Title: lang.L("Change"), Width: 116, MinWidth: 112, Sortable: true,
			Text:  func(r storage.ChangeRow) string { return words.Change(r.Change) },
			Color: func(r storage.ChangeRow) fyne.ThemeColorName { return Color(r.Change) },
		},
		{
			ID: string(storage.BySeverity), Title: lang.L("Severity"), Width: 112, MinWidth: 104, Sortable: true,
			Text:   func(r storage.ChangeRow) string { return words.Severity(r.Severity()) },
			New:    func() fyne.CanvasObject { return badge.NewSeverity(outcome.NoSeverity) },
			Update: func(o fyne.CanvasObject, r storage.ChangeRow, _ bool) { o.(*badge.Severity).Set(r.Severity()) },
		},
		{
			ID: string(storage.ByAddress), Title: lang.L("Address"), Width: 280, MinWidth: 200, Grow: true, Fixed: true, Sortable: true, Cut: meter.CutMiddle, Show: words.Readable,
			Text: func(r storage.ChangeRow) string { return t.Within(r.URL) },
			Full: func(r storage.ChangeRow) string { return r.URL },
		},
		{
			ID: "why", Title: t.Heading, Width: 340, MinWidth: 220, Fixed: true,
			Text: func(r storage.ChangeRow) string { return t.Why(&r) },
		},
		{
			ID: string(storage.ByBefore), Title: lang.L("Before"), Width: 180, MinWidth: 130, Sortable: true,
			Text:  func(r storage.ChangeRow) string { return was(r.Before) },
			Color: func(storage.ChangeRow) fyne.ThemeColorName { return theme.ColorSubtle },
		},
		{
			ID: string(storage.ByOutcome), Title: lang.L("Now"), Width: 180, MinWidth: 130, Sortable: true, Hidden: true,
			Text:  func(r storage.ChangeRow) string { return was(r.Now) },
			Color: func(storage.ChangeRow) fyne.ThemeColorName { return theme.ColorSubtle },
		},
		{
			ID: string(storage.BySources), Title: lang.L("On pages"), Width: 96, MinWidth: 92, Sortable: true, DescFirst: true, Right: true,
			Text:  func(r storage.ChangeRow) string { return words.Number(r.Pages) },
			Value: func(r storage.ChangeRow) any { return r.Pages },
		},
	}
}

// Color returns the colour of the word for a change: what asks for work is that of
// what is broken, what was done that of what works.
func Color(c storage.Change) fyne.ThemeColorName {
	switch c {
	case storage.New, storage.CameBack:
		return theme.ColorBroken
	case storage.Fixed, storage.LinkRemoved:
		return theme.ColorWorks
	default:
		return theme.ColorSubtle
	}
}
