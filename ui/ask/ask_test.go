package ask

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/badge"
	"sitewell/ui/field"
	"sitewell/ui/uitest"
)

func key(k fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: k} }

func open(t *testing.T, width, height float32, d *Dialog) (*Host, fyne.Window) {
	t.Helper()
	uitest.New(t)
	w := uitest.Window(t, container.NewStack(), width, height)
	h := NewHost(w.Canvas())
	h.Show(d)
	return h, w
}

func TestKeys(t *testing.T) {
	tests := []struct {
		key  fyne.KeyName
		want []string
	}{
		{fyne.KeyReturn, []string{"yes"}},
		{fyne.KeyEnter, []string{"yes"}},
		{fyne.KeyEscape, []string{"no"}},
	}
	for _, tt := range tests {
		var got []string
		do := func(s string) func() { return func() { got = append(got, s) } }
		h, _ := open(t, 800, 600, &Dialog{Title: "?", Confirm: Button{Text: "Yes", Do: do("yes")}, Cancel: Button{Text: "No", Do: do("no")}})
		if !h.Key(key(tt.key)) || h.Open() {
			t.Errorf("%s: open %v", tt.key, h.Open())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.key, diff)
		}
		if h.Key(key(tt.key)) {
			t.Errorf("%s was taken without a dialog", tt.key)
		}
	}
}

// A button that has the focus leaves Enter and Escape to the dialog.
func TestKeysOnAFocusedButton(t *testing.T) {
	pressed := 0
	d := &Dialog{Title: "?", Confirm: Button{Text: "Yes", Keep: true, Do: func() { pressed++ }}, Cancel: Button{Text: "No"}}
	h, w := open(t, 800, 600, d)
	w.Canvas().Focus(d.confirm)
	w.Canvas().Focused().TypedKey(key(fyne.KeyReturn))
	if pressed != 1 || !h.Open() {
		t.Fatalf("pressed %d times, open %v", pressed, h.Open())
	}
	w.Canvas().Focus(d.confirm) // which pressing it takes away
	w.Canvas().Focused().TypedKey(key(fyne.KeyEscape))
	if h.Open() {
		t.Error("Escape on a button does not close the dialog")
	}
}

func TestDisabledConfirm(t *testing.T) {
	pressed := false
	d := &Dialog{Title: "?", Confirm: Button{Text: "Yes", Do: func() { pressed = true }}}
	h, _ := open(t, 800, 600, d)
	d.Enable(false)
	h.Key(key(fyne.KeyReturn))
	if pressed {
		t.Error("Enter pressed a button that is switched off")
	}
	d.Enable(true)
	h.Key(key(fyne.KeyReturn))
	if !pressed {
		t.Error("Enter did nothing")
	}
}

// Dialogs are stacked; keys are for the one on top.
func TestStack(t *testing.T) {
	h, w := open(t, 800, 600, &Dialog{Title: "below", Confirm: Button{Text: "OK"}})
	h.Tell("above", "text", "OK")
	h.Key(key(fyne.KeyEscape))
	if !h.Open() || !slices.Contains(uitest.Texts(w.Canvas().Overlays().Top()), "below") {
		t.Error("Escape did not lead back to the dialog below")
	}
}

// A dialog fits into the window whatever it contains.
func TestFits(t *testing.T) {
	tall := container.NewVBox()
	for range 30 {
		tall.Add(field.New("hint"))
	}
	for _, size := range []fyne.Size{{Width: 800, Height: 600}, {Width: 400, Height: 260}} {
		_, w := open(t, size.Width, size.Height, &Dialog{Title: "A title", Text: "Words that go on for longer than a line, so that they have to wrap somewhere in the dialog.", Content: tall, Confirm: Button{Text: "OK"}})
		uitest.Picture(t, w, "dialog")
		if got := w.Canvas().Overlays().Top().MinSize(); got.Width > size.Width || got.Height > size.Height {
			t.Errorf("needs %v in a window of %v", got, size)
		}
	}
}

// A dialog that is open while the window becomes smaller keeps its buttons in view, and
// takes the room again that it gets back.
func TestFitsWhenTheWindowIsResized(t *testing.T) {
	content := container.NewVBox()
	for range 15 {
		content.Add(widget.NewLabel("A row of the form"))
	}
	d := &Dialog{Title: "Form", Content: content, Confirm: Button{Text: "Save"}, Cancel: Button{Text: "Close"}}
	_, w := open(t, 800, 900, d)
	whole := d.scroll.Size().Height
	for _, tt := range []struct{ height, least, most float32 }{{400, leastHeight, 400}, {900, whole, whole}} {
		w.Resize(fyne.NewSize(800, tt.height))
		bottom := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.confirm).Y + d.confirm.Size().Height
		if height := d.scroll.Size().Height; bottom > tt.height || height < tt.least || height > tt.most {
			t.Errorf("in a window of %v the buttons end at %v, and %v is seen of the content", tt.height, bottom, height)
		}
	}
}

