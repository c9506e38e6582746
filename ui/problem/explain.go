package problem

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/article"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// explanation is the tab that says what the outcome means, how serious it is and
// how to fix it, or what another outcome means.
type explanation struct {
	p       *Panel
	box     *fyne.Container
	scroll  *container.Scroll
	late    *fyne.Container // below the text: hints that came after it
	content fyne.CanvasObject
	text    string          // as Markdown, to be copied
	moved   *fyne.Container // for what the hints say
	read    []outcome.Key   // what is read in place of the problem, and by what way
}

func newExplanation(p *Panel) *explanation {
	e := &explanation{p: p, box: container.NewVBox(), moved: container.NewStack(), late: container.NewStack()}
	e.scroll = container.NewVScroll(e.box)
	e.late.Hide()
	e.content = container.NewBorder(nil, e.late, nil, nil, e.scroll)
	return e
}

func (e *explanation) show(f facts, h hints) {
	e.read = nil
	e.box.RemoveAll()
	if f.detail.Verdict == outcome.Unchecked {
		e.box.Add(badge.Body(lang.L("This address was found and waits to be checked. The result appears here when it is.")))
		return
	}
	e.box.Add(e.callout(f))
	e.showHints(h)
	if canBeFixed(f.detail) {
		e.box.Add(e.platform(f.text))
	}
	e.text = f.text.Markdown()
	e.box.Add(article.Text(f.text))
	e.box.Add(container.NewHBox(&control.Button{Button: widget.Button{
		Text: lang.L("Copy this explanation"), Icon: fynetheme.ContentCopyIcon(), Importance: widget.LowImportance,
		OnTapped: func() {
			e.p.o.Desktop.Copy(f.text.Title + "\n" + f.detail.URL + "\n\n" + e.text)
			e.p.o.Desktop.Tell(lang.L("The explanation is copied."))
		},
	}}))
	if further := article.Further(f.text, e.links()); further != nil {
		e.box.Add(further)
	}
}

// canBeFixed reports whether there is something to fix about an address: it is a
// problem, or a rule of the site's own robots.txt keeps programs away from it.
func canBeFixed(d storage.Detail) bool {
	return d.Verdict.IsProblem() || d.Internal && d.Outcome == outcome.RobotsBlocked
}

// links lead to other explanations, which are read here.
func (e *explanation) links() article.Links {
	return article.Links{
		Title:  func(k outcome.Key) string { return e.p.o.Source.Entry(k, words.Language()).Title },
		Read:   func(k outcome.Key) { e.readOn(append(slices.Clip(e.read), k)) },
		Browse: e.p.o.Desktop.Browse,
	}
}

// readOn shows the last of some outcomes, the way back being the others and
// then the problem itself.
func (e *explanation) readOn(way []outcome.Key) {
	n := len(way) - 1
	if n < 0 {
		e.show(e.p.facts, e.p.hints)
		e.scroll.ScrollToTop()
		e.box.Refresh()
		return
	}
	here := e.p.facts.text
	x, err := e.p.o.Source.ExplainFor(way[n], here.StepsFor, here.Panel)
	if err != nil {
		e.p.o.Desktop.Tell(e.p.o.Sentence(err))
		return
	}
	e.read = way
	back := lang.L("Back to this problem")
	if n > 0 {
		back = lang.L("Back to {{.Title}}", map[string]any{"Title": e.links().Title(way[n-1])})
	}
	e.box.RemoveAll()
	e.box.Add(container.NewHBox(&control.Button{Button: widget.Button{
		Text: back, Icon: fynetheme.NavigateBackIcon(), Importance: widget.LowImportance, OnTapped: func() { e.readOn(way[:n]) },
	}}))
	e.box.Add(article.General(x, e.links()))
	e.scroll.ScrollToTop()
	e.box.Refresh()
}

