package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/profile"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/signin"
	"sitewell/ui/toast"
	"sitewell/ui/uitest"
)

// long is a text without a place to break it.
var long = strings.Repeat("Donaudampfschiff", 320)

// wordy is a history in which everything that others wrote is long.
func wordy() *fake {
	f := bakery()
	start := "https://" + long + ".example/" + long
	for i := range f.sites {
		f.sites[i].Name, f.sites[i].Client, f.sites[i].Start = long, long, start
	}
	for i := range f.scans {
		f.scans[i].Start = start
	}
	return f
}

// No text that somebody else wrote asks for a larger window, nor leaves its
// frame, on any screen and in any dialog.
func TestLongTextsStayInTheirFrames(t *testing.T) {
	s := open(t, wordy())
	size := fyne.NewSize(900, 600)
	s.window.Resize(size)
	check := func(what string) {
		t.Helper()
		uitest.Picture(t, s.window, "long-"+what)
		if got := s.window.Canvas().Size(); got != size {
			t.Errorf("%s: the window grew to %v", what, got)
		}
		roots := []fyne.CanvasObject{s.window.Content()}
		if top := s.window.Canvas().Overlays().Top(); top != nil {
			roots = append(roots, top)
		}
		for _, root := range roots {
			for _, out := range outside(root, size.Width) {
				t.Errorf("%s: %s", what, out)
			}
		}
	}
	closing := func() { s.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	s.says(t, "4 sites")
	check("sites")
	s.sites.Remove(s.fake.sites[1].Site)
	s.says(t, "All its scans will be deleted, too.")
	check("question")
	s.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.says(t, "were deleted")
	check("deleted")
	s.toasts.Clear()
	s.going.History(1)
	s.says(t, "History of")
	check("history")
	s.going.Results(s.fake.newest)
	s.says(t, "8 things to fix")
	check("results")
	s.going.Export(s.fake.scans[0])
	check("export")
	closing()
	s.going.ScanSite(1)
	s.says(t, "Scanning")
	check("scanning")
	s.dialogs.Tell(long, long, "OK")
	check("told")
	closing()
	s.toasts.Show(toast.Message{Text: long, Action: "Undo"})
	check("toast")
	s.scans.askSignIn(&signin.Needed{
		Host: long, Sentence: long, SignIn: profile.SignIn{Kind: profile.Password, User: long}, Err: errFake,
	}, nil)
	check("sign-in")
}

// outside returns which texts, buttons and fields reach beyond what surrounds
// them, or are narrower than they have to be.
func outside(root fyne.CanvasObject, width float32) (all []string) {
	d := fyne.CurrentApp().Driver()
	uitest.Walk(root, func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *widget.Label, *control.Button, *control.Link, *field.Entry:
			right := d.AbsolutePositionForObject(o).X + o.Size().Width
			if m := o.MinSize().Width; m > o.Size().Width+1 || right > width+1 {
				all = append(all, fmt.Sprintf("%T %.40q ends at %v and has %v of %v", o, strings.Join(uitest.Texts(o), " "), right, o.Size().Width, m))
			}
			return false
		}
		return true
	})
	return all
}
