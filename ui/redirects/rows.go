package redirects

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/meter"
	"sitewell/ui/table"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// source is the list, for the table.
type source struct{ rows []Row }

// IDs returns the addresses in order.
func (s source) IDs(_ context.Context, by table.Sort) ([]string, error) {
	rows := slices.Clone(s.rows)
	if by.Column != "" {
		slices.SortStableFunc(rows, func(a, b Row) int {
			n := compareBy(by.Column, a, b)
			if by.Desc {
				n = -n
			}
			return n
		})
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.Address
	}
	return ids, nil
}

func compareBy(column string, a, b Row) int {
	switch column {
	case columnState:
		return cmp.Compare(a.rank(), b.rank())
	case columnPages:
		return cmp.Compare(a.Pages, b.Pages)
	case columnTarget:
		return strings.Compare(a.leads(), b.leads())
	default:
		return strings.Compare(a.Address, b.Address)
	}
}

// Rows returns the rows of some addresses.
func (s source) Rows(_ context.Context, ids []string) (found []Row, err error) {
	for _, r := range s.rows {
		if slices.Contains(ids, r.Address) {
			found = append(found, r)
		}
	}
	return found, nil
}

// The columns.
const (
	columnState   = "decision"
	columnAddress = "address"
	columnTarget  = "target"
	columnWhy     = "why"
	columnPages   = "pages"
)

// rank orders rows by what they ask for: what waits for a decision comes first.
func (r Row) rank() int {
	switch {
	case r.isSure():
		return 0
	case r.Decision == storage.Undecided && r.Suggestion != "":
		return 1
	case r.Decision == storage.Undecided:
		return 2
	case r.Decision == storage.RedirectAccepted:
		return 3
	default:
		return 4
	}
}

// state says what was decided, or how sure the suggestion is.
func (r Row) state() string {
	switch {
	case r.Decision == storage.RedirectAccepted && r.Trouble != "":
		return lang.L("Not possible")
	case r.Decision == storage.RedirectAccepted:
		return lang.L("Accepted")
	case r.Decision == storage.RedirectSkipped:
		return lang.L("Skipped")
	case r.isSure():
		return lang.L("Sure")
	case r.Suggestion != "":
		return lang.L("Perhaps")
	default:
		return lang.L("No suggestion")
	}
}

// leads returns where the address leads or may lead, "" for nowhere.
func (r Row) leads() string {
	switch r.Decision {
	case storage.RedirectAccepted:
		return r.Target
	case storage.RedirectSkipped:
		return ""
	default:
		return r.Suggestion
	}
}

// reason says why it is suggested, or why it can't be set up.
func (r Row) reason() string {
	switch {
	case r.Trouble != "":
		return r.Trouble
	case r.Decision == storage.RedirectSkipped:
		return ""
	case r.Decision == storage.RedirectAccepted && r.Target != r.Suggestion:
		return lang.L("You chose this address.")
	default:
		return r.Why
	}
}

// advice says what to do with a row for which nothing else is to be said.
func (r Row) advice() string {
	if r.Decision == storage.Undecided {
		return lang.L("Nothing is like it: choose a target yourself, or skip it.")
	}
	return ""
}

// columns declares the columns of the table.
func (s *Screen) columns() []table.Column[Row] {
	within := func(address string) string { return s.within(address) }
	return []table.Column[Row]{
		{
			ID: columnState, Title: lang.L("Decision"), Width: 130, MinWidth: 130, Fixed: true, Sortable: true,
			Text: Row.state,
			Color: func(r Row) fyne.ThemeColorName {
				switch {
				case r.Decision == storage.RedirectAccepted && r.Trouble != "":
					return theme.ColorBroken
				case r.Decision == storage.RedirectAccepted:
					return theme.ColorWorks
				case r.isSure():
					return ""
				default:
					return theme.ColorSubtle
				}
			},
		},
		{
			ID: columnAddress, Title: lang.L("Old address"), Width: 240, MinWidth: 150, Grow: true, Fixed: true, Sortable: true, Cut: meter.CutMiddle, Show: words.Readable,
			Text: func(r Row) string { return within(r.Address) }, Full: func(r Row) string { return r.Address },
		},
		{
			ID: columnTarget, Title: lang.L("Leads to"), Width: 240, MinWidth: 150, Grow: true, Fixed: true, Sortable: true, Cut: meter.CutMiddle, Show: words.Readable,
			Text: func(r Row) string { return within(r.leads()) }, Full: Row.leads,
		},
		{
			ID: columnWhy, Title: lang.L("Why"), Width: 260, MinWidth: 140,
			Text:  Row.reason,
			Color: func(Row) fyne.ThemeColorName { return theme.ColorSubtle },
		},
		{
			ID: columnPages, Title: lang.L("On pages"), Width: 92, MinWidth: 88, Sortable: true, DescFirst: true, Right: true,
			Text: func(r Row) string { return words.Number(r.Pages) },
		},
	}
}

// within leaves out of an address what all of them begin with.
func (s *Screen) within(address string) string {
	if len(s.list.Rows) == 0 {
		return address
	}
	origin, _ := cutOrigin(s.list.Rows[0].Address)
	if rest, own := strings.CutPrefix(address, origin); origin != "" && own && strings.HasPrefix(rest, "/") {
		return rest
	}
	return address
}

// cutOrigin splits a web address before its path.
func cutOrigin(address string) (origin, path string) {
	_, rest, ok := strings.Cut(address, "://")
	if at := strings.IndexByte(rest, '/'); ok && at >= 0 {
		at += len(address) - len(rest)
		return address[:at], address[at:]
	}
	return "", address
}

// menu returns what can be done with a row.
func (s *Screen) menu(r Row) []*fyne.MenuItem {
	item := func(text string, on bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(text, do)
		i.Disabled = !on
		return i
	}
	return []*fyne.MenuItem{
		item(lang.L("Accept"), r.Decision != storage.RedirectAccepted, func() { s.accept(r) }),
		item(lang.L("Change the target …"), true, func() { s.change(r) }),
		item(lang.L("Skip"), r.Decision != storage.RedirectSkipped, func() { s.skip(r) }),
		item(lang.L("Take back"), r.Decision != storage.Undecided, func() { s.reset(r) }),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Open the old address"), true, func() { s.o.Desktop.Browse(r.Address) }),
		item(lang.L("Open the new address"), r.leads() != "", func() { s.o.Desktop.Browse(r.leads()) }),
	}
}
