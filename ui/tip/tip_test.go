package tip

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/uitest"
)

// clock holds what waits for its time.
type clock struct{ due func() }

func (c *clock) after(_ time.Duration, f func()) (stop func()) {
	c.due = f
	return func() { c.due = nil }
}

func (c *clock) pass() {
	if c.due != nil {
		c.due()
	}
}

func TestTips(t *testing.T) {
	uitest.New(t)
	c := &clock{}
	layer := NewLayer(c.after)
	pressed := 0
	b := NewButton(fynetheme.CancelIcon(), "Close the panel", func() { pressed++ })
	corner := container.NewBorder(nil, container.NewBorder(nil, nil, nil, b), nil, nil)
	w := uitest.Window(t, container.NewStack(corner, layer), 400, 300)

	b.MouseIn(nil)
	if layer.Text() != "" {
		t.Error("it is told at once")
	}
	c.pass()
	if layer.Text() != "Close the panel" {
		t.Errorf("it tells %q", layer.Text())
	}
	at, size := layer.box.Position(), layer.box.Size()
	if at.X < 0 || at.Y < 0 || at.X+size.Width > layer.Size().Width || at.Y+size.Height > layer.Size().Height {
		t.Errorf("%v at %v is outside the window", size, at)
	}
	if at.Y+size.Height > b.Position().Y+corner.Size().Height-b.Size().Height {
		t.Errorf("%v at %v covers the button", size, at)
	}
	b.MouseOut()
	if layer.Text() != "" {
		t.Error("it is still told when the pointer has left")
	}

	b.MouseIn(nil)
	b.MouseOut()
	c.pass()
	if layer.Text() != "" {
		t.Error("it is told about what the pointer only passed")
	}

	w.Canvas().Focus(b) // by keyboard
	c.pass()
	if layer.Text() != "Close the panel" {
		t.Errorf("by keyboard it tells %q", layer.Text())
	}
	b.Tapped(&fyne.PointEvent{})
	if layer.Text() != "" || pressed != 1 {
		t.Errorf("pressed %d times, it tells %q", pressed, layer.Text())
	}

	b.MouseIn(nil)
	popup := widget.NewModalPopUp(widget.NewLabel("question"), w.Canvas())
	popup.Show()
	c.pass()
	if layer.Text() != "" {
		t.Error("it is told below a dialog")
	}
}

// A button in a dialog says what it does as well, and its tip may reach out of a small
// dialog; what is below the dialog says nothing.
func TestTipInADialog(t *testing.T) {
	uitest.New(t)
	c, below := &clock{}, &clock{}
	w := uitest.Window(t, container.NewStack(container.NewVBox(NewButton(fynetheme.HomeIcon(), "Home", nil)), NewLayer(below.after)), 400, 300)
	layer := NewLayer(c.after)
	b := NewButton(fynetheme.CancelIcon(), "A text that is wider than the small dialog in which this button is", nil)
	d := widget.NewModalPopUp(container.NewStack(b, layer), w.Canvas())
	d.Show()
	layer.Watch(d.Content, w.Canvas().Overlays().Top())
	defer layer.Unwatch()
	b.MouseIn(nil)
	c.pass()
	if layer.Text() == "" {
		t.Fatal("a button in a dialog says nothing")
	}
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(layer.box), layer.box.Size()
	if size.Width <= d.Content.Size().Width || at.X < 0 || at.X+size.Width > 400 || at.Y+size.Height > 300 {
		t.Errorf("%v at %v: not in the window, or no wider than the dialog", size, at)
	}
	b.MouseOut()
	w.Content().(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*Button).MouseIn(nil)
	below.pass()
	c.pass()
	if l := w.Content().(*fyne.Container).Objects[1].(*Layer); l.Text() != "" || layer.Text() != "" {
		t.Error("what is below the dialog says something")
	}
}
