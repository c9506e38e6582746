package problem_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/gallery"
	"sitewell/ui/uitest"
)

// TestPlatformIsChosen: the steps follow what the person says that the site runs
// on, and go on doing so.
func TestPlatformIsChosen(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.until("Show steps for:")
	const onWix = "Wix runs the server for you"
	if strings.Contains(strings.Join(f.texts(), "\n"), onWix) {
		t.Fatal("steps for Wix are shown before anybody named it")
	}
	uitest.Picture(t, f.w, "platform")
	choose := f.platforms(t)
	choose.SetSelected("Wix")
	f.q.Until(t, func() bool { return strings.Contains(strings.Join(f.texts(), "\n"), onWix) })
	if got := f.platforms(t).Selected; got != "Wix" {
		t.Errorf("steps are said to be for %q", got)
	}
	f.platforms(t).SetSelectedIndex(0)
	f.q.Until(t, func() bool { return !strings.Contains(strings.Join(f.texts(), "\n"), onWix) })
}

// platforms is the list of platforms in the panel.
func (f *fixture) platforms(t *testing.T) (found *widget.Select) {
	t.Helper()
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.Select); ok && slices.Contains(s.Options, "Wix") {
			found = s
		}
		return true
	})
	if found == nil {
		t.Fatal("there is no list of platforms")
	}
	return found
}
