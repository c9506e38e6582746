package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/theme"
)

// Empty is what a screen or list shows instead of nothing: a picture, what it
// is that is not there, and what to do next. It centres itself.
func Empty(icon fyne.Resource, title, sentence string, actions ...Action) fyne.CanvasObject {
	box := container.New(column{width: 460})
	if icon != nil {
		picture := canvas.NewImageFromResource(icon)
		picture.FillMode = canvas.ImageFillContain
		picture.SetMinSize(fyne.NewSquareSize(48))
		box.Add(picture)
	}
	head := widget.NewLabel(title)
	head.SizeName, head.TextStyle.Bold = theme.SizeSection, true
	head.Alignment, head.Wrapping = fyne.TextAlignCenter, fyne.TextWrapWord
	box.Add(head)
	if sentence != "" {
		text := widget.NewLabel(sentence)
		text.Alignment, text.Wrapping, text.Importance = fyne.TextAlignCenter, fyne.TextWrapWord, widget.LowImportance
		box.Add(text)
	}
	if len(actions) > 0 {
		row := container.NewHBox()
		for i, a := range actions {
			b := &control.Button{Button: widget.Button{Text: a.Text, Icon: a.Icon, OnTapped: a.Do}}
			if i == 0 {
				b.Importance = widget.HighImportance
			}
			row.Add(b)
		}
		box.Add(container.New(layout.NewCustomPaddedLayout(12, 0, 0, 0), container.NewCenter(row)))
	}
	return box
}

// column stacks objects in the middle of whatever room there is, at most as
// wide as a line that is read with ease.
type column struct{ width float32 }

func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(min(c.width, 240), 0)
	for _, o := range objects {
		size.Height += o.MinSize().Height + columnGap
	}
	return size
}

const columnGap = -4 // labels bring room of their own

func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(c.width, size.Width)
	height := float32(-columnGap)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		height += o.MinSize().Height + columnGap // a wrapped text knows its height once it has its width
	}
	y := max((size.Height-height)/2, 0)
	for _, o := range objects {
		h := o.MinSize().Height
		o.Move(fyne.NewPos((size.Width-width)/2, y))
		o.Resize(fyne.NewSize(width, h))
		y += h + columnGap
	}
}
