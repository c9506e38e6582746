package sitesettings

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Words returns the short words for outcomes.
type Words interface {
	Entry(key outcome.Key, language string) knowledge.Entry
}

// verdicts is the page of what counts as a problem: a table of outcomes, in
// which each can be given another verdict.
type verdicts struct {
	s     *Screen
	all   []outcomeRow
	shown []int
	own   map[outcome.Key]outcome.Verdict // that differ from the usual
	rows  []*verdictRow

	search  *field.Entry
	changed *badge.Chip
	reset   *control.Button
	list    *control.List
	none    fyne.CanvasObject
	content fyne.CanvasObject
}

// outcomeRow is an outcome in the table.
type outcomeRow struct {
	info        outcome.Info
	title, fold string // fold is what is searched
}

func newVerdicts(s *Screen) *verdicts {
	v := &verdicts{s: s, own: map[outcome.Key]outcome.Verdict{}}
	for _, info := range outcome.All() {
		if info.Class == outcome.ScanRule || info.Internal == outcome.Skipped {
			continue // what was not checked has no other verdict
		}
		title := s.o.Words.Entry(info.Key, words.Language()).Title
		v.all = append(v.all, outcomeRow{info, title, strings.ToLower(title + " " + string(info.Key))})
	}
	v.search = s.entry(lang.L("Search, for example 403 or certificate"))
	v.search.OnSubmitted = nil
	v.search.SetIcon(fynetheme.SearchIcon())
	v.search.OnChanged = func(string) { v.filter() }
	v.changed = badge.NewChip(lang.L("Changed"), func(bool) { v.filter() })
	v.reset = &control.Button{Button: widget.Button{Text: lang.L("All as usual"), OnTapped: func() {
		v.own = map[outcome.Key]outcome.Verdict{}
		v.refresh()
	}}}
	v.list = control.NewList(func() int { return len(v.shown) }, func() fyne.CanvasObject {
		r := newVerdictRow()
		v.rows = append(v.rows, r)
		return r
	}, func(i int, o fyne.CanvasObject) { v.update(i, o.(*verdictRow)) })
	v.list.HideSeparators = false
	v.list.Open = func(i int) {
		v.list.UnselectAll()
		v.choose(i)
	}
	v.none = container.NewVScroll(badge.Empty(fynetheme.SearchIcon(), lang.L("Nothing matches"), lang.L("No outcome has these words in its name.")))
	v.none.Hide()
	help := caption(lang.L("What an outcome counts as, on this site and on links from it. Choose another verdict where you know better, for example when a partner's server always answers 403."))
	tools := container.NewBorder(nil, nil, nil, container.NewHBox(v.changed, v.reset), column.Left(360, v.search))
	top := container.NewVBox(help, column.Inset(tools))
	v.content = column.Below(top, column.Inset(container.NewStack(v.list, v.none)))
	return v
}

func (v *verdicts) fill(s profile.Settings) {
	v.own = map[outcome.Key]outcome.Verdict{}
	for key, word := range s.Verdicts {
		if verdict, ok := outcome.ParseVerdict(word); ok {
			v.own[key] = verdict
			if !v.lists(key) { // a status that is in no table, such as 799
				title := v.s.o.Words.Entry(key, words.Language()).Title
				info, _ := outcome.Lookup(key)
				v.all = append(v.all, outcomeRow{info, title, strings.ToLower(title + " " + string(key))})
			}
		}
	}
	slices.SortStableFunc(v.all, func(a, b outcomeRow) int {
		return cmp.Or(cmp.Compare(v.place(a.info), v.place(b.info)), cmp.Compare(a.info.Key, b.info.Key))
	})
	v.search.SetText("")
	v.changed.Set(false)
	v.refresh()
}

// place ranks outcomes: those that were changed first, then those that a person
// most likely looks for.
func (v *verdicts) place(o outcome.Info) int {
	if _, own := v.own[o.Key]; own {
		return 0
	}
	order := []outcome.Class{
		outcome.ClientError, outcome.ServerError, outcome.Redirection, outcome.Redirects, outcome.Access, outcome.Content,
		outcome.TLS, outcome.NameLookup, outcome.Connection, outcome.Exchange, outcome.Address,
	}
	if i := slices.Index(order, o.Class); i >= 0 {
		return i + 1
	}
	return len(order) + 1
}

func (v *verdicts) lists(key outcome.Key) bool {
	for i := range v.all {
		if v.all[i].info.Key == key {
			return true
		}
	}
	return false
}

func (v *verdicts) read(s *profile.Settings) {
	s.Verdicts = nil
	for key, verdict := range maps.All(v.own) {
		if s.Verdicts == nil {
			s.Verdicts = make(map[outcome.Key]string, len(v.own))
		}
		s.Verdicts[key] = verdict.String()
	}
}

func (v *verdicts) refresh() {
	v.changed.SetCount(len(v.own))
	if len(v.own) > 0 {
		v.reset.Enable()
	} else {
		v.reset.Disable()
		v.changed.Set(false)
	}
	v.filter()
}

// filter leaves the rows that have every word that is searched for.
func (v *verdicts) filter() {
	wanted := strings.Fields(strings.ToLower(v.search.Text))
	v.shown = v.shown[:0]
	for i := range v.all {
		_, own := v.own[v.all[i].info.Key]
		if (own || !v.changed.On()) && containsAll(v.all[i].fold, wanted) {
			v.shown = append(v.shown, i)
		}
	}
	show(v.none, len(v.shown) == 0)
	v.list.Refresh()
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (v *verdicts) update(i int, r *verdictRow) {
	if i >= len(v.shown) {
		return
	}
	o := v.all[v.shown[i]]
	r.index = i
	own, changed := v.own[o.info.Key]
	r.set(o, own, changed)
}

// choose offers the verdicts for a row, below it.
func (v *verdicts) choose(i int) {
	if i >= len(v.shown) || v.s.o.Canvas == nil {
		return
	}
	var below fyne.CanvasObject
	for _, r := range v.rows {
		if r.index == i && r.Visible() {
			below = r.verdict
		}
	}
	if below == nil {
		return
	}
	o := v.all[v.shown[i]]
	own, changed := v.own[o.info.Key]
	items := []*fyne.MenuItem{fyne.NewMenuItem(lang.L("As usual: {{.Verdict}}", map[string]any{"Verdict": usual(o.info)}), func() {
		delete(v.own, o.info.Key)
		v.refresh()
	}), fyne.NewMenuItemSeparator()}
	items[0].Checked = !changed
	for _, verdict := range outcome.Verdicts() {
		if verdict == outcome.Skipped {
			continue
		}
		item := fyne.NewMenuItemWithIcon(words.Verdict(verdict), theme.VerdictIcon(verdict), func() {
			v.own[o.info.Key] = verdict
			v.refresh()
		})
		item.Checked = changed && own == verdict
		items = append(items, item)
	}
	widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", items...), v.s.o.Canvas, fyne.NewPos(0, below.Size().Height), below)
}

// usual says what an outcome counts as where nobody decided otherwise.
func usual(o outcome.Info) string {
	if o.Internal == o.External {
		return words.Verdict(o.Internal)
	}
	return lang.L("{{.Here}}, on other sites {{.There}}", map[string]any{"Here": words.Verdict(o.Internal), "There": words.Verdict(o.External)})
}
