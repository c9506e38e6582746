package results

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// filters are the chips beside the search field. Each opens a menu; a chip is
// on while something is chosen in its menu, and says what.
type filters struct {
	s                            *Screen
	changes, status, side, kinds *badge.Chip
	ignored                      *badge.Chip // hidden while nothing is ignored
	page                         *badge.Chip // shown while only the problems of one page are listed
	clear                        *control.Button
}

func newFilters(s *Screen) *filters {
	f := &filters{s: s}
	f.changes = badge.NewMenuChip(lang.L("Change"), func() { f.open(f.changes, f.changeMenu()) })
	f.changes.Hide()
	f.status = badge.NewMenuChip(lang.L("Status"), func() { f.open(f.status, f.statusMenu()) })
	f.side = badge.NewMenuChip(lang.L("Whose"), func() { f.open(f.side, f.sideMenu()) })
	f.kinds = badge.NewMenuChip(lang.L("Kind"), func() { f.open(f.kinds, f.kindMenu()) })
	f.ignored = badge.NewChip(lang.L("Ignored"), func(bool) { s.pressMarks(storage.OnlyIgnored) })
	f.ignored.Hide()
	f.page = badge.NewChip(lang.L("On page"), func(bool) { s.change(func(q *query) { q.page = onPage{} }) })
	f.page.Hide()
	f.clear = &control.Button{Button: widget.Button{Text: lang.L("Clear"), Importance: widget.LowImportance, OnTapped: s.clearFilters}}
	f.clear.Hide()
	return f
}

func (f *filters) open(below fyne.CanvasObject, m *fyne.Menu) {
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(below); c != nil {
		widget.ShowPopUpMenuAtPosition(m, c, d.AbsolutePositionForObject(below).AddXY(0, below.Size().Height+2))
	}
}

// show makes the chips say what the query is.
func (f *filters) show(q query) {
	var classes, kinds []string
	for _, c := range q.classes {
		classes = append(classes, className(c))
	}
	for _, code := range q.codes {
		classes = append(classes, labelOf(code))
	}
	for _, k := range q.kinds {
		kinds = append(kinds, words.Kind(k))
	}
	f.changes.Set(len(q.changes) > 0) // the head says which, and its chips take them back
	f.status.SetChosen(summary(classes))
	f.kinds.SetChosen(summary(kinds))
	side := ""
	if q.internal != nil {
		side = words.Side(*q.internal)
	}
	f.side.SetChosen(side)
	f.ignored.Set(q.marks == storage.OnlyIgnored)
	f.page.SetChosen(shortened(q.page.name))
	visible(f.page, q.page.id != 0 && f.s.view != pages && f.s.view != gone)
	for _, chip := range []*badge.Chip{f.status, f.side, f.kinds} {
		visible(chip, f.s.view != gone) // whose rows are of two scans
	}
	q.changes = nil
	if q.any() {
		f.clear.Show()
	} else {
		f.clear.Hide()
	}
}

// className is the short name of a class for a chip: "4xx".
func className(first int) string {
	if first == 0 {
		return words.Class(0)
	}
	return string(rune('0'+first)) + "xx"
}

// summary joins what is chosen, or counts it where that gets long.
func summary(chosen []string) string {
	if len(chosen) <= 2 {
		return strings.Join(chosen, ", ")
	}
	return lang.L("{{.Count}} chosen", map[string]any{"Count": len(chosen)})
}

func (f *filters) statusMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, class := range []int{2, 3, 4, 5, 0} {
		items = append(items, check(words.Class(class), slices.Contains(f.s.query.classes, class), func() {
			f.s.change(func(q *query) { q.classes = toggle(q.classes, class) })
		}))
	}
	if counts := f.s.facts.statuses; len(counts) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
		for _, b := range frequent(counts, maxCodes) {
			items = append(items, check(counted(labelOf(b), counts[b]), slices.Contains(f.s.query.codes, b), func() {
				f.s.change(func(q *query) { q.codes = toggle(q.codes, b) })
			}))
		}
	}
	return fyne.NewMenu("", items...)
}

func (f *filters) changeMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, c := range changesIn(f.s.view) {
		items = append(items, check(words.Change(c), slices.Contains(f.s.query.changes, c), func() {
			f.s.change(func(q *query) { q.changes = toggle(q.changes, c) })
		}))
	}
	return fyne.NewMenu("", items...)
}

func (f *filters) kindMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, k := range f.occurring() {
		items = append(items, check(counted(words.Kind(k), f.ofKind(k)), slices.Contains(f.s.query.kinds, k), func() {
			f.s.change(func(q *query) { q.kinds = toggle[result.Kind](q.kinds, k) })
		}))
	}
	return fyne.NewMenu("", items...)
}

// maxCodes is how many statuses the menu lists.
const maxCodes = 12

// counted is an entry of a menu with how many addresses it is about.
func counted(what string, n int) string {
	return lang.L("{{.What}} ({{.Count}})", map[string]any{"What": what, "Count": words.Number(n)})
}

// ofKind returns how many addresses of a kind the present view has without filters.
func (f *filters) ofKind(k result.Kind) int {
	if f.s.view == fixes || f.s.view == problems {
		return f.s.facts.kinds[k].Problems
	}
	return f.s.facts.kinds[k].All
}

// occurring returns the kinds that the present view has or that are filtered for, most
// first; all where they are not counted.
func (f *filters) occurring() []result.Kind {
	all := words.Kinds()
	if f.s.facts.kinds == nil {
		return all
	}
	all = slices.DeleteFunc(all, func(k result.Kind) bool { return f.ofKind(k) == 0 && !slices.Contains(f.s.query.kinds, k) })
	slices.SortStableFunc(all, func(a, b result.Kind) int { return cmp.Compare(f.ofKind(b), f.ofKind(a)) })
	return all
}

func (f *filters) sideMenu() *fyne.Menu {
	item := func(title string, want *bool) *fyne.MenuItem {
		have := f.s.query.internal
		on := want == nil && have == nil || want != nil && have != nil && *want == *have
		return check(title, on, func() { f.s.change(func(q *query) { q.internal = want }) })
	}
	yes, no := true, false
	return fyne.NewMenu("", item(lang.L("This site and others"), nil), item(words.Side(true), &yes), item(words.Side(false), &no))
}

func check(title string, on bool, do func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(title, do)
	i.Checked = on
	return i
}
