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

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/words"
)

// head says how much there is to fix, and of which scan that is told.
type head struct {
	title, caption, ledger *widget.Label
	export, again          *widget.Button
	content                fyne.CanvasObject
}

func newHead(s *Screen) *head {
	h := &head{title: badge.Title(lang.L("Loading…")), caption: badge.Caption(""), ledger: badge.Caption("")}
	h.caption.Truncation, h.ledger.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	h.export = &widget.Button{Text: lang.L("Save as spreadsheet …"), Icon: fynetheme.DocumentSaveIcon(), Importance: widget.HighImportance, OnTapped: func() { s.o.Going.Export(s.facts.scan) }}
	h.again = &widget.Button{Text: lang.L("Scan again"), Icon: fynetheme.ViewRefreshIcon(), OnTapped: func() { s.o.Going.ScanSite(s.facts.scan.Site) }}
	h.export.Disable()
	h.again.Disable()
	text := container.New(layout.NewCustomPaddedVBoxLayout(-14), h.title, h.caption)
	top := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(h.again, h.export)), text)
	h.content = container.New(layout.NewCustomPaddedVBoxLayout(-14), top, h.ledger)
	return h
}

func (h *head) show(f facts, x fixesLoad, running bool) {
	if x.loaded {
		h.title.SetText(heading(f.scan, x.rows, running))
	}
	h.caption.SetText(about(f.scan))
	h.ledger.SetText(Account(f.ledger))
	h.export.Enable()
	if running {
		h.again.Disable()
	} else {
		h.again.Enable()
	}
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
	case s.Diagnosis != "":
		return lang.L("Too little was found to judge this site")
	default:
		return lang.L("Nothing to fix")
	}
}

// about says which scan it was.
func about(s storage.Scan) string {
	parts := []string{storage.HostOf(s.Start), words.DateTime(s.Began.Local())}
	if d := words.Duration(s.Worked); d != "" {
		parts = append(parts, lang.L("took {{.Time}}", map[string]any{"Time": d}))
	}
	parts = append(parts,
		lang.N("{{.Count}} pages", s.Counts.Pages, map[string]any{"Count": words.Number(s.Counts.Pages)}))
	return strings.Join(parts, "  ·  ")
}
