package sites

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"sitewell/storage"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// order is how the sites are sorted.
type order int

const (
	byName order = iota
	byProblems
	byScanned
)

// orders lists the words for the orders.
func orders() []string {
	return []string{lang.L("By name"), lang.L("Most problems first"), lang.L("Last scanned first")}
}

// newSort returns the list of orders. It is as wide as its placeholder, whatever its
// options.
func newSort(then func(chosen string)) *control.Select {
	s := control.NewSelect(orders(), then)
	s.Selected = orders()[0]
	s.PlaceHolder = slices.MaxFunc(orders(), func(a, b string) int { return cmp.Compare(width(a), width(b)) })
	return s
}

// width is that of a text in a list to choose from.
func width(text string) float32 {
	return fyne.MeasureText(text, fynetheme.TextSize(), fyne.TextStyle{}).Width
}

func orderOf(words string) order { return order(max(slices.Index(orders(), words), 0)) }

// view is what a person chose to see.
type view struct {
	text  string
	order order
}

// of returns the sites that match, sorted, and leaves all as it is.
func (v view) of(all []storage.SiteSummary) []storage.SiteSummary {
	text := strings.ToLower(strings.TrimSpace(v.text))
	kept := make([]storage.SiteSummary, 0, len(all))
	for _, s := range all {
		if strings.Contains(strings.ToLower(s.Name+"\n"+s.Client+"\n"+s.Start+"\n"+words.Readable(s.Start)), text) {
			kept = append(kept, s)
		}
	}
	names := collate.New(language.Make(lang.SystemLocale().LanguageString()), collate.IgnoreCase, collate.Numeric)
	slices.SortStableFunc(kept, func(a, b storage.SiteSummary) int {
		switch v.order {
		case byProblems:
			if c := cmp.Compare(problems(b), problems(a)); c != 0 {
				return c
			}
		case byScanned:
			if c := scanned(b).Compare(scanned(a)); c != 0 {
				return c
			}
		}
		return names.CompareString(a.Title(), b.Title())
	})
	return kept
}

// problems of a site that was never scanned are none.
func problems(s storage.SiteSummary) int {
	c := s.Counts()
	return c.Problems()
}

func scanned(s storage.SiteSummary) time.Time {
	if s.Last == nil {
		return time.Time{}
	}
	return s.Last.Began
}
