package frame

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"sitewell/ui/uitest"
)

// The bar has the buttons that a place has, and each does what it says.
func TestBar(t *testing.T) {
	uitest.New(t)
	var done []string
	note := func(what string) func() { return func() { done = append(done, what) } }
	b := NewBar(BarOptions{Back: note("back"), Forward: note("forward"), History: note("history"), Settings: note("settings")})
	uitest.Window(t, b.Content(), 800, 60)
	b.Show(Place{Text: "Sites  ›  bakery.example", CanGoBack: true, HasHistory: true, HasSettings: true})
	test.Tap(b.back)
	if !b.forward.Disabled() {
		t.Error("it leads forward to nowhere")
	}
	uitest.Tap(t, b.content, "History")
	uitest.Tap(t, b.content, "Settings")
	if want := []string{"back", "history", "settings"}; !slices.Equal(done, want) {
		t.Errorf("pressed %q, want %q", done, want)
	}
	b.Show(Place{Text: "Help", CanGoForward: true})
	test.Tap(b.forward)
	if texts := uitest.Texts(b.content); !slices.Equal(texts, []string{"Help"}) || !b.back.Disabled() || done[len(done)-1] != "forward" {
		t.Errorf("it shows %q and did %q; it leads back: %v", texts, done, !b.back.Disabled())
	}
}
