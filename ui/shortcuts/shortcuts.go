// Package shortcuts is the page that lists every shortcut of the keyboard. It must not
// know what they do: it shows the table of which the menus are made.
package shortcuts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
)

// Group is a part of the page.
type Group struct {
	Title string
	Lines []Line
}

// Line is one shortcut.
type Line struct {
	Keys string // "Ctrl+N"
	Text string // "New scan"
}

// Options are what the page needs.
type Options struct {
	Groups []Group
	// Codes shows what every code means.
	Codes func()
}

// Screen is the page.
type Screen struct {
	codes   *control.Button
	content fyne.CanvasObject
}

// keysWidth is how wide the column of keys is.
const keysWidth = 175

// groupWidth is how wide a group is; they are beside each other where there is room.
const groupWidth = 410

// New makes the page.
func New(o Options) *Screen {
	s := &Screen{codes: &control.Button{Button: widget.Button{Text: lang.L("What codes mean"), Icon: fynetheme.HelpIcon(), OnTapped: o.Codes}}}
	var groups []fyne.CanvasObject
	for _, g := range append(o.Groups, everywhere()...) {
		groups = append(groups, newGroup(g))
	}
	head := container.NewVBox(badge.Title(lang.L("Help")),
		badge.Body(lang.L("Everything in Sitewell can be done by keyboard. These are the shortcuts; the menus show them as well. What the codes of a scan mean, such as 404, is on a page of its own.")),
		container.NewHBox(column.Inset(s.codes)), badge.Section(lang.L("Keyboard shortcuts")))
	margin := theme.Size(theme.SizeMargin)
	s.content = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(margin/2, margin/2, margin, margin),
		container.NewVBox(head, column.Flow(24, groups...))))
	return s
}

// Content is the page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus puts the keyboard onto the button.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.codes) }

func newGroup(g Group) fyne.CanvasObject {
	lines := container.NewVBox(&widget.Label{Text: g.Title, TextStyle: fyne.TextStyle{Bold: true}})
	for _, l := range g.Lines {
		keys := &widget.Label{Text: l.Keys, Truncation: fyne.TextTruncateEllipsis}
		text := &widget.Label{Text: l.Text, Wrapping: fyne.TextWrapWord}
		lines.Add(container.NewBorder(nil, nil, column.Fixed(keysWidth, keys), nil, text))
	}
	lines.Layout = layout.NewCustomPaddedVBoxLayout(-12)
	return column.Fixed(groupWidth, lines)
}

// everywhere are the keys that no menu has.
func everywhere() []Group {
	return []Group{
		{lang.L("Everywhere"), []Line{
			{lang.L("Tab, Shift+Tab"), lang.L("To the next field or button, and back")},
			{lang.L("Space"), lang.L("Press a button, tick a box, open a list of choices")},
			{lang.L("Esc"), lang.L("Close what is open: a dialog, a panel, a search")},
			{lang.L("Ctrl") + "+Z", lang.L("Undo what was deleted")},
		}},
		{lang.L("In lists"), []Line{
			{"↑ ↓", lang.L("To the row above or below")},
			{lang.L("Page Up, Page Down"), lang.L("A page up or down")},
			{lang.L("Home, End"), lang.L("To the first or the last row")},
			{lang.L("Enter"), lang.L("Open the row")},
			{lang.L("Menu, Shift+F10"), lang.L("Show what can be done with the row")},
			{"Shift+↑ ↓", lang.L("Choose several rows")},
			{lang.L("Ctrl") + "+" + lang.L("Space"), lang.L("Choose one row more, or one less")},
			{lang.L("Ctrl") + "+A", lang.L("Choose all rows")},
			{lang.L("Ctrl") + "+C", lang.L("Copy the row, or the rows that are chosen")},
		}},
	}
}
