package ui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"sitewell/ui/control"
	"sitewell/ui/uitest"
)

// saving opens the dialog that saves a scan, with a folder typed into it.
func saving(t *testing.T, folder string) *shown {
	t.Helper()
	for _, name := range []string{"Documents", "Downloads"} {
		if err := os.MkdirAll(filepath.Join(os.Getenv("HOME"), name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, bakery())
	s.says(t, "4 sites")
	s.folders.Remember(folder)
	s.going.Export(s.fake.scans[0])
	s.says(t, "Save report")
	return s
}

// choose presses “Choose …” where the system has no chooser of folders.
func (s *shown) choose(t *testing.T) {
	t.Helper()
	s.fake.chooser = func() (string, error) { return "", errFake }
	s.tap(t, "Choose …")
	s.queue.Until(t, func() bool { return s.chooser.IsOpen() })
}

// “Choose …” opens the folder dialog wherever the field points to; choosing
// fills the field, and Cancel and Escape leave all as it was.
func TestChooseFolder(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	real := t.TempDir()
	closed := filepath.Join(real, "closed")
	if err := os.Mkdir(closed, 0); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{real, filepath.Join(real, "gone", "deeper"), closed, "", "not absolute", "/", "\x00", real + "/line\nbreak"} {
		s := saving(t, from)
		s.choose(t)
		if !s.chooser.IsOpen() || !slices.Contains(s.texts(), "Open Folder") {
			t.Fatalf("from %q no folder can be chosen: %q", from, s.texts())
		}
		s.tap(t, "Cancel")
		if s.chooser.IsOpen() || !slices.Contains(s.texts(), "Save report") {
			t.Fatalf("from %q, after Cancel: %q", from, s.texts())
		}
		s.choose(t)
		s.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.chooser.IsOpen() || !slices.Contains(s.texts(), "Save report") {
			t.Fatalf("from %q, after Escape: %q", from, s.texts())
		}
		s.choose(t)
		s.key(&fyne.KeyEvent{Name: fyne.KeyReturn}) // belongs to the dialog on top
		s.tap(t, "Open")
		if s.chooser.IsOpen() || !slices.Contains(s.texts(), "Save report") {
			t.Fatalf("from %q, after Open: %q", from, s.texts())
		}
		s.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.dialogs.Open() {
			t.Fatalf("from %q the dialog below does not close any more", from)
		}
	}
}

// Without a home folder there are no favourites; one that is no folder is left out.
func TestChooseFolderWithOddFavourites(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"Desktop", "Music"} {
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, home := range []string{home, filepath.Join(home, "gone"), ""} {
		t.Setenv("HOME", t.TempDir())
		s := saving(t, t.TempDir())
		t.Setenv("HOME", home)
		s.choose(t)
		uitest.Tap(t, s.window.Canvas().Overlays().Top(), "Cancel")
		if s.chooser.IsOpen() {
			t.Errorf("home %q: the dialog did not close", home)
		}
	}
}

// A dialog that asked for a file or a folder has the keyboard again when the person cancels, in the
// system's chooser and in the window's.
func TestFocusAfterCancelledChooser(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	for _, tt := range []struct {
		name, button string
		open         func(s *shown)
	}{
		{"Add many sites", "Open a file …", func(s *shown) { s.inputs.addMany() }},
		{"Check a list", "Open a file …", func(s *shown) { s.inputs.checkList() }},
		{"Save report", "Choose …", func(s *shown) { s.saver.Export(s.fake.scans[0]) }},
	} {
		for _, hasChooser := range []bool{true, false} {
			s := open(t, bakery())
			s.says(t, "4 sites")
			s.fake.chooser = func() (string, error) {
				if hasChooser {
					return "", nil
				}
				return "", errFake
			}
			tt.open(s)
			s.says(t, tt.button)
			c := s.window.Canvas()
			button := uitest.First[*control.Button](t, c.Overlays().Top(), tt.button)
			c.Focus(button)
			button.Tapped(nil)
			if !hasChooser {
				s.queue.Until(t, func() bool { return s.chooser.IsOpen() })
				c.Unfocus()
				s.chooser.Key(&fyne.KeyEvent{Name: fyne.KeyEscape})
			}
			s.queue.Until(t, func() bool { return !s.chooser.IsOpen() && c.Focused() != nil })

		}
	}
}
