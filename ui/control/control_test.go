package control_test

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/uitest"
)

// Whatever can have the keyboard shows that it does by a line with a contrast of at
// least 3 to 1 to the background around it and to what it is drawn on, in both themes
// (WCAG 2.2, 1.4.11).
func TestFocusIsSeen(t *testing.T) {
	button := func(i widget.Importance) func() fyne.CanvasObject {
		return func() fyne.CanvasObject {
			return &control.Button{Button: widget.Button{Text: "Scan", Icon: fynetheme.SearchIcon(), Importance: i}}
		}
	}
	chip := func(on bool) func() fyne.CanvasObject {
		return func() fyne.CanvasObject {
			c := badge.NewChip("Ignored", func(bool) {})
			c.Set(on)
			return c
		}
	}
	widgets := []struct {
		name string
		make func() fyne.CanvasObject
	}{
		{"main button", button(widget.HighImportance)},
		{"button", button(widget.MediumImportance)},
		{"quiet button", button(widget.LowImportance)},
		{"dangerous button", button(widget.DangerImportance)},
		{"check box", func() fyne.CanvasObject { return control.NewCheck("For all sites", nil) }},
		{"list", func() fyne.CanvasObject { return control.NewSelect([]string{"One", "Two"}, nil) }},
		{"link", func() fyne.CanvasObject { return &control.Link{Hyperlink: widget.Hyperlink{Text: "Read on"}} }},
		{"part of an accordion", func() fyne.CanvasObject {
			return control.NewAccordion(control.Part{Title: "Headers", Detail: widget.NewLabel("Server: nginx")}).Objects[0]
		}},
		{"answer", func() fyne.CanvasObject {
			r := control.NewRadio(nil)
			r.SetOptions([]string{"All scans"})
			return r.Content.Objects[0]
		}},
		{"entry", func() fyne.CanvasObject { return field.New("Search") }},
		{"chip", chip(false)},
		{"chip that is on", chip(true)},
	}
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		for _, tt := range widgets {
			t.Run(fmt.Sprint(mode, " ", tt.name), func(t *testing.T) {
				uitest.New(t).Settings().SetTheme(theme.New(mode))
				o := tt.make()
				w := uitest.Window(t, container.NewWithoutLayout(o), 240, 80)
				o.Move(fyne.NewPos(40, 20))
				o.Resize(o.MinSize().Max(fyne.NewSize(100, 36)))
				before := w.Canvas().Capture()
				w.Canvas().Focus(o.(fyne.Focusable))
				after := w.Canvas().Capture()
				uitest.Picture(t, w, fmt.Sprintf("focus-%s-%s", mode, tt.name))
				if same(before, after) {
					t.Fatal("nothing shows that it has the keyboard")
				}
				// Along a line from the left through its edge, at three heights.
				for _, y := range []int{32, 38, 44} {
					around := after.At(20, y)
					below := before.At(46, y)
					var toGround, toWidget float64
					for x := 36; x < 46; x++ {
						if c := after.At(x, y); uitest.Contrast(c, before.At(x, y)) > 1.2 { // it is of the ring
							toGround, toWidget = max(toGround, uitest.Contrast(c, around)), max(toWidget, uitest.Contrast(c, below))
						}
					}
					if toGround < 3 || toWidget < 3 {
						t.Errorf("y %d: contrast %.1f to the background and %.1f to the widget, want 3 or more", y, toGround, toWidget)
					}
				}
				w.Canvas().Unfocus()
				if !same(before, w.Canvas().Capture()) {
					t.Error("the ring stays when the keyboard is elsewhere")
				}
			})
		}
	}
}

// Keys that a widget does not use reach the window.
func TestKeysReachTheWindow(t *testing.T) {
	uitest.New(t)
	pressed := 0
	widgets := []fyne.CanvasObject{
		&control.Button{Button: widget.Button{Text: "Scan", OnTapped: func() { pressed++ }}},
		control.NewCheck("For all sites", func(bool) { pressed++ }),
		control.NewSelect([]string{"One"}, nil),
		&control.Link{Hyperlink: widget.Hyperlink{Text: "Read on", OnTapped: func() { pressed++ }}},
		badge.NewChip("Ignored", func(bool) { pressed++ }),
		badge.NewTabs(nil, "Fixes").Content.Objects[0],
	}
	w := uitest.Window(t, container.NewVBox(widgets...), 300, 400)
	for _, o := range widgets {
		var got []fyne.KeyName
		w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { got = append(got, k.Name) })
		f := o.(fyne.Focusable)
		w.Canvas().Focus(f)
		for _, key := range []fyne.KeyName{fyne.KeyF5, fyne.KeyF6, fyne.KeyEscape} {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		}
		if fmt.Sprint(got) != fmt.Sprint([]fyne.KeyName{fyne.KeyF5, fyne.KeyF6, fyne.KeyEscape}) {
			t.Errorf("%T: the window got %v", o, got)
		}
	}
	if pressed != 0 {
		t.Errorf("%d were pressed", pressed)
	}
	for _, i := range []int{0, 3} {
		f := widgets[i].(fyne.Focusable)
		w.Canvas().Focus(f)
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if pressed != 2 {
		t.Errorf("Enter pressed %d of 2", pressed)
	}
	test.Tap(widgets[0].(fyne.Tappable))
	if pressed != 3 {
		t.Error("a click did not press the button")
	}
}

