package results

import (
	"context"
	"iter"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Comparer compares a scan with the complete one of its site before it. All but Why
// is called off the window's thread.
type Comparer interface {
	// Previous returns that scan, and CompareToPrevious what changed since: the zero
	// value where there is none.
	Previous(ctx context.Context, scan storage.ScanID) (storage.Scan, error)
	CompareToPrevious(ctx context.Context, scan storage.ScanID) (storage.Comparison, error)
	EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error]
	// Why says why a row has its change.
	Why(r *storage.ChangeRow) string
}

// sinceLoad is the comparison with the scan before, as it was loaded last.
type sinceLoad struct {
	loader     background.Loader[*sinceFacts]
	marker     background.Loader[[]fixRow]
	comparison storage.Comparison
	changes    *changes // of the problems of this scan, nil until they are loaded
}

type sinceFacts struct {
	comparison storage.Comparison
	changes    *changes
}

// changes knows the change of each problem of a scan. It never changes itself.
type changes struct {
	ids  []storage.URLID // rising
	what []storage.Change
}

// of returns the change of an address, 0 for none.
func (c *changes) of(id storage.URLID) storage.Change {
	if c == nil {
		return 0
	}
	if at, ok := slices.BinarySearch(c.ids, id); ok {
		return c.what[at]
	}
	return 0
}

// inTables are the changes that problems of the scan have, and whoseGone those of
// problems that it does not have any more.
var (
	inTables  = []storage.Change{storage.New, storage.CameBack, storage.StillThere}
	whoseGone = []storage.Change{storage.Fixed, storage.LinkRemoved, storage.NotReached}
)

// among returns those of some changes that are in a list.
func among(chosen, list []storage.Change) []storage.Change {
	return slices.DeleteFunc(slices.Clone(chosen), func(c storage.Change) bool { return !slices.Contains(list, c) })
}

// compared reports whether there is a scan to compare this one with.
func (s *Screen) compared() bool { return s.facts.before.ID != 0 }

// loadSince compares with the scan before, once this one has ended. In large
// scans that takes longer than all else, and where it fails nothing is said.
func (s *Screen) loadSince() {
	if !s.compared() {
		return
	}
	s.since.loader.Load(s.o.Run, func(ctx context.Context) (*sinceFacts, error) {
		c, err := s.o.Changes.CompareToPrevious(ctx, s.o.Scan)
		if err != nil {
			return nil, err
		}
		type row struct {
			id   storage.URLID
			what storage.Change
		}
		var rows []row
		for r, err := range s.o.Changes.EachChange(ctx, c.Pair, storage.ChangeFilter{Changes: inTables}, storage.Order{By: storage.ByChange}) {
			if err != nil {
				return nil, err
			}
			rows = append(rows, row{r.ID, r.Change})
		}
		slices.SortFunc(rows, func(a, b row) int { return int(a.id - b.id) })
		all := &changes{}
		for _, r := range rows {
			all.ids, all.what = append(all.ids, r.id), append(all.what, r.what)
		}
		return &sinceFacts{c, all}, ctx.Err()
	}, s.applySince)
}

func (s *Screen) applySince(f *sinceFacts, err error) {
	if err != nil {
		s.head.since.fail()
		return
	}
	s.since.comparison, s.since.changes = f.comparison, f.changes
	s.head.since.show(f.comparison)
	s.tabs.SetCount(int(gone), f.comparison.Counts.Fixed+f.comparison.Counts.LinkRemoved)
	s.bar.Refresh()
	s.main.relayout()
	s.markFixes()
	for v, p := range s.panes {
		switch {
		case p == nil || view(v) == fixes: // which markFixes brings up to date
		case view(v) != s.view:
			p.stale = true
		case s.view == gone || len(s.query.changes) > 0 || p.Order().Column == string(storage.ByChange):
			s.setSource()
		default:
			p.Refresh()
		}
	}
}

// markFixes counts the changes of the problems of each fix.
func (s *Screen) markFixes() {
	if !s.fixes.loaded || s.since.changes == nil || s.fixes.marked == s.since.changes {
		return
	}
	rows, changes := s.fixes.rows, s.since.changes
	s.since.marker.Load(s.o.Run, func(context.Context) ([]fixRow, error) {
		return withChanges(rows, changes), nil
	}, func(rows []fixRow, _ error) {
		s.fixes.rows, s.fixes.marked = rows, changes
		s.renewFixes()
	})
}

// fixChange is how many problems of a fix have which change.
type fixChange struct{ fresh, back, still int }

// withChanges returns the rows with the changes of their problems.
func withChanges(rows []fixRow, changes *changes) []fixRow {
	rows = slices.Clone(rows)
	for i := range rows {
		c := fixChange{}
		for _, id := range rows[i].Problems {
			switch changes.of(id) {
			case storage.New:
				c.fresh++
			case storage.CameBack:
				c.back++
			case storage.StillThere:
				c.still++
			}
		}
		rows[i].change = c
	}
	return rows
}

