package marking

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Fill fills a box with what was said, a line each with a button that takes it back,
// and hides it where nothing was.
func (k *Marker) Fill(box *fyne.Container, scan storage.Scan, marks []storage.Mark) {
	box.RemoveAll()
	for _, m := range marks {
		box.Add(k.line(scan, m))
	}
	if len(marks) == 0 {
		box.Hide()
		return
	}
	box.Show()
	box.Refresh()
}

// line is one mark.
func (k *Marker) line(scan storage.Scan, m storage.Mark) fyne.CanvasObject {
	text := badge.NewExcerpt(3)
	text.SetText(words.Mark(m, scan.Began))
	undo := &control.Button{Button: widget.Button{Text: lang.L("Undo"), Icon: fynetheme.ContentUndoIcon(), Importance: widget.LowImportance, OnTapped: func() { k.Remove(scan.Site, m) }}}
	s := badge.NewSurface(container.NewBorder(nil, nil, container.NewCenter(column.Inset(widget.NewIcon(iconOf(m)))), container.NewCenter(undo), text))
	s.Inset, s.Fill, s.Plain = 0, theme.ColorInfoSoft, true
	return s
}

func iconOf(m storage.Mark) fyne.Resource {
	switch m.Kind {
	case storage.Ignored:
		return fynetheme.VisibilityOffIcon()
	case storage.WorksInBrowser:
		return fynetheme.ComputerIcon()
	case storage.Done:
		return fynetheme.ConfirmIcon()
	case storage.Assigned:
		return fynetheme.AccountIcon()
	default:
		return fynetheme.DocumentCreateIcon()
	}
}
