package problem

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/marking"
	"sitewell/ui/words"
)

// showMarks says what people said about the problem, and lets each of it be taken
// back.
func (p *Panel) showMarks() {
	d := &p.facts.detail
	if p.o.Marks == nil {
		return
	}
	p.o.Marks.Fill(p.said, p.o.Scan(), d.Marks)
}

// marked is what a person marks here.
func (p *Panel) marked() marking.Subject {
	return marking.One(p.o.Scan(), p.id, p.facts.detail.URL)
}

// linkMenu adds marks to the menu of a link.
func (p *Panel) linkMenu(k link) []*fyne.MenuItem {
	if p.o.Marks == nil || !p.facts.detail.Verdict.IsProblem() {
		return nil
	}
	items := []*fyne.MenuItem{fyne.NewMenuItemSeparator(), fyne.NewMenuItemWithIcon(lang.L("Ignore the links on this page"), fynetheme.VisibilityOffIcon(), func() {
		p.o.Marks.IgnoreLinks(p.marked(), k.PageURL)
	})}
	for _, rule := range []storage.ElementRule{{Place: k.Place}, {Element: k.Element}} {
		if k.Place == result.PlaceMain && rule.Place == k.Place || k.Element == "a[href]" && rule.Element != "" {
			continue // or hardly anything would be left of a site
		}
		if text := rule.String(); text != "" {
			items = append(items, fyne.NewMenuItemWithIcon(lang.L("Ignore all links in “{{.Element}}”", map[string]any{"Element": words.Element(text)}), fynetheme.VisibilityOffIcon(), func() {
				p.o.Marks.IgnoreElement(p.marked(), rule)
			}))
		}
	}
	return items
}

func (h *head) chooseIgnore() { marking.ShowBelow(h.ignore, h.p.o.Marks.IgnoreMenu(h.p.marked())) }

func (h *head) chooseMark() { marking.ShowBelow(h.mark, h.p.o.Marks.MarkMenu(h.p.marked())) }

// showMarking offers marks for a problem.
func (h *head) showMarking(f facts) {
	if h.p.o.Marks != nil && f.detail.Verdict.IsProblem() {
		h.ignore.Show()
		h.mark.Show()
		return
	}
	h.ignore.Hide()
	h.mark.Hide()
}