// Content that grows past the window scrolls, and the buttons stay in view.
func TestGrowingContentScrolls(t *testing.T) {
	more := container.NewVBox()
	for range 60 {
		more.Add(widget.NewLabel("more"))
	}
	more.Hide()
	d := &Dialog{Title: "?", Content: more, Confirm: Button{Text: "Yes"}}
	_, w := open(t, 800, 500, d)
	low := d.popup.MinSize().Height
	more.Show()
	d.Fit()
	if high := d.popup.Size().Height; high > 500 || high < 400 {
		t.Errorf("%v high in a window of 500", high)
	}
	yes := uitest.Last[fyne.Widget](t, w.Canvas().Overlays().Top(), "Yes")
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(yes).Y + yes.Size().Height; at > 500 {
		t.Errorf("the button ends at %v", at)
	}
	more.Hide()
	d.Fit()
	if got := d.popup.Size().Height; got != low {
		t.Errorf("%v high again, want %v", got, low)
	}
}

// What gets the keyboard scrolls into view, in both directions; the buttons are in view
// anyway and scroll nothing.
func TestFocusScrolls(t *testing.T) {
	fields := container.NewVBox()
	for range 30 {
		fields.Add(badge.NewSurface(field.New("hint")))
	}
	d := &Dialog{Title: "?", Content: fields, Confirm: Button{Text: "Yes"}}
	_, w := open(t, 800, 500, d)
	at := func(o fyne.CanvasObject) float32 {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(d.scroll).Y
	}
	for _, i := range []int{20, 29, 3, 0} {
		e := fields.Objects[i].(*badge.Surface).Content.(*field.Entry)
		w.Canvas().Focus(e)
		if top := at(e); top < 0 || top+e.Size().Height > d.scroll.Size().Height {
			t.Errorf("field %d is at %v in a part of %v", i, top, d.scroll.Size().Height)
		}
	}
	before := d.scroll.Offset
	w.Canvas().Focus(d.confirm)
	if d.scroll.Offset != before {
		t.Errorf("the button scrolled from %v to %v", before, d.scroll.Offset)
	}
}

// A dialog that is higher than the window is read by keyboard, too.
func TestScrollByKeyboard(t *testing.T) {
	uitest.New(t)
	w := uitest.Window(t, widget.NewLabel(""), 600, 300)
	h := NewHost(w.Canvas())
	rows := container.NewVBox()
	for range 40 {
		rows.Add(widget.NewLabel("row"))
	}
	d := &Dialog{Title: "Long", Content: rows, Confirm: Button{Text: "Close"}}
	h.Show(d)
	var at []float32
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyHome} {
		if !h.Key(&fyne.KeyEvent{Name: k}) {
			t.Errorf("%s is not taken", k)
		}
		at = append(at, d.scroll.Offset.Y)
	}
	end := d.scroll.Content.Size().Height - d.scroll.Size().Height
	if at[0] != line || at[1] != 0 || at[2] != 0 || at[3] != end || at[4] >= end || at[5] != 0 {
		t.Errorf("scrolled to %v, of %v", at, end)
	}
}

// A button of a dialog names its key while the pointer rests on it.
func TestTipsOfButtons(t *testing.T) {
	uitest.New(t)
	w := uitest.Window(t, widget.NewLabel(""), 600, 300)
	h := NewHost(w.Canvas())
	due := func() {}
	h.Timer = func(_ time.Duration, f func()) (stop func()) {
		due = f
		return func() { due = func() {} }
	}
	d := &Dialog{Title: "Sure?", Confirm: Button{Text: "Delete"}, Cancel: Button{Text: "Cancel"}, Others: []Button{{Text: "Copy", Tip: "To the clipboard"}}}
	h.Show(d)
	for text, want := range map[string]string{"Delete": "Enter", "Cancel": "Escape", "Copy": "To the clipboard"} {
		b := uitest.First[*button](t, w.Canvas().Overlays().Top(), text)
		b.MouseIn(nil)
		due()
		if got := d.tips.Text(); got != want {
			t.Errorf("%s says %q, want %q", text, got, want)
		}
		b.MouseOut()
		if d.tips.Text() != "" {
			t.Errorf("%s still says something", text)
		}
	}
	d.Close()
}
