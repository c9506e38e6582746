package results

import (
	"net/url"
	"strconv"
	"strings"

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

type declared = table.Column[storage.Row]

// columns declares those of a view; what they are called is settled here once.
func (s *Screen) columns(v view) []declared {
	severity := declared{
		ID: string(storage.BySeverity), Title: lang.L("Severity"), Width: 112, MinWidth: 104, Sortable: true,
		Text:   func(r storage.Row) string { return words.Severity(r.Severity) },
		New:    func() fyne.CanvasObject { return badge.NewSeverity(outcome.NoSeverity) },
		Update: func(o fyne.CanvasObject, r storage.Row, _ bool) { o.(*badge.Severity).Set(r.Severity) },
	}
	verdict := declared{
		ID: string(storage.ByVerdict), Title: lang.L("Verdict"), Width: 136, MinWidth: 132, Sortable: true,
		Text: func(r storage.Row) string { return words.Verdict(r.Verdict) },
		New:  func() fyne.CanvasObject { return badge.NewVerdict(outcome.Unchecked) },
		Update: func(o fyne.CanvasObject, r storage.Row, ok bool) {
			if !ok {
				o.(*badge.Verdict).Clear()
				return
			}
			o.(*badge.Verdict).Set(r.Verdict)
		},
	}
	address := declared{
		ID: string(storage.ByAddress), Title: lang.L("Address"), Width: 320, MinWidth: 200, Grow: true, Fixed: true,
		Sortable: true, Cut: meter.CutMiddle,
		Text: func(r storage.Row) string { return s.within(r.URL) },
		Full: func(r storage.Row) string { return r.URL },
	}
	what := declared{
		ID: string(storage.ByOutcome), Title: lang.L("What happened"), Width: 220, MinWidth: 170, Sortable: true,
		Text: func(r storage.Row) string { return s.what(r) },
	}
	status := declared{
		ID: string(storage.ByStatus), Title: lang.L("Status"), Width: 70, MinWidth: 66, Sortable: true, Right: true,
		Text: func(r storage.Row) string { return statusText(r.Status) },
	}
	sources := declared{
		ID: string(storage.BySources), Title: lang.L("Linked from"), Width: 116, MinWidth: 112, Sortable: true, DescFirst: true, Right: true,
		Text: func(r storage.Row) string { return words.Number(r.Sources) },
	}
	kind := declared{
		ID: string(storage.ByKind), Title: lang.L("Kind"), Width: 100, MinWidth: 80, Sortable: true,
		Text: func(r storage.Row) string { return words.Kind(r.Kind) },
	}
	side := declared{
		ID: "side", Title: lang.L("Whose"), Width: 120, MinWidth: 86,
		Text:  func(r storage.Row) string { return words.Side(r.Internal) },
		Color: subtle,
	}
	short := declared{
		ID: "short", Title: lang.L("In plain words"), Width: 320, MinWidth: 160,
		Text: func(r storage.Row) string { return s.o.Book.Entry(r.Outcome, words.Language()).Short },
	}
	title := declared{
		ID: string(storage.ByTitle), Title: lang.L("Title"), Width: 220, MinWidth: 120, Sortable: true,
		Text: func(r storage.Row) string { return r.Title },
	}
	media := declared{
		ID: string(storage.ByType), Title: lang.L("Type"), Width: 110, MinWidth: 90, Sortable: true,
		Text: func(r storage.Row) string { return r.ContentType }, Color: subtle,
	}
	size := declared{
		ID: string(storage.BySize), Title: lang.L("Size"), Width: 80, MinWidth: 74, Sortable: true, DescFirst: true, Right: true,
		Text: func(r storage.Row) string { return words.Size(r.Size) }, Color: subtle,
	}
	took := declared{
		ID: string(storage.ByTook), Title: lang.L("Time"), Width: 80, MinWidth: 74, Sortable: true, DescFirst: true, Right: true,
		Text: func(r storage.Row) string { return words.Duration(r.Took) }, Color: subtle,
	}
	depth := declared{
		ID: string(storage.ByDepth), Title: lang.L("Clicks"), Width: 70, MinWidth: 64, Sortable: true, Right: true,
		Text: func(r storage.Row) string { return strconv.Itoa(r.Depth) }, Color: subtle,
	}
	final := declared{
		ID: "final", Title: lang.L("Leads to"), Width: 240, MinWidth: 120, Cut: meter.CutMiddle,
		Text: func(r storage.Row) string {
			if r.Final == r.URL {
				return ""
			}
			return r.Final
		},
	}
	checked := declared{
		ID: "checked", Title: lang.L("Checked"), Width: 140, MinWidth: 130,
		Text: func(r storage.Row) string { return words.DateTime(r.At.Local()) }, Color: subtle,
	}
	hide := func(all ...declared) []declared {
		for i := range all {
			all[i].Hidden = true
		}
		return all
	}
	switch v {
	case problems:
		return append([]declared{severity, verdict, address, what, sources, status, kind}, hide(side, short, title, final, depth, took, checked)...)
	case addresses:
		return append([]declared{verdict, address, what, status, kind, side, sources}, hide(severity, media, size, took, depth, title, final, checked)...)
	default:
		return append([]declared{verdict, address, title, status, sources, depth, size, took}, hide(severity, what, media, final, checked)...)
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
