// Package article shows what an outcome means, as the knowledge base explains
// it: in short, in full, and what to read next. It must not know of any scan.
package article

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Links is where an article leads to.
type Links struct {
	// Title names an outcome. It answers at once.
	Title func(key outcome.Key) string
	// Read shows the article of another outcome, Browse opens a web page.
	Read   func(key outcome.Key)
	Browse func(address string)
}

// General is a whole article: what an outcome means on any site.
func General(x knowledge.Explanation, l Links) fyne.CanvasObject {
	title := badge.Section(x.Title)
	title.Wrapping = fyne.TextWrapWord
	box := container.NewVBox(title)
	short := container.NewVBox()
	Part(short, lang.L("In short"), x.Short)
	short.Add(Urgency(x.Urgency))
	Part(short, lang.L("What to do"), x.Fix)
	box.Add(Callout(short))
	box.Add(Text(x))
	if further := Further(x, l); further != nil {
		box.Add(further)
	}
	return box
}

// Urgency is a label that says when to act.
func Urgency(u knowledge.Urgency) fyne.CanvasObject {
	l := &widget.Label{Text: words.Urgency(u), TextStyle: fyne.TextStyle{Bold: true}}
	switch u {
	case knowledge.Now:
		l.Importance = widget.DangerImportance
	case knowledge.ThisWeek:
		l.Importance = widget.WarningImportance
	}
	return l
}

// Part adds a text below its caption, where there is a text.
func Part(box *fyne.Container, caption, text string) {
	if text != "" {
		box.Add(Tight(badge.Caption(caption), &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Selectable: true}))
	}
}

// Callout returns a coloured background with the short version on it.
func Callout(content fyne.CanvasObject) fyne.CanvasObject {
	s := badge.NewSurface(content)
	s.Fill, s.Plain, s.Inset = theme.ColorInfoSoft, true, 4
	return column.Margin(4, s)
}

// overhang is how far a line of a numbered list may reach past the right edge of Fyne's
// rich text, which does not count the indent of the list when it breaks lines.
const overhang = 18

// Text returns the whole text of an explanation. Each section is a text of its
// own, because Fyne's rich text leaves no room between a list and the heading below.
func Text(x knowledge.Explanation) fyne.CanvasObject {
	sections := container.New(closer{by: sectionOverlap})
	if x.Lang != "" && x.Lang != words.Language() {
		note := badge.Caption(lang.L("This explanation is not available in your language yet. Here it is in English."))
		note.Wrapping = fyne.TextWrapWord
		sections.Add(note)
	}
	for _, section := range x.Sections {
		rich := widget.NewRichTextFromMarkdown(section.Text())
		rich.Wrapping = fyne.TextWrapWord
		sections.Add(rich)
	}
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(overhang, 0))
	return container.NewBorder(nil, nil, nil, room, sections)
}

// sectionOverlap is how much of the room around two texts their sections share.
const sectionOverlap = 4

// Further leads to related outcomes and to pages that back the text; nil where
// there are none.
func Further(x knowledge.Explanation, l Links) fyne.CanvasObject {
	box := container.NewVBox()
	if len(x.Related) > 0 {
		box.Add(badge.Caption(lang.L("Read on")))
		links := column.Flow(0)
		for _, key := range x.Related {
			links.Add(&control.Link{Hyperlink: widget.Hyperlink{Text: l.Title(key), OnTapped: func() { l.Read(key) }}})
		}
		box.Add(links)
	}
	if len(x.References) > 0 {
		box.Add(badge.Caption(lang.L("Where this is written (opens in the browser)")))
		links := container.NewVBox()
		for _, r := range x.References {
			links.Add(&control.Link{Hyperlink: widget.Hyperlink{Text: r.Text, Wrapping: fyne.TextWrapWord, OnTapped: func() { l.Browse(r.URL) }}})
		}
		box.Add(links)
	}
	if len(box.Objects) == 0 {
		return nil
	}
	return box
}
