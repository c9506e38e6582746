package chooser

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/uitest"
)

// system answers as the system's dialogs do.
type system func() (path string, err error)

func (s *system) ChooseFolder(context.Context, string, string) (string, error) { return (*s)() }

func (s *system) ChooseFile(context.Context, string, string) (string, error) { return (*s)() }

func choosing(t *testing.T) (*Chooser, *uitest.Queue, *system) {
	t.Helper()
	uitest.New(t)
	s, q := new(system), uitest.NewQueue(t)
	return New(Options{
		Window: uitest.Window(t, widget.NewLabel("Sitewell"), 900, 600), Run: q.Runner(), Desktop: s, Logger: slog.New(slog.DiscardHandler),
		Usual: t.TempDir, IsFolderWanted: func() bool { return true },
	}), q, s
}

// The system's own dialog is asked first, and only once at a time. A person who cancels is not
// asked again.
func TestDialogOfTheSystem(t *testing.T) {
	c, q, s := choosing(t)
	hold, asked := make(chan struct{}), 0
	*s = func() (string, error) {
		asked++
		<-hold
		return "/mnt/stick", nil
	}
	var got []string
	chosen := func(path string) { got = append(got, path) }
	c.Folder("/srv/reports", chosen)
	c.Folder("/srv/reports", chosen)
	c.File("", chosen)
	close(hold)
	q.Until(t, func() bool { return !c.asking })
	if !slices.Equal(got, []string{"/mnt/stick"}) || asked != 1 || c.IsOpen() {
		t.Errorf("chosen once of %d: %q", asked, got)
	}
	*s = func() (string, error) { return "", nil }
	c.Folder("/srv/reports", chosen)
	q.Until(t, func() bool { return !c.asking })
	if len(got) != 1 || c.IsOpen() {
		t.Errorf("after Cancel: %q", got)
	}
}

// Where the system has no dialog, Fyne's covers the window until Escape, unless nobody asks any
// more.
func TestDialogOfTheWindow(t *testing.T) {
	c, q, s := choosing(t)
	*s = func() (string, error) { return "", errors.New("no dialog") }
	chosen := func(path string) { t.Errorf("%q was chosen", path) }
	for name, choose := range map[string]func(){
		"folder": func() { c.Folder(t.TempDir(), chosen) },
		"file":   func() { c.File(".db", chosen) },
	} {
		choose()
		q.Until(t, c.IsOpen)
		if !c.Key(&fyne.KeyEvent{Name: fyne.KeyF1}) || !c.IsOpen() {
			t.Errorf("%s: F1 went elsewhere, or closed the dialog", name)
		}
		if !c.Key(&fyne.KeyEvent{Name: fyne.KeyEscape}) || c.IsOpen() {
			t.Errorf("%s: Escape does not close the dialog", name)
		}
		if c.Key(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
			t.Errorf("%s: a key is taken while no dialog is open", name)
		}
	}
	c.o.IsFolderWanted = func() bool { return false }
	c.Folder(t.TempDir(), chosen)
	q.Until(t, func() bool { return !c.asking })
	if c.IsOpen() {
		t.Error("a dialog opens for nobody")
	}
}

// The dialog begins in the nearest folder that can be read.
func TestReadableFolder(t *testing.T) {
	real := t.TempDir()
	for from, want := range map[string]string{real: real, filepath.Join(real, "gone", "deeper"): real, "": "", "gone": ""} {
		got := ""
		if u := ReadableFolder(from); u != nil {
			got = u.Path()
		}
		if got != want {
			t.Errorf("from %q: got %q, want %q", from, got, want)
		}
	}
}
