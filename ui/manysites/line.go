package manysites

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// newLine returns a line of the preview: a picture, what the row is about, and what becomes
// of it.
func newLine() fyne.CanvasObject {
	site := &widget.Label{Truncation: fyne.TextTruncateEllipsis}
	text := badge.Caption("")
	text.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, widget.NewIcon(nil), nil,
		container.New(layout.NewCustomPaddedVBoxLayout(-theme.Size(theme.SizeGap)-2), site, text))
}

func updateLine(r Row, o *fyne.Container) {
	var icon *widget.Icon
	var texts *fyne.Container
	for _, child := range o.Objects {
		switch child := child.(type) {
		case *widget.Icon:
			icon = child
		case *fyne.Container:
			texts = child
		}
	}
	picture, becomes := pictureOf(r.Becomes)
	icon.SetResource(picture)
	set(texts.Objects[0].(*widget.Label), lang.L("Row {{.Row}}: {{.Site}}", map[string]any{"Row": words.Number(r.Number), "Site": words.Readable(r.Site)}))
	text := becomes
	if r.Text != "" && becomes != "" {
		text += " · "
	}
	set(texts.Objects[1].(*widget.Label), text+words.Readable(r.Text))
}

// pictureOf returns the picture and the words for what becomes of a row.
func pictureOf(k Kind) (picture fyne.Resource, becomes string) {
	switch k {
	case Faulty:
		return theme.VerdictIcon(outcome.Broken), lang.L("Can't be used")
	case Changed:
		return fynetheme.NewColoredResource(fynetheme.DocumentCreateIcon(), theme.ColorInfo), lang.L("Will be changed")
	case Same:
		return fynetheme.NewColoredResource(fynetheme.ConfirmIcon(), fynetheme.ColorNameDisabled), lang.L("There already")
	case Repeated:
		return fynetheme.NewColoredResource(fynetheme.ContentCopyIcon(), fynetheme.ColorNameDisabled), ""
	default:
		return fynetheme.NewColoredResource(fynetheme.ContentAddIcon(), fynetheme.ColorNameSuccess), lang.L("Will be added")
	}
}

func set(l *widget.Label, s string) {
	if l.Text != s {
		l.SetText(s)
	}
}