// what returns the change that all problems of a fix have, or that which asks for
// work first.
func (c fixChange) what() storage.Change {
	switch {
	case c.fresh > 0:
		return storage.New
	case c.back > 0:
		return storage.CameBack
	case c.still > 0:
		return storage.StillThere
	default:
		return 0
	}
}

// word says it: "New", or "2 of 12 new" where others of the fix are older.
func (c fixChange) word() string {
	n := c.fresh + c.back
	if n == 0 || c.still == 0 {
		return words.Change(c.what())
	}
	return lang.L("{{.Count}} of {{.Total}} new", map[string]any{"Count": words.Number(n), "Total": words.Number(n + c.still)})
}

// since is the line below the title that says what changed since the scan before.
// Each number filters. It has its height before the numbers are known.
type since struct {
	s       *Screen
	label   *widget.Label
	chips   map[storage.Change]*badge.Chip
	compare *control.Button
	content *fyne.Container
}

// told is the order in which changes are told.
func told() []storage.Change {
	return []storage.Change{storage.New, storage.CameBack, storage.Fixed, storage.LinkRemoved, storage.StillThere, storage.NotReached}
}

func newSince(s *Screen) *since {
	l := &since{s: s, label: &widget.Label{TextStyle: fyne.TextStyle{Bold: true}}, chips: map[storage.Change]*badge.Chip{}}
	l.content = column.Flow(theme.Size(theme.SizeGap), l.label)
	for _, c := range told() {
		chip := badge.NewChip(words.Change(c), func(bool) { s.pressChange(c) })
		chip.Hide()
		l.chips[c] = chip
		l.content.Add(chip)
	}
	l.compare = &control.Button{Button: widget.Button{Text: lang.L("Compare …"), Icon: fynetheme.HistoryIcon(), Importance: widget.LowImportance, OnTapped: func() {
		s.o.Going.Compare(s.facts.scan.Site, s.facts.before.ID, s.o.Scan)
	}}}
	l.content.Add(l.compare)
	l.content.Hide()
	return l
}

// prepare makes room for the line where there is a scan before.
func (l *since) prepare(before storage.Scan) {
	visible(l.content, before.ID != 0)
	if before.ID != 0 && l.s.since.changes == nil {
		l.label.SetText(lang.L("Comparing with the scan before …"))
	}
}

func (l *since) show(c storage.Comparison) {
	l.label.SetText(sinceText(c, l.s.o.Now()))
	for _, change := range told() {
		n := c.Counts.Of(change)
		l.chips[change].SetCount(n)
		visible(l.chips[change], n > 0)
	}
	l.content.Refresh()
}

// fail leaves the way to the comparison, which says why.
func (l *since) fail() {
	l.label.SetText("")
}

// mark shows which changes are filtered for.
func (l *since) mark(q query) {
	for c, chip := range l.chips {
		chip.Set(slices.Contains(q.changes, c))
	}
}

// sinceText begins the line; the numbers follow.
func sinceText(c storage.Comparison, now time.Time) string {
	data := map[string]any{"Since": words.Since(c.From.Began, now)}
	n := c.Counts
	switch {
	case n.All() == 0:
		return lang.L("No problems {{.Since}}", data)
	case n.New+n.CameBack > 0:
		return lang.L("Problems {{.Since}}:", data)
	default:
		return lang.L("No new problems {{.Since}}:", data)
	}
}

// pressChange filters by a change, in the view that has rows of it.
func (s *Screen) pressChange(c storage.Change) {
	isGone := slices.Contains(whoseGone, c)
	off := slices.Contains(s.query.changes, c)
	s.query.changes = toggle(among(s.query.changes, sameSide(c)), c)
	switch {
	case isGone == (s.view == gone) && !(isGone && off):
		s.change(func(*query) {})
	case isGone && off: // back to what there is to do
		s.query.changes = nil
		s.stale()
		s.show(fixes)
	case isGone:
		s.stale()
		s.show(gone)
	default:
		s.stale()
		s.show(fixes)
	}
}

// sameSide returns the changes that are listed together with one.
func sameSide(c storage.Change) []storage.Change {
	if slices.Contains(whoseGone, c) {
		return whoseGone
	}
	return inTables
}

// goneFilter leaves what was done since the scan before, or what is asked for.
func (q query) goneFilter() storage.ChangeFilter {
	f := storage.ChangeFilter{Text: q.text, Changes: among(q.changes, whoseGone)}
	if len(f.Changes) == 0 {
		f.Changes = []storage.Change{storage.Fixed, storage.LinkRemoved}
	}
	return f
}

// nothingGone is shown in place of the list of what was done.
func (s *Screen) nothingGone() fyne.CanvasObject {
	if s.since.changes == nil {
		return container.NewStack()
	}
	return badge.Empty(nil, lang.L("Nothing was fixed {{.Since}}", map[string]any{"Since": words.Since(s.facts.before.Began, s.o.Now())}),
		lang.L("What works again, and what no page links to any more, is listed here."))
}
