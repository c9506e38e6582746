package palette_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/palette"
	"sitewell/ui/uitest"
)

// shown is a palette over an empty window.
type shown struct {
	*palette.Palette
	t      *testing.T
	w      fyne.Window
	queue  *uitest.Queue
	recent []string
	done   []string
}

// hold lets a source answer once it is closed.
func open(t *testing.T, hold chan struct{}) *shown {
	t.Helper()
	uitest.New(t)
	s := &shown{t: t, w: uitest.Window(t, container.NewStack(), 1180, 760), queue: uitest.NewQueue(t)}
	item := func(id, text string, off bool) palette.Item {
		return palette.Item{ID: id, Text: text, Kind: "Kind of " + id, Off: off, Do: func() {
			if s.IsOpen() {
				t.Error("it is open while something is done")
			}
			s.done = append(s.done, id)
		}}
	}
	s.Palette = palette.New(palette.Options{
		Canvas: s.w.Canvas(), Run: s.queue.Runner(),
		Actions: func() []palette.Item {
			return []palette.Item{item("new", "New scan", false), item("stop", "Stop the scan", true), item("quit", "Quit", false)}
		},
		Sources: []func(context.Context) []palette.Item{
			func(context.Context) []palette.Item {
				<-hold
				return []palette.Item{item("bakery", "bakery.example", false)}
			},
		},
		Recent: func() []string { return s.recent }, Remember: func(id string) { s.recent = append([]string{id}, s.recent...) },
	})
	s.Open()
	return s
}

func released() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

func (s *shown) texts() string { return strings.Join(uitest.Texts(s.w.Canvas().Overlays().Top()), "|") }

// lists waits until the palette shows all of some texts in this order.
func (s *shown) lists(texts ...string) {
	s.t.Helper()
	s.queue.Until(s.t, func() bool { return strings.Contains(s.texts(), strings.Join(texts, "|")) })
}

func (s *shown) types(text string) { test.Type(s.w.Canvas().Focused(), text) }

func (s *shown) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		s.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestChooseByKeyboard(t *testing.T) {
	s := open(t, released())
	s.lists("Actions", "New scan", "Kind of new", "Quit")
	if strings.Contains(s.texts(), "Stop the scan") {
		t.Error("what cannot be done is listed before anybody asks for it")
	}
	s.press(fyne.KeyDown, fyne.KeyReturn)
	if !slices.Equal(s.done, []string{"quit"}) || s.IsOpen() {
		t.Fatalf("done: %q, open: %v", s.done, s.IsOpen())
	}
	s.Open() // what was used last comes first, and only once
	s.lists("Used last", "Quit", "Kind of quit", "Actions", "New scan")
	s.press(fyne.KeyUp, fyne.KeyReturn) // round, to the end
	s.Open()
	s.lists("Used last", "New scan", "Kind of new", "Quit")
	s.press(fyne.KeyEscape)
	if s.IsOpen() {
		t.Error("Escape leaves it open")
	}
	if want := []string{"quit", "new"}; !slices.Equal(s.done, want) {
		t.Errorf("done: %q, want %q", s.done, want)
	}
}

// A person who types fast and presses Enter gets what they typed, not what was listed before.
func TestEnterWaitsForTheAnswer(t *testing.T) {
	s := open(t, released())
	s.queue.Until(t, func() bool { return true })
	s.lists("Actions", "New scan")
	s.types("quit")
	s.press(fyne.KeyReturn)
	s.queue.Until(t, func() bool { return len(s.done) > 0 })
	if !slices.Equal(s.done, []string{"quit"}) {
		t.Errorf("done: %q", s.done)
	}
}

func TestWhatCannotBeDone(t *testing.T) {
	s := open(t, released())
	s.types("stop")
	s.lists("Stop the scan")
	s.press(fyne.KeyReturn)
	if len(s.done) > 0 || !s.IsOpen() {
		t.Errorf("done: %q, open: %v", s.done, s.IsOpen())
	}
	s.types(" zz")
	s.lists("Nothing fits. Try the name of a site, a date, or a code such as 404.")
	s.press(fyne.KeyReturn, fyne.KeyDown)
}

// Who types before everything is read gets it as soon as it is there, and who has gone to a
// row stays there when more comes.
func TestEnterWaitsForSources(t *testing.T) {
	hold := make(chan struct{})
	s := open(t, hold)
	s.types("bakery")
	s.lists("Nothing fits. Try the name of a site, a date, or a code such as 404.")
	s.press(fyne.KeyReturn)
	close(hold)
	s.queue.Until(t, func() bool { return len(s.done) > 0 })
	if !slices.Equal(s.done, []string{"bakery"}) {
		t.Errorf("done: %q", s.done)
	}
}

func TestSelectionStays(t *testing.T) {
	hold := make(chan struct{})
	s := open(t, hold)
	s.lists("Actions", "New scan", "Kind of new", "Quit")
	s.recent = []string{"bakery"}
	s.press(fyne.KeyDown)
	close(hold)
	s.lists("Used last", "bakery.example")
	s.press(fyne.KeyReturn)
	if !slices.Equal(s.done, []string{"quit"}) {
		t.Errorf("done: %q", s.done)
	}
}

// What comes late is listed, unless the palette was closed in the meantime.
func TestLateSource(t *testing.T) {
	hold := make(chan struct{})
	s := open(t, hold)
	s.types("bakery")
	s.lists("Nothing fits. Try the name of a site, a date, or a code such as 404.")
	close(hold)
	s.lists("bakery.example")
	uitest.Picture(t, s.w, "palette")
	uitest.Walk(s.w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if row, ok := o.(fyne.Tappable); ok && slices.Equal(uitest.Texts(o), []string{"bakery.example", "Kind of bakery"}) {
			test.Tap(row)
			return false
		}
		return true
	})
	if !slices.Equal(s.done, []string{"bakery"}) {
		t.Errorf("done: %q", s.done)
	}
}
