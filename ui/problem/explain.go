package problem

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// explanation is the tab that says what it means, how serious it is and how to
// mend it.
type explanation struct {
	p       *Panel
	box     *fyne.Container
	content *container.Scroll
	text    string // as Markdown, to be copied
}

func newExplanation(p *Panel) *explanation {
	e := &explanation{p: p, box: container.NewVBox()}
	e.content = container.NewVScroll(e.box)
	return e
}

func (e *explanation) show(f facts) {
	e.box.RemoveAll()
	if f.detail.Verdict == outcome.Unchecked {
		e.box.Add(badge.Body(lang.L("This address is known and waits its turn. What happened stands here once it is checked.")))
		return
	}
	e.box.Add(e.callout(f))
	e.text = markdown(f.text)
	rich := widget.NewRichTextFromMarkdown(e.text)
	rich.Wrapping = fyne.TextWrapWord
	e.box.Add(rich)
	e.box.Add(container.NewHBox(&widget.Button{
		Text: lang.L("Copy this explanation"), Icon: fynetheme.ContentCopyIcon(), Importance: widget.LowImportance,
		OnTapped: func() {
			e.p.o.Desktop.Copy(f.text.Title + "\n" + f.detail.URL + "\n\n" + e.text)
			e.p.o.Desktop.Tell(lang.L("The explanation is copied."))
		},
	}))
}

// callout is the short version: what to do, why it matters, and where.
func (e *explanation) callout(f facts) fyne.CanvasObject {
	box := container.NewVBox()
	add := func(heading, text string) {
		if text == "" {
			return
		}
		box.Add(tight(badge.Caption(heading), &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Selectable: true}))
	}
	if f.detail.Verdict.IsProblem() {
		add(lang.L("What to do"), f.text.Fix)
		add(why(f.detail.Severity), f.text.Why)
	} else {
		add(lang.L("In short"), f.text.Short)
	}
	add(lang.L("Note"), reason(f.detail))
	if f.links > 0 {
		line := &widget.Label{Text: linked(f), Wrapping: fyne.TextWrapWord, Selectable: true}
		all := &widget.Button{Text: lang.L("See all"), Importance: widget.LowImportance, OnTapped: e.p.seeLinks}
		box.Add(tight(badge.Caption(lang.L("Where it is linked")), container.NewBorder(nil, nil, nil, container.NewVBox(all), line)))
	}
	s := badge.NewSurface(box)
	s.Fill, s.Plain, s.Inset = theme.ColorInfoSoft, true, 4
	return column.Margin(4, s)
}

// tight stacks a caption on its text without the room that labels keep.
func tight(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(closer{by: 12}, objects...)
}

// why heads the reason for a severity.
func why(s outcome.Severity) string {
	if s == outcome.NoSeverity {
		return lang.L("How serious")
	}
	return lang.L("How serious: {{.Severity}}", map[string]any{"Severity": words.Severity(s)})
}

// reason is a skipped address's rule in the engine's own words, as far as it
// says more than the outcome.
func reason(d storage.Detail) string {
	if d.Verdict == outcome.Skipped {
		return d.Reason
	}
	return ""
}

// linked names the first pages that link there.
func linked(f facts) string {
	var names []string
	for _, s := range f.first {
		name := s.Title
		if name == "" {
			name = s.PageURL
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	count := lang.N("On {{.Count}} pages", f.pages, map[string]any{"Count": words.Number(f.pages)})
	if len(names) == 0 {
		return count
	}
	return lang.L("{{.Pages}}, for example: {{.Names}}", map[string]any{"Pages": count, "Names": strings.Join(names, " · ")})
}

// order is that of the window: what a person wants to know first comes first.
func order() []knowledge.SectionID {
	return []knowledge.SectionID{
		knowledge.Meaning, knowledge.Seriousness, knowledge.Fixing, knowledge.Finding,
		knowledge.Causes, knowledge.Visitors, knowledge.Doubt,
	}
}

// markdown puts the sections of an explanation in the window's order.
func markdown(x knowledge.Explanation) string {
	sections := slices.Clone(x.Sections)
	rank := func(s knowledge.Section) int {
		if i := slices.Index(order(), s.ID); i >= 0 {
			return i
		}
		return len(order())
	}
	slices.SortStableFunc(sections, func(a, b knowledge.Section) int { return rank(a) - rank(b) })
	x.Sections = sections
	return x.Markdown()
}
