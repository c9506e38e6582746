package results

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/article"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/problem"
	"sitewell/ui/words"
)

// fixGuide is what a person reads of a fix before anything else: what to do, why one
// change is enough, the first page that is affected, and the explanation of its first
// problem.
type fixGuide struct {
	s       *Screen
	loader  background.Loader[guideFacts]
	of      storage.URLID // problem that is explained, 0 for none
	row     fixRow
	facts   guideFacts
	loaded  bool
	box     *fyne.Container
	content *container.Scroll
}

// guideFacts are what is loaded of the first problem of a fix.
type guideFacts struct {
	target string
	text   knowledge.Explanation
	first  []storage.Source // the first link to it; empty where no page links there
}

func newFixGuide(s *Screen) *fixGuide {
	g := &fixGuide{s: s, box: container.NewVBox()}
	g.content = container.NewVScroll(g.box)
	return g
}

// show explains a fix. What is known is shown at once, the rest when it is loaded.
func (g *fixGuide) show(r fixRow) {
	first := r.Problems[0]
	g.row = r
	if g.of == first && g.loaded {
		g.fill()
		return
	}
	g.of, g.loaded, g.facts = first, false, guideFacts{}
	g.fill()
	g.content.ScrollToTop()
	src, scan := g.s.o.Problem, g.s.o.Scan
	g.loader.Load(g.s.o.Run, func(ctx context.Context) (guideFacts, error) { return loadGuide(ctx, src, scan, first) }, func(f guideFacts, err error) {
		if err != nil {
			g.of = 0 // opening the fix again tries again
			g.s.notices.fail(err)
			return
		}
		g.facts, g.loaded = f, true
		g.fill()
	})
}

func loadGuide(ctx context.Context, src problem.Found, scan storage.ScanID, id storage.URLID) (guideFacts, error) {
	var f guideFacts
	detail, err := src.Detail(ctx, scan, id)
	if err != nil {
		return f, err
	}
	f.target = detail.URL
	if f.first, _, _, err = src.Sources(ctx, scan, id, 0, 1); err != nil || detail.Verdict == outcome.Unchecked {
		return f, err
	}
	f.text, err = src.Explain(ctx, scan, id)
	return f, err
}

// fill shows what is known by now.
func (g *fixGuide) fill() {
	f := g.facts
	short := container.NewVBox()
	if f.text.Title != "" {
		short.Add(article.Urgency(f.text.Urgency))
	}
	article.Part(short, lang.L("What to do"), f.text.Fix)
	do := container.NewHBox()
	if redirects(g.row.Fix) {
		do.Add(g.s.fix.lead)
	}
	if len(problem.Recipients(f.text)) > 0 {
		do.Add(g.s.fix.write)
	}
	if len(do.Objects) > 0 {
		short.Add(do)
	}
	article.Part(short, lang.L("Why one change is enough"), g.row.why)
	if g.loaded {
		short.Add(g.firstPage())
	}
	article.Part(short, lang.L("How serious: {{.Severity}}", map[string]any{"Severity": words.Severity(g.row.Severity)}), f.text.Why)
	g.box.RemoveAll()
	g.box.Add(article.Callout(short))
	if f.text.Title != "" {
		title := badge.Section(f.text.Title)
		title.Wrapping = fyne.TextWrapWord
		g.box.Add(title)
		g.box.Add(article.Text(f.text))
	}
	g.box.Refresh()
}

// firstPage shows the first page that is affected, and where on it the link is.
func (g *fixGuide) firstPage() fyne.CanvasObject {
	box := container.New(layout.NewCustomPaddedVBoxLayout(-10), badge.Caption(lang.L("First affected page")))
	if len(g.facts.first) == 0 {
		box.Add(badge.Body(lang.L("No page links here")))
		return box
	}
	at := g.facts.first[0]
	name := at.Title
	if name == "" {
		name = at.PageURL
	}
	if problem.Browsable(at.PageURL) {
		box.Add(&control.Link{Hyperlink: widget.Hyperlink{Text: name, Truncation: fyne.TextTruncateEllipsis, OnTapped: func() { g.s.o.Desktop.Browse(at.PageURL) }}})
	} else {
		box.Add(badge.Body(name))
	}
	box.Add(excerpt(where(at)))
	box.Add(excerpt(lang.L("Leads to") + " " + g.facts.target))
	return box
}

// excerpt is a text of at most two lines.
func excerpt(text string) fyne.CanvasObject {
	e := badge.NewExcerpt(2)
	e.SetText(text)
	return e
}

// where says which link on a page it is, and where on it.
func where(at storage.Source) string {
	parts := []string{lang.L("Link without a text")}
	if at.Text != "" {
		parts[0] = lang.L("Link “{{.Text}}”", map[string]any{"Text": at.Text})
	}
	if place := words.Place(at.Place); place != "" {
		parts = append(parts, place)
	}
	if at.Line > 0 {
		parts = append(parts, lang.L("Line {{.Number}}", map[string]any{"Number": strconv.Itoa(at.Line)}))
	}
	return strings.Join(parts, "  ·  ")
}
