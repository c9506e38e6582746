//go:build e2e && !headless

package outline

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// frame40 is a widget of 40 units that draws a text of any width.
type frame40 struct {
	widget.BaseWidget
	text *canvas.Text
}

func newFrame40(text string) *frame40 {
	f := &frame40{text: canvas.NewText(text, theme.Color(theme.ColorNameForeground))}
	f.ExtendBaseWidget(f)
	f.Resize(fyne.NewSize(40, 30))
	return f
}

func (f *frame40) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.text) }

func at(o fyne.CanvasObject, x, y, width, height float32) fyne.CanvasObject {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
	return o
}

// What is drawn or placed outside its frame is found, and nothing else is.
func TestFaults(t *testing.T) {
	button := func() fyne.CanvasObject { return widget.NewButton("Press", nil) }
	wide := strings.Repeat("W", 50)
	scrolled := func(x, y float32, scroll func(fyne.CanvasObject) *container.Scroll) fyne.CanvasObject {
		area := canvas.NewRectangle(nil)
		area.SetMinSize(fyne.NewSize(390, 900))
		return at(scroll(container.NewStack(area, container.NewWithoutLayout(at(button(), x, y, 80, 30)))), 0, 0, 400, 300)
	}
	for _, tt := range []struct {
		name   string
		object fyne.CanvasObject
		want   string // how the only fault begins, "" for none
	}{
		{"short text", newFrame40("W"), ""},
		{"text wider than its widget", newFrame40(wide), "text \"" + wide + "\" is drawn from 0 to"},
		{"widget in the window", at(button(), 300, 100, 80, 30), ""},
		{"widget over the right edge", at(button(), 350, 100, 80, 30), "widget.Button is outside the window"},
		{"widget over the lower edge", at(button(), 100, 290, 80, 30), "widget.Button is outside the window"},
		{"widget beside the window", at(button(), 500, 100, 80, 30), "widget.Button is outside the window"},
		{"the menu of Fyne's dialog for folders", at(widget.NewCheck("Show Hidden Files", nil), 350, 100, 160, 30), ""},
		{"below what a scroller shows", scrolled(100, 600, container.NewVScroll), ""},
		{"beside what scrolls down only", scrolled(500, 100, container.NewVScroll), "widget.Button is outside the window"},
		{"beside what scrolls both ways", scrolled(500, 100, container.NewScroll), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			test.NewTempApp(t)
			w := test.NewTempWindow(t, container.NewWithoutLayout(tt.object))
			w.SetPadded(false)
			w.Resize(fyne.NewSize(400, 300))
			got := describe(w.Canvas()).Faults
			if tt.want == "" && len(got) > 0 {
				t.Fatalf("faults: %q; want none", got)
			}
			if tt.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tt.want)) {
				t.Fatalf("faults: %q; want one that begins with %q", got, tt.want)
			}
		})
	}
}

// A widget is named in the same way wherever its data differ, and what another
// one covers is not reached.
func TestWidgets(t *testing.T) {
	test.NewTempApp(t)
	covered, above := widget.NewButton("Covered", nil), widget.NewButton("12 of 345", nil)
	w := test.NewTempWindow(t, container.NewWithoutLayout(at(covered, 10, 10, 80, 30), at(above, 10, 10, 80, 30)))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	got := describe(w.Canvas()).Widgets
	if len(got) != 1 || got[0].Identity() != "widget.Button “# of #”" || got[0].X != 50 || got[0].Y != 25 {
		t.Errorf("widgets: %+v; want the upper button alone", got)
	}
}

// A label that has no room for its text is told, and one that has room is not.
func TestDotted(t *testing.T) {
	test.NewTempApp(t)
	label := func(text string) *widget.Label {
		l := widget.NewLabel(text)
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	w := test.NewTempWindow(t, container.NewWithoutLayout(
		at(label("Settings of the site"), 10, 10, 90, 30), at(label("Settings"), 10, 50, 200, 30),
	))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	got := describe(w.Canvas()).Dotted
	if len(got) != 1 || !strings.HasPrefix(got[0], "Settings") {
		t.Errorf("dotted: %q; want the first label alone", got)
	}
}
