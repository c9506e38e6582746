package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/appsettings"
	"sitewell/ui/control"
	"sitewell/ui/router"
	"sitewell/ui/several"
	"sitewell/ui/uitest"
)

// pickFrom chooses an entry of the list that shows another one now.
func (s *shown) pickFrom(t *testing.T, now, next string) {
	t.Helper()
	var list *control.Select
	uitest.Walk(s.window.Content(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*control.Select); ok && list == nil && l.Selected == now && slices.Contains(l.Options, next) {
			list = l
		}
		return true
	})
	if list == nil {
		t.Fatalf("no list shows %q and offers %q", now, next)
	}
	list.SetSelected(next)
}

// Another language is spoken at once, in the menu, in the sidebar and on the screen, and on
// the screens that were open before.
func TestLanguageChangesAtOnce(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "Harbour Hotel")
	s.going.appSettings()
	s.pickFrom(t, "Like the system", "Deutsch")
	s.says(t, "Einstellungen")
	texts := s.texts()
	for _, want := range []string{"Sprache", "Websites", "Deutsch"} {
		if !slices.Contains(texts, want) {
			t.Errorf("nothing says %q: %q", want, texts)
		}
	}
	if label := s.menu.main.Items[1].Label; label != "Prüfen" {
		t.Errorf("the menu says %q", label)
	}
	if _, ok := s.window.Canvas().Focused().(*control.Select); !ok {
		t.Errorf("the keyboard is at %T", s.window.Canvas().Focused())
	}
	s.router.GoBack()
	s.says(t, "Nach Name")
	s.router.GoForward()
	s.pickFrom(t, "Deutsch", "Wie das System")
	s.says(t, "Settings")
	if diff := cmp.Diff([]string{"language de", "language "}, s.own.saved); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Sites that wait to be scanned go on waiting in another language, and are not forgotten.
func TestLanguageKeepsSitesThatWait(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "Harbour Hotel")
	s.several.queue.Restore([]several.Item{{Site: 2, Title: "Harbour Hotel"}})
	s.says(t, "Resume")
	if err := s.preferences.set(appsettings.Language, "de"); err != nil {
		t.Fatal(err)
	}
	s.says(t, "Fortsetzen")
	uitest.Tap(t, s.window.Content(), "Fortsetzen")
	s.queue.Until(t, func() bool { s.fake.mu.Lock(); defer s.fake.mu.Unlock(); return len(s.fake.runs) == 1 })
}

// A change that is refused is said, and nothing changes.
func TestRefusedSetting(t *testing.T) {
	s := open(t, bakery())
	s.own.err = errFake
	s.preferences.chooseTheme("dark")
	s.says(t, "That did not work")
	if s.look.theme() != "" {
		t.Errorf("the theme is %q", s.look.theme())
	}
}

// The folder for reports is the one that was chosen, else the one used last.
func TestFolderForReports(t *testing.T) {
	s := open(t, bakery())
	f := s.folders
	f.Remember("/last")
	if f.Last() != "/last" {
		t.Errorf("%q is offered", f.Last())
	}
	if err := s.preferences.set(appsettings.ReportFolder, "/reports"); err != nil {
		t.Fatal(err)
	}
	f.Remember("/last")
	if f.Last() != "/reports" {
		t.Errorf("%q is offered", f.Last())
	}
}

// The page of help lists every shortcut that the menus have, and leads to the codes.
func TestHelpListsTheShortcutsOfTheMenus(t *testing.T) {
	s := open(t, bakery())
	s.key(&fyne.KeyEvent{Name: fyne.KeyF1})
	bound := 0
	for _, m := range s.menu.main.Items {
		for _, i := range m.Items {
			if i.Shortcut != nil {
				bound++
			}
		}
	}
	listed := 0
	texts := s.texts()
	for _, g := range s.menu.groups {
		for _, l := range g.Lines {
			listed++
			if !slices.Contains(texts, l.Text) || !slices.Contains(texts, l.Keys) || l.Keys == "" {
				t.Errorf("%q, %q is not shown", l.Keys, l.Text)
			}
		}
	}
	if listed != bound || bound == 0 {
		t.Errorf("%d shortcuts are listed, the menus have %d", listed, bound)
	}
	uitest.Tap(t, s.window.Content(), "What codes mean")
	if s.router.Route().Name != router.Codes {
		t.Errorf("the button leads to %v", s.router.Route())
	}
}
