package scanning

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/theme"
)

// step is one of the two things that a scan does at the same time: what it is, how far
// it is in words, and a bar.
type step struct {
	words   *widget.Label
	bar     *Bar
	content fyne.CanvasObject
}

func newStep(name string) *step {
	s := &step{words: badge.Caption(""), bar: NewBar()}
	s.words.Truncation, s.words.Alignment = fyne.TextTruncateEllipsis, fyne.TextAlignTrailing
	title := &widget.Label{Text: name, TextStyle: fyne.TextStyle{Bold: true}}
	s.content = container.New(layout.NewCustomPaddedVBoxLayout(-theme.Size(theme.SizeGap)/2),
		container.NewBorder(nil, nil, title, nil, s.words), column.Inset(s.bar))
	return s
}

func (s *step) set(words string, share float64) {
	set(s.words, words)
	s.bar.Set(share)
}
