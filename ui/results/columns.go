package results

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/columns"
	"sitewell/ui/badge"
	"sitewell/ui/changelist"
	"sitewell/ui/meter"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

type declared = table.Column[storage.Row]

// columns returns those of a view, in the reader's language.
func (s *Screen) columns(v view) []declared {
	shown := columns.Pages()
	switch v {
	case problems:
		shown = columns.Problems()
	case addresses:
		shown = columns.Addresses()
	}
	var all []declared
	for _, c := range shown.Shown {
		all = append(all, s.column(c))
	}
	if v == problems {
		all = slices.Insert(all, 1, s.changeColumn())
	}
	for _, c := range shown.Hidden {
		d := s.column(c)
		d.Hidden = true
		all = append(all, d)
	}
	return all
}

// changeColumn says what became of a problem since the scan before.
func (s *Screen) changeColumn() declared {
	return declared{
		ID: string(storage.ByChange), Title: lang.L("Change"), Width: 106, MinWidth: 96, Sortable: true,
		Text:  func(r storage.Row) string { return words.Change(s.since.changes.of(r.ID)) },
		Color: func(r storage.Row) fyne.ThemeColorName { return changelist.Color(s.since.changes.of(r.ID)) },
	}
}

// column returns one column, whose cells look as the type of their value says.
func (s *Screen) column(c columns.Column) declared {
	d := declared{
		ID: c.ID, Title: lang.L(c.Heading), Width: c.Width, MinWidth: c.MinWidth, Sortable: c.Sortable, DescFirst: c.DescFirst,
	}
	d.Help = columnHelp(c.ID)
	if c.Subtle {
		d.Color = subtle
	}
	switch c.ID {
	case columns.HappenedID:
		d.Text = s.what
		return d
	case columns.ShortID:
		d.Text = func(r storage.Row) string {
			return s.o.Book.Entry(r.Outcome, words.Language()).ShortFor(s.facts.hosted && r.Internal)
		}
		return d
	}
	d.Text = func(r storage.Row) string { return textOf(c.Value(&r)) }
	d.Value = func(r storage.Row) any { return valueOf(c.Value(&r)) }
	switch c.Value(new(storage.Row)).(type) {
	case int, columns.Code, columns.Bytes, time.Duration:
		d.Right = true
	case columns.URL:
		d.Cut, d.Show = meter.CutMiddle, words.Readable
	case outcome.Severity:
		d.New = severityCell
		d.Update = func(o fyne.CanvasObject, r storage.Row, ok bool) {
			showSeverity(o, r.Severity, ok && r.Verdict.IsProblem() && s.verdictNow(r.ID, r.Verdict) == outcome.Works)
		}
	case outcome.Verdict:
		d.Hint = func(r storage.Row) string { return words.VerdictMeaning(s.verdictNow(r.ID, r.Verdict)) }
		d.New = func() fyne.CanvasObject { return badge.NewVerdict(outcome.Unchecked) }
		d.Update = func(o fyne.CanvasObject, r storage.Row, ok bool) {
			if !ok {
				o.(*badge.Verdict).Clear()
				return
			}
			o.(*badge.Verdict).Set(s.verdictNow(r.ID, r.Verdict))
		}
	}
	if c.ID == string(storage.ByProblemLinks) {
		d.Press = s.showOn
		d.Color = func(r storage.Row) fyne.ThemeColorName {
			if r.ProblemLinks == 0 {
				return theme.ColorSubtle
			}
			return fynetheme.ColorNameHyperlink
		}
	}
	if c.ID == columns.AddressID {
		d.Grow, d.Fixed = true, true
		d.Full = d.Text
		d.Text = func(r storage.Row) string { return s.within(r.URL) }
	}
	return d
}

// valueOf returns what a spreadsheet gets of a cell: numbers and times as such.
func valueOf(value any) any {
	switch v := value.(type) {
	case int:
		return v
	case columns.Code:
		if v == 0 {
			return nil
		}
		return int(v)
	case time.Time:
		return v.Local()
	default:
		return textOf(value)
	}
}

// columnHelp says what a column contains, "" where its title says all.
func columnHelp(id string) string {
	switch id {
	case string(storage.BySeverity):
		return lang.L("How much it matters: how bad it is, and how many visitors meet it.")
	case string(storage.ByVerdict):
		return lang.L("What the check came to: broken, works, or something between.")
	case columns.HappenedID:
		return lang.L("What was answered, in plain words.")
	case string(storage.BySources):
		return lang.L("How many pages link there.")
	case string(storage.ByStatus):
		return lang.L("The number that the server answered with (HTTP status).")
	case string(storage.ByKind):
		return lang.L("What it is for the page that names it.")
	case string(storage.ByDepth):
		return lang.L("How many clicks it is away from the start address.")
	case string(storage.ByProblemLinks):
		return lang.L("How many links on this page lead to a problem. A click lists these problems.")
	case string(storage.ByOutLinks):
		return lang.L("How many links are on this page.")
	case string(storage.ByTook):
		return lang.L("How long the answer took.")
	default:
		return ""
	}
}

// textOf returns the text of a cell with a value.
func textOf(value any) string {
	switch v := value.(type) {
	case outcome.Severity:
		return words.Severity(v)
	case outcome.Verdict:
		return words.Verdict(v)
	case result.Kind:
		return words.Kind(v)
	case columns.Side:
		return words.Side(bool(v))
	case columns.Marks:
		return words.Marks(v)
	case columns.Code:
		return statusText(int(v))
	case columns.Bytes:
		return words.Size(int64(v))
	case time.Duration:
		return words.Duration(v)
	case time.Time:
		return words.DateTime(v.Local())
	case int:
		return words.Number(v)
	default:
		return fmt.Sprint(value)
	}
}

// natural is the order of a view while no heading is chosen.
func natural(v view) storage.Order {
	if v == problems {
		return storage.Order{By: storage.BySeverity}
	}
	return storage.Order{By: storage.ByFound}
}

// what says what happened in plain words.
func (s *Screen) what(r storage.Row) string {
	if r.Verdict == outcome.Unchecked {
		return lang.L("Not checked yet")
	}
	return s.o.Book.Entry(r.Outcome, words.Language()).Title
}

// within leaves the site's own origin out of an address, so that what differs
// from row to row has the room: "/cakes/wedding.html".
func (s *Screen) within(address string) string {
	if s.origin == "" {
		return address
	}
	if rest, own := strings.CutPrefix(address, s.origin); own && strings.HasPrefix(rest, "/") {
		return rest
	}
	return address
}

// originOf returns scheme and host of an address, "" where it has none.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func statusText(status int) string {
	if status == 0 {
		return "–"
	}
	return strconv.Itoa(status)
}

func subtle(storage.Row) fyne.ThemeColorName { return theme.ColorSubtle }
