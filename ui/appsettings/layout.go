package appsettings

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/ui/theme"
)

const (
	pageWidth    = 860 // of all at most, so that a setting is close to its name
	controlWidth = 300
	sideBySide   = 620 // the width from which a control is beside its name
	sideGap      = 16
	rowGap       = 12
	textGap      = -14 // between lines of text, which Fyne puts far from each other
)

// rows puts objects below each other, gap apart and no wider than pageWidth. Wrapped texts are
// measured at the width that they get.
type rows struct{ gap, width float32 }

// MinSize is for Fyne.
func (l *rows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, l.place(objects, l.width, false))
}

// Layout is for Fyne.
func (l *rows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = min(size.Width, pageWidth)
	l.place(objects, l.width, true)
}

func (l *rows) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := heightAt(o, width)
		if move {
			o.Move(fyne.NewPos(0, y))
			o.Resize(fyne.NewSize(width, h))
		}
		y += h + l.gap
	}
	return max(y-l.gap, 0)
}

// heightAt returns how high an object has to be at a width.
func heightAt(o fyne.CanvasObject, width float32) float32 {
	if width > 0 && o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.Size().Height))
	}
	return o.MinSize().Height
}

// row puts a name with its help at the left, and what is set at the right or, where there
// is no room, below it. A third object is below both.
type row struct{ width float32 }

// MinSize is for Fyne.
func (l *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, l.place(objects, l.width, false))
}

// Layout is for Fyne.
func (l *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width, true)
}

func (l *row) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	put := func(o fyne.CanvasObject, x, y, w float32) float32 {
		h := heightAt(o, w)
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h))
		}
		return h
	}
	var height float32
	if width >= sideBySide {
		left := width - controlWidth - sideGap
		height = max(put(objects[0], 0, 0, left), put(objects[1], left+sideGap, 0, controlWidth))
	} else {
		height = put(objects[0], 0, 0, width)
		edge := theme.Size(fynetheme.SizeNameInnerPadding) // where texts begin
		height += put(objects[1], edge, height, min(width-2*edge, controlWidth+100))
	}
	for _, below := range objects[2:] {
		if below.Visible() {
			height += put(below, 0, height, width)
		}
	}
	return height
}

// measured sets the width of a form before the scroller around it asks for its height.
type measured struct{ form fyne.CanvasObject }

// MinSize is for Fyne.
func (measured) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 80) }

// Layout is for Fyne.
func (m measured) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m.form.Resize(fyne.NewSize(size.Width, m.form.Size().Height))
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}
