package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/router"
	"sitewell/ui/uitest"
)

// openSettings comes from the list of sites and changes something.
func openSettings(t *testing.T) *shown {
	t.Helper()
	s := open(t, bakery())
	s.says(t, "bakery.example")
	s.going.Settings(1)
	s.says(t, "Settings of bakery.example")
	test.Type(s.window.Canvas().Focused(), "x")
	return s
}

// Leaving with something unsaved asks, whichever way a person leaves.
func TestLeavingUnsavedSettingsAsks(t *testing.T) {
	ways := map[string]func(s *shown){
		"cancel":       func(s *shown) { s.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) },
		"back":         func(s *shown) { s.router.GoBack() },
		"another page": func(s *shown) { s.going.History(2) },
		"close":        func(s *shown) { s.closing.ask() },
	}
	for name, leave := range ways {
		t.Run(name, func(t *testing.T) {
			s := openSettings(t)
			leave(s)
			s.says(t, "Save what you changed?")
			if s.router.Route().Name != router.Settings {
				t.Fatalf("it went to %v all the same", s.router.Route())
			}
			s.tap(t, "Keep editing")
			leave(s)
			s.tap(t, "Do not save")
			if name != "close" && s.router.Route().Name == router.Settings {
				t.Error("it stays")
			}
			if len(s.fake.edits) != 0 {
				t.Error("it was saved")
			}
		})
	}
	t.Run("save", func(t *testing.T) {
		s := openSettings(t)
		s.going.History(2)
		s.says(t, "Save what you changed?")
		if top := s.window.Canvas().Overlays().Top(); top == nil {
			t.Fatal("nothing is asked")
		}
		s.tap(t, "Save")
		s.queue.Until(t, func() bool { return s.router.Route() == router.Route{Name: router.History, Site: 2} })
		if len(s.fake.edits) != 1 || s.fake.edits[0].Start != "xhttps://bakery.example/" {
			t.Errorf("saved %+v", s.fake.edits)
		}
	})
}

func TestUnchangedSettingsAreLeftWithoutAsking(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "bakery.example")
	s.going.Settings(1)
	s.says(t, "Settings of bakery.example")
	s.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if diff := cmp.Diff(router.Route{Name: router.Sites}, s.router.Route()); diff != "" {
		t.Errorf("route (-want +got):\n%s", diff)
	}
}

// The settings can be reached from the results of a site and its history.
func TestWaysToSettings(t *testing.T) {
	for _, from := range []router.Name{router.Results, router.History} {
		s := open(t, bakery())
		s.says(t, "bakery.example")
		s.router.Visit(router.Route{Name: from, Site: 1, Scan: s.fake.newest})
		s.queue.Until(t, func() bool { return slices.Contains(uitest.Texts(s.bar.Content()), "Settings") && !s.menu.set.Disabled })
		uitest.Tap(t, s.bar.Content(), "Settings")
		if diff := cmp.Diff(router.Route{Name: router.Settings, Site: 1}, s.router.Route()); diff != "" {
			t.Errorf("from %s: route (-want +got):\n%s", from, diff)
		}
		if !s.menu.set.Disabled {
			t.Error("the menu leads to where one is")
		}
	}
}

// A scan that lacks its password asks for it, and begins with it; a wrong form
// of it is explained in the dialog.
func TestScanAsksForItsPassword(t *testing.T) {
	ways := map[string]func(s *shown){
		"a site of the list": func(s *shown) { s.going.ScanSite(1) },
		"a typed address": func(s *shown) {
			test.Type(s.window.Canvas().Focused(), "bakery.example")
			s.tap(t, "Scan")
		},
	}
	for name, begin := range ways {
		t.Run(name, func(t *testing.T) {
			f := &fake{members: true, sites: bakery().sites[:1]}
			if name == "a typed address" {
				f.sites = nil
			}
			s := open(t, f)
			s.queue.Until(t, func() bool { return s.window.Canvas().Focused() != nil })
			begin(s)
			s.says(t, "Sign in to bakery.example")
			s.says(t, "It is not kept on this computer.")
			s.says(t, "Password of anna")
			test.Type(s.window.Canvas().Focused(), "wrong")
			s.tap(t, "Sign in and scan")
			s.says(t, "“foo bar” is no address.")
			for range "wrong" {
				s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
			}
			test.Type(s.window.Canvas().Focused(), "hunter2")
			s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			s.says(t, "Scanning bakery.example")
			if diff := cmp.Diff([]string{"club 01"}, f.signedIn); diff != "" {
				t.Errorf("given (-want +got):\n%s", diff)
			}
			if s.dialogs.Open() {
				t.Error("the dialog is still there")
			}
		})
	}
}
