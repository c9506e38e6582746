package overview

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Cause is what breaks links on several sites.
type Cause struct {
	Title string // what to do about it
	Reach string // “31 links on 9 sites”
	Sites []CauseSite
	// Read returns the links, and a message about all of it.
	Read func(ctx context.Context) (CauseLinks, error)
}

// CauseSite is a site that has the cause.
type CauseSite struct {
	Site  storage.Site
	Scan  storage.ScanID
	Links int
}

// CauseLinks are the links of a cause.
type CauseLinks struct {
	Links   []CauseLink
	Message string // to the editors of the sites
}

// CauseLink is a link that fails.
type CauseLink struct {
	Site     storage.SiteID
	Page, To string
	Text     string
}

// newCauses returns the list of causes.
func newCauses(s *Screen) *widget.List {
	list := widget.NewList(func() int { return len(s.causes) }, func() fyne.CanvasObject {
		title := &widget.Label{TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis}
		reach := badge.Caption("")
		reach.Truncation = fyne.TextTruncateEllipsis
		return container.New(layout.NewCustomPaddedVBoxLayout(-theme.Size(theme.SizeGap)), title, reach)
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		texts, c := o.(*fyne.Container).Objects, &s.causes[i]
		set(texts[0].(*widget.Label), words.Readable(c.Title))
		set(texts[1].(*widget.Label), c.Reach+": "+sitesOf(c))
	})
	list.OnSelected = func(i widget.ListItemID) {
		list.UnselectAll()
		s.openCause(&s.causes[i])
	}
	return list
}

// sitesOf names the sites of a cause.
func sitesOf(c *Cause) string {
	text := ""
	for i := range c.Sites {
		if i > 0 {
			text += ", "
		}
		text += words.Readable(c.Sites[i].Site.Title())
	}
	return text
}

// showCauses shows what breaks links on several sites.
func (s *Screen) showCauses(causes []Cause) {
	s.causes = causes
	s.none.RemoveAll()
	if len(causes) == 0 {
		s.none.Add(badge.Empty(fynetheme.ConfirmIcon(), lang.L("Nothing is shared"), lang.L("No two sites have broken links to the same place.")))
	}
	s.tabs.SetCount(1, len(causes))
	s.causesList.Refresh()
	s.causeView.Refresh()
}

// openCause reads the links of a cause, and lists them.
func (s *Screen) openCause(c *Cause) {
	s.o.Run.Go(func(ctx context.Context) {
		links, err := c.Read(ctx)
		s.o.Run.Do(func() {
			if err != nil {
				s.o.Dialogs.Tell(lang.L("That did not work"), s.o.Sentence(err), lang.L("OK"))
				return
			}
			s.showLinks(c, links)
		})
	})
}

// linkLine is a line of the links of a cause: a site, or a link of the site above.
type linkLine struct {
	site *CauseSite
	link CauseLink
}

const (
	linksWidth  = 820
	linksHeight = 320
)

// showLinks lists the links of a cause below their sites.
func (s *Screen) showLinks(c *Cause, links CauseLinks) {
	var lines []linkLine
	for i := range c.Sites {
		lines = append(lines, linkLine{site: &c.Sites[i]})
		for _, l := range links.Links {
			if l.Site == c.Sites[i].Site.ID {
				lines = append(lines, linkLine{link: l})
			}
		}
	}
	var d *ask.Dialog
	list := widget.NewList(func() int { return len(lines) }, newLinkLine, func(i widget.ListItemID, o fyne.CanvasObject) {
		updateLinkLine(lines[i], o.(*fyne.Container), func(scan storage.ScanID) {
			d.Close()
			s.o.Going.Results(scan)
		})
	})
	list.OnSelected = func(widget.ListItemID) { list.UnselectAll() }
	space := canvas.NewRectangle(theme.Color(fynetheme.ColorNameBackground))
	space.SetMinSize(fyne.NewSize(0, linksHeight))
	d = &ask.Dialog{
		Title: words.Readable(c.Title), Text: c.Reach, Content: container.NewStack(space, list), Width: linksWidth,
		Cancel:  ask.Button{Text: lang.L("Close")},
		Confirm: ask.Button{Text: lang.L("Copy message"), Icon: fynetheme.ContentCopyIcon(), Do: func() { s.o.Copy(links.Message) }},
	}
	s.o.Dialogs.Show(d)
}

func newLinkLine() fyne.CanvasObject {
	text := &widget.Label{Truncation: fyne.TextTruncateEllipsis}
	open := &control.Button{Button: widget.Button{Text: lang.L("Results"), Importance: widget.LowImportance}}
	return container.NewBorder(nil, nil, nil, open, text)
}

func updateLinkLine(l linkLine, o *fyne.Container, results func(storage.ScanID)) {
	var text *widget.Label
	var open *control.Button
	for _, child := range o.Objects {
		switch child := child.(type) {
		case *widget.Label:
			text = child
		case *control.Button:
			open = child
		}
	}
	if l.site != nil {
		text.TextStyle.Bold = true
		text.SetText(lang.L("{{.Site}}: {{.Links}}", map[string]any{
			"Site": words.Readable(l.site.Site.Title()), "Links": lang.N("{{.Count}} links", l.site.Links, map[string]any{"Count": words.Number(l.site.Links)}),
		}))
		scan := l.site.Scan
		open.OnTapped = func() { results(scan) }
		open.Show()
		return
	}
	open.Hide()
	text.TextStyle.Bold = false
	line := lang.L("{{.Page}} links to {{.Address}}", map[string]any{"Page": words.Readable(l.link.Page), "Address": words.Readable(l.link.To)})
	if l.link.Text != "" {
		line += " (" + l.link.Text + ")"
	}
	text.SetText(line)
}
