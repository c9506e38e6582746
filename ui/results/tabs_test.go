package results_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/gallery"
	"sitewell/ui/language"
	"sitewell/ui/uitest"
)

// The tabs are whole in every language, in small windows and beside an open panel.
func TestTabsAreWhole(t *testing.T) {
	for _, spoken := range []string{"en", "de", "fr"} {
		// What the window leaves of 1024×615, and of 1280×820 at twice the scale.
		for _, size := range []fyne.Size{fyne.NewSize(924, 543), fyne.NewSize(540, 338)} {
			for _, open := range []bool{false, true} {
				t.Run(fmt.Sprint(spoken, " ", size.Width, " panel ", open), func(t *testing.T) {
					f := newFixture(t, size.Width, size.Height, func(f *fixture) {
						f.compares = true
						if err := language.Use(spoken); err != nil {
							t.Fatal(err)
						}
					})
					last := lang.L("Fixed")
					f.q.Until(t, func() bool { return f.shows(last) })
					if open {
						f.Open(f.site.IDOf(gallery.NotFound))
						f.drain()
						if size.Width < 860 {
							return // the panel has the whole window
						}
					}
					uitest.Picture(t, f.w, fmt.Sprintf("tabs-%s-%v-%v", spoken, size.Width, open))
					d := fyne.CurrentApp().Driver()
					right := f.w.Canvas().Size().Width
					uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
						if split, ok := o.(*container.Split); ok && open {
							right = d.AbsolutePositionForObject(split.Leading).X + split.Leading.Size().Width
						}
						return true
					})
					tab := uitest.First[fyne.Tappable](t, f.w.Content(), last).(fyne.CanvasObject)
					if got := d.AbsolutePositionForObject(tab).X + tab.Size().Width; got > right || tab.Size().Width < tab.MinSize().Width {
						t.Errorf("the tab %q ends at %v, and there is room to %v", last, got, right)
					}
				})
			}
		}
	}
}
