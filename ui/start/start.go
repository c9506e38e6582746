// Package start is what a person sees first: one field, one button, and a way
// to try it all without a website of one's own. It must not know how a scan is
// run or where sites are kept.
package start

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/column"
	"sitewell/ui/theme"
)

// Screen is the first screen.
type Screen struct {
	form    *Form
	content fyne.CanvasObject
}

const (
	columnWidth = 620
	iconSize    = 84
)

// New makes the screen around a form; icon is the application's.
func New(form *Form, icon fyne.Resource) *Screen {
	picture := canvas.NewImageFromResource(icon)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(iconSize))

	head := &widget.Label{
		Text: lang.L("Is everything well on your website?"), SizeName: theme.SizeTitle,
		TextStyle: fyne.TextStyle{Bold: true}, Alignment: fyne.TextAlignCenter, Wrapping: fyne.TextWrapWord,
	}
	promise := &widget.Label{
		Text:      lang.L("Sitewell opens your pages as a visitor would, tries every link on them, and tells you in plain words what is broken and how to fix it. It only reads: nothing on your site is changed."),
		Alignment: fyne.TextAlignCenter, Wrapping: fyne.TextWrapWord,
	}
	aside := &widget.Label{
		Text: lang.L("The demo is a small website with many faults, inside this program. It needs no network."), SizeName: theme.SizeCaption,
		Importance: widget.LowImportance, Alignment: fyne.TextAlignCenter, Wrapping: fyne.TextWrapWord,
	}
	room := theme.Size(theme.SizeRoom)
	box := container.New(layout.NewCustomPaddedVBoxLayout(theme.Size(theme.SizeGap)),
		picture, head, promise,
		gap(room), form.Content(), gap(room),
		container.NewCenter(form.DemoButton()), aside,
	)
	s := &Screen{form: form}
	s.content = container.NewVScroll(middle(column.Margin(theme.Size(theme.SizeMargin), column.New(columnWidth, box))))
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Focus puts the keyboard into the field.
func (s *Screen) Focus(c fyne.Canvas) { s.form.Focus(c) }

// gap is empty room of the given height.
func gap(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, height))
	return r
}

// middle stands a little above the middle of the room there is, where the eye
// expects it.
func middle(content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&middleLayout{}, content)
}

type middleLayout struct{}

func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	o := objects[0]
	o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
	height := o.MinSize().Height // again: text has wrapped at the new width
	o.Move(fyne.NewPos(0, max(0, (size.Height-height)*0.4)))
	o.Resize(fyne.NewSize(size.Width, height))
}