// callout is the short version: what to do, where to, why it matters, since
// when, and where.
func (e *explanation) callout(f facts) fyne.CanvasObject {
	box := container.NewVBox()
	if f.detail.Verdict.IsProblem() {
		box.Add(article.Urgency(f.text.Urgency))
		article.Part(box, lang.L("What to do"), f.text.Fix)
		if e.p.o.SignIn != nil && needsSignIn(f.detail) {
			box.Add(container.NewHBox(&control.Button{Button: widget.Button{Text: lang.L("Sign in …"), Icon: fynetheme.LoginIcon(), OnTapped: e.p.o.SignIn}}))
		}
		box.Add(e.moved)
		article.Part(box, why(f.detail.Severity), f.text.Why)
		if past := history(f.past, e.p.scan); past != nil {
			box.Add(past)
		}
	} else {
		article.Part(box, lang.L("In short"), f.text.Short)
	}
	article.Part(box, lang.L("Checked again"), e.p.checkedAgain(f.detail))
	article.Part(box, lang.L("Also found"), e.alsoFound(f))
	article.Part(box, lang.L("Note"), reason(f.detail))
	if f.links > 0 {
		line := &widget.Label{Text: linked(f), Wrapping: fyne.TextWrapWord, Selectable: true}
		all := &control.Button{Button: widget.Button{Text: lang.L("See all"), Importance: widget.LowImportance, OnTapped: e.p.seeLinks}}
		box.Add(article.Tight(badge.Caption(lang.L("Where it is linked")), container.NewBorder(nil, nil, nil, container.NewVBox(all), line)))
	}
	return article.Callout(box)
}

// alsoFound names the problems that the check of an address noted beside its own, with
// what to do about them.
func (e *explanation) alsoFound(f facts) string {
	family, _ := knowledge.FindFamily(f.text.StepsFor)
	var all []string
	for _, n := range f.detail.Notes {
		x := e.p.o.Source.Entry(n.Outcome, words.Language())
		j := x.For(f.detail.Internal)
		if text := x.Title + ". " + j.FixFor(family.Group == knowledge.Builder); n.Outcome != f.detail.Outcome && j.Verdict.IsProblem() && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n")
}

// showHints fills in what takes longer to find out.
func (e *explanation) showHints(h hints) {
	e.moved.RemoveAll()
	if part := e.suggestions(h); part != nil {
		e.moved.Add(part)
		e.moved.Show()
	} else {
		e.moved.Hide() // or it would leave a gap
	}
	e.box.Refresh()
}

// offerHints says below the text that there are hints, which came after it; a press shows
// them in their place.
func (e *explanation) offerHints(h hints) {
	e.late.RemoveAll()
	if len(h.suggestions) == 0 && h.archive == "" {
		e.late.Hide()
		return
	}
	text := lang.L("There may be an old copy of this page.")
	if len(h.suggestions) > 0 {
		text = heading(h.suggestions[0]) + ": " + words.Readable(h.suggestions[0].URL)
	}
	line := &widget.Label{Text: text, Truncation: fyne.TextTruncateEllipsis}
	show := &control.Button{Button: widget.Button{Text: lang.L("Show"), OnTapped: func() {
		e.late.Hide()
		e.showHints(h)
		e.scroll.ScrollToTop()
		e.content.Refresh()
	}}}
	e.late.Add(article.Callout(container.NewBorder(nil, nil, nil, show, line)))
	e.late.Show()
	e.content.Refresh()
}

// why heads the reason for a severity.
func why(s outcome.Severity) string {
	if s == outcome.NoSeverity {
		return lang.L("How serious")
	}
	return lang.L("How serious: {{.Severity}}", map[string]any{"Severity": words.Severity(s)})
}

// reason says which rule skipped an address, as far as that is more than the
// outcome.
func reason(d storage.Detail) string {
	if d.Verdict == outcome.Skipped {
		return sentence(words.Reason(d.Reason))
	}
	return ""
}

// sentence returns a text that begins with a capital letter and ends with a full stop. A
// text that begins with an address stays as it is.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	word, _, _ := strings.Cut(text, " ")
	if text == "" || strings.ContainsAny(word, "/.") {
		return text
	}
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// linked names the first pages that link there.
func linked(f facts) string {
	if f.text.Orphan {
		return lang.L("No page links to it. Only the sitemap names it, so search engines find it and visitors do not.")
	}
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
