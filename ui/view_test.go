package ui

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"sitewell/ui/control"
	"sitewell/ui/router"
	"sitewell/ui/uitest"
)

// The size of text is kept, applies at once, and multiplies what the desktop or the
// person gave Fyne.
func TestTextSize(t *testing.T) {
	t.Setenv(scaleVariable, "1.5")
	s := open(t, bakery())
	s.says(t, "Harbour Hotel")
	var sizes *fyne.MenuItem
	for _, i := range s.menu.main.Items[3].Items {
		if i.Label == "Text size" {
			sizes = i
		}
	}
	for _, tt := range []struct{ label, want string }{{"200 %", "3.000"}, {"80 %", "1.200"}, {"100 %", "1.500"}, {"125 %", "1.875"}} {
		for _, i := range sizes.ChildMenu.Items {
			if i.Label == tt.label {
				i.Action()
			}
		}
		if got := os.Getenv(scaleVariable); got != tt.want {
			t.Errorf("%s: the scale is %s, want %s", tt.label, got, tt.want)
		}
		for _, i := range sizes.ChildMenu.Items {
			if i.Checked != (i.Label == tt.label) {
				t.Errorf("%s is chosen, and %s is ticked: %v", tt.label, i.Label, i.Checked)
			}
		}
	}
	if got := s.own.values.TextSize; got != 125 {
		t.Errorf("%d %% are remembered", got)
	}
	s.look.restore() // the program that starts next multiplies again
	if got := os.Getenv(scaleVariable); got != "1.5" {
		t.Errorf("afterwards the scale is %s", got)
	}
}

// The window stays as large as it is while its text grows: Fyne draws by tenths.
func TestTextSizeKeepsTheWindow(t *testing.T) {
	for _, tt := range []struct {
		now           float32
		before, after int
		want          float32
	}{
		{1, 100, 125, 1.3}, {1.3, 125, 100, 1}, {1, 100, 175, 1.8}, {1.8, 175, 125, 1.3}, {2, 100, 125, 2.5}, {1, 100, 200, 2},
	} {
		if got := scaleAfter(tt.now, tt.before, tt.after); got != tt.want {
			t.Errorf("from %d %% to %d %%: scale %v, want %v", tt.before, tt.after, got, tt.want)
		}
	}
}

// With reduced motion Fyne's widgets do not move.
func TestReducedMotion(t *testing.T) {
	s := open(t, bakery())
	a := still{moving{s.app}, s.look.reducedMotion}
	if !a.Settings().ShowAnimations() {
		t.Error("nothing moves before it is asked for")
	}
	for _, i := range s.menu.main.Items[3].Items {
		if i.Label == "Reduce motion" {
			i.Action()
			if !i.Checked {
				t.Error("the entry is not ticked")
			}
		}
	}
	if a.Settings().ShowAnimations() || !s.own.values.ReduceMotion {
		t.Error("widgets still move, or it is not remembered")
	}
}

// moving is an application whose settings allow animations.
type moving struct{ fyne.App }

func (m moving) Settings() fyne.Settings { return movingSettings{m.App.Settings()} }

type movingSettings struct{ fyne.Settings }

func (movingSettings) ShowAnimations() bool { return true }

// Keys of the window work while a button has the keyboard.
func TestKeysWhileAButtonHasTheKeyboard(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "Harbour Hotel")
	s.router.Visit(router.Route{Name: router.History, Site: 1})
	s.says(t, "Compare two scans")
	s.window.Canvas().Focus(uitest.First[*control.Button](t, s.window.Content(), "Scan now"))
	if s.window.Canvas().Focused() == nil {
		t.Fatal("no button has the keyboard")
	}
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if s.router.Route().Name != router.Help {
		t.Errorf("F1 led to %v", s.router.Route())
	}
}
