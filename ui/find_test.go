package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/router"
)

// finds opens the palette, types, and waits until something is listed.
func (s *shown) finds(t *testing.T, typed, listed string) {
	t.Helper()
	s.menu.find.Action()
	test.Type(s.window.Canvas().Focused(), typed)
	s.queue.Until(t, func() bool { return strings.Contains(strings.Join(s.texts(), "|"), listed) })
}

func (s *shown) enter() {
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

// All that the palette finds leads where it says.
func TestFindAnything(t *testing.T) {
	s := open(t, bakery())
	s.fake.sites[0].Last.ID = s.fake.newest
	s.says(t, "bakery.example")
	s.finds(t, "404", "Page not found (404)")
	s.enter()
	if route := s.router.Route(); route.Name != router.Codes {
		t.Errorf("a code leads to %v", route)
	}
	s.says(t, "Page not found (404)")
	s.finds(t, "dns not found", "dns")
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.palette.IsOpen() || s.router.Route().Name != router.Codes {
		t.Error("Escape closes more or less than the palette")
	}
	s.finds(t, "Bakry", "bakery.example") // with a typing error
	s.enter()
	if route := s.router.Route(); route.Name != router.Results {
		t.Errorf("a site leads to %v", route)
	}
	s.says(t, "to fix")
	s.finds(t, "apearance dark", "Appearance: Dark")
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.finds(t, "history of the", "Ctrl+H")
	s.enter()
	if route := s.router.Route(); route.Name != router.History {
		t.Errorf("an action leads to %v", route)
	}
	if got := s.app.Preferences().StringList(prefRecent); len(got) != 3 || got[0] != "action History of the site" || got[2] != "code 404" {
		t.Errorf("remembered: %q", got)
	}
}

// The palette has every entry of the menu but itself, and those with a shortcut show it
// without the spaces that the menu has before it.
func TestPaletteHasTheMenu(t *testing.T) {
	s := open(t, &fake{})
	items := 0
	var count func(of *fyne.Menu)
	count = func(of *fyne.Menu) {
		for _, i := range of.Items {
			switch {
			case i.ChildMenu != nil:
				count(i.ChildMenu)
			case !i.IsSeparator:
				items++
			}
		}
	}
	for _, m := range s.menu.main.Items {
		count(m)
	}
	actions := s.menu.actions()
	if len(actions) != items-1 {
		t.Errorf("%d actions for %d entries", len(actions), items)
	}
	keys := 0
	for _, a := range actions {
		if strings.Contains(a.Text, "  ") || strings.HasSuffix(a.Text, "…") || a.Do == nil {
			t.Errorf("%+v", a)
		}
		if a.Keys != "" {
			keys++
		}
	}
	if keys != len(s.menu.labels)-1 {
		t.Errorf("%d of %d shortcuts are shown", keys, len(s.menu.labels)-1)
	}
	s.going.showHelp()
	texts := s.texts()
	for _, want := range []string{"Ctrl+K", "Find anything", "Ctrl+Q", "Open the row"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the list of shortcuts has no %q: %q", want, texts)
		}
	}
}

// What had problems is checked again from the menu, as a list with a name of its own, by
// which it is called while it runs.
func TestCheckOnlyProblems(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	if !s.menu.only.Disabled {
		t.Error("it can be chosen where no site is looked at")
	}
	s.going.History(2)
	s.says(t, "History of Harbour Hotel")
	s.menu.only.Action()
	s.says(t, "Scanning Harbour Hotel (only problems)")
	var running []string
	for _, i := range s.sidebarItems() {
		if i.Note != "" {
			running = append(running, i.Text)
		}
	}
	if want := []string{"Harbour Hotel (only problems)"}; !slices.Equal(running, want) {
		t.Errorf("the sidebar has the running scans %q, want %q", running, want)
	}
}
