package results

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// head says how much there is to fix, and of which scan that is told.
type head struct {
	title, caption *widget.Label
	ledger         *control.Link // tells what became of every address
	since          *since        // hidden where there is no scan before
	export, again  *control.Button
	content        fyne.CanvasObject
}

func newHead(s *Screen) *head {
	h := &head{title: badge.Title(lang.L("Loading…")), caption: badge.Caption(""), since: newSince(s)}
	h.caption.Truncation = fyne.TextTruncateEllipsis
	h.ledger = &control.Link{Hyperlink: widget.Hyperlink{SizeName: theme.SizeCaption, Truncation: fyne.TextTruncateEllipsis, OnTapped: s.tellLedger}}
	h.export = &control.Button{Button: widget.Button{Text: lang.L("Save report …"), Icon: fynetheme.DocumentSaveIcon(), Importance: widget.HighImportance, OnTapped: func() { s.o.Going.Export(s.facts.scan) }}}
	h.again = &control.Button{Button: widget.Button{Text: lang.L("Scan again"), Icon: fynetheme.ViewRefreshIcon(), OnTapped: func() { s.o.Going.ScanSite(s.facts.scan.Site) }}}
	h.export.Disable()
	h.again.Disable()
	top := badge.BesideOrBelow(h.title, container.NewHBox(h.again, h.export))
	about := container.New(layout.NewCustomPaddedVBoxLayout(-14), h.caption, h.ledger)
	h.content = container.New(layout.NewCustomPaddedVBoxLayout(-6), top, h.since.content, about)
	return h
}

func (h *head) show(f facts, x fixesLoad, running bool) {
	title, caption := headOf(f.scan, x, running)
	if title != "" {
		h.title.SetText(title)
	}
	h.caption.SetText(caption)
	h.since.prepare(f.before)
	h.ledger.SetText(accounted(f.ledger))
	h.export.Enable()
	if running {
		h.again.Disable()
	} else {
		h.again.Enable()
	}
	visible(h.again, running || !f.scan.Resumable()) // else the notice has both ways to go on
	h.export.Importance = widget.HighImportance
	if title != "" && title == words.Headline(f.scan) {
		h.export.Importance = widget.MediumImportance // what helps comes first
	}
	h.export.Refresh()
}

// headOf returns the title of the screen and the line below it. The title says
// what was not looked at, where there is such a thing, and else how much there
// is to fix; it is "" while that is being worked out.
func headOf(s storage.Scan, x fixesLoad, running bool) (title, caption string) {
	found := ""
	if x.loaded {
		found = heading(s, x.rows, running)
	}
	caption = about(s)
	title = words.Headline(s)
	if running || title == "" {
		return found, caption
	}
	switch {
	case found == "":
	case len(x.rows) == 0:
		found = lang.L("Nothing to fix in what was looked at")
	case !slices.ContainsFunc(x.rows, func(r fixRow) bool { return r.Verdict != outcome.CantVerify }):
		found = lang.N("{{.Count}} things to look at yourself", len(x.rows), map[string]any{"Count": words.Number(len(x.rows))})
	}
	if found == "" || len(x.rows) == 0 && coverage.ExtentOf(s.Gaps()) == coverage.None {
		return title, caption
	}
	return title, found + "  ·  " + caption
}

// heading is the one number that a person came for: that of the list of fixes.
func heading(s storage.Scan, rows []fixRow, running bool) string {
	n := map[string]any{"Count": words.Number(len(rows))}
	unsure := !slices.ContainsFunc(rows, func(r fixRow) bool { return r.Verdict != outcome.CantVerify })
	switch {
	case len(rows) > 0 && !unsure:
		return lang.N("{{.Count}} things to fix", len(rows), n)
	case len(rows) > 0:
		return lang.N("Nothing to fix, {{.Count}} things to look at yourself", len(rows), n)
	case running || s.Counts.Waiting > 0:
		return lang.L("Nothing to fix so far")
	default:
		return lang.L("Nothing to fix")
	}
}

// about says which scan it was.
func about(s storage.Scan) string {
	parts := []string{words.Readable(storage.HostOf(s.Start)), words.DateTime(s.Began.Local())}
	if d := words.Duration(s.Worked); d != "" {
		parts = append(parts, lang.L("took {{.Time}}", map[string]any{"Time": d}))
	}
	parts = append(parts,
		lang.N("{{.Count}} pages", s.Counts.Pages, map[string]any{"Count": words.Number(s.Counts.Pages)}))
	return strings.Join(parts, "  ·  ")
}