func same(a, b image.Image) bool {
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if uitest.Contrast(a.At(x, y), b.At(x, y)) > 1.05 {
				return false
			}
		}
	}
	return true
}

// The row of a list that has the keyboard has a ring, which moves with the keys, passes over
// headings and is gone when the keyboard is elsewhere.
func TestList(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		uitest.New(t).Settings().SetTheme(theme.New(mode))
		var opened []int
		l := control.NewList(func() int { return 30 }, func() fyne.CanvasObject { return badge.NewSurface(widget.NewLabel("")) }, func(i int, o fyne.CanvasObject) {
			o.(*badge.Surface).Content.(*widget.Label).SetText(fmt.Sprint("Row ", i))
		})
		l.Skips = func(i int) bool { return i == 0 || i == 3 }
		l.Open = func(i int) { opened = append(opened, i); l.UnselectAll() }
		l.Menu = func(i int) *fyne.Menu { return fyne.NewMenu("", fyne.NewMenuItem(fmt.Sprint("Open ", i), nil)) }
		w := uitest.Window(t, l, 240, 300)
		before := w.Canvas().Capture()
		w.Canvas().Focus(l)
		after := w.Canvas().Capture()
		if best := ringContrast(before, after); best < 3 {
			t.Errorf("%s: the ring has a contrast of %.1f, want 3", fmt.Sprint(mode), best)
		}
		for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyReturn} {
			l.TypedKey(&fyne.KeyEvent{Name: k})
		}
		if n := len(opened); n != 5 || fmt.Sprint(opened[:4]) != "[1 4 1 29]" || opened[4] < 4 || opened[4] > 9 {
			t.Errorf("opened %v", opened)
		}
		l.TypedKey(&fyne.KeyEvent{Name: "Menu"})
		if top := w.Canvas().Overlays().Top(); top == nil || fmt.Sprint(uitest.Texts(top)) != fmt.Sprintf("[Open %d]", l.At()) {
			t.Error("the Menu key shows no menu of the row")
		}
		w.Canvas().Overlays().Remove(w.Canvas().Overlays().Top())
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		w.Canvas().Unfocus()
		if !same(before, w.Canvas().Capture()) {
			t.Error("the ring stays")
		}
	}
}

// ringContrast returns the highest contrast of what changed to what it was drawn on.
func ringContrast(before, after image.Image) (best float64) {
	for y := after.Bounds().Min.Y; y < after.Bounds().Max.Y; y++ {
		for x := after.Bounds().Min.X; x < after.Bounds().Max.X; x++ {
			best = max(best, uitest.Contrast(after.At(x, y), before.At(x, y)))
		}
	}
	return best
}

func TestAccordion(t *testing.T) {
	uitest.New(t)
	a := control.NewAccordion(control.Part{Title: "One", Detail: widget.NewLabel("first"), Open: true}, control.Part{Title: "Two", Detail: widget.NewLabel("second")})
	w := uitest.Window(t, a, 300, 200)
	uitest.Tap(t, w.Content(), "Two")
	if got := fmt.Sprint(uitest.Texts(a)); got != "[One first Two second]" {
		t.Errorf("opened: %s", got)
	}
	uitest.Tap(t, w.Content(), "One")
	if got := fmt.Sprint(uitest.Texts(a)); got != "[One Two second]" {
		t.Errorf("closed: %s", got)
	}
}

func TestRadio(t *testing.T) {
	uitest.New(t)
	var changes []int
	r := control.NewRadio(func(i int) { changes = append(changes, i) })
	r.SetOptions([]string{"All scans", "The newest 5"})
	w := uitest.Window(t, r.Content, 300, 200)
	uitest.Tap(t, w.Content(), "The newest 5")
	uitest.Tap(t, w.Content(), "The newest 5")
	if r.Chosen() != 1 || fmt.Sprint(changes) != "[1]" {
		t.Errorf("chosen %d, changes %v", r.Chosen(), changes)
	}
}

// A button that is pressed by Enter or Space keeps the keyboard, unless pressing it takes it
// away: then another Enter presses nothing unseen.
func TestPressedButtonKeepsTheKeyboard(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
		uitest.New(t)
		pressed := 0
		b := &control.Button{Button: widget.Button{Text: "Check again", OnTapped: func() { pressed++ }}}
		w := uitest.Window(t, container.NewWithoutLayout(b), 240, 80)
		b.Move(fyne.NewPos(40, 20))
		b.Resize(b.MinSize())
		w.Canvas().Focus(b)
		b.TypedKey(&fyne.KeyEvent{Name: key})
		if pressed != 1 || w.Canvas().Focused() != b {
			t.Errorf("%s: pressed %d times, the keyboard is at %v", key, pressed, w.Canvas().Focused())
		}
		b.OnTapped = func() { pressed++; b.Hide() }
		b.TypedKey(&fyne.KeyEvent{Name: key})
		if w.Canvas().Focused() != nil {
			t.Errorf("%s: a button that is gone has the keyboard", key)
		}
		b.Show()
		w.Canvas().Focus(b)
		b.Hide()
		b.TypedKey(&fyne.KeyEvent{Name: key})
		if pressed != 2 {
			t.Errorf("%s: a button was pressed that is not shown", key)
		}
	}
}
